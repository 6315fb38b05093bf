/**
 * What the messages of all kinds of kernel objects share: a fixed part and its attributes, byte for
 * byte as they were read, a builder to make them, and their text. Stable API, but for {@link
 * dev.routeswitcher.netlink.message.FlagNames} and {@link
 * dev.routeswitcher.netlink.message.AttributeText}, which serve the packages beside this one.
 *
 * <p>Accessors read the attributes when they are called, so nothing is lost: what has no accessor
 * is found by its number, and a message that was read is written as the very same bytes.
 *
 * <ul>
 *   <li>An absent attribute is an empty {@code Optional}; a zero is a zero.
 *   <li>Kernel numbers are open: their types wrap the number and know some names.
 *   <li>An accessor of a malformed attribute throws {@link
 *       dev.routeswitcher.netlink.codec.MalformedAttributeException}; {@code problems()} lists all
 *       of a message; {@code toString} never throws.
 * </ul>
 *
 * <pre>{@code
 * RtnetlinkMessage message = change.object();
 * if (message instanceof RouteMessage route && route.isDefault()) {
 *   System.out.println(route.toText(names)); // default via 192.0.2.1 dev eth0
 * }
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.message;

import org.jspecify.annotations.NullMarked;

/**
 * Rtnetlink messages of every kind ({@code linux/rtnetlink.h}): their types, and a reader of any of
 * them. Each kind of kernel object has a package of its own. Stable API.
 *
 * <pre>{@code
 * if (RtnetlinkMessages.read(messages) instanceof RouteMessage route) {
 *   System.out.println(route);
 * }
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.rtnetlink;

import org.jspecify.annotations.NullMarked;

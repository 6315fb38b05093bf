/**
 * The netlink wire format (RFC 3549, {@code linux/netlink.h}): pure code over {@link
 * java.nio.ByteBuffer}s, no system call, no I/O. Stable API.
 *
 * <p>A datagram holds messages; a message is a 16-byte header, a fixed body and attributes; an
 * attribute may hold attributes. They can be read in two forms:
 *
 * <ul>
 *   <li>{@link dev.routeswitcher.netlink.codec.MessageCursor} and {@link
 *       dev.routeswitcher.netlink.codec.AttributeCursor} step over a buffer and allocate nothing;
 *   <li>{@link dev.routeswitcher.netlink.codec.Attributes} is an immutable copy of a message's
 *       attributes, byte for byte, unknown ones included.
 * </ul>
 *
 * <p>A broken <em>frame</em> (an impossible message length) is a {@link
 * dev.routeswitcher.netlink.codec.MalformedMessageException}. A broken <em>attribute</em> is
 * reported when that attribute is asked for and by {@link
 * dev.routeswitcher.netlink.codec.Attributes#problems}, as a {@link
 * dev.routeswitcher.netlink.codec.MalformedAttributeException}; the messages around it are read as
 * usual.
 *
 * <p>Limits hold for any input: time and memory grow in proportion to it, attributes are followed
 * 16 deep into attributes, and {@code problems()} reports 64 of them at most.
 *
 * <p>An {@link dev.routeswitcher.netlink.codec.AttributeSchema} gives attributes their names and
 * forms. With it, an {@link dev.routeswitcher.netlink.codec.Acknowledgement} names the attribute
 * that the kernel means in the request that was sent.
 *
 * <p>The byte order is always a parameter; a buffer's own order is neither trusted nor changed.
 *
 * <pre>{@code
 * MessageCursor messages = new MessageCursor(ByteOrder.nativeOrder()).over(datagram);
 * AttributeCursor attributes = new AttributeCursor();
 * while (messages.next()) {
 *   messages.attributes(12, attributes);
 *   while (attributes.next()) {
 *     if (attributes.type() == 4) { count(attributes.u32()); }
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.codec;

import org.jspecify.annotations.NullMarked;

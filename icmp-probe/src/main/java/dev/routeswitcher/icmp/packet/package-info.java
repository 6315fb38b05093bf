/**
 * The ICMP packet codec: octets to values and back.
 *
 * <p>Pure functions over {@link java.nio.ByteBuffer}: no socket, no clock, no native code, no
 * state. A message is a value of {@link dev.routeswitcher.icmp.packet.IcmpMessage}, the same for
 * every IP version; {@link dev.routeswitcher.icmp.packet.Icmpv4} and {@link
 * dev.routeswitcher.icmp.packet.Icmpv6} have the types and the checksum of each (RFC 792, RFC 4443,
 * RFC 1071). Errors may carry extension structures (RFC 4884). {@link
 * dev.routeswitcher.icmp.packet.EchoView} reads an echo in place, without allocation. Decoding
 * never changes a buffer's position nor depends on its byte order, and fails only with {@link
 * dev.routeswitcher.icmp.packet.MalformedPacketException}.
 *
 * <pre>{@code
 * ByteBuffer wire = ByteBuffer.allocate(64);
 * Icmpv4.encode(new EchoMessage(REQUEST, 0x1234, 1, Payload.of("hello".getBytes(US_ASCII))), wire);
 * IcmpMessage same = Icmpv4.decode(wire.flip());
 * }</pre>
 *
 * <p>Stable API.
 */
@NullMarked
package dev.routeswitcher.icmp.packet;

import org.jspecify.annotations.NullMarked;

package dev.routeswitcher.icmp.packet;

import java.net.Inet6Address;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The wire format of ICMP for IPv6 (RFC 4443): as {@link Icmpv4}, with other type numbers, and a
 * checksum that covers the addresses too.
 *
 * <p>Linux writes and checks that checksum itself on every ICMPv6 socket. {@link #decodeVerified}
 * decodes what such a socket receives.
 */
public final class Icmpv6 {
  /** Destination unreachable. */
  public static final int DESTINATION_UNREACHABLE = 1;

  /** Packet too big. */
  public static final int PACKET_TOO_BIG = 2;

  /** Time exceeded. */
  public static final int TIME_EXCEEDED = 3;

  /** Parameter problem. */
  public static final int PARAMETER_PROBLEM = 4;

  /** Echo request. */
  public static final int ECHO_REQUEST = 128;

  /** Echo reply. */
  public static final int ECHO_REPLY = 129;

  /** The next-header number of ICMPv6. */
  public static final int PROTOCOL = 58;

  private static final MessageFormat FORMAT =
      new MessageFormat(
          ECHO_REQUEST,
          ECHO_REPLY,
          Set.of(DESTINATION_UNREACHABLE, PACKET_TOO_BIG, TIME_EXCEEDED, PARAMETER_PROBLEM),
          Icmpv6::quotationLength);

  private Icmpv6() {}

  /**
   * Writes a message with the checksum for two addresses and advances the position.
   *
   * @throws BufferOverflowException if the message does not fit; the buffer's position does not
   *     change
   */
  public static void encode(
      IcmpMessage message, Inet6Address source, Inet6Address destination, ByteBuffer out) {
    ByteBuffer packet = FORMAT.encodeWithoutChecksum(message, out);
    FORMAT.putChecksum(packet, checksum(packet, source, destination));
    out.position(out.position() + packet.limit());
  }

  /**
   * Decodes the remaining octets; the buffer's position does not change.
   *
   * <p>An echo with a code other than 0 is an {@link OtherMessage}.
   *
   * @throws MalformedPacketException if there are fewer than eight octets, or the checksum for the
   *     two addresses is wrong
   */
  public static IcmpMessage decode(ByteBuffer in, Inet6Address source, Inet6Address destination)
      throws MalformedPacketException {
    ByteBuffer packet = MessageFormat.view(in);
    if (checksum(packet, source, destination) != 0) {
      throw MessageFormat.wrongChecksum(packet);
    }
    return FORMAT.decode(packet);
  }

  /**
   * Decodes a message whose checksum is verified already; the buffer's position does not change.
   *
   * @throws MalformedPacketException if there are fewer than eight octets
   */
  public static IcmpMessage decodeVerified(ByteBuffer in) throws MalformedPacketException {
    return FORMAT.decode(MessageFormat.view(in));
  }

  private static int checksum(ByteBuffer packet, Inet6Address source, Inet6Address destination) {
    return InternetChecksum.withPseudoHeader(
        packet, source.getAddress(), destination.getAddress(), PROTOCOL);
  }

  /** The first octet, in units of eight (RFC 4884, sections 4.4 and 4.5). */
  private static int quotationLength(int type, long information) {
    boolean extensible = type == DESTINATION_UNREACHABLE || type == TIME_EXCEEDED;
    return extensible ? (int) (information >>> 24) * Long.BYTES : 0;
  }
}

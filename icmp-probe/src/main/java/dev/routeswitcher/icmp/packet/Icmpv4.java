package dev.routeswitcher.icmp.packet;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The wire format of ICMP for IPv4 (RFC 792): every message is type, code, checksum and at least
 * four further octets, in network byte order.
 */
public final class Icmpv4 {
  /** Echo reply. */
  public static final int ECHO_REPLY = 0;

  /** Destination unreachable. */
  public static final int DESTINATION_UNREACHABLE = 3;

  /** Source quench, obsolete (RFC 6633). */
  public static final int SOURCE_QUENCH = 4;

  /** Redirect. */
  public static final int REDIRECT = 5;

  /** Echo request. */
  public static final int ECHO_REQUEST = 8;

  /** Time exceeded. */
  public static final int TIME_EXCEEDED = 11;

  /** Parameter problem. */
  public static final int PARAMETER_PROBLEM = 12;

  private static final MessageFormat FORMAT =
      new MessageFormat(
          ECHO_REQUEST,
          ECHO_REPLY,
          Set.of(
              DESTINATION_UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM),
          Icmpv4::quotationLength);

  private Icmpv4() {}

  /**
   * Writes a message with its checksum and advances the position.
   *
   * @throws BufferOverflowException if the message does not fit; the buffer's position does not
   *     change
   */
  public static void encode(IcmpMessage message, ByteBuffer out) {
    ByteBuffer packet = FORMAT.encodeWithoutChecksum(message, out);
    FORMAT.putChecksum(packet, InternetChecksum.of(packet));
    out.position(out.position() + packet.limit());
  }

  /**
   * Decodes the remaining octets; the buffer's position does not change.
   *
   * <p>An echo with a code other than 0 is an {@link OtherMessage}.
   *
   * @throws MalformedPacketException if there are fewer than eight octets or the checksum is wrong
   */
  public static IcmpMessage decode(ByteBuffer in) throws MalformedPacketException {
    ByteBuffer packet = MessageFormat.view(in);
    if (InternetChecksum.of(packet) != 0) {
      throw MessageFormat.wrongChecksum(packet);
    }
    return FORMAT.decode(packet);
  }

  /** The second octet, in units of four (RFC 4884, sections 4.1 to 4.3). */
  private static int quotationLength(int type, long information) {
    boolean extensible =
        type == DESTINATION_UNREACHABLE || type == TIME_EXCEEDED || type == PARAMETER_PROBLEM;
    return extensible ? (int) (information >>> 16 & 0xff) * Integer.BYTES : 0;
  }
}

package dev.routeswitcher.icmp;

import dev.routeswitcher.icmp.packet.Icmpv4;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An ICMP error that this host's kernel sent to itself, as it does when a neighbour is dead.
 *
 * <p>It travels by the loopback interface. A raw IPv4 socket bound to another finds it among its
 * packets, where {@link EchoFilter} lets it through, and not in its error queue ({@code
 * raw_icmp_error} of net/ipv4/raw.c goes by the device, {@code raw_v4_input} by the route).
 */
final class HostError {
  private static final int CODE = 1;
  private static final int ICMP_HEADER_SIZE = 8;
  private static final int IPV4_DESTINATION = 16;

  private HostError() {}

  /**
   * Makes such a packet what the error queue would have given, and leaves any other alone.
   *
   * @param names where the sender's socket address is
   */
  static void recognise(ReceivedMessage message, ByteBuffer names, int name) {
    ByteBuffer packet = message.packet();
    int error = packet.position();
    int quoted = error + ICMP_HEADER_SIZE;
    boolean isOne =
        message.kind() == ReceivedMessage.Kind.PACKET
            && quoted + IPV4_DESTINATION + Integer.BYTES <= packet.limit()
            && packet.get(error) == Icmpv4.DESTINATION_UNREACHABLE
            && SocketAddress.isOf(names, name, Family.IPV4);
    if (!isOne) {
      return;
    }
    int quotedHeaderSize = (packet.get(quoted) & 0x0f) * Integer.BYTES;
    message.setIcmpError(
        Byte.toUnsignedInt(packet.get(error)),
        Byte.toUnsignedInt(packet.get(error + CODE)),
        SocketAddress.get(names, name, Family.IPV4));
    message.setPeer(0, bigEndianInt(packet, quoted + IPV4_DESTINATION));
    message.setPacket(packet.position(Math.min(quoted + quotedHeaderSize, packet.limit())));
  }

  private static long bigEndianInt(ByteBuffer in, int at) {
    int value = in.getInt(at);
    return Integer.toUnsignedLong(
        in.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value));
  }
}

package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.loop.ReceivedPacket;
import dev.routeswitcher.icmp.packet.EchoView;
import dev.routeswitcher.icmp.packet.Icmpv4;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An ICMP error that this host's kernel sent to itself, as it does when a neighbour is dead.
 *
 * <p>It arrives on the loopback interface. A raw IPv4 socket bound to another interface receives it
 * as a packet, which {@link EchoFilter} passes, and not in its error queue ({@code raw_icmp_error}
 * of net/ipv4/raw.c goes by the device, {@code raw_v4_input} by the route).
 */
final class HostError {
  private static final int CODE = 1;
  private static final int IPV4_DESTINATION = 16;

  private HostError() {}

  /**
   * Changes such a packet into what the error queue would have returned, and no other.
   *
   * @param names where the sender's socket address is
   */
  static void recognise(ReceivedPacket packet, ByteBuffer names, int name) {
    ByteBuffer data = packet.data();
    int error = data.position();
    int quoted = error + EchoView.HEADER_SIZE;
    boolean isHostError =
        packet.kind() == ReceivedPacket.Kind.ARRIVED
            && quoted + IPV4_DESTINATION + Integer.BYTES <= data.limit()
            && data.get(error) == Icmpv4.DESTINATION_UNREACHABLE
            && SocketAddress.isOf(names, name, SocketFamily.IPV4);
    if (!isHostError) {
      return;
    }
    int destination =
        data.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(quoted + IPV4_DESTINATION);
    int quotedHeaderSize = (data.get(quoted) & 0x0f) * Integer.BYTES;
    packet.setIcmpError(
        Byte.toUnsignedInt(data.get(error)),
        Byte.toUnsignedInt(data.get(error + CODE)),
        SocketAddress.get(names, name, SocketFamily.IPV4));
    packet.setPeer(0, Integer.toUnsignedLong(destination));
    packet.setData(data.position(Math.min(quoted + quotedHeaderSize, data.limit())));
  }
}

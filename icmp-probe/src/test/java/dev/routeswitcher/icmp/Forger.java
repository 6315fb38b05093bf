package dev.routeswitcher.icmp;

import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.IcmpMessage;
import dev.routeswitcher.icmp.packet.Icmpv4;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Somebody on the provider's router who sees every echo request and sends whatever he likes from
 * whatever address he likes, by a raw socket.
 */
final class Forger implements AutoCloseable {
  private static final int AF_INET = 2;
  private static final int SOCK_RAW = 3;
  private static final int IPPROTO_ICMP = 1;
  private static final int IP_HEADER_SIZE = 20;
  private static final int SOL_IP = 0;
  private static final int IP_HDRINCL = 3;
  private static final int POLLIN = 1;

  private final LinuxSystemCalls calls = LinuxSystemCalls.load();
  private final MessageBuffer message = new MessageBuffer(calls);
  private final int fd;

  /** To be called on a thread of the namespace it is to act in. */
  Forger() {
    fd = calls.libc().socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    ByteBuffer on = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()).putInt(0, 1);
    if (fd < 0 || calls.libc().setsockopt(fd, SOL_IP, IP_HDRINCL, on, 4) != 0) {
      throw new IllegalStateException("no raw socket: errno " + calls.errno());
    }
  }

  /** Waits for the next echo request. */
  EchoMessage nextRequest() throws Exception {
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    ByteBuffer poll = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    poll.putInt(0, fd).putShort(4, (short) POLLIN);
    ReceivedMessage received = new ReceivedMessage();
    while (System.nanoTime() - giveUp < 0) {
      if (calls.libc().poll(poll, 1, 1_000) > 0) {
        int size = (int) calls.libc().recvmsg(fd, message.prepared(), 0);
        message.readInto(received, size, true);
        IcmpMessage decoded = Icmpv4.decode(received.packet());
        if (decoded instanceof EchoMessage echo && echo.kind() == EchoMessage.Kind.REQUEST) {
          return echo;
        }
      }
    }
    throw new IllegalStateException("no echo request came");
  }

  /** Sends an ICMP packet from any address. */
  void send(InetAddress source, InetAddress destination, ByteBuffer icmp) {
    int total = IP_HEADER_SIZE + icmp.remaining();
    ByteBuffer packet = ByteBuffer.allocateDirect(total).order(ByteOrder.nativeOrder());
    packet.put(0, (byte) 0x45).put(8, (byte) 64).put(9, (byte) IPPROTO_ICMP);
    packet.put(12, source.getAddress()).put(16, destination.getAddress());
    packet.position(IP_HEADER_SIZE).put(icmp.duplicate()).rewind();
    ByteBuffer address = ByteBuffer.allocateDirect(SocketAddress4.SIZE);
    SocketAddress4.put(address.order(ByteOrder.nativeOrder()), (Inet4Address) destination);
    if (calls.libc().sendto(fd, packet, total, 0, address, SocketAddress4.SIZE) != total) {
      throw new IllegalStateException("forged packet not sent: errno " + calls.errno());
    }
  }

  @Override
  public void close() {
    int ignored = calls.libc().close(fd);
  }
}

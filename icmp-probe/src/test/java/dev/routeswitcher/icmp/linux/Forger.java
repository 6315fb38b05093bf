package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.loop.AddressBits;
import dev.routeswitcher.icmp.loop.IpVersion;
import dev.routeswitcher.icmp.loop.ReceivedBatch;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.IcmpMessage;
import dev.routeswitcher.icmp.packet.Icmpv4;
import dev.routeswitcher.icmp.packet.Icmpv6;
import dev.routeswitcher.icmp.packet.Payload;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A forger on the provider's router, who receives every echo request and sends any packet from any
 * address, by raw sockets.
 */
final class Forger implements AutoCloseable {
  private static final int SOCK_RAW = 3;
  private static final int IPPROTO_RAW = 255;
  private static final int POLLIN = 1;
  private static final int MAX_PACKET_SIZE = 2_048;
  private static final int IPV4_HEADER_SIZE = 20;
  private static final int IPV6_HEADER_SIZE = 40;

  private final LinuxSystemCalls calls = LinuxSystemCalls.load();
  private final ReceiveBuffers buffers = new ReceiveBuffers(calls);
  private final ReceivedBatch received = new ReceivedBatch();
  private final SocketFamily family;
  private final int ear;
  private final int mouth;

  /** To be called on a thread of the namespace it is to act in. */
  Forger(IpVersion version) {
    this.family = SocketFamily.of(version);
    ear = calls.libc().socket(family.domain(), SOCK_RAW, family.protocol());
    mouth = calls.libc().socket(family.domain(), SOCK_RAW, IPPROTO_RAW);
    if (ear < 0 || mouth < 0) {
      throw new IllegalStateException("no raw socket: errno " + calls.errno());
    }
    buffers.admit(MAX_PACKET_SIZE);
  }

  /** Waits for the next echo request. */
  EchoMessage nextRequest() throws Exception {
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    NativeBuffer poll = NativeBuffer.allocate(calls, 8);
    poll.bytes().putInt(0, ear).putShort(4, (short) POLLIN);
    while (System.nanoTime() - giveUp < 0 && !Thread.currentThread().isInterrupted()) {
      if (calls.libc().poll(poll.address(), 1, 100) > 0) {
        int count = calls.libc().recvmmsg(ear, buffers.prepare(), 1, 0, 0);
        buffers.readInto(received, count, family, family == SocketFamily.IPV4);
        ByteBuffer packet = received.get(0).data();
        IcmpMessage decoded =
            family == SocketFamily.IPV4 ? Icmpv4.decode(packet) : Icmpv6.decodeVerified(packet);
        if (decoded instanceof EchoMessage echo && echo.kind() == EchoMessage.Kind.REQUEST) {
          return echo;
        }
      }
    }
    throw new IllegalStateException("no echo request came");
  }

  /** A message as it is on the wire between two addresses. */
  ByteBuffer encode(IcmpMessage message, InetAddress source, InetAddress destination) {
    ByteBuffer packet = ByteBuffer.allocate(MAX_PACKET_SIZE);
    if (family == SocketFamily.IPV4) {
      Icmpv4.encode(message, packet);
    } else {
      Icmpv6.encode(message, (Inet6Address) source, (Inet6Address) destination, packet);
    }
    return packet.flip();
  }

  /** The packet of a message, IP header first, as an ICMP error quotes so many octets of it. */
  Payload quote(EchoMessage request, InetAddress source, InetAddress destination, int size) {
    ByteBuffer icmp = encode(request, source, destination);
    ByteBuffer header = header(source, destination, icmp);
    int total = header.remaining() + icmp.remaining();
    ByteBuffer packet = ByteBuffer.allocate(total).put(header).put(icmp);
    return Payload.copyOf(packet.flip().limit(Math.min(size, total)));
  }

  private ByteBuffer header(InetAddress source, InetAddress destination, ByteBuffer icmp) {
    ByteBuffer header = family == SocketFamily.IPV4 ? header4(icmp) : header6(icmp);
    return header.put(source.getAddress()).put(destination.getAddress()).flip();
  }

  /** Sends an ICMP packet from any address. */
  void send(InetAddress source, InetAddress destination, ByteBuffer icmp) {
    ByteBuffer header = header(source, destination, icmp);
    int total = header.remaining() + icmp.remaining();
    NativeBuffer packet = NativeBuffer.allocate(calls, total);
    packet.bytes().put(header).put(icmp.duplicate());
    MmsghdrArray headers = new MmsghdrArray(calls, 1, 0);
    int name = SocketAddress.put(headers.names(), 0, family, AddressBits.of(destination));
    headers.setData(0, packet.address(), total);
    headers.setLengths(0, name, 0);
    if (calls.libc().sendmmsg(mouth, headers.address(0), 1, 0) != 1) {
      throw new IllegalStateException("forged packet not sent: errno " + calls.errno());
    }
  }

  private static ByteBuffer header4(ByteBuffer icmp) {
    ByteBuffer header = ByteBuffer.allocate(IPV4_HEADER_SIZE);
    header.put(0, (byte) 0x45).putShort(2, (short) (IPV4_HEADER_SIZE + icmp.remaining()));
    header.put(8, (byte) 64).put(9, (byte) SocketFamily.IPV4.protocol());
    return header.position(12);
  }

  private static ByteBuffer header6(ByteBuffer icmp) {
    ByteBuffer header = ByteBuffer.allocate(IPV6_HEADER_SIZE);
    header.put(0, (byte) 0x60).putShort(4, (short) icmp.remaining());
    header.put(6, (byte) SocketFamily.IPV6.protocol()).put(7, (byte) 64);
    return header.position(8);
  }

  @Override
  public void close() {
    int ignored = calls.libc().close(ear);
    ignored = calls.libc().close(mouth);
  }
}

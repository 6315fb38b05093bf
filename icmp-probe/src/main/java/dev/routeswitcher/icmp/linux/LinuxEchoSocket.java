package dev.routeswitcher.icmp.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.routeswitcher.icmp.IcmpSocketException;
import dev.routeswitcher.icmp.loop.ChannelKey;
import dev.routeswitcher.icmp.loop.EchoSocket;
import dev.routeswitcher.icmp.loop.ErrorNumber;
import dev.routeswitcher.icmp.loop.ReceivedBatch;
import dev.routeswitcher.icmp.loop.RequestBatch;
import dev.routeswitcher.icmp.packet.Icmpv4;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** An ICMP socket of the kernel (icmp(7), raw(7), ip(7), ipv6(7), socket(7)). */
final class LinuxEchoSocket implements EchoSocket {
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_ERRQUEUE = 0x2000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /**
   * IP_PMTUDISC_PROBE and IPV6_PMTUDISC_PROBE (linux/in.h, linux/in6.h): no fragments, and of the
   * path's MTU nothing is believed, which whoever sends an ICMP error may have said.
   */
  private static final int PMTUDISC_PROBE = 3;

  /** Stamps by software, of what is sent and what is received (linux/net_tstamp.h). */
  private static final int TIMESTAMPING_SOFTWARE = 1 << 1 | 1 << 3 | 1 << 4;

  /** Holds some thousand replies while the thread is delayed. */
  private static final int RECEIVE_BUFFER = 4 << 20;

  /**
   * More than waits for an unresolved neighbour (net.ipv4.neigh.*.unres_qlen_bytes), after doubling
   * by the kernel: probes to a dead gateway are then lost there, and not refused with EAGAIN.
   */
  private static final int SEND_BUFFER = 1 << 20;

  /** IFNAMSIZ less the terminating zero: the kernel would truncate a longer name. */
  private static final int MAX_NAME_SIZE = 15;

  private static final int MAX_IP_HEADER_SIZE = 60;
  private static final int ICMPV6_FILTER_SIZE = 32;

  private final LinuxSystemCalls calls;
  private final SocketFamily family;
  private final Kind kind;
  private final LinuxSocket socket;
  private final SocketBuffers buffers;
  private final NativeBuffer nameText;
  private byte[] boundName = {};
  private int boundIndex;
  private int usualMtuDiscovery;
  private boolean forbidsFragments;
  private boolean asksForTransmitStamps;

  private LinuxEchoSocket(
      LinuxSystemCalls calls,
      SocketFamily family,
      Kind kind,
      LinuxSocket socket,
      SocketBuffers buffers) {
    this.calls = calls;
    this.family = family;
    this.kind = kind;
    this.socket = socket;
    this.buffers = buffers;
    nameText = NativeBuffer.allocate(calls, MAX_NAME_SIZE + 1);
  }

  /** Opens a socket of one kind without binding it; {@link #bind} comes next. */
  static LinuxEchoSocket open(
      LinuxSystemCalls calls, SocketFamily family, Kind kind, SocketBuffers buffers)
      throws IcmpSocketException {
    String type = kind == Kind.RAW ? "SOCK_RAW" : "SOCK_DGRAM";
    LinuxSocket socket =
        LinuxSocket.open(
            calls,
            family,
            kind == Kind.RAW ? LinuxSocket.SOCK_RAW : LinuxSocket.SOCK_DGRAM,
            family.protocol(),
            "socket(" + family.domainName() + ", " + type + ", " + family.protocolName() + ")");
    return new LinuxEchoSocket(calls, family, kind, socket, buffers);
  }

  /** Binds to an interface and enables filter, errors, stamps and time-to-live. */
  void bind(ChannelKey key, int identifier, long cookie, boolean transmitStamps)
      throws IcmpSocketException {
    String interfaceName = key.interfaceName();
    byte[] name = interfaceName.getBytes(UTF_8);
    String operation = "setsockopt(SO_BINDTODEVICE, \"" + interfaceName + "\")";
    if (name.length == 0 || name.length > MAX_NAME_SIZE || interfaceName.indexOf('\0') >= 0) {
      throw new IcmpSocketException(operation, ErrorNumber.ENODEV);
    }
    if (kind == Kind.RAW) {
      filter(identifier, cookie);
    }
    socket.set(SocketOption.SO_BINDTODEVICE, name, operation);
    boundName = name;
    nameText.bytes().put(0, name);
    boundIndex = socket.get(SocketOption.SO_BINDTOIFINDEX);
    if (!isOnItsInterface()) {
      throw new IcmpSocketException(operation, ErrorNumber.ENODEV);
    }
    socket.set(family.receiveErrors(), 1);
    socket.set(family.receiveTimeToLive(), 1);
    usualMtuDiscovery = socket.get(family.mtuDiscovery());
    // Where the kernel refuses transmit stamps, it still gives those of what is received.
    asksForTransmitStamps =
        transmitStamps
            && socket.trySet(SocketOption.SO_TIMESTAMPING, TIMESTAMPING_SOFTWARE) == ErrorNumber.OK;
    if (!asksForTransmitStamps) {
      socket.set(SocketOption.SO_TIMESTAMPNS, 1);
    }
    socket.set(SocketOption.SO_SNDBUF, SEND_BUFFER);
    if (socket.trySet(SocketOption.SO_RCVBUFFORCE, RECEIVE_BUFFER) != ErrorNumber.OK) {
      socket.set(SocketOption.SO_RCVBUF, RECEIVE_BUFFER);
    }
    // A source in ancillary data would not work on ICMPv6 datagram sockets (ping_v6_sendmsg).
    if (key.source() != null) {
      socket.bind(family, key.source());
    }
  }

  int fd() {
    return socket.fd();
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public boolean asksForTransmitStamps() {
    return asksForTransmitStamps;
  }

  /** The kernel returns the first name of an interface, though it is bound by any of them. */
  @Override
  public boolean isOnItsInterface() {
    return socket.isText(SocketOption.SO_BINDTODEVICE, boundName)
        || (boundIndex != 0 && calls.libc().if_nametoindex(nameText.address()) == boundIndex);
  }

  @Override
  public int send(RequestBatch batch, int from) {
    int to = endOfSendable(batch, from);
    boolean forbid = batch.options(from).dontFragment();
    if (forbid != forbidsFragments) {
      int discovery = forbid ? PMTUDISC_PROBE : usualMtuDiscovery;
      int errno = socket.trySet(family.mtuDiscovery(), discovery);
      if (errno != ErrorNumber.OK) {
        return -errno;
      }
      forbidsFragments = forbid;
    }
    long address = buffers.sending().describe(batch, from, to, family);
    while (true) {
      batch.markDeparture();
      int sent =
          calls.libc().sendmmsg(socket.fd(), address, to - from, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent > 0) {
        return sent;
      }
      int errno = sent < 0 ? calls.errno() : ErrorNumber.EAGAIN;
      if (errno != ErrorNumber.EINTR) {
        return -errno;
      }
    }
  }

  @Override
  public int receive(ReceivedBatch into) {
    boolean hasIpHeader = kind == Kind.RAW && family == SocketFamily.IPV4;
    return receive(buffers.packets(), into, MSG_DONTWAIT, hasIpHeader);
  }

  @Override
  public int receiveErrors(ReceivedBatch into) {
    return receive(buffers.errors(), into, MSG_DONTWAIT | MSG_ERRQUEUE, false);
  }

  @Override
  public void close() {
    socket.close();
  }

  private int receive(ReceiveBuffers from, ReceivedBatch into, int flags, boolean hasIpHeader) {
    while (true) {
      int count = calls.libc().recvmmsg(socket.fd(), from.prepare(), from.count(), flags, 0);
      if (count >= 0) {
        from.readInto(into, count, family, hasIpHeader);
        return count == 0 ? -ErrorNumber.EAGAIN : count;
      }
      int errno = calls.errno();
      if (errno != ErrorNumber.EINTR) {
        return -errno;
      }
    }
  }

  /**
   * The end of the requests that agree with the first one about fragments; makes room for their
   * echoes.
   */
  private int endOfSendable(RequestBatch batch, int from) {
    boolean forbid = batch.options(from).dontFragment();
    int largest = 0;
    int to = from;
    while (to < batch.size() && batch.options(to).dontFragment() == forbid) {
      largest = Math.max(largest, batch.length(to++));
    }
    buffers.packets().admit(largest + MAX_IP_HEADER_SIZE);
    return to;
  }

  private void filter(int identifier, long cookie) throws IcmpSocketException {
    if (family == SocketFamily.IPV4) {
      // Bit n drops type n (linux/icmp.h).
      int wanted = 1 << Icmpv4.ECHO_REPLY | 1 << Icmpv4.DESTINATION_UNREACHABLE;
      socket.set(SocketOption.ICMP_FILTER, ~wanted);
    } else {
      // Bit n of 256 drops type n (linux/icmpv6.h), in words of 32 bits.
      int reply = family.version().echoReply();
      ByteBuffer unwanted = ByteBuffer.allocate(ICMPV6_FILTER_SIZE).order(ByteOrder.nativeOrder());
      Arrays.fill(unwanted.array(), (byte) -1);
      unwanted.putInt(reply / Integer.SIZE * Integer.BYTES, ~(1 << reply % Integer.SIZE));
      socket.set(SocketOption.ICMPV6_FILTER, unwanted.array(), "setsockopt(ICMPV6_FILTER)");
    }
    EchoFilter filter = new EchoFilter(calls, family.version(), identifier, cookie);
    socket.set(SocketOption.SO_ATTACH_FILTER, filter.address(), filter.size());
  }
}

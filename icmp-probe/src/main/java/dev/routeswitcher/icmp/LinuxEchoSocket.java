package dev.routeswitcher.icmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.routeswitcher.icmp.packet.Icmpv4;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** An ICMP socket of the kernel (icmp(7), raw(7), ip(7), ipv6(7), socket(7)). */
final class LinuxEchoSocket implements EchoSocket {
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;

  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_ERRQUEUE = 0x2000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** Takes some thousand replies, for the moments when the thread is held up. */
  private static final int RECEIVE_BUFFER = 4 << 20;

  /**
   * More than waits for an unresolved neighbour (net.ipv4.neigh.*.unres_qlen_bytes), after doubling
   * by the kernel: probes to a dead gateway are then lost there, and not refused with EAGAIN.
   */
  private static final int SEND_BUFFER = 1 << 20;

  /** IFNAMSIZ less the terminating zero: the kernel would cut a longer name short. */
  private static final int MAX_NAME_SIZE = 15;

  private static final int OPTION_CAPACITY = 32;
  private static final int MAX_IP_HEADER_SIZE = 60;
  private static final int ICMPV6_FILTER_SIZE = 32;

  private final LinuxSystemCalls calls;
  private final Family family;
  private final Kind kind;
  private final int fd;
  private final LinuxMessages messages;
  private final NativeBuffer option;
  private final NativeBuffer optionLength;
  private byte[] boundName = {};
  private int usualMtuDiscovery;
  private boolean forbidsFragments;
  private boolean asksForTransmitStamps;

  private LinuxEchoSocket(
      LinuxSystemCalls calls, Family family, Kind kind, int fd, LinuxMessages messages) {
    this.calls = calls;
    this.family = family;
    this.kind = kind;
    this.fd = fd;
    this.messages = messages;
    option = NativeBuffer.allocate(calls, OPTION_CAPACITY);
    optionLength = NativeBuffer.allocate(calls, Integer.BYTES);
  }

  /** Opens a socket of one kind without binding it; {@link #bind} comes next. */
  static LinuxEchoSocket open(
      LinuxSystemCalls calls, Family family, Kind kind, LinuxMessages messages)
      throws IcmpSocketException {
    int type = (kind == Kind.RAW ? SOCK_RAW : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
    int fd = calls.libc().socket(family.domain, type, family.protocol);
    if (fd < 0) {
      int errno = calls.errno();
      String name = kind == Kind.RAW ? "SOCK_RAW" : "SOCK_DGRAM";
      throw ErrorNumber.exception(
          "socket(" + family.domainName + ", " + name + ", " + family.protocolName + ")", errno);
    }
    return new LinuxEchoSocket(calls, family, kind, fd, messages);
  }

  /** Binds to an interface and switches on filter, errors, stamps and time-to-live. */
  void bind(String interfaceName, int identifier, long cookie, boolean transmitStamps)
      throws IcmpSocketException {
    byte[] name = interfaceName.getBytes(UTF_8);
    String operation = "setsockopt(SO_BINDTODEVICE, \"" + interfaceName + "\")";
    if (name.length == 0 || name.length > MAX_NAME_SIZE || interfaceName.indexOf('\0') >= 0) {
      throw ErrorNumber.exception(operation, ErrorNumber.ENODEV);
    }
    if (kind == Kind.RAW) {
      filter(identifier, cookie);
    }
    option.bytes().put(0, name);
    check(setOption(SocketOption.SOL_SOCKET, SocketOption.SO_BINDTODEVICE, name.length), operation);
    boundName = name;
    if (!isOnItsInterface()) {
      throw ErrorNumber.exception(operation, ErrorNumber.ENODEV);
    }
    if (family == Family.IPV4) {
      set(SocketOption.SOL_IP, SocketOption.IP_RECVERR, 1, "setsockopt(IP_RECVERR)");
      set(SocketOption.SOL_IP, SocketOption.IP_RECVTTL, 1, "setsockopt(IP_RECVTTL)");
      usualMtuDiscovery = get(SocketOption.SOL_IP, SocketOption.IP_MTU_DISCOVER);
    } else {
      set(SocketOption.SOL_IPV6, SocketOption.IPV6_RECVERR, 1, "setsockopt(IPV6_RECVERR)");
      set(
          SocketOption.SOL_IPV6,
          SocketOption.IPV6_RECVHOPLIMIT,
          1,
          "setsockopt(IPV6_RECVHOPLIMIT)");
    }
    askForStamps(transmitStamps);
    set(SocketOption.SOL_SOCKET, SocketOption.SO_SNDBUF, SEND_BUFFER, "setsockopt(SO_SNDBUF)");
    if (trySet(SocketOption.SOL_SOCKET, SocketOption.SO_RCVBUFFORCE, RECEIVE_BUFFER) != 0) {
      set(SocketOption.SOL_SOCKET, SocketOption.SO_RCVBUF, RECEIVE_BUFFER, "setsockopt(SO_RCVBUF)");
    }
  }

  /**
   * Sends from one address only. The kernel takes a source with each packet from all but ICMPv6
   * datagram sockets (ping_v6_sendmsg), from a bound one always.
   */
  void bindSource(InetAddress source) throws IcmpSocketException {
    AddressBits bits = AddressBits.of(source);
    int size = SocketAddress.put(option.bytes(), 0, family, bits.high(), bits.low());
    check(calls.libc().bind(fd, option.address(), size), "bind(" + source.getHostAddress() + ")");
  }

  int fd() {
    return fd;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public boolean asksForTransmitStamps() {
    return asksForTransmitStamps;
  }

  @Override
  public boolean isOnItsInterface() {
    optionLength.bytes().putInt(0, OPTION_CAPACITY);
    int result =
        calls
            .libc()
            .getsockopt(
                fd,
                SocketOption.SOL_SOCKET,
                SocketOption.SO_BINDTODEVICE,
                option.address(),
                optionLength.address());
    // The kernel's length counts the terminating zero.
    if (result != 0 || optionLength.bytes().getInt(0) != boundName.length + 1) {
      return false;
    }
    for (int i = 0; i < boundName.length; i++) {
      if (option.bytes().get(i) != boundName[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int send(RequestBatch batch, int from) {
    int to = endOfSendable(batch, from);
    if (family == Family.IPV4 && forbidsFragments(batch, from) != forbidsFragments) {
      int errno = switchFragments(!forbidsFragments);
      if (errno != ErrorNumber.OK) {
        return -errno;
      }
    }
    SendHeaders headers = messages.sending();
    headers.describe(batch, from, to);
    long address = headers.address(from);
    while (true) {
      batch.leaving();
      int sent = calls.libc().sendmmsg(fd, address, to - from, MSG_DONTWAIT | MSG_NOSIGNAL);
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
    boolean hasIpHeader = kind == Kind.RAW && family == Family.IPV4;
    return receive(messages.packets(), into, MSG_DONTWAIT, hasIpHeader);
  }

  @Override
  public int receiveErrors(ReceivedBatch into) {
    return receive(messages.errors(), into, MSG_DONTWAIT | MSG_ERRQUEUE, false);
  }

  @Override
  public void close() {
    int ignored = calls.libc().close(fd);
  }

  private int receive(ReceiveBuffers buffers, ReceivedBatch into, int flags, boolean hasIpHeader) {
    while (true) {
      int count = calls.libc().recvmmsg(fd, buffers.prepare(), buffers.count(), flags, 0);
      if (count >= 0) {
        buffers.readInto(into, count, family, hasIpHeader);
        return count == 0 ? -ErrorNumber.EAGAIN : count;
      }
      int errno = calls.errno();
      if (errno != ErrorNumber.EINTR) {
        return -errno;
      }
    }
  }

  /** Up to where requests agree with the first one about fragments; sees to room for the echoes. */
  private int endOfSendable(RequestBatch batch, int from) {
    int largest = 0;
    int to = from;
    while (to < batch.size() && forbidsFragments(batch, to) == forbidsFragments(batch, from)) {
      largest = Math.max(largest, batch.length(to++));
    }
    messages.packets().admit(largest + MAX_IP_HEADER_SIZE);
    return to;
  }

  private static boolean forbidsFragments(RequestBatch batch, int index) {
    return batch.probe(index).request().options().dontFragment();
  }

  private int switchFragments(boolean forbid) {
    int discovery = forbid ? SocketOption.IP_PMTUDISC_DO : usualMtuDiscovery;
    if (trySet(SocketOption.SOL_IP, SocketOption.IP_MTU_DISCOVER, discovery) != 0) {
      return calls.errno();
    }
    forbidsFragments = forbid;
    return ErrorNumber.OK;
  }

  private void filter(int identifier, long cookie) throws IcmpSocketException {
    ByteBuffer value = option.bytes();
    if (family == Family.IPV4) {
      // Bit n keeps type n out (linux/icmp.h).
      int wanted = 1 << Icmpv4.ECHO_REPLY | 1 << Icmpv4.DESTINATION_UNREACHABLE;
      set(SocketOption.SOL_RAW, SocketOption.ICMP_FILTER, ~wanted, "setsockopt(ICMP_FILTER)");
    } else {
      // Bit n of 256 keeps type n out (linux/icmpv6.h), counted in words of 32.
      for (int word = 0; word < ICMPV6_FILTER_SIZE / Integer.BYTES; word++) {
        int bit = family.echoReply - word * Integer.SIZE;
        value.putInt(word * Integer.BYTES, bit >= 0 && bit < Integer.SIZE ? ~(1 << bit) : ~0);
      }
      check(
          setOption(SocketOption.SOL_ICMPV6, SocketOption.ICMPV6_FILTER, ICMPV6_FILTER_SIZE),
          "setsockopt(ICMPV6_FILTER)");
    }
    EchoFilter filter = new EchoFilter(calls, family, identifier, cookie);
    check(
        calls
            .libc()
            .setsockopt(
                fd,
                SocketOption.SOL_SOCKET,
                SocketOption.SO_ATTACH_FILTER,
                filter.address(),
                filter.size()),
        "setsockopt(SO_ATTACH_FILTER)");
  }

  /** Where the kernel refuses transmit stamps, those of what is received are still to be had. */
  private void askForStamps(boolean transmitStamps) throws IcmpSocketException {
    asksForTransmitStamps =
        transmitStamps
            && trySet(
                    SocketOption.SOL_SOCKET,
                    SocketOption.SO_TIMESTAMPING,
                    SocketOption.TIMESTAMPING_SOFTWARE)
                == 0;
    if (!asksForTransmitStamps) {
      set(SocketOption.SOL_SOCKET, SocketOption.SO_TIMESTAMPNS, 1, "setsockopt(SO_TIMESTAMPNS)");
    }
  }

  private int get(int level, int name) {
    optionLength.bytes().putInt(0, Integer.BYTES);
    int result = calls.libc().getsockopt(fd, level, name, option.address(), optionLength.address());
    return result == 0 ? option.bytes().getInt(0) : 0;
  }

  private void set(int level, int name, int value, String operation) throws IcmpSocketException {
    check(trySet(level, name, value), operation);
  }

  private int trySet(int level, int name, int value) {
    option.bytes().putInt(0, value);
    return setOption(level, name, Integer.BYTES);
  }

  private int setOption(int level, int name, int size) {
    return calls.libc().setsockopt(fd, level, name, option.address(), size);
  }

  private void check(int result, String operation) throws IcmpSocketException {
    if (result != 0) {
      throw ErrorNumber.exception(operation, calls.errno());
    }
  }
}

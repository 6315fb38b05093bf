package dev.routeswitcher.icmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** An IPv4 ICMP socket of the kernel (icmp(7), raw(7), ip(7), socket(7)). */
final class LinuxEchoSocket implements EchoSocket {
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int IPPROTO_ICMP = 1;

  private static final int SOL_IP = 0;
  private static final int IP_RECVERR = 11;
  private static final int IP_RECVTTL = 12;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_BINDTODEVICE = 25;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SO_TIMESTAMPNS = 35;
  private static final int SOL_RAW = 255;
  private static final int ICMP_FILTER = 1;

  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_ERRQUEUE = 0x2000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** Bit n keeps type n out (linux/icmp.h): everything but echo replies, which are type 0. */
  private static final int ALL_BUT_ECHO_REPLY = ~1;

  /** Takes some thousand replies, for the moments when the thread is held up. */
  private static final int RECEIVE_BUFFER = 4 << 20;

  /**
   * More than waits for an unresolved neighbour (net.ipv4.neigh.*.unres_qlen_bytes), after doubling
   * by the kernel: probes to a dead gateway are then lost there, and not refused with EAGAIN.
   */
  private static final int SEND_BUFFER = 1 << 20;

  /** IFNAMSIZ less the terminating zero: the kernel would cut a longer name short. */
  private static final int MAX_NAME_SIZE = 15;

  private static final int OPTION_CAPACITY = 16;

  private final LinuxSystemCalls calls;
  private final Kind kind;
  private final int fd;
  private final MessageBuffer message;
  private final ByteBuffer address = direct(SocketAddress4.SIZE);
  private final ByteBuffer option = direct(OPTION_CAPACITY);
  private final ByteBuffer optionLength = direct(Integer.BYTES);
  private @Nullable String boundName;

  private LinuxEchoSocket(LinuxSystemCalls calls, Kind kind, int fd, MessageBuffer message) {
    this.calls = calls;
    this.kind = kind;
    this.fd = fd;
    this.message = message;
  }

  /** Opens a socket of one kind without binding it; {@link #bind} comes next. */
  static LinuxEchoSocket open(LinuxSystemCalls calls, Kind kind, MessageBuffer message)
      throws IcmpSocketException {
    int type = (kind == Kind.RAW ? SOCK_RAW : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
    int fd = calls.libc().socket(SocketAddress4.AF_INET, type, IPPROTO_ICMP);
    if (fd < 0) {
      int errno = calls.errno();
      String name = kind == Kind.RAW ? "SOCK_RAW" : "SOCK_DGRAM";
      throw ErrorNumber.exception("socket(AF_INET, " + name + ", IPPROTO_ICMP)", errno);
    }
    return new LinuxEchoSocket(calls, kind, fd, message);
  }

  /** Binds to an interface and switches on filter, errors, stamps and time-to-live. */
  void bind(String interfaceName) throws IcmpSocketException {
    byte[] name = interfaceName.getBytes(UTF_8);
    String operation = "setsockopt(SO_BINDTODEVICE, \"" + interfaceName + "\")";
    if (name.length == 0 || name.length > MAX_NAME_SIZE || interfaceName.indexOf('\0') >= 0) {
      throw ErrorNumber.exception(operation, ErrorNumber.ENODEV);
    }
    if (kind == Kind.RAW) {
      set(SOL_RAW, ICMP_FILTER, ALL_BUT_ECHO_REPLY, "setsockopt(ICMP_FILTER)");
    }
    option.clear().put(name).flip();
    check(calls.libc().setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, option, name.length), operation);
    boundName = nameOfInterface();
    set(SOL_IP, IP_RECVERR, 1, "setsockopt(IP_RECVERR)");
    set(SOL_IP, IP_RECVTTL, 1, "setsockopt(IP_RECVTTL)");
    set(SOL_SOCKET, SO_TIMESTAMPNS, 1, "setsockopt(SO_TIMESTAMPNS)");
    set(SOL_SOCKET, SO_SNDBUF, SEND_BUFFER, "setsockopt(SO_SNDBUF)");
    if (trySet(SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER) != 0) {
      set(SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER, "setsockopt(SO_RCVBUF)");
    }
  }

  int fd() {
    return fd;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public boolean isOnItsInterface() {
    return boundName != null && boundName.equals(nameOfInterface());
  }

  @Override
  public int send(ByteBuffer packet, InetAddress target) {
    if (!(target instanceof Inet4Address ipv4)) {
      return ErrorNumber.EAFNOSUPPORT;
    }
    SocketAddress4.put(address, ipv4);
    int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    while (true) {
      long sent =
          calls.libc().sendto(fd, packet, packet.remaining(), flags, address, SocketAddress4.SIZE);
      int errno = sent < 0 ? calls.errno() : ErrorNumber.OK;
      if (errno != ErrorNumber.EINTR) {
        return errno;
      }
    }
  }

  @Override
  public int receive(ReceivedMessage into) {
    return receive(into, MSG_DONTWAIT, kind == Kind.RAW);
  }

  @Override
  public int receiveError(ReceivedMessage into) {
    return receive(into, MSG_DONTWAIT | MSG_ERRQUEUE, false);
  }

  @Override
  public void close() {
    int ignored = calls.libc().close(fd);
  }

  private int receive(ReceivedMessage into, int flags, boolean startsWithIpHeader) {
    while (true) {
      long size = calls.libc().recvmsg(fd, message.prepared(), flags);
      if (size >= 0) {
        message.readInto(into, (int) size, startsWithIpHeader);
        return ErrorNumber.OK;
      }
      int errno = calls.errno();
      if (errno != ErrorNumber.EINTR) {
        return errno;
      }
    }
  }

  /** The present name of the interface this socket is bound to; null if it is gone. */
  private @Nullable String nameOfInterface() {
    option.clear();
    optionLength.putInt(0, OPTION_CAPACITY);
    if (calls.libc().getsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, option, optionLength) != 0) {
      return null;
    }
    byte[] name = new byte[Math.min(optionLength.getInt(0), OPTION_CAPACITY)];
    option.get(0, name);
    return new String(name, UTF_8);
  }

  private void set(int level, int name, int value, String operation) throws IcmpSocketException {
    check(trySet(level, name, value), operation);
  }

  private int trySet(int level, int name, int value) {
    option.clear().putInt(0, value);
    return calls.libc().setsockopt(fd, level, name, option, Integer.BYTES);
  }

  private void check(int result, String operation) throws IcmpSocketException {
    if (result != 0) {
      throw ErrorNumber.exception(operation, calls.errno());
    }
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }
}

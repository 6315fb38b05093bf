package dev.routeswitcher.netlink.socket;

import static dev.routeswitcher.netlink.socket.LinuxSystem.c;
import static dev.routeswitcher.netlink.socket.LinuxSystem.errno;

import dev.routeswitcher.libc.Libc;
import dev.routeswitcher.netlink.codec.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An {@code AF_NETLINK} socket, by jnr-ffi.
 *
 * <p>It stays in the network namespace it was opened in. Extended acknowledgements, short
 * acknowledgements and strict checking are switched on where the kernel has them.
 *
 * <p>{@link #close} gives the descriptors back when the last call in progress has left the socket,
 * so that none can reach a descriptor that something else has got meanwhile.
 */
public final class NetlinkSocket implements NetlinkTransport {
  /** The kernel sizes dumps by the largest buffer it has seen, up to half of this. */
  private static final int DATAGRAM_CAPACITY = 64 * 1024;

  /** {@code struct sockaddr_nl}: u16 family, u16 padding, u32 port, u32 groups. */
  private static final int ADDRESS_LENGTH = 12;

  private static final int PORT_AT = 4;

  /** {@code struct pollfd}: s32 descriptor, s16 events, s16 results. */
  private static final int POLL_LENGTH = 8;

  private final int fd;
  private volatile boolean woken;
  private final int wakeFd;
  private final long portId;
  private final boolean strictChecking;
  private final InterruptHook interruptHook = new InterruptHook(this::endWait);

  /** Guards {@link #users}, {@link #closed} and the descriptors' end. */
  private final Object life = new Object();

  private int users;
  private volatile boolean closed;

  private final AtomicBoolean receiving = new AtomicBoolean();
  private final ByteBuffer sender = direct(ADDRESS_LENGTH);
  private final ByteBuffer senderLength = direct(Integer.BYTES);
  private final ByteBuffer pollSet = direct(2 * POLL_LENGTH);

  private final Object sending = new Object();
  private ByteBuffer outgoing = direct(4096);

  private NetlinkSocket(int fd, SocketOptions options) throws NetlinkSocketException {
    this.fd = fd;
    try {
      setOption(LinuxSystem.NETLINK_EXT_ACK);
      setOption(LinuxSystem.NETLINK_CAP_ACK);
      this.strictChecking = setOption(LinuxSystem.NETLINK_GET_STRICT_CHK);
      if (options.receiveBufferSize() > 0) {
        setReceiveBuffer(fd, options.receiveBufferSize());
      }
      this.portId = bind(fd);
      this.wakeFd =
          check(
              "create event descriptor",
              c().eventfd(0, LinuxSystem.EFD_CLOEXEC | LinuxSystem.EFD_NONBLOCK));
    } catch (NetlinkSocketException e) {
      c().close(fd);
      throw e;
    }
  }

  /**
   * A socket for routes, links, addresses, neighbours and rules ({@code NETLINK_ROUTE}).
   *
   * @throws NetlinkSocketException if the kernel gives none, or the namespace cannot be entered
   * @throws UnsatisfiedLinkError as {@link Libc#require}
   */
  public static NetlinkTransport openRoute(SocketOptions options) throws NetlinkSocketException {
    return open(LinuxSystem.NETLINK_ROUTE, options);
  }

  /**
   * A socket for the connection tracker and the rest of netfilter ({@code NETLINK_NETFILTER}).
   *
   * @throws NetlinkSocketException if the kernel gives none ({@code EPROTONOSUPPORT} if it has no
   *     netfilter), or the namespace cannot be entered
   * @throws UnsatisfiedLinkError as {@link Libc#require}
   */
  public static NetlinkTransport openNetfilter(SocketOptions options)
      throws NetlinkSocketException {
    return open(LinuxSystem.NETLINK_NETFILTER, options);
  }

  private static NetlinkTransport open(int protocol, SocketOptions options)
      throws NetlinkSocketException {
    Libc.require();
    Optional<NetworkNamespace> namespace = options.namespace();
    return namespace.isPresent()
        ? namespace.get().call(() -> openHere(protocol, options))
        : openHere(protocol, options);
  }

  private static NetlinkTransport openHere(int protocol, SocketOptions options)
      throws NetlinkSocketException {
    int fd =
        check(
            "open netlink socket",
            c().socket(
                    LinuxSystem.AF_NETLINK,
                    LinuxSystem.SOCK_RAW | LinuxSystem.SOCK_CLOEXEC,
                    protocol));
    return new NetlinkSocket(fd, options);
  }

  private static long bind(int fd) throws NetlinkSocketException {
    ByteBuffer address = direct(ADDRESS_LENGTH);
    address.putShort(0, (short) LinuxSystem.AF_NETLINK);
    check("bind netlink socket", c().bind(fd, address, ADDRESS_LENGTH));
    ByteBuffer length = direct(Integer.BYTES).putInt(0, ADDRESS_LENGTH);
    check("read port of netlink socket", c().getsockname(fd, address, length));
    return Integer.toUnsignedLong(address.getInt(PORT_AT));
  }

  /** Switches an option on; false if the kernel does not know it. */
  private boolean setOption(int name) throws NetlinkSocketException {
    int result = setInt(fd, LinuxSystem.SOL_NETLINK, name, 1);
    if (result < 0 && errno().equals(Errno.ENOPROTOOPT)) {
      return false;
    }
    check("set option " + name + " of netlink socket", result);
    return true;
  }

  private static void setReceiveBuffer(int fd, int size) throws NetlinkSocketException {
    if (setInt(fd, LinuxSystem.SOL_SOCKET, LinuxSystem.SO_RCVBUFFORCE, size) < 0) {
      check(
          "set receive buffer of netlink socket",
          setInt(fd, LinuxSystem.SOL_SOCKET, LinuxSystem.SO_RCVBUF, size));
    }
  }

  private static int setInt(int fd, int level, int name, int value) {
    return c().setsockopt(fd, level, name, direct(Integer.BYTES).putInt(0, value), Integer.BYTES);
  }

  @Override
  public long portId() {
    return portId;
  }

  @Override
  public boolean strictChecking() {
    return strictChecking;
  }

  /** The size now; 0 if the socket is closed. */
  @Override
  public int receiveBufferSize() {
    if (!enter()) {
      return 0;
    }
    try {
      ByteBuffer value = direct(Integer.BYTES);
      ByteBuffer length = direct(Integer.BYTES).putInt(0, Integer.BYTES);
      int result = c().getsockopt(fd, LinuxSystem.SOL_SOCKET, LinuxSystem.SO_RCVBUF, value, length);
      return result < 0 ? 0 : value.getInt(0);
    } finally {
      exit();
    }
  }

  @Override
  public Datagram newDatagram() {
    return Datagram.allocateDirect(DATAGRAM_CAPACITY);
  }

  @Override
  public void send(ByteBuffer message) throws NetlinkSocketException {
    enterOrThrow("send");
    try {
      synchronized (sending) {
        int length = message.remaining();
        if (outgoing.capacity() < length) {
          outgoing = direct(length);
        }
        outgoing.clear().put(message.duplicate()).flip();
        long sent;
        do {
          sent = c().send(fd, outgoing, length, 0);
        } while (sent < 0 && errno().equals(Errno.EINTR));
        check("send " + length + " bytes", sent < 0 ? -1 : 0);
      }
    } finally {
      exit();
    }
  }

  @Override
  public Reception receive(Datagram into, long timeoutNanos) throws NetlinkSocketException {
    if (!enter()) {
      return Reception.CLOSED;
    }
    try {
      if (!receiving.compareAndSet(false, true)) {
        throw new IllegalStateException("another thread is receiving");
      }
      try {
        return receiveBy(System.nanoTime() + Math.max(0, timeoutNanos), into);
      } finally {
        receiving.set(false);
      }
    } finally {
      exit();
    }
  }

  private Reception receiveBy(long deadline, Datagram into) throws NetlinkSocketException {
    while (true) {
      if (closed) {
        return Reception.CLOSED;
      }
      if (Thread.currentThread().isInterrupted()) {
        return Reception.INTERRUPTED;
      }
      Errno result = receiveNow(into);
      if (result.equals(Errno.NONE)) {
        return Reception.DATAGRAM;
      }
      if (result.equals(Errno.ENOBUFS)) {
        return Reception.OVERRUN;
      }
      if (!result.equals(Errno.EAGAIN)) {
        throw new NetlinkSocketException("receive from netlink socket", result);
      }
      long remaining = deadline - System.nanoTime();
      if (remaining <= 0) {
        return Reception.TIMED_OUT;
      }
      if (woken) {
        woken = false;
        return Reception.TIMED_OUT;
      }
      awaitReadable(remaining);
    }
  }

  /** Receives what is there; EAGAIN if nothing is. */
  private Errno receiveNow(Datagram into) {
    ByteBuffer bytes = into.bytes().clear();
    senderLength.putInt(0, ADDRESS_LENGTH);
    long length;
    Errno error;
    do {
      length =
          c().recvfrom(
                  fd,
                  bytes,
                  bytes.capacity(),
                  LinuxSystem.MSG_DONTWAIT | LinuxSystem.MSG_TRUNC,
                  sender,
                  senderLength);
      error = length < 0 ? errno() : Errno.NONE;
    } while (error.equals(Errno.EINTR));
    into.filled(Math.max(0, length), Integer.toUnsignedLong(sender.getInt(PORT_AT)));
    return error;
  }

  /** Waits until there may be something to receive, or anything ends the wait. */
  private void awaitReadable(long nanos) throws NetlinkSocketException {
    long millis = Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    pollSet.putInt(0, fd).putShort(4, LinuxSystem.POLLIN).putShort(6, (short) 0);
    pollSet.putInt(POLL_LENGTH, wakeFd).putShort(12, LinuxSystem.POLLIN).putShort(14, (short) 0);
    interruptHook.enter();
    int ready;
    Errno error;
    try {
      ready = c().poll(pollSet, 2, (int) millis);
      error = ready < 0 ? errno() : Errno.NONE;
    } finally {
      interruptHook.leave();
    }
    if (ready < 0 && !error.equals(Errno.EINTR)) {
      throw new NetlinkSocketException("poll netlink socket", error);
    }
    if (ready > 0 && pollSet.getShort(14) != 0 && !closed) {
      c().read(wakeFd, direct(Long.BYTES), Long.BYTES);
    }
  }

  @Override
  public void wake() {
    woken = true;
    endWait();
  }

  /** Has a receiver look again at what it waits for. */
  private void endWait() {
    if (enter()) {
      try {
        signal();
      } finally {
        exit();
      }
    }
  }

  private void signal() {
    c().write(wakeFd, direct(Long.BYTES).putLong(0, 1), Long.BYTES);
  }

  @Override
  public void join(int group) throws NetlinkSocketException {
    enterOrThrow("join group " + group);
    try {
      check(
          "join group " + group,
          setInt(fd, LinuxSystem.SOL_NETLINK, LinuxSystem.NETLINK_ADD_MEMBERSHIP, group));
    } finally {
      exit();
    }
  }

  @Override
  public void close() {
    synchronized (life) {
      if (closed) {
        return;
      }
      closed = true;
      if (users == 0) {
        closeDescriptors();
      } else {
        signal();
      }
    }
  }

  private void closeDescriptors() {
    c().close(fd);
    c().close(wakeFd);
  }

  private boolean enter() {
    synchronized (life) {
      if (closed) {
        return false;
      }
      users++;
      return true;
    }
  }

  private void enterOrThrow(String operation) throws NetlinkSocketException {
    if (!enter()) {
      throw new NetlinkSocketException(operation, Errno.EBADF);
    }
  }

  private void exit() {
    synchronized (life) {
      users--;
      if (closed && users == 0) {
        closeDescriptors();
      }
    }
  }

  private static int check(String operation, int result) throws NetlinkSocketException {
    if (result < 0) {
      throw new NetlinkSocketException(operation, errno());
    }
    return result;
  }

  private static ByteBuffer direct(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
  }
}

package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.IcmpSocketException;
import dev.routeswitcher.icmp.loop.ChannelKey;
import dev.routeswitcher.icmp.loop.EchoNetwork;
import dev.routeswitcher.icmp.loop.EchoSocket;
import dev.routeswitcher.icmp.loop.ErrorNumber;
import java.nio.ByteBuffer;
import java.util.List;

/** The kernel's ICMP sockets, and {@code poll} to wait for them. */
public final class LinuxEchoNetwork implements EchoNetwork {
  private static final int POLLIN = 1;

  // struct pollfd: int fd, short events, short revents
  private static final int POLL_ENTRY_SIZE = 8;
  private static final int POLL_EVENTS = 4;
  private static final int POLL_REVENTS = 6;

  private static final String REMEDY =
      "to allow ICMP sockets, set the sysctl net.ipv4.ping_group_range to a range that holds this"
          + " process's group, or grant the capability CAP_NET_RAW";

  private final LinuxSystemCalls calls;
  private final EventDescriptor wakeUp;
  private final LinuxSocket stampKeeper;
  private final boolean transmitStamps;
  private final SocketBuffers buffers;
  private NativeBuffer pollEntries;

  private LinuxEchoNetwork(
      LinuxSystemCalls calls,
      SocketBuffers buffers,
      EventDescriptor wakeUp,
      LinuxSocket stampKeeper,
      boolean transmitStamps) {
    this.calls = calls;
    this.buffers = buffers;
    this.wakeUp = wakeUp;
    this.stampKeeper = stampKeeper;
    this.transmitStamps = transmitStamps;
    this.pollEntries = NativeBuffer.allocate(calls, 8 * POLL_ENTRY_SIZE);
    fillPollEntries(List.of());
  }

  /**
   * Opens it after checking that one kind of ICMP socket is permitted.
   *
   * @param transmitStamps whether its sockets ask for stamps of what they send
   * @throws IcmpSocketException if neither kind is permitted; the message says what to grant
   * @throws UnsupportedOperationException on anything but 64-bit Linux
   */
  public static LinuxEchoNetwork open(boolean transmitStamps) throws IcmpSocketException {
    LinuxSystemCalls calls = LinuxSystemCalls.load();
    SocketBuffers buffers = SocketBuffers.allocate(calls);
    openUnbound(calls, SocketFamily.IPV4, buffers).close();
    LinuxSocket stampKeeper = openStampKeeper(calls);
    try {
      EventDescriptor wakeUp = EventDescriptor.open(calls);
      return new LinuxEchoNetwork(calls, buffers, wakeUp, stampKeeper, transmitStamps);
    } catch (IcmpSocketException e) {
      stampKeeper.close();
      throw e;
    }
  }

  @Override
  public EchoSocket open(ChannelKey key, int identifier, long cookie) throws IcmpSocketException {
    LinuxEchoSocket socket = openUnbound(calls, SocketFamily.of(key.version()), buffers);
    try {
      socket.bind(key, identifier, cookie, transmitStamps);
      return socket;
    } catch (IcmpSocketException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void await(
      List<EchoSocket> sockets, boolean changed, int timeoutMillis, ReadyHandler handler) {
    if (changed) {
      fillPollEntries(sockets);
    }
    ByteBuffer entries = pollEntries.bytes();
    int ready = calls.libc().poll(pollEntries.address(), sockets.size() + 1, timeoutMillis);
    if (ready < 0) {
      int errno = calls.errno();
      if (errno != ErrorNumber.EINTR) {
        throw new IllegalStateException("poll: " + ErrorNumber.name(errno));
      }
      return;
    }
    if (ready > 0 && entries.getShort(POLL_REVENTS) != 0) {
      wakeUp.clear();
    }
    for (int i = 1; ready > 0 && i <= sockets.size(); i++) {
      if (entries.getShort(i * POLL_ENTRY_SIZE + POLL_REVENTS) != 0) {
        handler.ready(i - 1);
      }
    }
  }

  @Override
  public void wakeUp() {
    wakeUp.signal();
  }

  @Override
  public void close() {
    stampKeeper.close();
    wakeUp.close();
  }

  /** Opens a datagram socket, or a raw one if that is not permitted. */
  private static LinuxEchoSocket openUnbound(
      LinuxSystemCalls calls, SocketFamily family, SocketBuffers buffers)
      throws IcmpSocketException {
    try {
      return LinuxEchoSocket.open(calls, family, EchoSocket.Kind.DATAGRAM, buffers);
    } catch (IcmpSocketException datagram) {
      if (datagram.errno() != ErrorNumber.EACCES
          && datagram.errno() != ErrorNumber.EPROTONOSUPPORT) {
        throw datagram;
      }
      try {
        return LinuxEchoSocket.open(calls, family, EchoSocket.Kind.RAW, buffers);
      } catch (IcmpSocketException raw) {
        IcmpSocketException refused =
            raw.errno() == ErrorNumber.EPERM
                ? new IcmpSocketException(raw.operation(), raw.errno(), REMEDY)
                : raw;
        refused.addSuppressed(datagram);
        throw refused;
      }
    }
  }

  /**
   * Opens a socket that receives nothing and keeps the kernel stamping packets.
   *
   * <p>The kernel stamps arriving packets only while some socket asks for it, and starts a moment
   * after the first one did. Until then a packet is stamped when it is read, which looks late if it
   * waited. This socket asks for stamps when the prober is opened, before there is anything to
   * send.
   */
  static LinuxSocket openStampKeeper(LinuxSystemCalls calls) throws IcmpSocketException {
    LinuxSocket socket =
        LinuxSocket.open(
            calls, SocketFamily.IPV4, LinuxSocket.SOCK_DGRAM, 0, "socket(AF_INET, SOCK_DGRAM)");
    try {
      socket.set(SocketOption.SO_TIMESTAMPNS, 1);
      return socket;
    } catch (IcmpSocketException e) {
      socket.close();
      throw e;
    }
  }

  private void fillPollEntries(List<EchoSocket> sockets) {
    int size = (sockets.size() + 1) * POLL_ENTRY_SIZE;
    if (pollEntries.bytes().capacity() < size) {
      pollEntries = NativeBuffer.allocate(calls, 2 * size);
    }
    putPollEntry(0, wakeUp.fd());
    for (int i = 0; i < sockets.size(); i++) {
      putPollEntry(i + 1, ((LinuxEchoSocket) sockets.get(i)).fd());
    }
  }

  private void putPollEntry(int index, int fd) {
    int offset = index * POLL_ENTRY_SIZE;
    ByteBuffer entries = pollEntries.bytes();
    entries.putInt(offset, fd);
    entries.putShort(offset + POLL_EVENTS, (short) POLLIN);
    entries.putShort(offset + POLL_REVENTS, (short) 0);
  }
}

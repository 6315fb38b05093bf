package dev.routeswitcher.icmp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The kernel's ICMP sockets, and {@code poll} to wait for them. */
final class LinuxEchoNetwork implements EchoNetwork {
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
  private final LinuxStampKeeper stampKeeper;
  private final MessageBuffer message;
  private ByteBuffer pollEntries = pollEntries(8);

  private LinuxEchoNetwork(
      LinuxSystemCalls calls, EventDescriptor wakeUp, LinuxStampKeeper stampKeeper) {
    this.calls = calls;
    this.wakeUp = wakeUp;
    this.stampKeeper = stampKeeper;
    this.message = new MessageBuffer(calls);
  }

  /** Opens it after making sure that one kind of ICMP socket is permitted. */
  static LinuxEchoNetwork open() throws IcmpSocketException {
    LinuxSystemCalls calls = LinuxSystemCalls.load();
    LinuxStampKeeper stampKeeper = LinuxStampKeeper.open(calls);
    LinuxEchoNetwork network;
    try {
      network = new LinuxEchoNetwork(calls, EventDescriptor.open(calls), stampKeeper);
    } catch (IcmpSocketException e) {
      stampKeeper.close();
      throw e;
    }
    try {
      network.openUnbound().close();
      return network;
    } catch (IcmpSocketException e) {
      network.close();
      throw e;
    }
  }

  @Override
  public EchoSocket open(String interfaceName) throws IcmpSocketException {
    LinuxEchoSocket socket = openUnbound();
    try {
      socket.bind(interfaceName);
      return socket;
    } catch (IcmpSocketException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void await(List<EchoSocket> sockets, int timeoutMillis, ReadyHandler handler) {
    int count = sockets.size() + 1;
    fillPollEntries(sockets, count);
    int ready = calls.libc().poll(pollEntries, count, timeoutMillis);
    if (ready < 0) {
      int errno = calls.errno();
      if (errno != ErrorNumber.EINTR) {
        throw new IllegalStateException("poll: " + ErrorNumber.name(errno));
      }
      return;
    }
    if (pollEntries.getShort(POLL_REVENTS) != 0) {
      wakeUp.clear();
    }
    for (int i = 1; i < count; i++) {
      if (pollEntries.getShort(i * POLL_ENTRY_SIZE + POLL_REVENTS) != 0) {
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

  /** A datagram socket, or a raw one where that is not permitted. */
  private LinuxEchoSocket openUnbound() throws IcmpSocketException {
    try {
      return LinuxEchoSocket.open(calls, EchoSocket.Kind.DATAGRAM, message);
    } catch (IcmpSocketException datagram) {
      if (datagram.errno() != ErrorNumber.EACCES
          && datagram.errno() != ErrorNumber.EPROTONOSUPPORT) {
        throw datagram;
      }
      try {
        return LinuxEchoSocket.open(calls, EchoSocket.Kind.RAW, message);
      } catch (IcmpSocketException raw) {
        IcmpSocketException refused = raw.errno() == ErrorNumber.EPERM ? raw.with(REMEDY) : raw;
        refused.addSuppressed(datagram);
        throw refused;
      }
    }
  }

  private void fillPollEntries(List<EchoSocket> sockets, int count) {
    if (pollEntries.capacity() < count * POLL_ENTRY_SIZE) {
      pollEntries = pollEntries(count * 2);
    }
    putPollEntry(0, wakeUp.fd());
    for (int i = 1; i < count; i++) {
      putPollEntry(i, ((LinuxEchoSocket) sockets.get(i - 1)).fd());
    }
  }

  private void putPollEntry(int index, int fd) {
    int offset = index * POLL_ENTRY_SIZE;
    pollEntries.putInt(offset, fd);
    pollEntries.putShort(offset + POLL_EVENTS, (short) POLLIN);
    pollEntries.putShort(offset + POLL_REVENTS, (short) 0);
  }

  private static ByteBuffer pollEntries(int count) {
    return ByteBuffer.allocateDirect(count * POLL_ENTRY_SIZE).order(ByteOrder.nativeOrder());
  }
}

package dev.routeswitcher.icmp;

import java.nio.ByteBuffer;
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
  private final boolean transmitStamps;
  private final LinuxMessages messages;
  private NativeBuffer pollEntries;

  private LinuxEchoNetwork(
      LinuxSystemCalls calls,
      EventDescriptor wakeUp,
      LinuxStampKeeper stampKeeper,
      boolean transmitStamps) {
    this.calls = calls;
    this.wakeUp = wakeUp;
    this.stampKeeper = stampKeeper;
    this.transmitStamps = transmitStamps;
    this.messages = LinuxMessages.allocate(calls);
    this.pollEntries = NativeBuffer.allocate(calls, 8 * POLL_ENTRY_SIZE);
    fillPollEntries(List.of());
  }

  /**
   * Opens it after making sure that one kind of ICMP socket is permitted.
   *
   * @param transmitStamps whether its sockets ask for stamps of what they send
   */
  static LinuxEchoNetwork open(boolean transmitStamps) throws IcmpSocketException {
    LinuxSystemCalls calls = LinuxSystemCalls.load();
    LinuxStampKeeper stampKeeper = LinuxStampKeeper.open(calls);
    LinuxEchoNetwork network;
    try {
      network =
          new LinuxEchoNetwork(calls, EventDescriptor.open(calls), stampKeeper, transmitStamps);
    } catch (IcmpSocketException e) {
      stampKeeper.close();
      throw e;
    }
    try {
      network.openUnbound(Family.IPV4).close();
      return network;
    } catch (IcmpSocketException e) {
      network.close();
      throw e;
    }
  }

  @Override
  public EchoSocket open(ChannelKey key, int identifier, long cookie) throws IcmpSocketException {
    LinuxEchoSocket socket = openUnbound(key.family());
    try {
      socket.bind(key.interfaceName(), identifier, cookie, transmitStamps);
      if (key.source() != null) {
        socket.bindSource(key.source());
      }
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

  /** A datagram socket, or a raw one where that is not permitted. */
  private LinuxEchoSocket openUnbound(Family family) throws IcmpSocketException {
    try {
      return LinuxEchoSocket.open(calls, family, EchoSocket.Kind.DATAGRAM, messages);
    } catch (IcmpSocketException datagram) {
      if (datagram.errno() != ErrorNumber.EACCES
          && datagram.errno() != ErrorNumber.EPROTONOSUPPORT) {
        throw datagram;
      }
      try {
        return LinuxEchoSocket.open(calls, family, EchoSocket.Kind.RAW, messages);
      } catch (IcmpSocketException raw) {
        IcmpSocketException refused = raw.errno() == ErrorNumber.EPERM ? raw.with(REMEDY) : raw;
        refused.addSuppressed(datagram);
        throw refused;
      }
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

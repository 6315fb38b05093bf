package dev.routeswitcher.netlink.watch;

import dev.routeswitcher.netlink.client.NetlinkClosedException;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.NetlinkInterruptedException;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessages;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.socket.Datagram;
import dev.routeswitcher.netlink.socket.NetlinkSocket;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import dev.routeswitcher.netlink.socket.Reception;
import dev.routeswitcher.netlink.socket.SocketOptions;
import dev.routeswitcher.netlink.watch.ObjectChanged.Change;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers changes as they happen ({@code ip monitor}), to the thread that calls {@link #next}.
 *
 * <p>Events wait in the socket's receive buffer alone. When that was full, {@link #next} drops what
 * it held, which is older than the loss, and returns a {@link MonitorEvent.Resync}: the caller then
 * lists everything again. To miss nothing at the start, open the monitor first and list afterwards.
 *
 * <p>The kernel does not report everything: IPv4 routes and next hop objects that go because their
 * link is set down have no event of their own; list again after each change of a link or an
 * address.
 *
 * <p>One thread at a time may call {@link #next}; all else may be called from any thread, and after
 * {@link #close} a waiting {@link #next} throws {@link NetlinkClosedException}.
 */
public final class RtnetlinkMonitor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RtnetlinkMonitor.class);

  /** The receive buffer that {@link #open(Collection)} asks for, in bytes. */
  public static final int DEFAULT_RECEIVE_BUFFER = 1 << 20;

  /** No datagram takes less of the receive buffer than this. */
  private static final int SMALLEST_DATAGRAM = 256;

  private static final String OPERATION = "monitor";

  private final NetlinkTransport transport;
  private final Datagram datagram;
  private final MessageCursor cursor;
  private final String groups;

  private RtnetlinkMonitor(NetlinkTransport transport, String groups) {
    this.transport = transport;
    this.datagram = transport.newDatagram();
    this.cursor = new MessageCursor(transport.order());
    this.groups = groups;
  }

  /**
   * A monitor of the network namespace that the calling thread is in.
   *
   * @throws NetlinkSocketException if no netlink socket can be had, or a group is unknown
   */
  public static RtnetlinkMonitor open(Collection<MulticastGroup> groups)
      throws NetlinkSocketException {
    return open(SocketOptions.DEFAULT.receiveBuffer(DEFAULT_RECEIVE_BUFFER), groups);
  }

  /**
   * A monitor whose socket is opened with these options, such as in another network namespace.
   *
   * @throws NetlinkSocketException if no netlink socket can be had, or a group is unknown
   */
  public static RtnetlinkMonitor open(SocketOptions options, Collection<MulticastGroup> groups)
      throws NetlinkSocketException {
    return over(NetlinkSocket.openRoute(options), groups);
  }

  /**
   * A monitor over a transport, which it closes when it is closed.
   *
   * @throws NetlinkSocketException if a group is unknown; the transport is closed then
   */
  public static RtnetlinkMonitor over(NetlinkTransport transport, Collection<MulticastGroup> groups)
      throws NetlinkSocketException {
    try {
      for (MulticastGroup group : groups) {
        transport.join(group.number());
      }
      return new RtnetlinkMonitor(transport, groups.toString());
    } catch (NetlinkSocketException e) {
      transport.close();
      throw e;
    }
  }

  /**
   * Delivers the changes of another group too, from now on. May be called from any thread.
   *
   * @throws NetlinkSocketException if the group is unknown, or the monitor is closed
   */
  public void join(MulticastGroup group) throws NetlinkSocketException {
    transport.join(group.number());
  }

  /** The size of the receive buffer in bytes, as the kernel accounts it. */
  public int receiveBufferSize() {
    return transport.receiveBufferSize();
  }

  /**
   * The next event; empty if none came in time, or {@link #wake} ended the wait.
   *
   * @param timeout how long to wait at most; zero only looks
   * @throws NetlinkClosedException if the monitor is or gets closed
   * @throws NetlinkInterruptedException if the thread is or gets interrupted
   * @throws NetlinkException if the socket fails
   */
  public Optional<MonitorEvent> next(Duration timeout) throws NetlinkException {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    while (true) {
      MonitorEvent event = nextOfDatagram();
      if (event != null) {
        return Optional.of(event);
      }
      switch (receive(Math.max(0, deadline - System.nanoTime()))) {
        case DATAGRAM -> {
          if (datagram.isTruncated()) {
            return Optional.of(resync("datagram of " + datagram.fullLength() + " bytes cut off"));
          }
          if (datagram.senderPort() == 0) {
            cursor.over(datagram.bytes());
          } else {
            log.debug("foreign sender={}", datagram.senderPort());
          }
        }
        case TIMED_OUT -> {
          return Optional.empty();
        }
        case OVERRUN -> {
          return Optional.of(resync("receive buffer overrun"));
        }
        case INTERRUPTED -> throw new NetlinkInterruptedException(OPERATION, groups);
        case CLOSED -> throw new NetlinkClosedException(OPERATION, groups);
      }
    }
  }

  /** The next event of the datagram at hand, if it has one. */
  private @Nullable MonitorEvent nextOfDatagram() throws NetlinkException {
    try {
      while (cursor.next()) {
        if (cursor.type() == NetlinkHeader.OVERRUN) {
          return resync("overrun message");
        }
        if (cursor.type() >= NetlinkHeader.MIN_PROTOCOL_TYPE) {
          return event();
        }
      }
      return null;
    } catch (MalformedMessageException e) {
      return resync("malformed event: " + e.getMessage());
    }
  }

  private ObjectChanged event() {
    NetlinkHeader header = cursor.header();
    Change change = RtnetlinkType.isDelete(header.type()) ? Change.DELETED : Change.NEW;
    return new ObjectChanged(change, header, RtnetlinkMessages.read(cursor));
  }

  private MonitorEvent.Resync resync(String reason) throws NetlinkException {
    int dropped = dropQueued();
    log.debug("resync reason=\"{}\" dropped={}", reason, dropped);
    return new MonitorEvent.Resync(reason);
  }

  /**
   * Drops what is queued. More than the buffer holds when it is full is not dropped, so that a
   * flood of new events cannot hold this up.
   *
   * @return how many datagrams
   */
  int dropQueued() throws NetlinkException {
    cursor.over(Bytes.EMPTY.asBuffer());
    int most = mostQueued();
    int dropped = 0;
    while (dropped < most) {
      Reception reception = receive(0);
      if (reception != Reception.DATAGRAM && reception != Reception.OVERRUN) {
        break;
      }
      dropped++;
    }
    return dropped;
  }

  /** How many datagrams can be queued at most. */
  int mostQueued() {
    return Math.max(1, transport.receiveBufferSize() / SMALLEST_DATAGRAM);
  }

  private Reception receive(long timeoutNanos) throws NetlinkException {
    try {
      return transport.receive(datagram, timeoutNanos);
    } catch (NetlinkSocketException e) {
      throw new NetlinkException(OPERATION, groups, String.valueOf(e.getMessage()), e.errno(), e);
    }
  }

  /**
   * Ends the wait of {@link #next}, or of the next one, as if its time were over: so a program
   * learns whether its thread still takes turns. May be called from any thread.
   */
  public void wake() {
    transport.wake();
  }

  @Override
  public void close() {
    transport.close();
  }
}

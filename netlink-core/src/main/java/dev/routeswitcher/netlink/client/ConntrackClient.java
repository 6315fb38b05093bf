package dev.routeswitcher.netlink.client;

import com.google.common.collect.Iterables;
import dev.routeswitcher.netlink.client.Operation.Verb;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackStatistics;
import dev.routeswitcher.netlink.conntrack.ConntrackType;
import dev.routeswitcher.netlink.socket.NetlinkSocket;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import dev.routeswitcher.netlink.socket.SocketOptions;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks the kernel for the connections that it tracks, and deletes some ({@code conntrack -L},
 * {@code -D}).
 *
 * <p>Every call needs CAP_NET_ADMIN. Where the kernel tracks nothing because it lacks the module,
 * {@link #open} fails with EPROTONOSUPPORT or calls fail with EINVAL.
 *
 * <p>Threads, time and interrupts are as with {@link RtnetlinkClient}.
 */
public final class ConntrackClient implements AutoCloseable {
  private final Exchange exchange;

  private ConntrackClient(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * A client of the network namespace that the calling thread is in.
   *
   * @throws NetlinkSocketException if no netlink socket can be had
   */
  public static ConntrackClient open() throws NetlinkSocketException {
    return open(SocketOptions.DEFAULT);
  }

  /**
   * A client whose sockets are opened with these options, such as in another network namespace.
   *
   * @throws NetlinkSocketException if no netlink socket can be had
   */
  public static ConntrackClient open(SocketOptions options) throws NetlinkSocketException {
    return new ConntrackClient(
        Exchange.open(() -> NetlinkSocket.openNetfilter(options), RtnetlinkClient.DEFAULT_TIMEOUT));
  }

  /** A client over transports, which may be the same, and which it closes when it is closed. */
  public static ConntrackClient over(
      NetlinkTransport requests, NetlinkTransport listings, Duration timeout) {
    return new ConntrackClient(new Exchange(requests, listings, timeout));
  }

  /**
   * How many connections are tracked, and how many may be. Cheap however many there are.
   *
   * @throws NetlinkException EPERM without CAP_NET_ADMIN, EINVAL if the kernel tracks none
   */
  public ConntrackStatistics statistics() throws NetlinkException {
    Request request =
        new Request(
            "count",
            "connections",
            ConntrackType.GET_STATS,
            NetlinkHeader.ACK,
            ConntrackStatistics.question(order()));
    return exchange.get(request, ConntrackStatistics::read);
  }

  /**
   * The entries that a filter asks for, in the kernel's order. An entry that is made or deleted
   * meanwhile may be there or not.
   *
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<ConntrackMessage> list(ConntrackFilter filter) throws NetlinkException {
    return exchange.list(
        request(filter),
        cursor -> {
          ConntrackMessage entry = ConntrackMessage.read(cursor);
          return filter.accepts(entry) ? entry : null;
        });
  }

  /**
   * Passes on the entries that {@link #list} would return, one by one, without keeping them: a
   * router has hundreds of thousands. The visitor is called by this thread; it may delete entries,
   * which may make others come twice. What it throws ends the listing.
   *
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public void visit(ConntrackFilter filter, Consumer<ConntrackMessage> visitor)
      throws NetlinkException {
    exchange.dump(
        request(filter),
        (MessageCursor cursor) -> {
          ConntrackMessage entry = ConntrackMessage.read(cursor);
          if (filter.accepts(entry)) {
            visitor.accept(entry);
          }
        });
  }

  private Request request(ConntrackFilter filter) {
    return new Request(
        "list connections",
        filter,
        ConntrackType.GET,
        NetlinkHeader.DUMP,
        filter.toMessage(order()));
  }

  /**
   * Deletes the entry of this original tuple, zone and id, if it is there. The next packet of its
   * flow is looked at as that of a new connection.
   *
   * @return false if it is gone
   * @throws NetlinkException if the kernel refuses
   * @throws IllegalArgumentException if the entry lacks its original tuple
   */
  public boolean deleteIfPresent(ConntrackMessage entry) throws NetlinkException {
    try {
      exchange.change(new Operation(Verb.DELETE, entry).request());
      return true;
    } catch (NetlinkException e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Deletes entries, many at a time. One that the kernel refuses stops none of the others; ENOENT
   * is the failure of those that were gone.
   *
   * @throws BatchBrokenException if answers do not come; nothing further is sent then
   * @throws NetlinkException if the turn to send did not come
   * @throws IllegalArgumentException if an entry lacks its original tuple; entries before it may
   *     have been deleted
   */
  public BatchResult deleteAll(Iterable<ConntrackMessage> entries) throws NetlinkException {
    return exchange.batch(
        Iterables.transform(entries, entry -> new Operation(Verb.DELETE, entry)).iterator());
  }

  private ByteOrder order() {
    return exchange.transport().order();
  }

  @Override
  public void close() {
    exchange.close();
  }
}

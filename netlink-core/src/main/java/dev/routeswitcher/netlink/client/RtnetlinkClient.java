package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.socket.NetlinkSocket;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import dev.routeswitcher.netlink.socket.SocketOptions;
import java.time.Duration;

/**
 * Asks the kernel for routes, links, addresses, neighbours, rules and next hop objects, and changes
 * them.
 *
 * <p>Every call waits for the kernel's answer, for {@link #DEFAULT_TIMEOUT} or the timeout given; a
 * listing or a batch may take longer as long as answers keep coming.
 *
 * <p>Thread-safe. Listings have a socket of their own: a long one delays no change and no lookup.
 * Otherwise calls of several threads take turns, in the order they came. {@link #close} may be
 * called from any thread; calls in progress then end with {@link NetlinkClosedException}. An
 * interrupt ends a waiting call with {@link NetlinkInterruptedException}.
 */
public final class RtnetlinkClient implements AutoCloseable {
  /** How long an answer is waited for. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private final Exchange exchange;
  private final Routes routes;
  private final Links links;
  private final Addresses addresses;
  private final Neighbours neighbours;
  private final Rules rules;
  private final NextHops nextHops;

  private RtnetlinkClient(Exchange exchange) {
    this.exchange = exchange;
    this.routes = new Routes(exchange);
    this.links = new Links(exchange);
    this.addresses = new Addresses(exchange);
    this.neighbours = new Neighbours(exchange);
    this.rules = new Rules(exchange);
    this.nextHops = new NextHops(exchange);
  }

  /**
   * A client of the network namespace that the calling thread is in. Reading needs no privilege,
   * changing needs CAP_NET_ADMIN.
   *
   * @throws NetlinkSocketException if no netlink socket can be had
   */
  public static RtnetlinkClient open() throws NetlinkSocketException {
    return open(SocketOptions.DEFAULT);
  }

  /**
   * A client whose sockets are opened with these options, such as in another network namespace.
   *
   * @throws NetlinkSocketException if no netlink socket can be had
   */
  public static RtnetlinkClient open(SocketOptions options) throws NetlinkSocketException {
    return new RtnetlinkClient(
        Exchange.open(() -> NetlinkSocket.openRoute(options), DEFAULT_TIMEOUT));
  }

  /**
   * A client over one transport for everything, which it closes when it is closed. A {@link
   * RouteVisitor} must not use the client then.
   */
  public static RtnetlinkClient over(NetlinkTransport transport, Duration timeout) {
    return over(transport, transport, timeout);
  }

  /** A client over transports, which it closes when it is closed. */
  public static RtnetlinkClient over(
      NetlinkTransport requests, NetlinkTransport listings, Duration timeout) {
    return new RtnetlinkClient(new Exchange(requests, listings, timeout));
  }

  /** The port id (u32) of the socket of its changes, which the events they cause carry. */
  public long portId() {
    return exchange.transport().portId();
  }

  /** {@code ip route}. */
  public Routes routes() {
    return routes;
  }

  /** {@code ip link}. */
  public Links links() {
    return links;
  }

  /** {@code ip address}. */
  public Addresses addresses() {
    return addresses;
  }

  /** {@code ip neigh}. */
  public Neighbours neighbours() {
    return neighbours;
  }

  /** {@code ip rule}. */
  public Rules rules() {
    return rules;
  }

  /** {@code ip nexthop}. */
  public NextHops nextHops() {
    return nextHops;
  }

  /**
   * Carries out operations in their order ({@code ip -batch -force}), many of them in flight at a
   * time. One that the kernel refuses stops none of the others. The iterable may be as long as it
   * likes: it is asked for operations as they are sent, by this thread.
   *
   * @throws BatchBrokenException if answers do not come; nothing further is sent then
   * @throws NetlinkException if the turn to send did not come
   */
  public BatchResult batch(Iterable<Operation> operations) throws NetlinkException {
    return exchange.batch(operations.iterator());
  }

  @Override
  public void close() {
    exchange.close();
  }
}

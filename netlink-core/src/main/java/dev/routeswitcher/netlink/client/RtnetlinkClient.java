package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.socket.NetlinkSocket;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import dev.routeswitcher.netlink.socket.SocketOptions;
import java.time.Duration;

/**
 * Asks the kernel for routes, links and addresses, and changes them.
 *
 * <p>Every call waits for the kernel's answer, for {@link #DEFAULT_TIMEOUT} or the timeout given; a
 * dump may take longer as long as answers keep coming. Thread-safe: calls of several threads take
 * turns. {@link #close} may be called from any thread; a call under way then ends with {@link
 * NetlinkClosedException}. An interrupt ends a waiting call with {@link
 * NetlinkInterruptedException}.
 */
public final class RtnetlinkClient implements AutoCloseable {
  /** How long an answer is waited for. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private final Exchange exchange;
  private final Routes routes;
  private final Links links;
  private final Addresses addresses;

  private RtnetlinkClient(Exchange exchange) {
    this.exchange = exchange;
    this.routes = new Routes(exchange);
    this.links = new Links(exchange);
    this.addresses = new Addresses(exchange);
  }

  /**
   * A client of the network namespace that the calling thread is in. Reading needs no privilege,
   * changing needs CAP_NET_ADMIN.
   *
   * @throws NetlinkSocketException if no netlink socket can be had
   */
  public static RtnetlinkClient open() throws NetlinkSocketException {
    return over(NetlinkSocket.openRoute(SocketOptions.DEFAULT), DEFAULT_TIMEOUT);
  }

  /** A client over a transport, which it closes when it is closed. */
  public static RtnetlinkClient over(NetlinkTransport transport, Duration timeout) {
    return new RtnetlinkClient(new Exchange(transport, timeout));
  }

  /** The port id (u32) of its socket, which events of changes it made carry. */
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

  @Override
  public void close() {
    exchange.close();
  }
}

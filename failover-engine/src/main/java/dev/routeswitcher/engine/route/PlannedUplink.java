package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.routeswitcher.engine.IpFamily;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the route plan needs to know of one uplink.
 *
 * @param interfaceName the uplink's interface
 * @param metric the metric of its base route
 * @param via its gateway and what to copy with it, or null while no gateway is known
 * @param addresses the interface's usable addresses
 * @param routable whether the kernel would take a route through it now: the interface exists, is
 *     set up and has an address to send from
 * @param answered whether it has answered since the start, so that traffic may be led to it
 * @param unmarked whether packets that are marked as its own go as if they were not, because it is
 *     down
 */
public record PlannedUplink(
    String interfaceName,
    long metric,
    @Nullable GatewayRoute via,
    ImmutableList<InterfaceAddress> addresses,
    boolean routable,
    boolean answered,
    boolean unmarked) {

  /**
   * Whether the gateway lies in none of the subnets on the link, so that it needs {@code onlink}. A
   * link-local one (RFC 4291, 2.5.6) lies on every link.
   */
  public boolean offLink() {
    return via != null && isOffLink(via, addresses);
  }

  /** Whether the gateway lies in no subnet of an interface with these addresses. */
  public static boolean isOffLink(GatewayRoute via, List<InterfaceAddress> addresses) {
    InetAddress gateway = via.gateway();
    return gateway != null
        && !(IpFamily.of(gateway) == IpFamily.IPV6 && gateway.isLinkLocalAddress())
        && addresses.stream().noneMatch(address -> address.reaches(gateway));
  }

  /** Whether a route through the uplink can be wanted: routable, with a known gateway. */
  public boolean plannable() {
    return routable && via != null;
  }

  /** Whether both say the same, but for having answered. */
  public boolean isAs(PlannedUplink other) {
    return routable == other.routable
        && unmarked == other.unmarked
        && metric == other.metric
        && interfaceName.equals(other.interfaceName)
        && Objects.equals(via, other.via)
        && addresses.equals(other.addresses);
  }

  /** Whether the address is one of the interface's. */
  public boolean has(InetAddress address) {
    return Iterables.any(addresses, own -> own.local().equals(address));
  }

  /** The next hop of our routes through this uplink; only while a gateway is known. */
  Hop hop() {
    GatewayRoute known = knownVia();
    return new Hop(interfaceName, known.gateway(), offLink(), known.encapsulation());
  }

  /**
   * Our default route through this uplink; only while a gateway is known. A source address that the
   * interface has no more is left out; one without addresses sends from those of others.
   */
  public Route route(IpFamily family, long table, long routeMetric) {
    GatewayRoute known = knownVia();
    InetAddress source = known.preferredSource();
    return new Route(
        table,
        Subnet.all(family),
        routeMetric,
        Route.PROTOCOL,
        ImmutableList.of(hop()),
        source != null && (has(source) || addresses.isEmpty()) ? source : null,
        known.metrics(),
        known.congestionControl(),
        null,
        null);
  }

  private GatewayRoute knownVia() {
    GatewayRoute known = via;
    if (known == null) {
      throw new IllegalStateException("no gateway is known on " + interfaceName);
    }
    return known;
  }
}

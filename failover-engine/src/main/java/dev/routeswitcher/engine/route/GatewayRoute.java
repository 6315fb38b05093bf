package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What our routes through one uplink are made of: its gateway, and what else the default route that
 * gave the gateway says.
 *
 * @param gateway the uplink's gateway, or null on a point-to-point link that has none
 * @param preferredSource the source address to copy, or null
 * @param metrics the path metrics to copy, by {@code RTAX_*} number
 * @param congestionControl the congestion control to copy, or null
 * @param encapsulation how to wrap the packets, or null
 */
public record GatewayRoute(
    @Nullable InetAddress gateway,
    @Nullable InetAddress preferredSource,
    ImmutableSortedMap<Integer, Long> metrics,
    @Nullable String congestionControl,
    @Nullable Encapsulation encapsulation) {

  /** One without congestion control, that leaves the packets as they are. */
  public GatewayRoute(
      @Nullable InetAddress gateway,
      @Nullable InetAddress preferredSource,
      ImmutableSortedMap<Integer, Long> metrics) {
    this(gateway, preferredSource, metrics, null, null);
  }

  /** A gateway of which nothing else is known. */
  public static GatewayRoute via(InetAddress gateway) {
    return new GatewayRoute(gateway, null, ImmutableSortedMap.of());
  }

  /**
   * A gateway that a lease names, which says nothing else; what was {@code known} of it stays.
   *
   * @param known what was known before, or null
   */
  public static GatewayRoute leased(InetAddress gateway, @Nullable GatewayRoute known) {
    return known != null && gateway.equals(known.gateway) ? known : via(gateway);
  }

  /**
   * Learns from the kernel's default routes how {@code interfaceName} leads outside.
   *
   * <p>The best foreign default through the interface names it, of a multipath route a hop there;
   * routes of ours are asked only when {@code adopting}, at start, because later they only repeat
   * what was learned. Of several gateways it is the one that the kernel would use for IPv6 (RFC
   * 4191 section 3.2): one that answers its neighbours before one that does not, then by metric,
   * then by the preference that the router asks for. Among equals the one that was known stays. A
   * configured gateway is never overruled: then only what a default through that very gateway says
   * besides is taken. A next hop whose encapsulation cannot be copied tells nothing.
   *
   * @param known what was known before, or null; it stays when the routes say nothing
   * @param unreachable the routers that do not answer their neighbours
   * @return what is known now, or null if there still is no gateway
   */
  public static @Nullable GatewayRoute learn(
      String interfaceName,
      @Nullable InetAddress configured,
      @Nullable GatewayRoute known,
      List<Route> routes,
      List<Neighbour> unreachable,
      boolean adopting) {
    InetAddress knownGateway = known == null ? null : known.gateway();
    Candidate best =
        candidates(interfaceName, routes)
            .filter(candidate -> adopting || !candidate.route.isOurs())
            .filter(candidate -> configured == null || candidate.leadsTo(configured))
            .min(
                Comparator.comparing((Candidate candidate) -> candidate.route.isOurs())
                    .thenComparing(candidate -> candidate.isAmong(unreachable))
                    .thenComparing(candidate -> candidate.route.metric())
                    .thenComparing(Candidate::preferenceRank)
                    .thenComparing(candidate -> !candidate.leadsTo(knownGateway)))
            .orElse(null);
    if (best == null) {
      return known == null && configured != null ? via(configured) : known;
    }
    return new GatewayRoute(
        best.hop.gateway(),
        best.route.preferredSource(),
        best.route.metrics(),
        best.route.congestionControl(),
        best.hop.encapsulation());
  }

  private static Stream<Candidate> candidates(String interfaceName, List<Route> routes) {
    return routes.stream()
        .flatMap(route -> route.hops().stream().map(hop -> new Candidate(route, hop)))
        .filter(candidate -> candidate.hop.interfaceName().equals(interfaceName))
        .filter(candidate -> !candidate.hop.isSealed());
  }

  /** A way through the interface that a route names. */
  private record Candidate(Route route, Hop hop) {

    boolean leadsTo(@Nullable InetAddress gateway) {
      return Objects.equals(hop.gateway(), gateway);
    }

    boolean isAmong(List<Neighbour> neighbours) {
      InetAddress gateway = hop.gateway();
      return gateway != null && neighbours.contains(new Neighbour(hop.interfaceName(), gateway));
    }

    /** Medium, which is none, lies between the others. */
    int preferenceRank() {
      RouterPreference preference = route.preference();
      return preference == null ? 1 : preference == RouterPreference.HIGH ? 0 : 2;
    }
  }

  /** The gateway's address, or {@code point-to-point}. */
  @Override
  public String toString() {
    return gateway == null ? "point-to-point" : InetAddresses.toAddrString(gateway);
  }
}

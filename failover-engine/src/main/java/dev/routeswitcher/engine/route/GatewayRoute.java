package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What our routes through one uplink are made of: its gateway, and what else the default route that
 * gave the gateway says.
 *
 * @param gateway the uplink's gateway, or null on a point-to-point link that has none
 * @param preferredSource the source address to copy, or null
 * @param metrics the path metrics to copy, by {@code RTAX_*} number
 */
public record GatewayRoute(
    @Nullable InetAddress gateway,
    @Nullable InetAddress preferredSource,
    ImmutableSortedMap<Integer, Long> metrics) {

  /** A gateway of which nothing else is known. */
  public static GatewayRoute via(InetAddress gateway) {
    return new GatewayRoute(gateway, null, ImmutableSortedMap.of());
  }

  /**
   * Learns from the kernel's default routes how {@code interfaceName} leads outside.
   *
   * <p>The best foreign default through the interface names it, of a multipath route its hop there;
   * routes of ours are asked only when {@code adopting}, at start, because later they only repeat
   * what was learned. A configured gateway is never overruled: then only the source address and
   * metrics of a default through that very gateway are taken.
   *
   * @param known what was known before, or null; it stays when the routes say nothing
   * @return what is known now, or null if there still is no gateway
   */
  public static @Nullable GatewayRoute learn(
      String interfaceName,
      @Nullable InetAddress configured,
      @Nullable GatewayRoute known,
      List<Route> routes,
      boolean adopting) {
    Route learnedFrom =
        routes.stream()
            .filter(route -> route.hopThrough(interfaceName).isPresent())
            .filter(route -> adopting || !route.isOurs())
            .filter(route -> configured == null || configured.equals(gateway(route, interfaceName)))
            .min(Comparator.comparing(Route::isOurs).thenComparing(Route::metric))
            .orElse(null);
    if (learnedFrom == null) {
      return known == null && configured != null ? via(configured) : known;
    }
    return new GatewayRoute(
        gateway(learnedFrom, interfaceName), learnedFrom.preferredSource(), learnedFrom.metrics());
  }

  private static @Nullable InetAddress gateway(Route route, String interfaceName) {
    return route.hopThrough(interfaceName).map(Hop::gateway).orElse(null);
  }

  /** The gateway's address, or {@code point-to-point}. */
  @Override
  public String toString() {
    return gateway == null ? "point-to-point" : InetAddresses.toAddrString(gateway);
  }
}

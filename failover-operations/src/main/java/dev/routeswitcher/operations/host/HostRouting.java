package dev.routeswitcher.operations.host;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.GatewayRoute;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.Route;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Routes and policy rules of one address family.
 *
 * @param defaults the default routes of the main table, in the kernel's order
 * @param covering routes of the main table that cover all addresses without being a default, as
 *     VPNs make them
 * @param tables what stands in the tables that a switcher would take, and its rules
 * @param rules every rule, in the order in which they are asked
 */
public record HostRouting(
    IpFamily family,
    Reading<ImmutableList<Route>> defaults,
    ImmutableList<CoveringRoute> covering,
    Reading<KernelTables> tables,
    Reading<ImmutableList<HostRule>> rules) {

  /**
   * What routes through an interface are made of, as a switcher would learn it at its start.
   *
   * @param configured the gateway that was given, or null
   * @param leased the gateway in the lease of its DHCP client, or null
   */
  public Optional<GatewayRoute> via(
      String interfaceName, @Nullable InetAddress configured, @Nullable InetAddress leased) {
    GatewayRoute known = leased == null ? null : GatewayRoute.via(leased);
    return Optional.ofNullable(
        GatewayRoute.learn(
            interfaceName,
            configured,
            configured == null ? known : null,
            defaults.orElse(ImmutableList.of()),
            List.of(),
            true));
  }

  /** The default routes by an interface. */
  public List<Route> through(String interfaceName) {
    return defaults.orElse(ImmutableList.of()).stream()
        .filter(route -> route.hopThrough(interfaceName).isPresent())
        .toList();
  }

  /** Whether the kernel has a route by which a probe bound to the interface can leave. */
  public boolean leadsOutBy(String interfaceName) {
    return !through(interfaceName).isEmpty()
        || tables.orElse(KernelTables.EMPTY).routes().stream()
            .anyMatch(
                route ->
                    route.isOurs()
                        && route.isDefault()
                        && route.hopThrough(interfaceName).isPresent());
  }

  /**
   * A route to half of all addresses, or to all global ones of IPv6.
   *
   * @param destination its prefix: {@code 0.0.0.0/1}
   * @param interfaceName the interface it leads to
   */
  public record CoveringRoute(String destination, String interfaceName) {}
}

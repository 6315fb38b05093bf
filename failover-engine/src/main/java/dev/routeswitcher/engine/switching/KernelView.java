package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutePlan;
import dev.routeswitcher.engine.route.TargetPath;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's routes as last read.
 *
 * @param routes the default routes of the main table
 * @param paths the path to each target
 * @param unreachable the gateways that do not answer their neighbours
 * @param fresh false from a change of ours until the routes were read again
 */
record KernelView(
    ImmutableList<Route> routes,
    ImmutableList<TargetPath> paths,
    ImmutableList<Neighbour> unreachable,
    boolean fresh) {

  /** Just read. */
  static KernelView of(RoutesObserved seen) {
    return new KernelView(seen.routes(), seen.paths(), seen.unreachable(), true);
  }

  KernelView stale() {
    return new KernelView(routes, paths, unreachable, false);
  }

  /**
   * Whether the traffic of the uplinks leaves by the interface of one: every target that follows
   * the default and leaves by an uplink does. If none does, because each has a route of its own or
   * goes by a tunnel, the best default by an uplink shows where the rest goes, and the packets of
   * the tunnel itself.
   *
   * @param bypass the default that rules lead to past those of the main table, if there is one;
   *     they do not lead past one that ends the look-up
   */
  boolean prefers(String interfaceName, FamilyConfig config, @Nullable Route bypass) {
    boolean anyTells = false;
    for (TargetPath path : paths) {
      if (path.followsDefault()) {
        boolean byIt = interfaceName.equals(path.interfaceName());
        if (!byIt && !isTunneled(path, config)) {
          return false;
        }
        anyTells |= byIt;
      }
    }
    if (anyTells) {
      return true;
    }
    boolean passed = bypass != null && !best(route -> true).filter(Route::endsLookup).isPresent();
    Route best = passed ? bypass : best(route -> mayLead(route, config)).orElse(null);
    return best != null && best.usesOnly(interfaceName);
  }

  /** By an interface that is no uplink, nor was one in an earlier run. */
  private boolean isTunneled(TargetPath path, FamilyConfig config) {
    String name = path.interfaceName();
    return name != null
        && config.isForeign(name)
        && !Iterables.any(routes, route -> route.isOurs() && route.usesOnly(name));
  }

  /** Whether it is neither by interfaces that are no uplinks, nor only for probes. */
  private static boolean mayLead(Route route, FamilyConfig config) {
    boolean byOther =
        !route.hops().isEmpty()
            && Iterables.all(route.hops(), hop -> config.isForeign(hop.interfaceName()));
    return !byOther && !RoutePlan.isForProbes(route);
  }

  private Optional<Route> best(Predicate<Route> among) {
    return routes.stream().filter(among).min(Comparator.comparingLong(Route::metric));
  }

  /** The interface that is no uplink and that a target which follows the default leaves by. */
  @Nullable String tunnel(FamilyConfig config) {
    for (TargetPath path : paths) {
      if (path.followsDefault() && isTunneled(path, config)) {
        return path.interfaceName();
      }
    }
    return null;
  }

  /** A bit for each of these targets that is an address of this host. */
  int localBits(List<InetAddress> targets) {
    int bits = 0;
    for (TargetPath path : paths) {
      int target = path.local() ? targets.indexOf(path.target()) : -1;
      bits |= target < 0 ? 0 : 1 << target;
    }
    return bits;
  }

  /** The same, where only the paths to these targets count. */
  KernelView towards(List<InetAddress> targets) {
    return new KernelView(
        routes,
        paths.stream()
            .filter(path -> targets.contains(path.target()))
            .collect(ImmutableList.toImmutableList()),
        unreachable,
        fresh);
  }

  /** Whether a default route leads by the gateway, through the interface. */
  boolean leadsBy(String interfaceName, @Nullable InetAddress gateway) {
    return Iterables.any(
        routes,
        route ->
            Iterables.any(
                route.hops(),
                hop ->
                    hop.interfaceName().equals(interfaceName)
                        && Objects.equals(hop.gateway(), gateway)));
  }

  /** Whether what can be learned of gateways is the same. */
  boolean teachesAs(KernelView other) {
    return routes.equals(other.routes) && unreachable.equals(other.unreachable);
  }

  /** Those of other programs through one interface. */
  List<Route> othersThrough(String interfaceName) {
    return through(interfaceName).stream().filter(route -> !route.isOurs()).toList();
  }

  /** The routes through one interface, multipath ones that have a hop there among them. */
  List<Route> through(String interfaceName) {
    return routes.stream().filter(route -> route.hopThrough(interfaceName).isPresent()).toList();
  }
}

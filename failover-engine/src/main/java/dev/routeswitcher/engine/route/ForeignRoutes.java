package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Finds default routes of other programs that stand in the way of the failover. For the engine's
 * own packages.
 */
public final class ForeignRoutes {

  private ForeignRoutes() {}

  /**
   * The foreign defaults by uplinks, or to nowhere, that win where they should not: a metric below
   * the primary's base route, or equal to the failover metric. While one exists, switching has no
   * effect, now or at failback. Rules that override them do so unless the best default of the
   * others ends the look-up.
   */
  public static ImmutableList<Route> overruling(PlanRequest request) {
    long raise = request.raise();
    ImmutableList<Route> winning =
        foreign(
            request,
            route ->
                request.isByUplink(route)
                    && (route.metric() < request.primary().metric() + raise
                        || route.metric() == request.failoverMetric() + raise));
    if (!request.layout().overridesForeign()) {
      return winning;
    }
    Route best = request.bestOfOthers();
    return best != null && best.endsLookup() && winning.contains(best)
        ? ImmutableList.of(best)
        : ImmutableList.of();
  }

  /**
   * The foreign defaults that hold the slot of a base route but have another next hop. They are
   * left alone, so that uplink has no base route of its own. A foreign route with the same next hop
   * as a base route would have is no conflict: it serves as one.
   */
  public static ImmutableList<Route> conflicting(PlanRequest request) {
    long raise = request.raise();
    return foreign(
        request,
        route -> Iterables.any(request.uplinks(), uplink -> conflicts(route, uplink, raise)));
  }

  private static boolean conflicts(Route route, PlannedUplink uplink, long raise) {
    if (route.metric() != uplink.metric() + raise) {
      return false;
    }
    GatewayRoute via = uplink.via();
    return !route.usesOnly(uplink.interfaceName())
        || (via != null && !Objects.equals(route.hops().get(0).gateway(), via.gateway()));
  }

  private static ImmutableList<Route> foreign(PlanRequest request, Predicate<Route> wanted) {
    ImmutableList.Builder<Route> found = ImmutableList.builder();
    for (Route route : request.defaults()) {
      if (!route.isOurs() && wanted.test(route)) {
        found.add(route);
      }
    }
    return found.build();
  }

  /**
   * The routes of other programs in tables of ours. They are left alone, and may lead astray what
   * is bound to an uplink.
   */
  public static ImmutableList<Route> clashing(PlanRequest request) {
    KernelTables tables = request.tables();
    return tables == null
        ? ImmutableList.of()
        : tables.foreignIn(request.layout().tables(request.uplinks().size()));
  }
}

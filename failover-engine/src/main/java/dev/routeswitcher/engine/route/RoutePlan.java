package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The operations that bring the kernel's default routes to what is wanted, in the order in which
 * they are carried out: the failover route, the base routes, deletions. One that fails stops no
 * other.
 *
 * <p>A usable default exists between any two operations, because nothing is deleted before a route
 * that is better stands in the kernel: a deletion that would have to wait for another operation of
 * the same plan is left for the next one. So a plan made again after the operations were applied is
 * empty, or holds just such a deletion, and the one after that is empty.
 *
 * <p>No route is put that would lead traffic to an uplink that has not answered while something
 * else leads out ({@link PlanRequest#mayCarry}). If its probes need a route of the main table, it
 * gets one behind all others until it may have its base route.
 *
 * <p>Routes of other protocols are never changed. Where one stands in a slot that a route of ours
 * would need, the slot is left to it ({@link ForeignRoutes} says so).
 */
public final class RoutePlan {

  /** From here on up are the metrics of routes that only serve probes. */
  private static final long FIRST_FOR_PROBES = 4_294_900_000L;

  private final PlanRequest request;
  private final long raise;
  private final long failoverMetric;
  private final ImmutableList.Builder<RoutingOperation> operations = ImmutableList.builder();

  private RoutePlan(PlanRequest request) {
    this.request = request;
    this.raise = request.raise();
    this.failoverMetric = request.failoverMetric() + raise;
  }

  /** The operations for {@code request}; empty if the kernel is as wanted, or cannot be yet. */
  public static ImmutableList<RoutingOperation> of(PlanRequest request) {
    RoutePlan plan = new RoutePlan(request);
    plan.planFailoverRoute();
    plan.planBaseRoutes();
    plan.deleteStale();
    return plan.operations.build();
  }

  /**
   * The deletions that take all of {@code defaults} that are ours away, whatever configuration made
   * them: the failover route first, so that traffic falls back to the best of the rest while it
   * still has one.
   */
  public static ImmutableList<RoutingOperation> removal(List<Route> defaults) {
    return defaults.stream()
        .filter(Route::isOurs)
        .sorted(Comparator.comparingLong(Route::metric))
        .map(RoutingOperation::delete)
        .collect(ImmutableList.toImmutableList());
  }

  /** Whether the route only serves the probes of an uplink that may not carry traffic yet. */
  public static boolean isForProbes(Route route) {
    return route.isOurs() && route.isOfMainTable() && route.metric() >= FIRST_FOR_PROBES;
  }

  private void planBaseRoutes() {
    for (int i = 0; i < request.uplinks().size(); i++) {
      PlannedUplink uplink = request.uplinks().get(i);
      if (request.mayCarry(uplink)) {
        fill(uplink, uplink.metric() + raise);
      } else if (needsProbeRoute(uplink)) {
        fill(uplink, FIRST_FOR_PROBES + i);
      }
    }
  }

  /** Probes that go by the main table take any route by the gateway. */
  private boolean needsProbeRoute(PlannedUplink uplink) {
    return !request.probedByTables()
        && uplink.plannable()
        && !request.mayCarry(uplink)
        && inKernel(route -> !isForProbes(route) && leadsThrough(route, uplink.hop())).isEmpty();
  }

  private static boolean leadsThrough(Route route, Hop hop) {
    return route.hopThrough(hop.interfaceName()).filter(hop::sameNextHop).isPresent();
  }

  private void planFailoverRoute() {
    if (!request.isDecided() || !request.mayCarry(request.wantedUplink())) {
      return;
    }
    if (!request.wantsPrimary()) {
      fill(request.wantedUplink(), failoverMetric);
      return;
    }
    List<Route> failover = inKernel(route -> route.metric() == failoverMetric && route.isOurs());
    if (failover.isEmpty()) {
      return;
    }
    if (primaryIsBestWithout(failover)) {
      deleteWorstFirst(failover);
    } else {
      fill(request.primary(), failoverMetric);
    }
  }

  /**
   * Brings our route through {@code uplink} into the slot of {@code metric}, if it may stand there,
   * and makes it the only one of ours that does.
   */
  private void fill(PlannedUplink uplink, long metric) {
    if (!uplink.plannable()) {
      return;
    }
    Route wanted = request.mainRoute(uplink, metric);
    List<Route> there = inSlot(metric);
    if (there.isEmpty()) {
      operations.add(RoutingOperation.add(wanted));
      return;
    }
    if (!Iterables.all(there, Route::isOurs)) {
      return;
    }
    if (!there.contains(wanted)) {
      operations.add(RoutingOperation.replace(wanted));
      return;
    }
    Hop hop = wanted.hops().get(0);
    there.removeIf(route -> route.hasOnlyHop(hop));
    deleteWorstFirst(there);
  }

  /** Whether the primary's base route stands and would win if {@code leaving} were gone. */
  private boolean primaryIsBestWithout(List<Route> leaving) {
    PlannedUplink primary = request.primary();
    return primary.plannable()
        && bestWithout(leaving)
            .filter(best -> best.metric() == primary.metric() + raise)
            .filter(best -> best.hasOnlyHop(primary.hop()))
            .isPresent();
  }

  /** Of ours and those by uplinks: what another interface carries is not ours to lead. */
  private Optional<Route> bestWithout(List<Route> leaving) {
    return request.defaults().stream()
        .filter(route -> route.isOurs() || request.isByUplink(route))
        .filter(route -> !leaving.contains(route))
        .min(Comparator.comparingLong(Route::metric));
  }

  /**
   * Deletes routes of ours that no slot asks for, left by another configuration, once the traffic
   * goes by the wanted uplink without them.
   */
  private void deleteStale() {
    List<Route> stale = inKernel(route -> route.isOurs() && !hasSlot(route));
    if (stale.isEmpty() || !request.isDecided()) {
      return;
    }
    PlannedUplink wanted = request.wantedUplink();
    boolean dispensable =
        wanted.plannable()
            && request.mayCarry(wanted)
            && bestWithout(stale).filter(best -> best.hasOnlyHop(wanted.hop())).isPresent();
    if (dispensable) {
      deleteWorstFirst(stale);
    }
  }

  /** Deletes routes so that the traffic does not wander through the others on their way out. */
  private void deleteWorstFirst(List<Route> routes) {
    Lists.reverse(routes).forEach(route -> operations.add(RoutingOperation.delete(route)));
  }

  private boolean hasSlot(Route route) {
    if (route.metric() == failoverMetric) {
      return true;
    }
    for (int i = 0; i < request.uplinks().size(); i++) {
      PlannedUplink uplink = request.uplinks().get(i);
      boolean base = route.metric() == uplink.metric() + raise;
      boolean forProbes = route.metric() == FIRST_FOR_PROBES + i && needsProbeRoute(uplink);
      if (base || forProbes) {
        return true;
      }
    }
    return false;
  }

  /** Those that are wanted, in a list that is the caller's. */
  private List<Route> inKernel(Predicate<Route> wanted) {
    List<Route> found = new ArrayList<>();
    for (Route route : request.defaults()) {
      if (wanted.test(route)) {
        found.add(route);
      }
    }
    return found;
  }

  private List<Route> inSlot(long metric) {
    return inKernel(route -> route.metric() == metric);
  }
}

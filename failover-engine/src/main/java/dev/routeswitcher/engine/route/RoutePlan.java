package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operations that bring the kernel's default routes to what is wanted, in the order in which
 * they are carried out: the failover route, the base routes, deletions.
 *
 * <p>A usable default exists between any two operations, because nothing is deleted before a route
 * that is better stands in the kernel: a deletion that would have to wait for another operation of
 * the same plan is left for the next one. So a plan made again after the operations were applied is
 * empty, or holds just such a deletion, and the one after that is empty.
 *
 * <p>Routes of other protocols are never changed. Where one stands in a slot that a route of ours
 * would need, the slot is left to it ({@link ForeignRoutes} says so).
 */
public final class RoutePlan {

  private final PlanRequest request;
  private final ImmutableList.Builder<RouteOperation> operations = ImmutableList.builder();

  private RoutePlan(PlanRequest request) {
    this.request = request;
  }

  /** The operations for {@code request}; empty if the kernel is as wanted, or cannot be yet. */
  public static ImmutableList<RouteOperation> of(PlanRequest request) {
    RoutePlan plan = new RoutePlan(request);
    plan.planFailoverRoute();
    for (PlannedUplink uplink : request.uplinks()) {
      plan.fill(uplink, uplink.metric());
    }
    plan.deleteStale();
    return plan.operations.build();
  }

  /**
   * The operations that take every route of ours away, adopted ones included: the failover route
   * first, so that traffic falls back to the best of the rest while it still has one.
   */
  public static ImmutableList<RouteOperation> removal(List<DefaultRoute> kernel) {
    return kernel.stream()
        .filter(DefaultRoute::isOurs)
        .sorted(Comparator.comparingLong(DefaultRoute::metric))
        .map(RouteOperation::delete)
        .collect(ImmutableList.toImmutableList());
  }

  private void planFailoverRoute() {
    if (request.wanted() == PlanRequest.UNDECIDED) {
      return;
    }
    if (!request.wantsPrimary()) {
      fill(request.uplinks().get(request.wanted()), request.failoverMetric());
      return;
    }
    List<DefaultRoute> failover =
        inSlot(request.failoverMetric()).stream().filter(DefaultRoute::isOurs).toList();
    if (failover.isEmpty()) {
      return;
    }
    if (primaryIsBestWithout(failover)) {
      failover.forEach(route -> operations.add(RouteOperation.delete(route)));
    } else {
      fill(request.primary(), request.failoverMetric());
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
    DefaultRoute wanted = uplink.route(metric);
    List<DefaultRoute> there = inSlot(metric);
    if (there.isEmpty()) {
      operations.add(RouteOperation.add(wanted));
      return;
    }
    if (there.stream().anyMatch(route -> !route.isOurs())) {
      return;
    }
    if (!there.contains(wanted)) {
      operations.add(RouteOperation.replace(wanted));
      return;
    }
    there.stream()
        .filter(route -> !route.leadsBy(uplink.hop()))
        .forEach(route -> operations.add(RouteOperation.delete(route)));
  }

  /** Whether the primary's base route stands and would win if {@code leaving} were gone. */
  private boolean primaryIsBestWithout(List<DefaultRoute> leaving) {
    PlannedUplink primary = request.primary();
    if (!primary.plannable()) {
      return false;
    }
    Optional<DefaultRoute> best =
        request.kernel().stream()
            .filter(route -> !leaving.contains(route))
            .min(Comparator.comparingLong(DefaultRoute::metric));
    return best.isPresent()
        && best.get().metric() == primary.metric()
        && best.get().leadsBy(primary.hop());
  }

  /**
   * Deletes routes of ours that no slot asks for, left by another configuration, once the wanted
   * uplink's own route stands.
   */
  private void deleteStale() {
    if (request.wanted() == PlanRequest.UNDECIDED || !wantedStands()) {
      return;
    }
    Set<Long> slots = new HashSet<>();
    slots.add(request.failoverMetric());
    request.uplinks().forEach(uplink -> slots.add(uplink.metric()));
    request.kernel().stream()
        .filter(DefaultRoute::isOurs)
        .filter(route -> !slots.contains(route.metric()))
        .forEach(route -> operations.add(RouteOperation.delete(route)));
  }

  private boolean wantedStands() {
    PlannedUplink uplink = request.uplinks().get(request.wanted());
    long metric = request.wantsPrimary() ? uplink.metric() : request.failoverMetric();
    return uplink.plannable()
        && inSlot(metric).stream().anyMatch(route -> route.leadsBy(uplink.hop()));
  }

  private List<DefaultRoute> inSlot(long metric) {
    return request.kernel().stream().filter(route -> route.metric() == metric).toList();
  }
}

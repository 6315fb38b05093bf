package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.ForeignRoutes;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.PlannedUplink;
import dev.routeswitcher.engine.route.RouteOperation;
import dev.routeswitcher.engine.route.RoutePlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route plan and what else follows from the same facts; kept from step to step, because the facts
 * seldom change.
 *
 * @param request the facts
 * @param operations what is missing in the kernel
 * @param overruling foreign routes that decide where the traffic goes
 * @param conflicting foreign routes in the place of a base route
 * @param offLink for each uplink, whether its gateway lies in no connected subnet
 */
record PlannedRoutes(
    PlanRequest request,
    ImmutableList<RouteOperation> operations,
    ImmutableList<DefaultRoute> overruling,
    ImmutableList<DefaultRoute> conflicting,
    ImmutableList<Boolean> offLink) {

  /** The plan for the facts as they are now: {@code known} if it still is that. */
  static PlannedRoutes of(
      FamilyConfig config,
      Policy policy,
      List<UplinkStep> uplinks,
      int wanted,
      ImmutableList<DefaultRoute> kernel,
      @Nullable PlannedRoutes known) {
    if (known != null && known.isFor(config, uplinks, wanted, kernel)) {
      return known;
    }
    ImmutableList.Builder<PlannedUplink> planned =
        ImmutableList.builderWithExpectedSize(uplinks.size());
    uplinks.forEach(uplink -> planned.add(uplink.planned()));
    return of(new PlanRequest(planned.build(), config.failoverMetric(), wanted, kernel), policy);
  }

  private static PlannedRoutes of(PlanRequest request, Policy policy) {
    ImmutableList.Builder<Boolean> offLink =
        ImmutableList.builderWithExpectedSize(request.uplinks().size());
    request.uplinks().forEach(uplink -> offLink.add(uplink.offLink()));
    return new PlannedRoutes(
        request,
        RoutePlan.of(request),
        policy.overridesForeign() ? ImmutableList.of() : ForeignRoutes.overruling(request),
        ForeignRoutes.conflicting(request),
        offLink.build());
  }

  private boolean isFor(
      FamilyConfig config,
      List<UplinkStep> uplinks,
      int wanted,
      ImmutableList<DefaultRoute> kernel) {
    if (request.wanted() != wanted
        || !request.kernel().equals(kernel)
        || request.failoverMetric() != config.failoverMetric()
        || request.uplinks().size() != uplinks.size()) {
      return false;
    }
    for (int i = 0; i < uplinks.size(); i++) {
      if (!uplinks.get(i).isPlannedAs(request.uplinks().get(i))) {
        return false;
      }
    }
    return true;
  }

  boolean isOffLink(UplinkStep uplink) {
    return offLink.get(uplink.index());
  }
}

package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.ForeignRoutes;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.PlannedUplink;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutePlan;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The plan of the main table and what else follows from the same facts; kept from step to step,
 * because the facts seldom change.
 *
 * @param request the facts
 * @param missing the operations that are missing in the main table
 * @param overruling foreign routes that decide where the traffic goes
 * @param conflicting foreign routes in the place of a base route
 * @param shared addresses that several uplinks have, if rules go by addresses
 * @param clashing foreign routes in tables of ours
 * @param offLink for each uplink, whether its gateway lies in no connected subnet
 */
record PlannedRoutes(
    PlanRequest request,
    ImmutableList<RoutingOperation> missing,
    ImmutableList<Route> overruling,
    ImmutableList<Route> conflicting,
    ImmutableList<InetAddress> shared,
    ImmutableList<Route> clashing,
    ImmutableList<Boolean> offLink) {

  /** The plan for the facts as they are now: {@code known} if it still is that. */
  static PlannedRoutes of(
      FamilyConfig config,
      EngineConfig engine,
      List<UplinkStep> uplinks,
      int wanted,
      ImmutableList<Route> defaults,
      @Nullable KernelTables tables,
      @Nullable PlannedRoutes known) {
    TableLayout layout = engine.tables();
    if (known != null
        && known.isFor(config, layout, uplinks, wanted)
        && known.request.defaults().equals(defaults)
        && Objects.equals(known.request.tables(), tables)) {
      return known;
    }
    return of(
        new PlanRequest(
            config.family(),
            uplinks.stream().map(UplinkStep::planned).collect(ImmutableList.toImmutableList()),
            config.failoverMetric(),
            layout,
            wanted,
            defaults,
            tables));
  }

  private static PlannedRoutes of(PlanRequest request) {
    return new PlannedRoutes(
        request,
        RoutePlan.of(request),
        request.layout().overridesForeign()
            ? ImmutableList.of()
            : ForeignRoutes.overruling(request),
        ForeignRoutes.conflicting(request),
        request.layout().probeTables() ? request.sharedAddresses() : ImmutableList.of(),
        ForeignRoutes.clashing(request),
        request.uplinks().stream()
            .map(PlannedUplink::offLink)
            .collect(ImmutableList.toImmutableList()));
  }

  private boolean isFor(
      FamilyConfig config, TableLayout layout, List<UplinkStep> uplinks, int wanted) {
    if (request.wanted() != wanted
        || request.failoverMetric() != config.failoverMetric()
        || !request.layout().equals(layout)
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

  /** Whether the same is wanted as by {@code other}, whatever the kernel has of it. */
  boolean wantsAs(PlannedRoutes other) {
    return request.wanted() == other.request.wanted()
        && request.uplinks().equals(other.request.uplinks());
  }

  boolean isOffLink(UplinkStep uplink) {
    return offLink.get(uplink.index());
  }
}

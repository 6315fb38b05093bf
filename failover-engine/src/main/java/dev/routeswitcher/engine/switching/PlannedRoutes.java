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
 * @param yieldsTo the default by no uplink that keeps the traffic, or null
 */
record PlannedRoutes(
    PlanRequest request,
    ImmutableList<RoutingOperation> missing,
    ImmutableList<Route> overruling,
    ImmutableList<Route> conflicting,
    ImmutableList<InetAddress> shared,
    ImmutableList<Route> clashing,
    @Nullable Route yieldsTo) {

  /** The plan for the facts as they are now: {@code known} if it still is that. */
  static PlannedRoutes of(
      FamilyConfig config,
      EngineConfig engine,
      List<UplinkStep> uplinks,
      int wanted,
      boolean bootIsOver,
      ImmutableList<Route> defaults,
      @Nullable KernelTables tables,
      boolean tablesWork,
      @Nullable PlannedRoutes known) {
    TableLayout layout = engine.tables();
    boolean starting =
        !bootIsOver && (wanted == PlanRequest.UNDECIDED || !uplinks.get(wanted).hasAnswered());
    boolean probedByTables = layout.probeTables() && tables != null && tablesWork;
    if (known != null
        && known.isFor(config, layout, uplinks, wanted)
        && known.request.starting() == starting
        && known.request.probedByTables() == probedByTables
        && known.request.defaults().equals(defaults)
        && Objects.equals(known.request.tables(), tables)) {
      return known;
    }
    PlanRequest request =
        new PlanRequest(
            config.family(),
            uplinks.stream().map(UplinkStep::planned).collect(ImmutableList.toImmutableList()),
            config.failoverMetric(),
            layout,
            wanted,
            starting,
            probedByTables,
            defaults,
            tables);
    return new PlannedRoutes(
        request,
        RoutePlan.of(request),
        ForeignRoutes.overruling(request),
        ForeignRoutes.conflicting(request),
        known != null && known.request.uplinks().equals(request.uplinks())
            ? known.shared
            : shared(request),
        ForeignRoutes.clashing(request),
        request.yieldsTo());
  }

  private static ImmutableList<InetAddress> shared(PlanRequest request) {
    return request.layout().probeTables() ? request.sharedAddresses() : ImmutableList.of();
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

  /**
   * Whether the same uplinks may carry traffic as by {@code other}, by the same metrics and behind
   * the same route.
   */
  boolean leadsAs(PlannedRoutes other) {
    if (request.raise() != other.request.raise()
        || request.failoverMetric() != other.request.failoverMetric()
        || request.uplinks().size() != other.request.uplinks().size()) {
      return false;
    }
    for (int i = 0; i < request.uplinks().size(); i++) {
      PlannedUplink uplink = request.uplinks().get(i);
      PlannedUplink before = other.request.uplinks().get(i);
      if (uplink.answered() != before.answered()
          || uplink.metric() != before.metric()
          || !uplink.interfaceName().equals(before.interfaceName())) {
        return false;
      }
    }
    return request.starting() == other.request.starting();
  }

  /** Whether traffic may be led to the uplink. */
  boolean mayCarry(UplinkStep uplink) {
    return request.mayCarry(request.uplinks().get(uplink.index()));
  }
}

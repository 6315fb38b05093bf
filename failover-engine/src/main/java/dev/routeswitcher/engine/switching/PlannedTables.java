package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TablePlan;
import org.jspecify.annotations.Nullable;

/**
 * The plan of rules and other tables, kept from step to step. It is made apart from that of the
 * main table, and after it: a switch does not wait for it.
 *
 * @param request the facts
 * @param missing the operations that are missing
 */
record PlannedTables(PlanRequest request, ImmutableList<RoutingOperation> missing) {

  /** The plan for {@code request}: {@code known} if it still is that. */
  static PlannedTables of(PlanRequest request, @Nullable PlannedTables known) {
    return known != null && known.request.equals(request)
        ? known
        : new PlannedTables(request, TablePlan.of(request));
  }
}

package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TablePlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of rules and other tables, kept from step to step. It is made apart from that of the
 * main table, and after it: a switch does not wait for it.
 *
 * @param request the facts
 * @param missing the operations that are missing
 */
record PlannedTables(PlanRequest request, ImmutableList<RoutingOperation> missing) {

  /** What is left of it once operations are carried out; the same if they are not its first. */
  PlannedTables after(List<RoutingOperation> done, KernelTables tables) {
    int count = done.size();
    return count <= missing.size() && missing.subList(0, count).equals(done)
        ? new PlannedTables(request.with(tables), missing.subList(count, missing.size()))
        : this;
  }

  /**
   * Whether the same is wanted as by {@code other}, and was when the kernel's rules and tables were
   * known: what is missing then was undone by another program.
   */
  boolean wantsAs(PlannedTables other) {
    if (other.request.tables() == null
        || request.wanted() != other.request.wanted()
        || request.uplinks().size() != other.request.uplinks().size()
        || !request.layout().equals(other.request.layout())) {
      return false;
    }
    for (int i = 0; i < request.uplinks().size(); i++) {
      if (!request.uplinks().get(i).isAs(other.request.uplinks().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The plan for {@code request}: {@code known} if it still is that. */
  static PlannedTables of(PlanRequest request, @Nullable PlannedTables known) {
    return known != null && known.request.equals(request)
        ? known
        : new PlannedTables(request, TablePlan.of(request));
  }
}

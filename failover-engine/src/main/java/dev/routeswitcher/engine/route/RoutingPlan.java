package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.Comparator;
import java.util.List;

/**
 * The operations that bring the kernel's routing to what is wanted: {@link RoutePlan} makes those
 * of the main table, {@link TablePlan} those of rules and other tables. Each list is in the order
 * in which it is to be carried out.
 *
 * <p>Nothing that carries another protocol than {@link Route#PROTOCOL} is ever changed.
 *
 * @param main operations on the main table; one that fails stops no other
 * @param tables operations on rules and other tables; those behind one on a rule rely on it, and
 *     must be left out if it fails
 */
public record RoutingPlan(
    ImmutableList<RoutingOperation> main, ImmutableList<RoutingOperation> tables) {

  /** The plan for {@code request}; empty if the kernel is as wanted, or cannot be yet. */
  public static RoutingPlan of(PlanRequest request) {
    return new RoutingPlan(RoutePlan.of(request), TablePlan.of(request));
  }

  /**
   * The plan that takes everything of ours away, whatever configuration made it: in the main table
   * the failover route first, so that traffic falls back to the best of the rest while it still has
   * one.
   */
  public static RoutingPlan removal(List<Route> defaults, KernelTables tables) {
    return new RoutingPlan(
        deletions(
            defaults.stream()
                .filter(Route::isOurs)
                .sorted(Comparator.comparingLong(Route::metric))
                .toList()),
        deletions(
            Iterables.concat(
                TablePlan.highestPreferenceFirst(tables.rules()),
                Iterables.filter(tables.routes(), Route::isOurs))));
  }

  private static ImmutableList<RoutingOperation> deletions(
      Iterable<? extends RoutingEntry> entries) {
    ImmutableList.Builder<RoutingOperation> operations = ImmutableList.builder();
    entries.forEach(entry -> operations.add(RoutingOperation.delete(entry)));
    return operations.build();
  }

  /** All operations, those of the main table first. */
  public ImmutableList<RoutingOperation> operations() {
    return ImmutableList.<RoutingOperation>builder().addAll(main).addAll(tables).build();
  }
}

package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.util.List;
import java.util.Optional;

/**
 * What a judge has to remember of this tick to tell whether rules and tables are put right too
 * often: invariant 12, in a world in which a tick is longer than every back-off.
 *
 * @param newlyWanted whether something else may be wanted since the last change was asked for
 * @param refused whether the last one failed
 * @param justRefused whether it failed in this tick
 * @param repairs how many were asked for though nothing else was wanted and none had failed
 */
record TableWitness(boolean newlyWanted, boolean refused, boolean justRefused, int repairs) {

  static final TableWitness NEWLY_WANTED = new TableWitness(true, false, false, 0);

  /** Repairs that are made at once; the one after them is the first that others wait for. */
  private static final int AT_ONCE = 6;

  /** A tick has passed. */
  TableWitness later() {
    return new TableWitness(newlyWanted, refused, false, 0);
  }

  TableWitness answered(List<OperationResult> results) {
    List<OperationResult> its =
        results.stream().filter(result -> !result.operation().isOfMainTable()).toList();
    boolean routeRefused =
        results.stream()
            .anyMatch(r -> r.operation().isOfMainTable() && r.outcome() == Outcome.REFUSED);
    if (routeRefused) {
      return NEWLY_WANTED;
    }
    boolean failed = its.stream().anyMatch(r -> r.outcome() != Outcome.APPLIED);
    return its.isEmpty() ? this : new TableWitness(newlyWanted, failed, failed, repairs);
  }

  /** What is wrong with asking for these operations now, if anything is. */
  Optional<String> faultOf(List<RoutingOperation> operations) {
    if (operations.stream().allMatch(RoutingOperation::isOfMainTable) || newlyWanted) {
      return Optional.empty();
    } else if (justRefused) {
      return Optional.of("12: what was refused is asked for again at once");
    } else if (repairs >= AT_ONCE) {
      return Optional.of("12: put right at once after " + repairs + " repairs");
    }
    return Optional.empty();
  }

  TableWitness asked(List<RoutingOperation> operations) {
    if (operations.stream().allMatch(RoutingOperation::isOfMainTable)) {
      return this;
    }
    int counted = newlyWanted ? 0 : refused ? repairs : repairs + 1;
    return new TableWitness(false, refused, justRefused, counted);
  }
}

package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.runtime.port.KernelRouting;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.event.Level;

/** Carries out operations on the kernel's routing, in their order. */
final class Operations {

  private Operations() {}

  /**
   * Carries them out. Rules of one preference do not rely on each other and go together. What
   * follows a rule that could not be changed relies on it, and is left out; of the main table
   * nothing ever is.
   *
   * @return the results of those that were tried
   */
  static ImmutableList<OperationResult> carryOut(
      KernelRouting routing,
      IpFamily family,
      List<RoutingOperation> operations,
      Announcer announcer) {
    ImmutableList.Builder<OperationResult> results = ImmutableList.builder();
    boolean ruleFailed = false;
    for (List<RoutingOperation> group : groups(operations)) {
      RoutingOperation first = group.get(0);
      if (first.isOfMainTable() || !ruleFailed) {
        for (OperationResult result : routing.applyAll(family, group)) {
          results.add(result);
          ruleFailed |= first.isOfRule() && !isDone(result);
          announcer.log(
              Level.DEBUG,
              "routing family={} {} outcome={} {}",
              Codes.of(family),
              result.operation(),
              result.outcome(),
              result.detail());
        }
      }
    }
    return results.build();
  }

  /** Neighbours that may go together, in their order. */
  private static List<List<RoutingOperation>> groups(List<RoutingOperation> operations) {
    List<List<RoutingOperation>> groups = new ArrayList<>();
    RoutingOperation last = null;
    for (RoutingOperation operation : operations) {
      if (last == null || !goTogether(last, operation)) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(operation);
      last = operation;
    }
    return groups;
  }

  private static boolean goTogether(RoutingOperation one, RoutingOperation other) {
    return one.kind() == other.kind()
        && one.entry() instanceof PolicyRule rule
        && other.entry() instanceof PolicyRule next
        && rule.preference() == next.preference();
  }

  static boolean isDone(OperationResult result) {
    return result.outcome() == OperationResult.Outcome.APPLIED;
  }
}

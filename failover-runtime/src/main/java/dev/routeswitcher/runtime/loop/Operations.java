package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.runtime.port.KernelRouting;
import java.util.List;
import org.slf4j.event.Level;

/** Carries out operations on the kernel's routing, in their order. */
final class Operations {

  private Operations() {}

  /**
   * Carries them out. What follows a rule that could not be changed relies on it, and is left out;
   * of the main table nothing ever is.
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
    for (RoutingOperation operation : operations) {
      if (operation.isOfMainTable() || !ruleFailed) {
        OperationResult result = routing.apply(family, operation);
        results.add(result);
        ruleFailed |= operation.isOfRule() && !isDone(result);
        announcer.log(
            Level.DEBUG,
            "routing family={} {} outcome={} {}",
            Codes.of(family),
            operation,
            result.outcome(),
            result.detail());
      }
    }
    return results.build();
  }

  static boolean isDone(OperationResult result) {
    return result.outcome() == OperationResult.Outcome.APPLIED;
  }
}

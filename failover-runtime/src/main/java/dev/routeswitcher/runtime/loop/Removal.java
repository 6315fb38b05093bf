package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutePlan;
import dev.routeswitcher.engine.route.RoutingEntry;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TablePlan;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.NoPolicyRoutingException;
import dev.routeswitcher.runtime.words.Remedies;
import java.io.IOException;
import java.util.List;
import org.slf4j.event.Level;

/** Takes away rules and routes of ours, whatever configuration made them. */
public final class Removal {

  private final KernelRouting routing;
  private final Announcer announcer;

  /** By {@code routing}, which is open; {@code announcer} is told each operation. */
  public Removal(KernelRouting routing, Announcer announcer) {
    this.routing = routing;
    this.announcer = announcer;
  }

  /**
   * What came of it.
   *
   * @param removed what was taken away, in that order
   * @param left a line for what is, or may be, still there: what, why, and the command that removes
   *     it
   */
  public record Outcome(ImmutableList<RoutingEntry> removed, ImmutableList<String> left) {}

  /**
   * Rules, and the routes of ours in every table but the main one.
   *
   * @param tables those that are known to be ours, which saves looking for them
   */
  public Outcome ofTables(IpFamily family, List<Long> tables) {
    try {
      return removeAll(family, () -> TablePlan.removal(routing.allTables(family, tables)));
    } catch (NoPolicyRoutingException e) {
      announcer.log(Level.DEBUG, "no policy rules of {} to remove", Codes.of(family));
      return new Outcome(ImmutableList.of(), ImmutableList.of());
    } catch (IOException e) {
      return unread(family, "policy rules", "rule flush protocol", e);
    }
  }

  /** The default routes of ours in the main table. */
  public Outcome ofRoutes(IpFamily family) {
    try {
      return removeAll(family, () -> RoutePlan.removal(routing.ownDefaults(family)));
    } catch (IOException e) {
      return unread(family, "routes", "route flush proto", e);
    }
  }

  /** What is there to be removed now. */
  private interface Rest {
    ImmutableList<RoutingOperation> now() throws IOException;
  }

  /**
   * Removes what there is, and looks again until nothing is left, or as much as before: what is
   * refused for a moment, or added meanwhile, goes too.
   */
  private Outcome removeAll(IpFamily family, Rest rest) throws IOException {
    ImmutableList.Builder<RoutingEntry> removed = ImmutableList.builder();
    ImmutableList<String> refused = ImmutableList.of();
    int leftBefore = Integer.MAX_VALUE;
    for (ImmutableList<RoutingOperation> left = rest.now(); !left.isEmpty(); left = rest.now()) {
      ImmutableList<OperationResult> results =
          Operations.carryOut(routing, family, left, announcer);
      results.stream()
          .filter(Operations::isDone)
          .forEach(result -> removed.add(result.operation().entry()));
      if (left.size() >= leftBefore) {
        refused =
            results.stream()
                .filter(result -> !Operations.isDone(result))
                .map(result -> leftBehind(family, result))
                .collect(ImmutableList.toImmutableList());
        break;
      }
      leftBefore = left.size();
    }
    return new Outcome(removed.build(), refused);
  }

  private static Outcome unread(IpFamily family, String what, String flush, IOException e) {
    String line =
        String.format(
            "%s of %s may be left behind: %s; remedy=\"%s %s %d\"",
            what, Codes.of(family), e.getMessage(), Remedies.ip(family), flush, Route.PROTOCOL);
    return new Outcome(ImmutableList.of(), ImmutableList.of(line));
  }

  private static String leftBehind(IpFamily family, OperationResult result) {
    RoutingOperation operation = result.operation();
    return String.format(
        "left behind: %s: %s; remedy=\"%s %s del %s\"",
        operation.entry(),
        result.detail(),
        Remedies.ip(family),
        operation.isOfRule() ? "rule" : "route",
        operation.entry());
  }
}

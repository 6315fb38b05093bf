package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineState;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.runtime.port.PolicyRouting;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the tables of our own and the rules that lead to them as they are wanted: after each step
 * in which an uplink moved, and whenever they were read and something is missing. The engine knows
 * nothing of them. Used by the owner thread only.
 */
final class TableKeeper {

  private final TableLayout layout;
  private final PolicyRouting routing;
  private final ImmutableList<FamilyTables> families;

  TableKeeper(EngineConfig config, TableLayout layout, PolicyRouting routing, Announcer announcer) {
    this.layout = layout;
    this.routing = routing;
    this.families =
        config.families().stream()
            .map(family -> new FamilyTables(family, layout, routing, announcer))
            .collect(ImmutableList.toImmutableList());
  }

  /**
   * Reads what the kernel has, before anything is changed.
   *
   * @throws IOException if that fails although tables of the family are wanted
   */
  void open() throws IOException {
    routing.open();
    for (FamilyTables family : families) {
      family.readFirst();
    }
  }

  /** Reads what the kernel has now; false if some of it could not be read. */
  boolean read() {
    boolean complete = true;
    for (FamilyTables family : families) {
      complete &= family.read();
    }
    return complete;
  }

  /**
   * Changes what is not as it is wanted.
   *
   * @return the families of which traffic that is bound to no uplink may have moved by that
   */
  Set<IpFamily> keep(EngineState state, long now) {
    Set<IpFamily> moved = EnumSet.noneOf(IpFamily.class);
    for (FamilyTables family : families) {
      Optional<PlanRequest> facts = state.routing(family.family());
      if (facts.isEmpty()) {
        family.rest();
      } else if (family.keep(facts.get(), now) && layout.overridesForeign()) {
        moved.add(family.family());
      }
    }
    return moved;
  }

  /** Whether something that failed, or was held back, is to be tried now. */
  boolean isDue(long now) {
    return earlier(now + 1) - now <= 0;
  }

  /** The earlier of {@code wakeAt} and the time of the next try. */
  long earlier(long wakeAt) {
    long earliest = wakeAt;
    for (FamilyTables family : families) {
      Long dueAt = family.dueAt();
      if (dueAt != null && dueAt - earliest < 0) {
        earliest = dueAt;
      }
    }
    return earliest;
  }

  /** Takes everything of ours away at a clean stop; what cannot be is logged. */
  void remove() {
    families.forEach(FamilyTables::remove);
  }

  void close() {
    routing.close();
  }
}

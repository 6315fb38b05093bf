package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.SwitchCounts;
import dev.routeswitcher.engine.route.PlanRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers of a family's switches.
 *
 * @param wanted index of the wanted uplink, or {@code PlanRequest.UNDECIDED} during boot
 * @param pending the switch not yet seen in force, or null
 * @param history when the traffic last moved
 * @param override what an operator wants
 * @param overrideDue whether the uplink to use has yet to be switched to since that was asked for
 * @param counts how often the traffic moved
 */
record SwitchState(
    int wanted,
    @Nullable PendingSwitch pending,
    SwitchHistory history,
    ManualOverride override,
    boolean overrideDue,
    SwitchCounts counts) {

  static final SwitchState INITIAL =
      new SwitchState(
          PlanRequest.UNDECIDED,
          null,
          SwitchHistory.NONE,
          ManualOverride.NONE,
          false,
          SwitchCounts.NONE);
}

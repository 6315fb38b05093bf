package dev.routeswitcher.engine;

import dev.routeswitcher.engine.Decision.SwitchChange;

/**
 * A switch that is wanted and not yet seen in force.
 *
 * @param wantedBefore index of the uplink wanted before, {@code PlanRequest.UNDECIDED} during boot
 * @param leaves index of the uplink that loses the traffic; the one that gains it at start
 * @param to index of the uplink that gains it
 * @param change what is reported of it
 * @param asked whether the kernel has been asked to carry it out
 */
record PendingSwitch(int wantedBefore, int leaves, int to, SwitchChange change, boolean asked) {

  PendingSwitch whenAsked() {
    return new PendingSwitch(wantedBefore, leaves, to, change, true);
  }
}

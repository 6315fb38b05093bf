package dev.routeswitcher.engine;

import dev.routeswitcher.engine.Decision.SwitchChange;

/**
 * A switch that is wanted and not yet seen in force.
 *
 * @param wantedBefore index of the uplink wanted before, {@code PlanRequest.UNDECIDED} during boot
 * @param leaves index of the uplink that loses the traffic; the one that gains it at start
 * @param to index of the uplink that gains it
 * @param change what is reported of it
 */
record PendingSwitch(int wantedBefore, int leaves, int to, SwitchChange change) {}

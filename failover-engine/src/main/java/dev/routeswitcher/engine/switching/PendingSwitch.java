package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.SwitchChange;

/**
 * A switch that is wanted and not yet seen in force.
 *
 * @param wantedBefore index of the uplink wanted before, {@code PlanRequest.UNDECIDED} during boot,
 *     and if it is not configured any more
 * @param leftIndex index of the uplink that loses the traffic, whose damping begins when the switch
 *     is in force; the same as {@code to} at start, when no uplink loses it, and negative if it is
 *     not configured any more
 * @param to index of the uplink that gains it
 * @param change what is reported of it
 * @param asked whether the kernel has been asked to carry it out, and did not answer that its table
 *     is another than was read
 * @param staleAnswers how often it answered that
 */
record PendingSwitch(
    int wantedBefore, int leftIndex, int to, SwitchChange change, boolean asked, int staleAnswers) {

  /** After so many it is no surprise any more, and the switch waits like any other change. */
  private static final int MOST_STALE_ANSWERS = 5;

  PendingSwitch whenAsked() {
    return new PendingSwitch(wantedBefore, leftIndex, to, change, true, staleAnswers);
  }

  PendingSwitch whenStale() {
    int answers = staleAnswers + 1;
    boolean mayAskAtOnce = answers < MOST_STALE_ANSWERS;
    return new PendingSwitch(wantedBefore, leftIndex, to, change, !mayAskAtOnce, answers);
  }
}

package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;

/**
 * Everything a route plan is a function of.
 *
 * @param uplinks the uplinks in priority order, the primary first
 * @param failoverMetric the metric of the failover route, below every base metric
 * @param wanted index of the uplink that is to carry the traffic, or {@link #UNDECIDED}
 * @param kernel the default routes of the main table, in the order in which the kernel prefers them
 *     among equals
 */
public record PlanRequest(
    ImmutableList<PlannedUplink> uplinks,
    long failoverMetric,
    int wanted,
    ImmutableList<DefaultRoute> kernel) {

  /** Stands for "not decided yet": base routes are kept up, the failover route is left alone. */
  public static final int UNDECIDED = -1;

  private static final int PRIMARY = 0;

  boolean wantsPrimary() {
    return wanted == PRIMARY;
  }

  PlannedUplink primary() {
    return uplinks.get(PRIMARY);
  }
}

package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.route.PlanRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers of one address family.
 *
 * @param family which
 * @param wanted index of the wanted uplink, or {@code PlanRequest.UNDECIDED} during boot
 * @param bootEndsAtNanos when the boot window is over
 * @param uplinks in priority order
 * @param routes the kernel's routes
 * @param pending the switch not yet seen in force, or null
 * @param history when the traffic last moved
 * @param alarms what needs an operator's attention
 * @param wakeAtNanos when the engine asked to be woken
 */
record FamilyState(
    AddressFamily family,
    int wanted,
    long bootEndsAtNanos,
    ImmutableList<UplinkState> uplinks,
    RouteState routes,
    @Nullable PendingSwitch pending,
    SwitchHistory history,
    ImmutableSet<Alarm> alarms,
    long wakeAtNanos) {

  static FamilyState initial(FamilyConfig config, Timing timing, long now) {
    return new FamilyState(
        config.family(),
        PlanRequest.UNDECIDED,
        now + timing.bootWindow().toNanos(),
        config.uplinks().stream()
            .map(uplink -> UplinkState.initial(config.family(), uplink, now))
            .collect(ImmutableList.toImmutableList()),
        RouteState.UNSEEN,
        null,
        SwitchHistory.NONE,
        ImmutableSet.of(),
        now);
  }
}

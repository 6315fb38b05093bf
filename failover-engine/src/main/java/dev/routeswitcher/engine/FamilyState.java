package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.stream.IntStream;

/**
 * What the engine remembers of one address family.
 *
 * @param family which
 * @param bootEndsAtNanos when the boot window is over
 * @param switches which uplink is wanted, and how that came
 * @param uplinks in priority order
 * @param routes the kernel's routes
 * @param aside a bit for each target that is set aside because it answers on no uplink
 * @param alarms what needs an operator's attention
 * @param wakeAtNanos when the engine asked to be woken
 */
record FamilyState(
    AddressFamily family,
    long bootEndsAtNanos,
    SwitchState switches,
    ImmutableList<UplinkState> uplinks,
    RouteState routes,
    int aside,
    ImmutableSet<Alarm> alarms,
    long wakeAtNanos) {

  static FamilyState initial(FamilyConfig config, Timing timing, long now) {
    return new FamilyState(
        config.family(),
        now + timing.bootWindow().toNanos(),
        SwitchState.INITIAL,
        IntStream.range(0, config.uplinks().size())
            .mapToObj(i -> UplinkState.initial(config, config.uplinks().get(i), now))
            .collect(ImmutableList.toImmutableList()),
        RouteState.UNSEEN,
        0,
        ImmutableSet.of(),
        now);
  }

  int wanted() {
    return switches.wanted();
  }
}

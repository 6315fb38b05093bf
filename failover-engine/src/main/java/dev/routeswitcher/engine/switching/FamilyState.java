package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.route.PlanRequest;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the engine remembers of one address family.
 *
 * @param bootEndsAtNanos when the boot window is over
 * @param switches which uplink is wanted, and how that came
 * @param uplinks in priority order
 * @param routes the kernel's routes
 * @param asideBits a bit for each target that is set aside because it answers on no uplink
 * @param alarms what needs an operator's attention
 * @param pendingAlarms what will, if it lasts
 * @param wakeAtNanos when the engine asked to be woken
 */
public record FamilyState(
    IpFamily family,
    long bootEndsAtNanos,
    SwitchState switches,
    ImmutableList<UplinkState> uplinks,
    RouteState routes,
    int asideBits,
    ImmutableSet<Alarm> alarms,
    ImmutableList<PendingAlarm> pendingAlarms,
    long wakeAtNanos) {

  public static FamilyState initial(FamilyConfig config, Timing timing, long now) {
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
        ImmutableList.of(),
        now);
  }

  /** The family is not managed any more: what needed attention needs none. */
  public void forget(Output output) {
    alarms.forEach(alarm -> output.report(new Notice.AlarmCleared(alarm)));
  }

  public int wanted() {
    return switches.wanted();
  }

  /** The uplink that is wanted; empty before the first decision. */
  public Optional<UplinkKey> wantedUplink() {
    return wanted() == PlanRequest.UNDECIDED
        ? Optional.empty()
        : Optional.of(uplinks.get(wanted()).key());
  }

  /** What the routes are planned from; empty before they were read, and while dormant. */
  public Optional<PlanRequest> routing() {
    return Optional.ofNullable(routes.planned()).map(PlannedRoutes::request);
  }
}

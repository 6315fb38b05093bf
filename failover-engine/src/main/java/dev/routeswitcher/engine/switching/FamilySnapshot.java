package dev.routeswitcher.engine.switching;

import static dev.routeswitcher.engine.route.PlanRequest.PRIMARY;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.Snapshot.Prospect;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.probe.Instants;
import dev.routeswitcher.engine.probe.ProbeStep;
import dev.routeswitcher.engine.probe.RoundLedger;
import dev.routeswitcher.engine.probe.RttEstimate;
import dev.routeswitcher.engine.probe.Streak;
import dev.routeswitcher.engine.probe.TargetEvidence;
import dev.routeswitcher.engine.route.PlanRequest;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the snapshot of one family: its state is loaded as for a step, and looked at. */
public final class FamilySnapshot {

  private final FamilyConfig config;
  private final EngineConfig engine;
  private final Timing timing;
  private final FamilyState state;
  private final long now;
  private final ImmutableList<UplinkStep> uplinks;
  private final SwitchStep switches;
  private final StepTable table;

  public FamilySnapshot(FamilyConfig config, EngineConfig engine, FamilyState state, long now) {
    this.config = config;
    this.engine = engine;
    this.timing = engine.timing();
    this.state = state;
    this.now = now;
    this.uplinks =
        IntStream.range(0, config.uplinks().size())
            .mapToObj(i -> new UplinkStep(i, config, engine, state.uplinks().get(i), now))
            .collect(ImmutableList.toImmutableList());
    this.switches = new SwitchStep(state.switches(), uplinks, now, new Output());
    switches.applyOverride();
    paceAll();
    this.table = new StepTable(uplinks, engine, switches.historyWithPending(), now);
  }

  private void paceAll() {
    UplinkStep active = switches.active();
    for (UplinkStep uplink : uplinks) {
      uplink.pace(isBoot() || uplink == active, active.isInDoubt());
    }
  }

  public Snapshot.Family take() {
    PendingSwitch pending = switches.pending();
    UplinkStep active = switches.active();
    UplinkStep standIn = isBoot() ? null : table.bestCandidate(active);
    return new Snapshot.Family(
        config.family(),
        state(),
        isBoot() ? null : active.key(),
        pending == null ? null : pending.change(),
        uplinks.stream().map(this::uplink).collect(ImmutableList.toImmutableList()),
        IntStream.range(0, config.targets().size())
            .mapToObj(i -> new Snapshot.Target(config.targets().get(i), isAside(i)))
            .collect(ImmutableList.toImmutableList()),
        state.switches().override(),
        state.switches().counts(),
        state.alarms(),
        next(),
        standIn == null ? null : standIn.key(),
        past());
  }

  private Past past() {
    SwitchState known = state.switches();
    return new Past(
        config.family(),
        known.counts(),
        known.history().lastForcedAtNanos(),
        known.history().lastVoluntaryAtNanos(),
        uplinks.stream().map(this::past).collect(ImmutableList.toImmutableList()));
  }

  private Past.Uplink past(UplinkStep uplink) {
    Damping damping = uplink.damping();
    RoundLedger rounds = uplink.probes().rounds();
    return new Past.Uplink(
        config.uplinks().get(uplink.index()).name(),
        uplink.key().interfaceName(),
        damping.use(),
        damping.holdNanos(),
        damping.leftAtNanos(),
        damping.returnedAtNanos(),
        rounds.nextNumber() - 1,
        rounds.failedRounds());
  }

  private boolean isBoot() {
    return state.wanted() == PlanRequest.UNDECIDED;
  }

  private boolean isAside(int target) {
    return (state.asideBits() & 1 << target) != 0;
  }

  private boolean isDormant() {
    return FamilyStep.isDormant(config, uplinks);
  }

  private FailoverState state() {
    if (isDormant()) {
      return FailoverState.DORMANT;
    } else if (isBoot()) {
      return FailoverState.BOOT;
    }
    return state.wanted() == PRIMARY ? FailoverState.PRIMARY : FailoverState.FALLBACK;
  }

  private Snapshot.Uplink uplink(UplinkStep uplink) {
    ProbeStep probes = uplink.probes();
    Streak streak = probes.streak();
    Backoff refusal = uplink.refusal();
    return new Snapshot.Uplink(
        uplink.key(),
        uplink.name(),
        uplink.health(),
        uplink.condition(),
        uplink.evidence(),
        uplink.via() == null ? null : uplink.via().toString(),
        uplink.gatewayOrigin(),
        uplink.link().status(),
        streak.successes() > 0 ? (Long) streak.runStartNanos() : null,
        uplink.holdIsOver() ? null : uplink.damping().holdEndsAtNanos(),
        refusal == null || !uplink.isRefused() ? null : (Long) refusal.untilNanos(),
        uplink.nextRoundAt(),
        probes.rounds().nextNumber() - 1,
        probes.rounds().failedRounds(),
        IntStream.range(0, config.targets().size())
            .mapToObj(target -> answers(probes.evidence(target)))
            .collect(ImmutableList.toImmutableList()));
  }

  private Snapshot.Answers answers(TargetEvidence target) {
    RttEstimate rtt = target.rtt();
    return new Snapshot.Answers(
        rtt == null ? null : (Long) rtt.srttNanos(),
        target.misses(),
        target.replyTimeoutNanos(timing));
  }

  // What is in prospect

  private @Nullable Prospect next() {
    if (isDormant()) {
      return null;
    } else if (isBoot()) {
      return new Prospect(SwitchKind.START, uplinks.get(PRIMARY).key(), state.bootEndsAtNanos());
    }
    UplinkStep active = switches.active();
    if (active.isFailing()) {
      return failover(active);
    }
    return engine.policy().failback() == Failback.MANUAL || isOverruled() ? null : failback(active);
  }

  private boolean isOverruled() {
    PlannedRoutes planned = state.routes().planned();
    return planned != null && !planned.overruling().isEmpty();
  }

  /** Every further round fails as the last one did. */
  private @Nullable Prospect failover(UplinkStep active) {
    UplinkStep standIn = table.bestCandidate(active);
    Long nextRound = active.nextRoundAt();
    int missing = timing.failureThreshold() - active.probes().streak().failures();
    if (standIn == null || nextRound == null || missing <= 0) {
      return null;
    }
    long lastRound = nextRound + (missing - 1) * active.cadenceNanos();
    return new Prospect(
        SwitchKind.FAILOVER, standIn.key(), lastRound + active.probes().longestReplyTimeoutNanos());
  }

  private @Nullable Prospect failback(UplinkStep active) {
    Prospect first = null;
    for (UplinkStep uplink : uplinks) {
      if (uplink.rank() < active.rank() && mayReturn(uplink)) {
        long at = returnAt(uplink);
        if (first == null || at - first.atNanos() < 0) {
          first = new Prospect(SwitchKind.FAILBACK, uplink.key(), at);
        }
      }
    }
    return first;
  }

  private static boolean mayReturn(UplinkStep uplink) {
    return uplink.isResponsive()
        && uplink.probes().streak().successes() > 0
        && uplink.isSound()
        && uplink.mayBeUsed();
  }

  /** The earliest moment at which an answered round would bring the traffic back. */
  private long returnAt(UplinkStep uplink) {
    long at = uplink.probes().streak().runStartNanos() + timing.failbackDelay().toNanos();
    Long holdEnds = uplink.damping().holdEndsAtNanos();
    if (holdEnds != null) {
      at = Instants.later(at, holdEnds);
    }
    Long lastVoluntary = switches.historyWithPending().lastVoluntaryAtNanos();
    if (lastVoluntary != null) {
      at = Instants.later(at, lastVoluntary + timing.failbackDelay().toNanos());
    }
    return Instants.later(at, now);
  }
}

package dev.routeswitcher.engine.switching;

import static dev.routeswitcher.engine.route.PlanRequest.PRIMARY;

import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Past.Use;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.SwitchCounts;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.switching.StepTable.Move;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which uplink a family wants during one step, and what became of the last switch. */
final class SwitchStep {

  private final List<UplinkStep> uplinks;
  private final long now;
  private final Output output;

  private int wanted;
  private @Nullable PendingSwitch pending;
  private SwitchHistory history;
  private ManualOverride override;
  private boolean overrideDue;
  private SwitchCounts counts;
  private @Nullable OperationResult refusal;

  SwitchStep(SwitchState before, List<UplinkStep> uplinks, long now, Output output) {
    this.uplinks = uplinks;
    this.now = now;
    this.output = output;
    this.wanted = before.wanted();
    this.pending = before.pending();
    this.history = before.history();
    this.override = before.override();
    this.overrideDue = before.overrideDue();
    this.counts = before.counts();
  }

  // What happens

  void onRecalled(Past past) {
    history = SwitchHistory.recalled(past, now);
    counts = past.counts();
  }

  void onOverridden(ManualOverride newOverride) {
    override = newOverride;
    overrideDue = newOverride.use() != null;
  }

  /** Applies the manual override to every uplink; if all are barred, none is. */
  void applyOverride() {
    if (override.equals(ManualOverride.NONE)) {
      return;
    }
    boolean allBarred =
        uplinks.stream().allMatch(uplink -> override.never().contains(uplink.key()));
    for (UplinkStep uplink : uplinks) {
      if (uplink.key().equals(override.use())) {
        uplink.setManualUse(UplinkStep.ManualUse.USE);
      } else if (!allBarred && override.never().contains(uplink.key())) {
        uplink.setManualUse(UplinkStep.ManualUse.NEVER);
      }
    }
  }

  /**
   * Row 1 of the step table: a failover route of an earlier run decides where to begin. If nothing
   * is known of how it came, the primary has just been left.
   */
  void adopt(UplinkStep active) {
    if (active.index() != PRIMARY && active.damping().use() != Use.ACTIVE) {
      uplinks.get(PRIMARY).onLeft(now);
      history = history.forced(now);
    }
    move(new Move(SwitchKind.ADOPTION, active, new Reason.Adopted()));
  }

  /** The kernel refused an operation that would have brought the pending switch into force. */
  void onRefused(OperationResult result) {
    refusal = result;
  }

  /** A switch that met another table than was read has yet to be asked for. */
  void onStaleAnswer() {
    if (pending != null && pending.asked()) {
      pending = pending.whenStale();
    }
  }

  void onAsked() {
    pending = pending == null ? null : pending.whenAsked();
  }

  /**
   * Makes the step table choose again after the kernel refused the pending switch. While every
   * uplink is down there is nothing to choose, and what is wanted does not change.
   */
  void undoIfRefused() {
    PendingSwitch undone = pending;
    if (undone == null || refusal == null || uplinks.stream().allMatch(UplinkStep::isDown)) {
      return;
    }
    wanted = undone.wantedBefore();
    pending = null;
    counts = counts.plusUndone();
    overrideDue |= uplinks.get(undone.to()).isToBeUsed();
    output.report(new Notice.SwitchUndone(undone.change(), refusal.detail()));
  }

  void decide(EngineConfig config, boolean bootIsOver, BooleanSupplier overruled) {
    overrideDue &= !(wanted != PlanRequest.UNDECIDED && uplinks.get(wanted).isToBeUsed());
    Move move =
        new StepTable(uplinks, config, historyWithPending(), now)
            .decide(wanted, bootIsOver, overruled, overrideDue);
    if (move != null) {
      move(move);
    }
  }

  /** A voluntary switch that is not in force yet already keeps the next one at a distance. */
  SwitchHistory historyWithPending() {
    return pending != null && pending.change().kind().isVoluntary()
        ? history.voluntary(pending.change().decidedAtNanos())
        : history;
  }

  private void move(Move move) {
    UplinkStep to = move.to();
    UplinkStep from = wanted == PlanRequest.UNDECIDED ? null : uplinks.get(wanted);
    boolean passesPrimary =
        from == null && to.index() != PRIMARY && move.kind() != SwitchKind.ADOPTION;
    UplinkStep left = passesPrimary ? uplinks.get(PRIMARY) : from;
    SwitchChange change =
        new SwitchChange(
            move.kind(),
            left == null ? null : left.key(),
            left == null ? null : left.name(),
            to.key(),
            to.name(),
            to.index() == PRIMARY ? FailoverState.PRIMARY : FailoverState.FALLBACK,
            move.reason(),
            now);
    int leftIndex = left == null ? to.index() : left.index();
    pending = new PendingSwitch(wanted, leftIndex, to.index(), change, false, 0);
    wanted = to.index();
    overrideDue &= !to.isToBeUsed();
    output.report(new Notice.SwitchDecided(change));
  }

  /** Takes the pending switch into the history once the kernel is seen to prefer its uplink. */
  void confirm(Predicate<UplinkStep> leadsBy) {
    PendingSwitch done = pending;
    if (done == null) {
      return;
    }
    UplinkStep to = uplinks.get(done.to());
    if (!leadsBy.test(to)) {
      return;
    }
    long decidedAt = done.change().decidedAtNanos();
    switch (done.change().kind()) {
      case FAILOVER -> {
        left(done).ifPresent(uplink -> uplink.onLeft(decidedAt));
        history = history.forced(decidedAt);
      }
      case FAILBACK, MANUAL -> {
        left(done).ifPresent(UplinkStep::onMovedAway);
        history = history.voluntary(decidedAt);
      }
      case START, ADOPTION -> {
        // Not a switch: the traffic stays where it was found.
      }
    }
    to.onActivated(decidedAt, done.change().kind());
    counts = counts.plus(done.change().kind());
    pending = null;
    output.report(new Notice.SwitchInForce(done.change(), now - decidedAt));
  }

  private Optional<UplinkStep> left(PendingSwitch done) {
    return done.leftIndex() < 0 ? Optional.empty() : Optional.of(uplinks.get(done.leftIndex()));
  }

  // How it is

  int wanted() {
    return wanted;
  }

  /** The uplink that carries the traffic or, during boot, is the first that may. */
  UplinkStep active() {
    return uplinks.get(Math.max(PRIMARY, wanted));
  }

  @Nullable PendingSwitch pending() {
    return pending;
  }

  /** The uplink that a manual override wants used and that has yet to be switched to, or null. */
  @Nullable UplinkStep awaited() {
    return overrideDue
        ? uplinks.stream().filter(UplinkStep::isToBeUsed).findFirst().orElse(null)
        : null;
  }

  SwitchState freeze() {
    return new SwitchState(wanted, pending, history, override, overrideDue, counts);
  }
}

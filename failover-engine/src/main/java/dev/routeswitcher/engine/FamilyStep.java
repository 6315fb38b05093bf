package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.routeswitcher.engine.Decision.SwitchChange;
import dev.routeswitcher.engine.Decision.SwitchKind;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.Resumed;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.Reason.Code;
import dev.routeswitcher.engine.StepTable.Move;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.ForeignRoutes;
import dev.routeswitcher.engine.route.NextHop;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.RouteOperation;
import dev.routeswitcher.engine.route.RoutePlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One step of one address family: loaded from its state, moved by events and the step table, frozen
 * again. The parts of {@link #run} stand in the order in which they take effect.
 */
final class FamilyStep {

  private static final int PRIMARY = 0;

  private final FamilyConfig config;
  private final Timing timing;
  private final FamilyState before;
  private final long now;
  private final Consumer<Decision> decisions;
  private final ImmutableList<UplinkStep> uplinks;

  private int wanted;
  private @Nullable KernelView kernel;
  private boolean changeInFlight;
  private @Nullable PendingSwitch pending;
  private SwitchHistory history;
  private @Nullable Backoff unavailable;
  private Repairs repairs;
  private boolean decidedNow;
  private boolean linksMoved;
  private boolean planHeldBack;

  FamilyStep(
      FamilyConfig config,
      Timing timing,
      FamilyState before,
      long now,
      ImmutableList.Builder<Decision> decisions) {
    this.config = config;
    this.timing = timing;
    this.before = before;
    this.now = now;
    this.decisions = decisions::add;
    this.wanted = before.wanted();
    this.kernel = before.kernel();
    this.changeInFlight = before.changeInFlight();
    this.pending = before.pending();
    this.history = before.history();
    this.unavailable = before.unavailable();
    this.repairs = before.repairs();
    RoundRules rules =
        new RoundRules(config.targets().size(), timing.quorum(), timing.silenceNanos());
    ImmutableList.Builder<UplinkStep> loaded = ImmutableList.builder();
    for (int i = 0; i < config.uplinks().size(); i++) {
      loaded.add(
          new UplinkStep(i, config.uplinks().get(i), timing, rules, before.uplinks().get(i), now));
    }
    this.uplinks = loaded.build();
  }

  FamilyState run(List<EngineEvent> events, long latestWake) {
    forgiveStall();
    events.forEach(this::applyLink);
    events.forEach(this::applyRoutes);
    uplinks.forEach(UplinkStep::refreshLink);
    events.forEach(this::applyResumed);
    events.forEach(this::applyProbe);
    uplinks.forEach(UplinkStep::expireRounds);
    if (kernel != null) {
      decide();
      confirm();
      changeRoutes();
      startRounds();
      uplinks.forEach(uplink -> emit(uplink.change()));
    }
    return freeze(latestWake);
  }

  // Events

  /**
   * A step that comes late by more than an interval means that the program or the machine stood
   * still: results may wait behind it, so rounds get that time back before they expire.
   */
  private void forgiveStall() {
    long late = now - before.wakeAtNanos();
    if (late > timing.intervalNanos()) {
      uplinks.forEach(uplink -> uplink.postponeRounds(late));
    }
  }

  private void applyLink(EngineEvent event) {
    if (event instanceof LinkChanged changed) {
      uplink(changed.uplink())
          .ifPresent(
              uplink -> {
                linksMoved |= !uplink.link().status().equals(changed.status());
                uplink.link(changed.status());
              });
    }
  }

  private void applyRoutes(EngineEvent event) {
    if (event instanceof RoutesChanged changed && changed.family() == config.family()) {
      changeInFlight = false;
      kernel = kernel == null ? null : kernel.stale();
      applyAcceptances(changed.results());
      changed.results().forEach(this::applyRefusal);
      if (changed.results().stream().noneMatch(r -> r.outcome() == Outcome.UNAVAILABLE)) {
        unavailable = null;
      }
    } else if (event instanceof RoutesObserved seen && seen.family() == config.family()) {
      observe(new KernelView(seen.routes(), seen.paths(), true));
    }
  }

  /** An uplink is accepted again if all that was asked of it was done. */
  private void applyAcceptances(List<OperationResult> results) {
    for (UplinkStep uplink : uplinks) {
      List<OperationResult> its =
          results.stream()
              .filter(result -> result.operation().route().leavesBy(uplink.key().interfaceName()))
              .toList();
      if (!its.isEmpty() && its.stream().allMatch(r -> r.outcome() == Outcome.APPLIED)) {
        uplink.accepted();
      }
    }
  }

  private void applyRefusal(OperationResult result) {
    String detail = result.operation() + ": " + result.detail();
    if (result.outcome() == Outcome.UNAVAILABLE) {
      unavailable = Backoff.after(before.unavailable(), now, detail);
    } else if (result.outcome() == Outcome.REFUSED) {
      uplinkOf(result.operation().route())
          .ifPresent(
              uplink -> {
                uplink.refused(detail);
                undoIfRefused(uplink, result);
              });
    }
  }

  private void undoIfRefused(UplinkStep refused, OperationResult result) {
    PendingSwitch undone = pending;
    if (undone == null
        || undone.to() != refused.index()
        || result.operation().kind() == RouteOperation.Kind.DELETE
        || result.operation().route().metric() != config.failoverMetric()) {
      return;
    }
    wanted = undone.wantedBefore();
    pending = null;
    emit(new Decision.SwitchUndone(undone.change(), result.detail()));
  }

  private void observe(KernelView seen) {
    KernelView last = kernel;
    for (UplinkStep uplink : uplinks) {
      String name = uplink.key().interfaceName();
      if (last != null && !last.through(name).equals(seen.through(name))) {
        uplink.accepted();
      }
      uplink.learnGateway(seen, last == null);
    }
    kernel = seen;
    if (last == null) {
      adopt(seen);
    }
  }

  /** Row 1 of the step table: a failover route of an earlier run decides where to begin. */
  private void adopt(KernelView seen) {
    Optional<UplinkStep> adopted =
        seen.routes().stream()
            .filter(route -> route.isOurs() && route.metric() == config.failoverMetric())
            .findFirst()
            .flatMap(this::uplinkOf);
    if (adopted.isEmpty()) {
      return;
    }
    UplinkStep active = adopted.get();
    if (active.index() != PRIMARY) {
      uplinks.get(PRIMARY).left(now);
      history = history.forced(now);
    }
    Reason reason = new Reason(Code.ADOPTED, "adopted after restart");
    move(new Move(SwitchKind.ADOPTION, active, reason));
  }

  private void applyResumed(EngineEvent event) {
    if (event instanceof Resumed) {
      uplinks.forEach(UplinkStep::voidRounds);
    }
  }

  private void applyProbe(EngineEvent event) {
    if (event instanceof ProbeFinished finished) {
      uplink(finished.uplink()).ifPresent(uplink -> uplink.probe(finished));
    }
  }

  // Decision

  private void decide() {
    boolean bootIsOver = now - before.bootEndsAtNanos() >= 0;
    boolean overruled = !ForeignRoutes.overruling(planRequest()).isEmpty();
    Move move = new StepTable(uplinks, timing, history, now).decide(wanted, bootIsOver, overruled);
    if (move != null) {
      move(move);
    }
  }

  private void move(Move move) {
    UplinkStep to = move.to();
    UplinkStep from = wanted == PlanRequest.UNDECIDED ? null : uplinks.get(wanted);
    boolean leavesPrimaryAtBoot = from == null && move.kind() == SwitchKind.FAILOVER;
    UplinkStep leaves = leavesPrimaryAtBoot ? uplinks.get(PRIMARY) : from;
    SwitchChange change =
        new SwitchChange(
            move.kind(),
            leaves == null ? null : leaves.key(),
            leaves == null ? null : leaves.role(),
            to.key(),
            to.role(),
            move.reason(),
            now);
    pending =
        new PendingSwitch(wanted, leaves == null ? to.index() : leaves.index(), to.index(), change);
    wanted = to.index();
    decidedNow = true;
    emit(new Decision.SwitchDecided(change));
  }

  /** Takes the pending switch into the history once the kernel is seen to prefer its uplink. */
  private void confirm() {
    PendingSwitch done = pending;
    if (done == null || kernel == null || !kernel.fresh() || changeInFlight) {
      return;
    }
    UplinkStep to = uplinks.get(done.to());
    if (!kernel.prefers(to.key().interfaceName())) {
      return;
    }
    long decidedAt = done.change().decidedAtNanos();
    switch (done.change().kind()) {
      case FAILOVER -> {
        uplinks.get(done.leaves()).left(decidedAt);
        history = history.forced(decidedAt);
      }
      case FAILBACK -> history = history.voluntary(decidedAt);
      case START, ADOPTION -> {
        // Not a switch: the traffic stays where it was found.
      }
    }
    to.activated(decidedAt);
    pending = null;
    emit(new Decision.SwitchInForce(done.change(), now - decidedAt));
  }

  // Routes

  private PlanRequest planRequest() {
    return new PlanRequest(
        uplinks.stream().map(UplinkStep::planned).collect(ImmutableList.toImmutableList()),
        config.failoverMetric(),
        wanted,
        kernel == null ? ImmutableList.of() : kernel.routes());
  }

  private void changeRoutes() {
    if (kernel == null || !kernel.fresh() || changeInFlight) {
      return;
    }
    ImmutableList<RouteOperation> operations = RoutePlan.of(planRequest());
    if (linksMoved) {
      repairs = Repairs.NONE;
    }
    if (operations.isEmpty()) {
      return;
    }
    boolean unavailableYet = unavailable != null && !unavailable.isOver(now);
    if (!decidedNow && (unavailableYet || repairs.notBeforeNanos(now) - now > 0)) {
      planHeldBack = true;
      return;
    }
    if (!decidedNow) {
      repairs = repairs.then(now);
    }
    changeInFlight = true;
    emit(new Decision.ChangeRoutes(config.family(), operations));
  }

  // Rounds and reports

  private void startRounds() {
    uplinks.forEach(uplink -> emit(uplink.startDueRound()));
  }

  private void emit(@Nullable Decision decision) {
    if (decision != null) {
      decisions.accept(decision);
    }
  }

  private ImmutableSet<Alarm> reportAlarms() {
    KernelView seen = kernel;
    if (seen == null) {
      return ImmutableSet.of();
    }
    boolean settled = seen.fresh() && !changeInFlight && !planHeldBack;
    ImmutableSet<Alarm> alarms =
        new Alarms(config, uplinks, planRequest(), seen)
            .raised(unavailable, repairs.contended() && !repairs.isQuiet(now), settled);
    Sets.difference(before.alarms(), alarms)
        .forEach(alarm -> emit(new Decision.AlarmCleared(alarm)));
    Sets.difference(alarms, before.alarms())
        .forEach(alarm -> emit(new Decision.AlarmRaised(alarm)));
    return alarms;
  }

  private FamilyState freeze(long latestWake) {
    ImmutableSet<Alarm> alarms = reportAlarms();
    return new FamilyState(
        config.family(),
        wanted,
        before.bootEndsAtNanos(),
        uplinks.stream().map(UplinkStep::freeze).collect(ImmutableList.toImmutableList()),
        kernel,
        changeInFlight,
        pending,
        history,
        unavailable,
        repairs,
        alarms,
        wakeAt(latestWake));
  }

  private long wakeAt(long latest) {
    long wake = latest;
    if (wanted == PlanRequest.UNDECIDED && now - before.bootEndsAtNanos() < 0) {
      wake = UplinkStep.earlier(wake, before.bootEndsAtNanos());
    }
    if (planHeldBack) {
      long retryAt = repairs.notBeforeNanos(now);
      if (unavailable != null && unavailable.untilNanos() - retryAt > 0) {
        retryAt = unavailable.untilNanos();
      }
      wake = UplinkStep.earlier(wake, retryAt);
    }
    if (kernel != null) {
      for (UplinkStep uplink : uplinks) {
        wake = uplink.wakeAt(wake);
      }
    }
    return wake;
  }

  private Optional<UplinkStep> uplink(UplinkKey key) {
    return uplinks.stream().filter(uplink -> uplink.key().equals(key)).findFirst();
  }

  private Optional<UplinkStep> uplinkOf(DefaultRoute route) {
    List<NextHop> hops = route.hops();
    return hops.size() == 1
        ? uplink(new UplinkKey(config.family(), hops.get(0).interfaceName()))
        : Optional.empty();
  }
}

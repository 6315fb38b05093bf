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
  private final RouteStep routes;

  private int wanted;
  private @Nullable PendingSwitch pending;
  private SwitchHistory history;
  private @Nullable OperationResult switchRefusal;

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
    this.routes = new RouteStep(before.routes(), now);
    this.wanted = before.wanted();
    this.pending = before.pending();
    this.history = before.history();
    RoundRules rules =
        new RoundRules(
            config.targets().size(),
            timing.quorum(),
            3 * timing.intervalNanos() + timing.timeoutNanos());
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
    uplinks.forEach(uplink -> uplink.refreshLink(routes.kernel()));
    events.forEach(this::applyResumed);
    events.forEach(this::applyProbe);
    uplinks.forEach(UplinkStep::expireRounds);
    if (routes.kernel() != null) {
      undoRefusedSwitch();
      decide();
      changeRoutes();
      confirm();
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
                if (!uplink.link().status().equals(changed.status())) {
                  routes.linkMoved();
                }
                uplink.link(changed.status());
              });
    }
  }

  private void applyRoutes(EngineEvent event) {
    if (event instanceof RoutesChanged changed && changed.family() == config.family()) {
      routes.changed(changed.results());
      applyAcceptances(changed.results());
      changed.results().forEach(this::applyRefusal);
      applyStaleness(changed.results());
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
    if (result.outcome() == Outcome.REFUSED) {
      uplinkOf(result.operation().route())
          .ifPresent(
              uplink -> {
                uplink.refused(result.failure());
                if (carriesPendingSwitch(result.operation(), uplink)) {
                  switchRefusal = result;
                }
              });
    }
  }

  private boolean carriesPendingSwitch(RouteOperation operation, UplinkStep uplink) {
    return pending != null
        && pending.to() == uplink.index()
        && operation.kind() != RouteOperation.Kind.DELETE
        && concernsFailoverRoute(operation);
  }

  /** A switch that met another table than was read has yet to be asked for. */
  private void applyStaleness(List<OperationResult> results) {
    boolean stale =
        results.stream()
            .filter(result -> result.outcome() == Outcome.STALE)
            .anyMatch(result -> concernsFailoverRoute(result.operation()));
    if (stale && pending != null && pending.asked()) {
      pending = pending.whenStale();
    }
  }

  /** Only such operations carry a switch; the others are upkeep. */
  private boolean concernsFailoverRoute(RouteOperation operation) {
    return operation.route().metric() == config.failoverMetric();
  }

  private void observe(KernelView seen) {
    KernelView last = routes.kernel();
    for (UplinkStep uplink : uplinks) {
      String name = uplink.key().interfaceName();
      if (last != null && !last.through(name).equals(seen.through(name))) {
        uplink.accepted();
      }
      uplink.learnGateway(seen, last == null);
    }
    routes.observed(seen);
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
      uplinks.forEach(UplinkStep::resumed);
    }
  }

  private void applyProbe(EngineEvent event) {
    if (event instanceof ProbeFinished finished) {
      uplink(finished.uplink()).ifPresent(uplink -> uplink.probe(finished));
    }
  }

  // Decision

  /**
   * Makes the step table choose again after the kernel refused the pending switch. While every
   * uplink is down there is nothing to choose, and what is wanted does not change.
   */
  private void undoRefusedSwitch() {
    PendingSwitch undone = pending;
    if (undone == null || switchRefusal == null || uplinks.stream().allMatch(UplinkStep::isDown)) {
      return;
    }
    wanted = undone.wantedBefore();
    pending = null;
    emit(new Decision.SwitchUndone(undone.change(), switchRefusal.detail()));
  }

  private void decide() {
    boolean bootIsOver = now - before.bootEndsAtNanos() >= 0;
    boolean overruled = !ForeignRoutes.overruling(planRequest()).isEmpty();
    Move move =
        new StepTable(uplinks, timing, historyWithPending(), now)
            .decide(wanted, bootIsOver, overruled);
    if (move != null) {
      move(move);
    }
  }

  /** A failback that is not in force yet already keeps the next one at a distance. */
  private SwitchHistory historyWithPending() {
    return pending != null && pending.change().kind() == SwitchKind.FAILBACK
        ? history.voluntary(pending.change().decidedAtNanos())
        : history;
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
        new PendingSwitch(
            wanted, leaves == null ? to.index() : leaves.index(), to.index(), change, false, 0);
    wanted = to.index();
    emit(new Decision.SwitchDecided(change));
  }

  /** Takes the pending switch into the history once the kernel is seen to prefer its uplink. */
  private void confirm() {
    PendingSwitch done = pending;
    KernelView seen = routes.kernel();
    if (done == null || seen == null || !routes.areCurrent()) {
      return;
    }
    UplinkStep to = uplinks.get(done.to());
    if (!seen.prefers(to.key().interfaceName())) {
      return;
    }
    long decidedAt = done.change().decidedAtNanos();
    switch (done.change().kind()) {
      case FAILOVER -> {
        uplinks.get(done.leaves()).left(decidedAt);
        history = history.forced(decidedAt);
      }
      case FAILBACK -> history = history.voluntary(decidedAt);
      case MANUAL, START, ADOPTION -> {
        // Not a switch: the traffic stays where it was found.
      }
    }
    to.activated(decidedAt);
    pending = null;
    emit(new Decision.SwitchInForce(done.change(), now - decidedAt));
  }

  // Routes

  private PlanRequest planRequest() {
    KernelView seen = routes.kernel();
    return new PlanRequest(
        uplinks.stream().map(UplinkStep::planned).collect(ImmutableList.toImmutableList()),
        config.failoverMetric(),
        wanted,
        seen == null ? ImmutableList.of() : seen.routes());
  }

  private void changeRoutes() {
    if (!routes.areCurrent()) {
      return;
    }
    ImmutableList<RouteOperation> operations = RoutePlan.of(planRequest());
    if (operations.isEmpty()) {
      routes.nothingToChange();
      return;
    }
    boolean carrying = operations.stream().anyMatch(this::concernsFailoverRoute);
    PendingSwitch carried = carrying ? pending : null;
    boolean switching = carried != null && !carried.asked();
    if (!routes.mayChange(switching, isRetry(operations))) {
      return;
    }
    pending = carried == null ? pending : carried.whenAsked();
    uplinks.stream().filter(uplink -> concern(operations, uplink)).forEach(UplinkStep::retried);
    emit(new Decision.ChangeRoutes(config.family(), operations));
  }

  /** Whether the kernel refused a route of an uplink concerned, so that nobody undid it. */
  private boolean isRetry(List<RouteOperation> operations) {
    return uplinks.stream()
        .anyMatch(uplink -> uplink.refusal() != null && concern(operations, uplink));
  }

  private static boolean concern(List<RouteOperation> operations, UplinkStep uplink) {
    return operations.stream()
        .anyMatch(operation -> operation.route().leavesBy(uplink.key().interfaceName()));
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
    KernelView seen = routes.kernel();
    if (seen == null) {
      return ImmutableSet.of();
    }
    ImmutableSet<Alarm> alarms =
        new Alarms(config, uplinks, planRequest(), seen, before.alarms())
            .raised(routes.unavailable(), routes.areContended(), routes.areSettled());
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
        routes.freeze(),
        pending,
        history,
        alarms,
        wakeAt(latestWake));
  }

  private long wakeAt(long latest) {
    long wake = latest;
    if (wanted == PlanRequest.UNDECIDED && now - before.bootEndsAtNanos() < 0) {
      wake = UplinkStep.earlier(wake, before.bootEndsAtNanos());
    }
    wake = routes.wakeAt(wake);
    if (routes.kernel() != null) {
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

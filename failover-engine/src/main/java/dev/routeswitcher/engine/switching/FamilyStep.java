package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.Sets;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.GatewayLeased;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.OverrideChanged;
import dev.routeswitcher.engine.EngineEvent.PastRecalled;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.ReplyCameLate;
import dev.routeswitcher.engine.EngineEvent.Resumed;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineEvent.TablesObserved;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.probe.Instants;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of one address family: loaded from its state, moved by events and the step table, frozen
 * again. The parts of {@link #run} stand in the order in which they take effect.
 */
public final class FamilyStep {

  private final FamilyConfig config;
  private final EngineConfig engine;
  private final Timing timing;
  private final FamilyState before;
  private final long now;
  private final Output output;
  private final ImmutableList<UplinkStep> uplinks;
  private final SwitchStep switches;
  private final RouteStep routes;

  private final long bootEndsAt;

  private int asideBits;
  private int localBits;
  private ImmutableList<PendingAlarm> pendingAlarms = ImmutableList.of();

  public FamilyStep(
      FamilyConfig config, EngineConfig engine, FamilyState before, long now, Output output) {
    this.config = config;
    this.engine = engine;
    this.timing = engine.timing();
    this.before = before;
    this.now = now;
    this.output = output;
    this.routes = new RouteStep(before.routes(), now);
    this.asideBits = before.asideBits();
    int count = config.uplinks().size();
    ImmutableList.Builder<UplinkStep> loaded = ImmutableList.builderWithExpectedSize(count);
    for (int i = 0; i < count; i++) {
      loaded.add(new UplinkStep(i, config, engine, before.uplinks().get(i), now));
    }
    this.uplinks = loaded.build();
    this.switches = new SwitchStep(before.switches(), uplinks, now, output);
    // A family that was dormant until now boots from now on.
    this.bootEndsAt = isDormant() ? now + timing.bootWindow().toNanos() : before.bootEndsAtNanos();
  }

  public FamilyState run(List<EngineEvent> events, long latestWake) {
    forgiveStall();
    events.forEach(this::applyPast);
    events.forEach(this::applyLink);
    events.forEach(this::applyRoutes);
    uplinks.forEach(uplink -> uplink.refreshLink(routes.kernel(), routes.wasReadThisStep()));
    events.forEach(this::applyToAll);
    switches.applyOverride();
    localBits = routes.kernel() == null ? 0 : routes.kernel().localBits(config.targets());
    events.forEach(this::applyProbe);
    judgeRounds();
    if (routes.kernel() != null && !isDormant()) {
      switches.undoIfRefused();
      switches.decide(engine, bootIsOver(), this::isOverruled);
      changeRoutes();
      startRounds();
      uplinks.forEach(uplink -> output.reportIfAny(uplink.change()));
    }
    return freeze(latestWake);
  }

  private boolean bootIsOver() {
    return now - bootEndsAt >= 0;
  }

  private boolean isDormant() {
    return isDormant(config, uplinks);
  }

  /** Whether nobody asked for the family, and there is nothing of it on this host. */
  static boolean isDormant(FamilyConfig config, List<UplinkStep> uplinks) {
    return config.implied() && uplinks.stream().allMatch(uplink -> uplink.via() == null);
  }

  // Events

  /**
   * A step that comes late by more than an interval means that the program or the machine stood
   * still: results may wait behind it, so rounds get that time back before they expire.
   */
  private void forgiveStall() {
    long late = now - before.wakeAtNanos();
    if (late > timing.interval().toNanos()) {
      uplinks.forEach(uplink -> uplink.probes().postpone(late));
    }
  }

  private void applyPast(EngineEvent event) {
    if (event instanceof PastRecalled recalled
        && recalled.past().family() == config.family()
        && routes.kernel() == null) {
      switches.onRecalled(recalled.past());
      for (Past.Uplink past : recalled.past().uplinks()) {
        UplinkStep uplink = uplink(new UplinkKey(config.family(), past.interfaceName()));
        if (uplink != null) {
          uplink.onRecalled(past);
        }
      }
    }
  }

  private void applyLink(EngineEvent event) {
    if (event instanceof LinkChanged changed) {
      UplinkStep uplink = uplink(changed.uplink());
      if (uplink != null) {
        if (!uplink.link().status().equals(changed.status())) {
          routes.onLinkMoved();
        }
        uplink.onLinkStatus(changed.status());
      }
    }
  }

  private void applyRoutes(EngineEvent event) {
    if (event instanceof RoutesChanged changed && changed.family() == config.family()) {
      routes.onChanged(changed.results());
      List<OperationResult> main =
          changed.results().stream().filter(r -> r.operation().isOfMainTable()).toList();
      applyAcceptances(main);
      main.forEach(this::applyRefusal);
      if (Iterables.any(main, this::isStaleFailoverRoute)) {
        switches.onStaleAnswer();
      }
    } else if (event instanceof GatewayLeased leased) {
      UplinkStep uplink = uplink(leased.uplink());
      if (uplink != null) {
        uplink.onLeased(leased.gateway(), routes.kernel());
      }
    } else if (event instanceof RoutesObserved seen && seen.family() == config.family()) {
      observe(seen);
    } else if (event instanceof TablesObserved seen && seen.family() == config.family()) {
      routes.onObserved(seen.tables());
    }
  }

  /**
   * An uplink is accepted again if all routes that were to lead by it do: one taken away is none.
   */
  private void applyAcceptances(List<OperationResult> results) {
    for (UplinkStep uplink : uplinks) {
      List<OperationResult> its =
          results.stream()
              .filter(result -> result.operation().kind() != RoutingOperation.Kind.DELETE)
              .filter(result -> usesOnly(result.operation(), uplink))
              .toList();
      if (!its.isEmpty() && its.stream().allMatch(r -> r.outcome() == Outcome.APPLIED)) {
        uplink.onAccepted();
      }
    }
  }

  private void applyRefusal(OperationResult result) {
    if (result.outcome() != Outcome.REFUSED) {
      return;
    }
    UplinkStep uplink = uplinkOf((Route) result.operation().entry());
    if (uplink != null) {
      uplink.onRefused(result);
      if (carriesPendingSwitch(result.operation(), uplink)) {
        switches.onRefused(result);
      }
    }
  }

  private boolean carriesPendingSwitch(RoutingOperation operation, UplinkStep uplink) {
    PendingSwitch pending = switches.pending();
    return pending != null
        && pending.to() == uplink.index()
        && operation.kind() != RoutingOperation.Kind.DELETE
        && concernsFailoverRoute(operation);
  }

  private boolean isStaleFailoverRoute(OperationResult result) {
    return result.outcome() == Outcome.STALE && concernsFailoverRoute(result.operation());
  }

  /** Only such operations carry a switch; the others are upkeep. */
  private boolean concernsFailoverRoute(RoutingOperation operation) {
    return operation.entry() instanceof Route route
        && route.metric() == routes.failoverMetric(config);
  }

  private void observe(RoutesObserved event) {
    KernelView last = routes.kernel();
    KernelView seen = routes.onObserved(event);
    if (last != null && seen.teachesAs(last)) {
      return;
    }
    for (UplinkStep uplink : uplinks) {
      String name = uplink.key().interfaceName();
      if (last != null && !last.othersThrough(name).equals(seen.othersThrough(name))) {
        uplink.onAccepted();
      }
      uplink.learnGateway(seen, last == null);
    }
    if (last == null) {
      adopt(seen);
    }
  }

  private void adopt(KernelView seen) {
    long failoverMetric = planned().request().raisedFailoverMetric();
    for (Route route : seen.routes()) {
      if (route.isOurs() && route.metric() == failoverMetric) {
        UplinkStep active = uplinkOf(route);
        if (active != null) {
          switches.adopt(active);
        }
        return;
      }
    }
  }

  private void applyToAll(EngineEvent event) {
    if (event instanceof Resumed) {
      uplinks.forEach(uplink -> uplink.probes().resumed());
    } else if (event instanceof OverrideChanged changed && changed.family() == config.family()) {
      switches.onOverridden(changed.override());
    }
  }

  private void applyProbe(EngineEvent event) {
    if (event instanceof ProbeFinished finished) {
      UplinkStep uplink = uplink(finished.uplink());
      if (uplink != null && uplink.link().up()) {
        uplink.probes().finished(isLocal(finished) ? notSent(finished) : finished);
      }
    } else if (event instanceof ReplyCameLate late) {
      UplinkStep uplink = uplink(late.uplink());
      if (uplink != null && uplink.link().up()) {
        uplink.probes().cameLate(late);
      }
    }
  }

  private boolean isLocal(ProbeFinished probe) {
    int target = probe.target();
    return target >= 0 && target < config.targets().size() && (localBits & 1 << target) != 0;
  }

  /** A probe that this host answers itself went through no uplink. */
  private static ProbeFinished notSent(ProbeFinished probe) {
    return new ProbeFinished(
        probe.uplink(),
        probe.round(),
        probe.target(),
        EngineEvent.Verdict.NOT_SENT,
        -1,
        "the target is an address of this host");
  }

  /** What the verdicts come to, once it is known which targets are at fault themselves. */
  private void judgeRounds() {
    uplinks.forEach(uplink -> uplink.probes().expireOverdue());
    asideBits = Blame.asideNow(uplinks, asideBits, config.targets().size());
    uplinks.forEach(uplink -> uplink.probes().judge(asideBits | localBits));
  }

  // Decision and routes

  private boolean isOverruled() {
    return !planned().overruling().isEmpty();
  }

  private PlannedRoutes planned() {
    return routes.planned(config, engine, uplinks, switches.wanted(), bootIsOver());
  }

  /** Asks for what is missing; what is in force already is confirmed, whatever upkeep goes on. */
  private void changeRoutes() {
    if (!routes.canRequestChange()) {
      return;
    }
    PlannedRoutes plan = planned();
    boolean current = routes.isCurrent();
    ImmutableList.Builder<RoutingOperation> asked = ImmutableList.builder();
    ImmutableList<RoutingOperation> main =
        current ? changeMain(plan.missing()) : ImmutableList.of();
    asked.addAll(main);
    // A switch waits for no upkeep, not even for its planning; the bypass table is no upkeep.
    boolean upkeepWaits =
        Iterables.any(main, this::concernsFailoverRoute) && !engine.tables().overridesForeign();
    if (!upkeepWaits) {
      asked.addAll(routes.changeTables());
    }
    ImmutableList<RoutingOperation> operations = asked.build();
    if (!operations.isEmpty()) {
      routes.onAsked();
      output.order(new Decision.ChangeRoutes(config.family(), operations));
    }
    if (current && main.isEmpty()) {
      switches.confirm(uplink -> routes.leadsBy(uplink, config));
    }
  }

  private ImmutableList<RoutingOperation> changeMain(ImmutableList<RoutingOperation> operations) {
    if (operations.isEmpty()) {
      routes.nothingToChange();
      return operations;
    }
    PendingSwitch carried =
        Iterables.any(operations, this::concernsFailoverRoute) ? switches.pending() : null;
    boolean switching = carried != null && !carried.asked();
    // The kernel refused a route of an uplink concerned before: nobody undid it.
    boolean retry =
        Iterables.any(uplinks, uplink -> uplink.refusal() != null && concern(operations, uplink));
    ImmutableList<RoutingOperation> asked = routes.changeMain(switching, retry);
    if (!asked.isEmpty() && carried != null) {
      switches.onAsked();
    }
    for (UplinkStep uplink : uplinks) {
      if (concern(asked, uplink)) {
        uplink.onRetried();
      }
    }
    return asked;
  }

  private static boolean concern(List<RoutingOperation> operations, UplinkStep uplink) {
    return Iterables.any(operations, operation -> usesOnly(operation, uplink));
  }

  private static boolean usesOnly(RoutingOperation operation, UplinkStep uplink) {
    return operation.entry() instanceof Route route && route.usesOnly(uplink.key().interfaceName());
  }

  // Rounds and reports

  /** While the active uplink is in doubt, all are asked as often as that is to be confirmed. */
  private void startRounds() {
    UplinkStep active = switches.active();
    boolean undecided = switches.wanted() == PlanRequest.UNDECIDED;
    boolean confirming = active.isInDoubt();
    for (UplinkStep uplink : uplinks) {
      uplink.pace(undecided || uplink == active, confirming);
      Decision.StartRound round = uplink.startDueRound();
      if (round != null) {
        output.order(round);
      }
    }
  }

  private ImmutableSet<Alarm> reportAlarms() {
    KernelView seen = routes.kernel();
    if (seen == null || isDormant()) {
      return reportAlarms(ImmutableSet.of());
    }
    ImmutableSet<Alarm> found =
        new Alarms(config, uplinks, switches, planned(), seen, before.alarms())
            .raised(asideBits & ~localBits, localBits, routes, now);
    pendingAlarms = PendingAlarm.among(found, before.alarms(), before.pendingAlarms(), now);
    if (pendingAlarms.isEmpty()) {
      return reportAlarms(found);
    }
    return reportAlarms(
        found.stream()
            .filter(alarm -> pendingAlarms.stream().noneMatch(its -> its.alarm().isSameAs(alarm)))
            .collect(ImmutableSet.toImmutableSet()));
  }

  private ImmutableSet<Alarm> reportAlarms(ImmutableSet<Alarm> alarms) {
    if (alarms.equals(before.alarms())) {
      return before.alarms();
    }
    Sets.difference(before.alarms(), alarms)
        .forEach(alarm -> output.report(new Notice.AlarmCleared(alarm)));
    Sets.difference(alarms, before.alarms())
        .forEach(alarm -> output.report(new Notice.AlarmRaised(alarm)));
    return alarms;
  }

  private FamilyState freeze(long latestWake) {
    ImmutableSet<Alarm> alarms = reportAlarms();
    boolean dormant = isDormant();
    if (dormant) {
      routes.rest();
    }
    ImmutableList.Builder<UplinkState> frozen =
        ImmutableList.builderWithExpectedSize(uplinks.size());
    uplinks.forEach(uplink -> frozen.add(dormant ? uplink.freezeUnreported() : uplink.freeze()));
    return new FamilyState(
        config.family(),
        bootEndsAt,
        switches.freeze(),
        frozen.build(),
        routes.freeze(),
        asideBits,
        alarms,
        pendingAlarms,
        wakeAt(latestWake));
  }

  private long wakeAt(long latest) {
    long wake = latest;
    if (isDormant()) {
      return wake;
    }
    boolean undecided = switches.wanted() == PlanRequest.UNDECIDED;
    if ((undecided || routes.isStarting()) && !bootIsOver()) {
      wake = Instants.earlier(wake, bootEndsAt);
    }
    wake = routes.wakeAt(wake);
    for (PendingAlarm pending : pendingAlarms) {
      wake = Instants.earlier(wake, pending.dueAtNanos());
    }
    if (routes.kernel() != null) {
      for (UplinkStep uplink : uplinks) {
        wake = uplink.wakeAt(wake);
      }
    }
    return wake;
  }

  private @Nullable UplinkStep uplink(UplinkKey key) {
    for (UplinkStep uplink : uplinks) {
      if (uplink.key().equals(key)) {
        return uplink;
      }
    }
    return null;
  }

  private @Nullable UplinkStep uplinkOf(Route route) {
    List<Hop> hops = route.hops();
    return hops.size() == 1
        ? uplink(new UplinkKey(config.family(), hops.get(0).interfaceName()))
        : null;
  }
}

package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.Decision.StartRound;
import dev.routeswitcher.engine.EngineEvent.ConfigChanged;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.OverrideChanged;
import dev.routeswitcher.engine.EngineEvent.PastRecalled;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.ReplyCameLate;
import dev.routeswitcher.engine.EngineEvent.Resumed;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.Notice.AlarmRaised;
import dev.routeswitcher.engine.Notice.SwitchDecided;
import dev.routeswitcher.engine.Notice.SwitchInForce;
import dev.routeswitcher.engine.Reason.BootWindowOver;
import dev.routeswitcher.engine.Reason.Lossy;
import dev.routeswitcher.engine.Reason.Slow;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Watches a world and says which invariant a step broke, by clocks of its own: it reads events and
 * decisions, and never what the engine remembers.
 */
public final class Judge implements World.Observer {

  /** What happened at least once; shows how deep the runs went. */
  enum Seen {
    FAILOVER,
    FAILBACK,
    SECOND_FAILOVER,
    HOLD_DOUBLED,
    HELD,
    NO_UPLINK,
    ADOPTION,
    REFUSAL,
    STOOD_STILL,
    TARGET_ASIDE,
    LONGER_DEADLINE,
    FAILOVER_FOR_QUALITY,
    MANUAL,
    RULES_REFUSED,
    RULES_CONTENDED,
    TABLE_CLASH,
    RP_FILTER,
    RELOAD,
    ACTIVE_REMOVED,
    RECALLED
  }

  /** Stands for every invariant that can be broken in one step. */
  static final int ALL = 0;

  private static final long LONGEST_BACKOFF = TimeUnit.SECONDS.toNanos(31);

  private final int invariant;
  private final List<String> broken = new ArrayList<>();
  private final Set<Seen> seen = new TreeSet<>();

  private Map<UplinkKey, GhostUplink> uplinks = Map.of();
  private List<UplinkKey> order = List.of();
  private Timing timing = Timing.defaults();
  private GhostHistory history = new GhostHistory(timing, new UplinkKey(IpFamily.IPV4, ""));
  private GhostHistory historyBefore = history;
  private GhostBlame blame = new GhostBlame(0);
  private @Nullable GhostTables tables;
  private @Nullable GhostAlarms alarms;
  private @Nullable ManualSwitches manual;
  private ManualOverride override = ManualOverride.NONE;
  private boolean manualFailback;
  private @Nullable EngineConfig config;
  private @Nullable UplinkKey wanted;
  private boolean routesSeen;
  private @Nullable Long promisedWake;

  /** Judges one invariant only, so that each property stands for its own, or {@link #ALL}. */
  Judge(int invariant) {
    this.invariant = invariant;
  }

  List<String> broken() {
    return broken;
  }

  Set<Seen> seen() {
    return seen;
  }

  @Override
  public void restarted(EngineConfig started, long now) {
    EngineConfig before = config;
    config = started;
    FamilyConfig family = started.families().get(0);
    timing = started.timing();
    uplinks = new LinkedHashMap<>();
    for (UplinkConfig uplink : family.uplinks()) {
      uplinks.put(
          new UplinkKey(family.family(), uplink.interfaceName()),
          new GhostUplink(timing, family.targets().size(), uplink, started.policy().quality()));
    }
    blame = new GhostBlame(family.targets().size());
    tables = new GhostTables(started);
    alarms = new GhostAlarms(new FailoverEngine(started));
    override = ManualOverride.NONE;
    manualFailback = started.policy().failback() == Failback.MANUAL;
    order = List.copyOf(uplinks.keySet());
    historyBefore = history;
    if (before != null) {
      Set<UplinkKey> same = same(family, before.families().get(0));
      historyBefore.reconfigured(timing, order.get(0), same, uplinks.keySet());
    }
    history = new GhostHistory(timing, order.get(0));
    wanted = null;
    routesSeen = false;
    promisedWake = null;
    manual = new ManualSwitches(started, uplinks, history, now);
  }

  @Override
  public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
    for (EngineEvent event : events) {
      if (event instanceof ConfigChanged changed) {
        reconfigured(Objects.requireNonNull(config), changed.config(), now);
      } else if (event instanceof PastRecalled && !routesSeen) {
        seen.add(Seen.RECALLED);
        history.recall(historyBefore);
      }
    }
    learn(events, now);
    Objects.requireNonNull(manual).faultOf(events, step, now).ifPresent(fault -> breaks(17, fault));
    Optional<UplinkKey> wantedNow = step.state().wanted(IpFamily.IPV4);
    for (Notice decision : step.notices()) {
      if (decision instanceof SwitchDecided decided) {
        judgeSwitch(decided.change(), now);
        history.decided(decided.change(), now);
      } else if (decision instanceof Notice.SwitchUndone) {
        history.undone();
      } else if (decision instanceof SwitchInForce done) {
        takeIn(done.change(), now);
      } else if (decision instanceof AlarmRaised alarm) {
        remember(alarm.alarm().kind());
      }
    }
    for (Decision decision : step.decisions()) {
      if (decision instanceof StartRound round) {
        ghost(round.uplink()).started(round.number(), now);
        judgeDeadlines(round, now);
      } else if (decision instanceof ChangeRoutes change) {
        askAgain(change, now);
      }
    }
    judgeStay(step, wantedNow.orElse(null), now);
    judgeTables(events, step, wantedNow.orElse(null), now);
    wanted = wantedNow.orElse(null);
    promisedWake = step.wakeAtNanos();
  }

  // Learning

  /** The manual's section about reloads, for everything that is judged. */
  private void reconfigured(EngineConfig before, EngineConfig next, long now) {
    seen.add(Seen.RELOAD);
    FamilyConfig old = before.families().get(0);
    FamilyConfig family = next.families().get(0);
    Map<UplinkKey, GhostUplink> known = uplinks;
    uplinks = new LinkedHashMap<>();
    Set<UplinkKey> same = same(family, old);
    for (UplinkConfig its : family.uplinks()) {
      UplinkKey key = new UplinkKey(family.family(), its.interfaceName());
      GhostUplink ghost = known.get(key);
      if (ghost == null) {
        ghost =
            new GhostUplink(next.timing(), family.targets().size(), its, next.policy().quality());
      } else if (same.contains(key)) {
        ghost.reconfigured(next, its, old.targets(), family.targets(), now);
      } else {
        ghost = ghost.succeededBy(next, its, family.targets().size(), now);
      }
      uplinks.put(key, ghost);
    }
    if (wanted != null && !uplinks.containsKey(wanted)) {
      seen.add(Seen.ACTIVE_REMOVED);
      wanted = null;
    }
    override =
        new ManualOverride(
            same.contains(override.use()) ? override.use() : null,
            ImmutableSet.copyOf(Sets.intersection(override.never(), same)));
    blame.reconfigured(old.targets(), family.targets());
    Objects.requireNonNull(tables).reconfigured(next);
    manualFailback = next.policy().failback() == Failback.MANUAL;
    order = List.copyOf(uplinks.keySet());
    timing = next.timing();
    history.reconfigured(timing, order.get(0), same, uplinks.keySet());
    Objects.requireNonNull(manual).reconfigured(next, uplinks, override, now);
    config = next;
  }

  private static Set<UplinkKey> same(FamilyConfig family, FamilyConfig old) {
    return family.uplinks().stream()
        .filter(its -> isSame(its, old))
        .map(its -> new UplinkKey(family.family(), its.interfaceName()))
        .collect(Collectors.toSet());
  }

  private static boolean isSame(UplinkConfig its, FamilyConfig old) {
    return old.uplinks().stream()
        .anyMatch(
            other ->
                other.interfaceName().equals(its.interfaceName())
                    && Objects.equals(other.name(), its.name()));
  }

  private void learn(List<EngineEvent> events, long now) {
    if (promisedWake != null && now - promisedWake > timing.interval().toNanos()) {
      long late = now - promisedWake;
      seen.add(Seen.STOOD_STILL);
      uplinks.values().forEach(uplink -> uplink.stoodStill(late));
    }
    boolean resumed = false;
    for (EngineEvent event : events) {
      resumed |= event instanceof Resumed;
      if (event instanceof LinkChanged changed) {
        ghost(changed.uplink()).link(changed.status(), now);
      }
    }
    events.forEach(event -> learnRoutes(event, now));
    uplinks.values().forEach(uplink -> uplink.tick(now));
    if (resumed) {
      uplinks.values().forEach(uplink -> uplink.resumed(now));
    }
    for (EngineEvent event : events) {
      if (event instanceof ProbeFinished it) {
        ghost(it.uplink()).result(it.round(), it.target(), it.verdict(), it.rttNanos(), now);
      } else if (event instanceof ReplyCameLate late) {
        ghost(late.uplink()).late(late.round(), late.target(), late.rttNanos(), now);
      } else if (event instanceof OverrideChanged changed) {
        override = changed.override();
      }
    }
    uplinks.values().forEach(uplink -> uplink.expireOverdue(now));
    blame.look(uplinks.values(), now);
    if (!blame.aside().isEmpty()) {
      seen.add(Seen.TARGET_ASIDE);
    }
    uplinks.values().forEach(uplink -> uplink.judge(blame.aside(), now));
    uplinks.values().forEach(uplink -> uplink.judgeQuality(now));
  }

  private void learnRoutes(EngineEvent event, long now) {
    if (event instanceof RoutesObserved) {
      routesSeen = true;
    } else if (event instanceof RoutesChanged changed) {
      changed.results().stream()
          .filter(result -> result.outcome() == Outcome.REFUSED)
          .filter(result -> result.operation().isOfMainTable())
          .flatMap(result -> ((Route) result.operation().entry()).hops().stream())
          .forEach(
              hop -> {
                seen.add(Seen.REFUSAL);
                ghost(new UplinkKey(IpFamily.IPV4, hop.interfaceName())).refusedAt = now;
              });
    }
  }

  /** Routes that were refused are asked for once more: that answer may take its time too. */
  private void askAgain(ChangeRoutes change, long now) {
    change.operations().stream()
        .filter(RoutingOperation::isOfMainTable)
        .flatMap(operation -> ((Route) operation.entry()).hops().stream())
        .map(hop -> ghost(new UplinkKey(IpFamily.IPV4, hop.interfaceName())))
        .filter(uplink -> uplink.refusedAt != null)
        .forEach(uplink -> uplink.refusedAt = now);
  }

  private void remember(Alarm.Kind kind) {
    if (kind == Alarm.Kind.HELD) {
      seen.add(Seen.HELD);
    } else if (kind == Alarm.Kind.NO_UPLINK) {
      seen.add(Seen.NO_UPLINK);
    } else if (kind == Alarm.Kind.RULES_REFUSED) {
      seen.add(Seen.RULES_REFUSED);
    } else if (kind == Alarm.Kind.RULES_CONTENDED) {
      seen.add(Seen.RULES_CONTENDED);
    } else if (kind == Alarm.Kind.TABLE_CLASH) {
      seen.add(Seen.TABLE_CLASH);
    } else if (kind == Alarm.Kind.RP_FILTER) {
      seen.add(Seen.RP_FILTER);
    }
  }

  private void takeIn(SwitchChange change, long now) {
    history.inForce(change, now);
    if (history.holdDoubled()) {
      seen.add(Seen.HOLD_DOUBLED);
    }
    if (change.kind() == SwitchKind.FAILOVER) {
      seen.add(seen.contains(Seen.FAILOVER) ? Seen.SECOND_FAILOVER : Seen.FAILOVER);
    } else if (change.kind() == SwitchKind.FAILBACK) {
      seen.add(Seen.FAILBACK);
    }
  }

  // Judging

  private void judgeSwitch(SwitchChange change, long now) {
    GhostUplink to = ghost(change.to());
    if (change.kind() == SwitchKind.ADOPTION) {
      seen.add(Seen.ADOPTION);
      history.adopted(change.to(), now);
      return;
    }
    boolean chosen = !(change.reason() instanceof BootWindowOver);
    if (chosen && !to.isResponsive(now)) {
      breaks(1, change.kind() + " to " + change.to() + ", which is not responsive");
    }
    if (chosen && to.lacksAddress()) {
      breaks(1, change.kind() + " to " + change.to() + ", which has no address");
    }
    if (chosen && override.never().contains(change.to())) {
      breaks(10, change.kind() + " to " + change.to() + ", which is never to be used");
    }
    if (change.kind() == SwitchKind.FAILOVER) {
      judgeFailover(change, now);
    } else if (change.kind() == SwitchKind.MANUAL) {
      seen.add(Seen.MANUAL);
      judgeManual(change);
    } else if (change.kind() == SwitchKind.FAILBACK) {
      judgeReturn(change, to, now);
    }
  }

  private void judgeFailover(SwitchChange change, long now) {
    UplinkKey from = change.from();
    boolean forQuality = change.reason() instanceof Lossy || change.reason() instanceof Slow;
    if (forQuality) {
      seen.add(Seen.FAILOVER_FOR_QUALITY);
      if (from == null || !ghost(from).isPoor() || !ghost(change.to()).isSound(now)) {
        breaks(11, "left " + from + " for its quality, to " + change.to());
      }
    } else if (from == null || !ghost(from).isDown(now)) {
      breaks(3, "failover from " + from + ", which is not down");
    }
  }

  /** An operator's switch goes to what he chose, or leaves what he barred. */
  private void judgeManual(SwitchChange change) {
    boolean asked =
        change.to().equals(override.use())
            || (change.from() != null && override.never().contains(change.from()));
    if (!asked) {
      breaks(10, "moved by hand to " + change.to() + " although nobody asked");
    }
  }

  private void judgeReturn(SwitchChange change, GhostUplink to, long now) {
    long stable = to.stableNanos(now);
    if (stable < timing.failbackDelay().toNanos()) {
      breaks(4, "return to " + change.to() + " after " + stable / 1e9 + " s of stability");
    }
    history.faultOfReturn(change.to(), now).ifPresent(fault -> breaks(6, fault));
    if (!to.isSound(now)) {
      breaks(11, "returned to " + change.to() + ", which is not known to be sound");
    }
    if (manualFailback) {
      breaks(10, "returned to " + change.to() + " of its own accord");
    }
  }

  /** What every deadline keeps to, whatever replies were like. */
  private void judgeDeadlines(StartRound round, long now) {
    long most = timing.timeout().toNanos();
    long least = Math.min(200_000_000, most);
    round
        .deadlinesNanos()
        .forEach(
            deadline -> {
              long patience = deadline - now;
              if (patience < least || patience > most) {
                breaks(8, "a probe is given " + patience / 1e9 + " s");
              } else if (patience > least && patience < most) {
                seen.add(Seen.LONGER_DEADLINE);
              }
            });
  }

  private void judgeStay(Step step, @Nullable UplinkKey wantedNow, long now) {
    if (!routesSeen) {
      return;
    }
    boolean bootEnded = false;
    for (Notice decision : step.notices()) {
      bootEnded |=
          decision instanceof SwitchDecided decided
              && (decided.change().reason() instanceof BootWindowOver
                  || decided.change().kind() == SwitchKind.ADOPTION);
    }
    boolean allDown = true;
    for (GhostUplink uplink : uplinks.values()) {
      allDown &= uplink.isDown(now);
    }
    boolean changed = wantedNow == null ? wanted != null : !wantedNow.equals(wanted);
    if (allDown && changed && !bootEnded) {
      breaks(2, "wanted " + wantedNow + " instead of " + wanted + " while every uplink is down");
    }
    UplinkKey active = wantedNow == null ? order.get(0) : wantedNow;
    if (ghost(active).isDown(now)) {
      candidates(active, now).stream()
          .findFirst()
          .ifPresent(candidate -> breaks(5, "stays on " + active + " although " + candidate));
    }
  }

  private void judgeTables(
      List<EngineEvent> events, Step step, @Nullable UplinkKey wantedNow, long now) {
    GhostTables its = Objects.requireNonNull(tables);
    GhostAlarms standing = Objects.requireNonNull(alarms);
    its.learn(events, now);
    its.faultsOfPace(step, wantedNow, now).forEach(fault -> breaks(12, fault));
    standing.faultOf(step, now).ifPresent(fault -> breaks(13, fault));
    // Of the table of an uplink that is refused or lost nothing is wanted: nothing may be reported.
    boolean allUsable =
        uplinks.values().stream()
            .noneMatch(uplink -> uplink.refusedAt != null || uplink.linkLost());
    its.faultsOfAlarms(standing, now).stream()
        .filter(fault -> allUsable || !fault.equals(GhostTables.NO_ALARM))
        .forEach(fault -> breaks(13, fault));
  }

  /**
   * Those that may take over by every reading of the rules: a refusal is given its longest time.
   */
  private Set<String> candidates(UplinkKey active, long now) {
    Set<String> names = new LinkedHashSet<>();
    for (UplinkKey key : order) {
      GhostUplink uplink = ghost(key);
      boolean refused = uplink.refusedAt != null && now - uplink.refusedAt < LONGEST_BACKOFF;
      boolean mayTake =
          history.nextForcedIsFirst(now) || uplink.hasRecovered(now) || ghost(active).isHopeless();
      if (!key.equals(active)
          && !refused
          && !override.never().contains(key)
          && !uplink.lacksAddress()
          && uplink.isResponsive(now)
          && mayTake) {
        names.add(key + " is a candidate");
      }
    }
    return names;
  }

  private void breaks(int number, String how) {
    if (invariant == ALL || number == invariant) {
      broken.add("invariant " + number + ": " + how);
    }
  }

  private GhostUplink ghost(UplinkKey key) {
    GhostUplink ghost = uplinks.get(key);
    return ghost == null ? new GhostUplink(timing, 1, new UplinkConfig("", null, 1), null) : ghost;
  }
}

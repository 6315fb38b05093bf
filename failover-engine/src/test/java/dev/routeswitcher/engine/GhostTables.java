package dev.routeswitcher.engine;

import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineEvent.TablesObserved;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What has to hold of rules and tables, by clocks of its own: how often they may be put right, and
 * which of their alarms stand. Where it cannot tell from events alone what the engine has to think,
 * it counts twice, once as little and once as much as may be.
 */
final class GhostTables {

  /** A fault that is none while nothing is wanted of the table concerned. */
  static final String NO_ALARM = "refused rules raise no alarm";

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long QUIET = 60 * SECOND;

  /** From when on a cause is an alarm. */
  private static final long LASTS = TimeUnit.MILLISECONDS.toNanos(900);

  private static final int AT_ONCE = 5;

  /** So many operations are asked for at a time. */
  private static final int PART = 32;

  private FamilyConfig family;
  private TableLayout layout;
  private long lastTable;

  private final Map<String, LinkStatus> links = new TreeMap<>();

  /** Traffic is led to these only: the first reply of each may change what is wanted. */
  private final Set<UplinkKey> haveReplied = new HashSet<>();

  private @Nullable KernelTables seen;

  /** How many changes wait for their answers: more than one only if junk was taken for one. */
  private int inFlight;

  /**
   * Whether what is in flight was asked for by what is not so any more, or an answer that is none
   * was taken for its.
   */
  private boolean uncertain;

  private boolean mainTableSeen;

  /** Whether anything else leads out says whether the traffic may be led to a silent uplink. */
  private List<Route> foreign = List.of();

  private @Nullable UplinkKey wanted;

  /** Whether something else may be wanted since the last change was asked for. */
  private boolean newlyWanted = true;

  /** Whether a table is wanted again, because a route that was refused has been taken since. */
  private boolean wantedAgain;

  /**
   * The interfaces by which a route of the main table was refused, and none was taken since: what
   * is wanted of their tables comes and goes with each attempt.
   */
  private final Set<String> refused = new TreeSet<>();

  /** Failures in a row, nothing else having changed meanwhile. */
  private int failures;

  /** What failed last. */
  private List<RoutingOperation> failed = List.of();

  /** When the first of them was answered. */
  private long failingSince;

  private long failedAt;
  private boolean maybeFailing;

  /** Since when the latest answers are refusals. */
  private long maybeFailingSince;

  private int leastRepairs;
  private long leastRepairAt;
  private int mostRepairs;
  private @Nullable Long askedAt;

  GhostTables(EngineConfig config) {
    this.family = config.families().get(0);
    this.layout = config.tables();
    this.lastTable = layout.firstTable() + family.uplinks().size();
  }

  /** Other tables may be wanted, of other uplinks. */
  void reconfigured(EngineConfig config) {
    family = config.families().get(0);
    layout = config.tables();
    lastTable = layout.firstTable() + family.uplinks().size();
    links.keySet().removeIf(family::isForeign);
    newlyWanted = true;
  }

  // Learning

  void learn(List<EngineEvent> events, long now) {
    boolean failingBefore = maybeFailing;
    long sinceBefore = maybeFailingSince;
    for (EngineEvent event : events) {
      if (event instanceof LinkChanged changed && links.containsKey(name(changed))) {
        newlyWanted |= !changed.status().equals(links.put(name(changed), changed.status()));
      } else if (event instanceof LinkChanged changed && isConfigured(changed)) {
        links.put(name(changed), changed.status());
        newlyWanted = true;
      } else if (event instanceof RoutesObserved read) {
        mainTableSeen = true;
        List<Route> others = read.routes().stream().filter(route -> !route.isOurs()).toList();
        newlyWanted |= !others.equals(foreign);
        foreign = others;
      } else if (event instanceof ProbeFinished it && it.verdict() == Verdict.REPLIED) {
        newlyWanted |= haveReplied.add(it.uplink());
      } else if (event instanceof RoutesChanged changed) {
        answered(changed.results(), now);
      } else if (event instanceof TablesObserved read) {
        if (!read.tables().equals(seen)) {
          failures = 0;
          uncertain = inFlight > 0;
        } else if (failed.stream().allMatch(it -> isDone(it, read.tables()))) {
          failures = 0;
        }
        seen = read.tables();
      }
    }
    failures = newlyWanted || !refused.isEmpty() ? 0 : failures;
    // What was over and is so again within one step was never over for an alarm.
    maybeFailingSince = failingBefore && maybeFailing ? sinceBefore : maybeFailingSince;
  }

  private static String name(LinkChanged changed) {
    return changed.uplink().interfaceName();
  }

  /** Junk is about an interface that no uplink has, or has any more. */
  private boolean isConfigured(LinkChanged changed) {
    return !family.isForeign(name(changed));
  }

  private void answered(List<OperationResult> results, long now) {
    uncertain |= results.isEmpty() && inFlight > 0;
    wantedAgain |= refused.removeAll(interfaces(results, Outcome.APPLIED));
    refused.addAll(interfaces(results, Outcome.REFUSED));
    List<OperationResult> its =
        results.stream().filter(result -> !result.operation().isOfMainTable()).toList();
    if (!its.isEmpty()) {
      failed =
          its.stream()
              .filter(result -> result.outcome() != Outcome.APPLIED)
              .map(OperationResult::operation)
              .toList();
      maybeFailingSince = maybeFailing && !failed.isEmpty() ? maybeFailingSince : now;
      maybeFailing = !failed.isEmpty();
      failingSince = failures > 0 ? failingSince : now;
      failures = maybeFailing && !uncertain ? failures + 1 : 0;
      failedAt = now;
      inFlight--;
      uncertain &= inFlight > 0;
    }
  }

  private static boolean isDone(RoutingOperation operation, KernelTables tables) {
    boolean there =
        operation.entry() instanceof PolicyRule rule
            ? tables.rules().contains(rule)
            : tables.routes().contains((Route) operation.entry());
    return there == (operation.kind() != RoutingOperation.Kind.DELETE);
  }

  /** Those by which routes of the main table came to this end. */
  private static List<String> interfaces(List<OperationResult> results, Outcome outcome) {
    return results.stream()
        .filter(result -> result.outcome() == outcome && result.operation().isOfMainTable())
        // That one is taken away says nothing of one that is put.
        .filter(result -> result.operation().kind() != RoutingOperation.Kind.DELETE)
        .map(result -> ((Route) result.operation().entry()).hops())
        .flatMap(hops -> hops.stream().map(Hop::interfaceName))
        .toList();
  }

  // Judging

  /** What is wrong with how soon the step changes rules and tables. */
  List<String> faultsOfPace(Step step, @Nullable UplinkKey wantedNow, long now) {
    newlyWanted |= wantedNow == null ? wanted != null : !wantedNow.equals(wanted);
    wanted = wantedNow;
    failures = newlyWanted ? 0 : failures;
    List<String> faults = new ArrayList<>();
    for (Decision decision : step.decisions()) {
      if (decision instanceof ChangeRoutes change
          && !change.operations().stream().allMatch(RoutingOperation::isOfMainTable)) {
        judgePace(faults, now);
        asked(now);
        // Of a whole part it is not known whether it was the last one.
        newlyWanted =
            change.operations().stream().filter(it -> !it.isOfMainTable()).count() >= PART;
      }
    }
    return faults;
  }

  private void judgePace(List<String> faults, long now) {
    Long last = askedAt;
    if (newlyWanted || !refused.isEmpty() || last == null) {
      return;
    }
    if (failures > 0 && now - failedAt < wait(failures)) {
      faults.add((now - failedAt) / 1e9 + " s after failure " + failures + " in a row");
    }
    if (leastRepairs > AT_ONCE && now - leastRepairAt < wait(leastRepairs - AT_ONCE)) {
      faults.add((now - leastRepairAt) / 1e9 + " s after repair " + leastRepairs);
    }
  }

  private static long wait(int times) {
    return SECOND * Math.min(30, 1L << Math.min(times - 1, 5));
  }

  private void asked(long now) {
    if (newlyWanted || wantedAgain || !refused.isEmpty()) {
      leastRepairs = 0;
    } else if (!maybeFailing) {
      leastRepairs = now - leastRepairAt > QUIET ? 1 : leastRepairs + 1;
      leastRepairAt = now;
    }
    mostRepairs = askedAt == null || now - askedAt > QUIET ? 1 : mostRepairs + 1;
    askedAt = now;
    uncertain = inFlight > 0;
    inFlight++;
    newlyWanted = false;
    wantedAgain = false;
  }

  /** Which alarms about rules, tables and filters stand without a cause, or do not with one. */
  List<String> faultsOfAlarms(GhostAlarms alarms, long now) {
    List<String> faults = new ArrayList<>();
    boolean refused = alarms.stands(Alarm.Kind.RULES_REFUSED);
    if (!refused && failures > 0 && mainTableSeen && now - failingSince >= LASTS) {
      faults.add(NO_ALARM);
    } else if (refused && !maybeFailing) {
      faults.add("rules-refused stands though none is");
    } else if (refused && now - maybeFailingSince < LASTS) {
      faults.add("rules-refused stands though it has not lasted");
    }
    boolean contended = alarms.stands(Alarm.Kind.RULES_CONTENDED);
    boolean recently = askedAt != null && now - askedAt <= QUIET;
    if (!contended && leastRepairs > AT_ONCE && now - leastRepairAt <= QUIET) {
      faults.add("contended rules raise no alarm");
    } else if (contended && !(mostRepairs > AT_ONCE && recently)) {
      faults.add("rules-contended stands though nobody contends");
    }
    if (alarms.stands(Alarm.Kind.TABLE_CLASH) != (mainTableSeen && isClashing())) {
      faults.add("table-clash stands: " + !isClashing());
    }
    if (mainTableSeen && !alarms.subjects(Alarm.Kind.RP_FILTER).equals(filtered())) {
      faults.add("rp-filter stands for " + alarms.subjects(Alarm.Kind.RP_FILTER));
    }
    return faults;
  }

  private boolean isClashing() {
    return seen != null
        && seen.routes().stream()
            .anyMatch(route -> route.protocol() != 157 && isOurTable(route.table()));
  }

  private boolean isOurTable(long table) {
    return layout.overridesForeign() && table == layout.firstTable()
        || layout.probeTables() && table > layout.firstTable() && table <= lastTable;
  }

  private List<String> filtered() {
    return links.entrySet().stream()
        .filter(link -> link.getValue().present() && link.getValue().strictReversePath())
        .map(Map.Entry::getKey)
        .toList();
  }
}

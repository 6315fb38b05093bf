package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.probe.Instants;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's routes and rules during one step: what is known of them, and when they may be
 * changed.
 *
 * <p>One change is under way at a time. The next one of the main table is planned on routes that
 * were read after it; rules and other tables are known from what was changed.
 */
final class RouteStep {

  /**
   * So many operations on rules and other tables are asked for at a time: some milliseconds' work,
   * for which a switch may have to wait. The rest follows when they are answered.
   */
  private static final int UPKEEP_AT_A_TIME = 32;

  private final long now;

  private @Nullable KernelView kernel;
  private @Nullable KernelTables tables;
  private boolean linkMoved;
  private boolean tablesReread;
  private boolean changeInFlight;
  private boolean upkeepUnderWay;
  private ChangeGate mainGate;
  private ChangeGate tableGate;
  private @Nullable PlannedRoutes planned;
  private @Nullable PlannedTables plannedTables;
  private boolean mainHeldBack;
  private boolean tablesHeldBack;
  private boolean readThisStep;

  RouteStep(RouteState before, long now) {
    this.now = now;
    this.kernel = before.kernel();
    this.tables = before.tables();
    this.linkMoved = before.linkMoved();
    this.tablesReread = before.tablesReread();
    this.changeInFlight = before.changeInFlight();
    this.upkeepUnderWay = before.upkeepUnderWay();
    this.mainGate = before.mainGate();
    this.tableGate = before.tableGate();
    this.planned = before.planned();
    this.plannedTables = before.plannedTables();
  }

  // What happens to them

  /** The main table was read; returns what it is now known as. */
  KernelView onObserved(RoutesObserved event) {
    KernelView seen = KernelView.of(event);
    kernel = seen;
    linkMoved = false;
    readThisStep = true;
    return seen;
  }

  /** Rules and other tables were read. */
  void onObserved(KernelTables seen) {
    tables = seen;
    tablesReread = changeInFlight;
  }

  void onChanged(List<OperationResult> results) {
    changeInFlight = false;
    kernel = kernel == null ? null : kernel.stale();
    ChangeGate main = mainGate.done();
    ChangeGate other = tableGate.done();
    boolean anyOfMain = false;
    boolean anyOther = false;
    List<RoutingOperation> done = new ArrayList<>();
    for (OperationResult result : results) {
      boolean applied = result.outcome() == Outcome.APPLIED;
      anyOfMain |= result.operation().isOfMainTable();
      anyOther |= !result.operation().isOfMainTable();
      if (result.operation().isOfMainTable()) {
        boolean failed = result.outcome() == Outcome.UNAVAILABLE && main.failure() == null;
        main = failed ? mainGate.failed(result, now) : main;
      } else if (!applied) {
        other = tableGate.failed(result, now);
      } else {
        done.add(result.operation());
      }
    }
    if (tables != null && !tablesReread && !done.isEmpty()) {
      KernelTables changed = tables.after(done);
      if (plannedTables != null) {
        plannedTables = plannedTables.after(done, changed);
      }
      tables = changed;
    }
    upkeepUnderWay &= !anyOther || other.failure() == null;
    tablesReread = false;
    mainGate = anyOfMain ? main : mainGate;
    tableGate = anyOther ? other : tableGate;
  }

  /** A link moved: the paths may be others now, and what is put right was undone by nobody. */
  void onLinkMoved() {
    linkMoved = true;
    mainGate = mainGate.excused();
  }

  /**
   * The operations that are missing in the main table and may be asked for now.
   *
   * @param switching whether they carry out a decision, which never waits
   * @param retry whether such a change was refused before, so that it repairs nothing
   */
  ImmutableList<RoutingOperation> changeMain(boolean switching, boolean retry) {
    if (!switching && !mainGate.isOpen(now)) {
      mainHeldBack = true;
      return ImmutableList.of();
    }
    if (!switching && !retry && mainGate.failure() == null) {
      mainGate = mainGate.repaired(now);
    }
    return plan().missing();
  }

  /** The operations that are missing in rules and other tables and may be asked for now. */
  ImmutableList<RoutingOperation> changeTables() {
    PlannedTables plan = PlannedTables.of(plan().request(), plannedTables);
    boolean wantedAnew = plannedTables == null || !plan.wantsAs(plannedTables);
    plannedTables = plan;
    ImmutableList<RoutingOperation> operations = plan.missing();
    if (operations.isEmpty()) {
      upkeepUnderWay = false;
      tableGate = tableGate.done();
      return operations;
    }
    if (wantedAnew) {
      tableGate = tableGate.excused();
    } else if (!upkeepUnderWay) {
      if (!tableGate.isOpen(now)) {
        tablesHeldBack = true;
        return ImmutableList.of();
      } else if (tableGate.failure() == null) {
        tableGate = tableGate.repaired(now);
      }
    }
    upkeepUnderWay = operations.size() > UPKEEP_AT_A_TIME;
    return upkeepUnderWay ? operations.subList(0, UPKEEP_AT_A_TIME) : operations;
  }

  /** A change is asked for: until it is answered no other is. */
  void onAsked() {
    changeInFlight = true;
  }

  /** The main table is as wanted, or cannot be yet: that none could be changed matters no more. */
  void nothingToChange() {
    mainGate = mainGate.done();
  }

  // What is known

  /** The main table as last read, or null before the first reading. */
  @Nullable KernelView kernel() {
    return kernel;
  }

  /** Whether the traffic of the uplinks leaves by this one; false before the first reading. */
  boolean leadsBy(UplinkStep uplink, FamilyConfig config) {
    Route bypass = tables == null ? null : tables.bypass().orElse(null);
    return kernel != null && kernel.prefers(uplink.key().interfaceName(), config, bypass);
  }

  /** Whether it was read in this step. */
  boolean wasReadThisStep() {
    return readThisStep;
  }

  private PlannedRoutes plan() {
    PlannedRoutes plan = planned;
    if (plan == null) {
      throw new IllegalStateException("nothing is planned yet");
    }
    return plan;
  }

  /** What is to be done while the uplink is wanted; only after the first reading. */
  PlannedRoutes planned(
      FamilyConfig config,
      EngineConfig engine,
      List<UplinkStep> uplinks,
      int wanted,
      boolean bootIsOver) {
    KernelView seen = kernel;
    if (seen == null) {
      throw new IllegalStateException("the routes were not read yet");
    }
    PlannedRoutes plan =
        PlannedRoutes.of(
            config,
            engine,
            uplinks,
            wanted,
            bootIsOver,
            seen.routes(),
            tables,
            tableGate.failure() == null,
            planned);
    PlannedRoutes known = planned;
    if (known != null && plan != known && !plan.leadsAs(known)) {
      mainGate = mainGate.excused();
    }
    planned = plan;
    return plan;
  }

  /** Nothing is to be done any more: the family is dormant. */
  void rest() {
    planned = null;
    plannedTables = null;
    tableGate = ChangeGate.OPEN;
  }

  /** Whether no change of ours waits for its answer. */
  boolean canRequestChange() {
    return kernel != null && !changeInFlight;
  }

  /** Whether the main table was read after the last change of ours. */
  boolean isCurrent() {
    return canRequestChange() && kernel != null && kernel.fresh();
  }

  /** Whether the main table is current, no link moved since, and no change is due. */
  boolean isSettled() {
    return isCurrent() && !linkMoved && !mainHeldBack;
  }

  /** How soon the main table may be changed. */
  ChangeGate mainGate() {
    return mainGate;
  }

  /** How soon rules and other tables may be changed. */
  ChangeGate tableGate() {
    return tableGate;
  }

  /** Whether the traffic is left where it was found until more is known. */
  boolean isStarting() {
    return planned != null && planned.request().starting();
  }

  /** The metric of the failover route by the plan that is being carried out. */
  long failoverMetric(FamilyConfig config) {
    return planned == null ? config.failoverMetric() : planned.request().raisedFailoverMetric();
  }

  /** When a change that was held back may be asked for. */
  long wakeAt(long latest) {
    long wake = latest;
    if (mainHeldBack) {
      wake = Instants.earlier(wake, mainGate.opensAtNanos(now));
    }
    if (tablesHeldBack) {
      wake = Instants.earlier(wake, tableGate.opensAtNanos(now));
    }
    return wake;
  }

  RouteState freeze() {
    return new RouteState(
        kernel,
        tables,
        linkMoved,
        tablesReread,
        changeInFlight,
        upkeepUnderWay,
        mainGate,
        tableGate,
        planned,
        plannedTables);
  }
}

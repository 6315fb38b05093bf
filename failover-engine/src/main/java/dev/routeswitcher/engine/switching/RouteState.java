package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.route.KernelTables;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers of the kernel's routes and rules.
 *
 * @param kernel the main table as last read, or null before the first reading
 * @param tables rules and other tables as last read and changed since, or null before the first
 *     reading
 * @param linkMoved whether a link moved since the main table was read
 * @param tablesReread whether rules and other tables were read while a change was under way, so
 *     that its results may be older than that
 * @param changeInFlight whether a {@link Decision.ChangeRoutes} waits for its answer
 * @param upkeepUnderWay whether a part of what is wanted of rules and tables was asked for, and the
 *     rest follows at once
 * @param mainGate how soon the main table may be changed
 * @param tableGate how soon rules and tables may be changed
 * @param planned the plan of the main table that follows from them, or null before the first one
 *     and while dormant
 * @param plannedTables the plan of rules and tables, likewise; it may be older
 */
record RouteState(
    @Nullable KernelView kernel,
    @Nullable KernelTables tables,
    boolean linkMoved,
    boolean tablesReread,
    boolean changeInFlight,
    boolean upkeepUnderWay,
    ChangeGate mainGate,
    ChangeGate tableGate,
    @Nullable PlannedRoutes planned,
    @Nullable PlannedTables plannedTables) {

  static final RouteState UNSEEN =
      new RouteState(
          null, null, false, false, false, false, ChangeGate.OPEN, ChangeGate.OPEN, null, null);

  /** The same, where only the paths to these targets count. */
  RouteState towards(List<InetAddress> targets) {
    return new RouteState(
        kernel == null ? null : kernel.towards(targets),
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

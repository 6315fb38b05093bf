package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.TableLayout;

/**
 * Everything a plan of tables and rules is a function of.
 *
 * @param family the address family
 * @param layout which tables and rules there are to be
 * @param uplinks the uplinks in priority order
 * @param wanted index of the uplink that is to carry the traffic, or {@link PlanRequest#UNDECIDED}
 * @param kernel what the kernel has
 */
public record TableRequest(
    IpFamily family,
    TableLayout layout,
    ImmutableList<PlannedUplink> uplinks,
    int wanted,
    KernelTables kernel) {

  boolean isDecided() {
    return wanted != PlanRequest.UNDECIDED;
  }

  /**
   * The routes of other programs in tables of ours. They are left alone, and may lead astray what
   * is bound to an uplink.
   */
  public ImmutableList<TableRoute> clashing() {
    return kernel.routes().stream()
        .filter(route -> !route.isOurs())
        .filter(route -> layout.tables(uplinks.size()).contains(route.table()))
        .collect(ImmutableList.toImmutableList());
  }
}

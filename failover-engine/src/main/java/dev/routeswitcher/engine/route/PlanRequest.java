package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.TableLayout;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Everything a routing plan is a function of.
 *
 * @param family the address family
 * @param uplinks the uplinks in priority order, the primary first
 * @param failoverMetric the metric of the failover route, below every base metric
 * @param layout which tables and rules there are to be
 * @param wanted index of the uplink that is to carry the traffic, or {@link #UNDECIDED}
 * @param defaults the default routes of the main table, in the order in which the kernel prefers
 *     them among equals
 * @param tables what the kernel has of rules and other tables; null while that is not known, and in
 *     a kernel without policy rules: then nothing is planned there
 */
public record PlanRequest(
    IpFamily family,
    ImmutableList<PlannedUplink> uplinks,
    long failoverMetric,
    TableLayout layout,
    int wanted,
    ImmutableList<Route> defaults,
    @Nullable KernelTables tables) {

  /** Stands for "not decided yet": base routes are kept up, the failover route is left alone. */
  public static final int UNDECIDED = -1;

  /** Index of the primary. */
  public static final int PRIMARY = 0;

  boolean isDecided() {
    return wanted != UNDECIDED;
  }

  boolean wantsPrimary() {
    return wanted == PRIMARY;
  }

  PlannedUplink primary() {
    return uplinks.get(PRIMARY);
  }

  /** The uplink that is to carry the traffic; only once that is decided. */
  PlannedUplink wantedUplink() {
    return uplinks.get(wanted);
  }

  /** The addresses that more than one uplink has. */
  public ImmutableList<InetAddress> sharedAddresses() {
    ImmutableSet.Builder<InetAddress> shared = ImmutableSet.builder();
    for (PlannedUplink uplink : uplinks) {
      for (InterfaceAddress address : uplink.addresses()) {
        if (Iterables.any(uplinks, other -> other != uplink && other.has(address.local()))) {
          shared.add(address.local());
        }
      }
    }
    return shared.build().asList();
  }

  /** Our default route of the main table through an uplink whose gateway is known. */
  Route mainRoute(PlannedUplink uplink, long metric) {
    return uplink.route(family, Route.MAIN, metric);
  }
}

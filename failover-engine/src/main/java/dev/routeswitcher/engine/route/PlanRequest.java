package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.TableLayout;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a routing plan is a function of.
 *
 * @param family the address family
 * @param uplinks the uplinks in priority order, the primary first
 * @param failoverMetric the metric of the failover route, below every base metric
 * @param layout which tables and rules there are to be
 * @param wanted index of the uplink that is to carry the traffic, or {@link #UNDECIDED}
 * @param starting whether the wanted uplink may yet answer for the first time: what leads out stays
 *     as it was found
 * @param probedByTables whether probes go by tables of their own, so that they need no route in the
 *     main table
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
    boolean starting,
    boolean probedByTables,
    ImmutableList<Route> defaults,
    @Nullable KernelTables tables) {

  /** Stands for "not decided yet": what leads out is left as it is. */
  public static final int UNDECIDED = -1;

  /** Index of the primary. */
  public static final int PRIMARY = 0;

  /** The same, with these rules and other tables. */
  public PlanRequest with(KernelTables otherTables) {
    return new PlanRequest(
        family,
        uplinks,
        failoverMetric,
        layout,
        wanted,
        starting,
        probedByTables,
        defaults,
        otherTables);
  }

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

  /**
   * How much higher than configured the metrics of our routes in the main table are: so high that
   * the best default of the others keeps the traffic, if it is by an interface that is no uplink. A
   * VPN is meant to carry what it carries.
   */
  public long raise() {
    Route best = yieldsTo();
    return best == null || best.metric() < failoverMetric ? 0 : best.metric();
  }

  /**
   * The default route that would be the best one without ours, if it is by an interface that is no
   * uplink, and ours can and shall stand behind it; else null. One that leads nowhere keeps
   * nothing.
   */
  public @Nullable Route yieldsTo() {
    if (layout.overridesForeign()) {
      return null;
    }
    Route best = bestOfOthers();
    long highest = uplinks.get(uplinks.size() - 1).metric();
    return best == null || isByUplink(best) || best.metric() > Route.MAX_METRIC - highest
        ? null
        : best;
  }

  /** The default route that would be the best one without ours; null if there is none. */
  @Nullable Route bestOfOthers() {
    Route best = null;
    for (Route route : defaults) {
      if (!route.isOurs() && (best == null || route.metric() < best.metric())) {
        best = route;
      }
    }
    return best;
  }

  /** The metric of the failover route, behind the route that we yield to. */
  public long raisedFailoverMetric() {
    return failoverMetric + raise();
  }

  /** Whether a hop of the route is by an uplink, or it leads nowhere. */
  boolean isByUplink(Route route) {
    return route.hops().isEmpty()
        || Iterables.any(uplinks, uplink -> route.hopThrough(uplink.interfaceName()).isPresent());
  }

  /**
   * Whether a route of ours may lead traffic to the uplink: both it and the wanted one have
   * answered, or nothing else leads out.
   */
  public boolean mayCarry(PlannedUplink uplink) {
    boolean proven = isDecided() && wantedUplink().answered() && uplink.answered();
    return proven || !Iterables.any(defaults, this::leadsOut);
  }

  /**
   * As far as is known. Later than at a start, what we put ourselves by a silent uplink does not.
   */
  private boolean leadsOut(Route route) {
    if (route.hops().isEmpty() || RoutePlan.isForProbes(route)) {
      return false;
    }
    return starting || !route.isOurs() || !Iterables.any(uplinks, it -> isUnproven(it, route));
  }

  private static boolean isUnproven(PlannedUplink uplink, Route route) {
    return !uplink.answered() && uplink.via() != null && route.hasOnlyHop(uplink.hop());
  }

  /** The addresses that more than one uplink has. */
  public ImmutableList<InetAddress> sharedAddresses() {
    Map<InetAddress, Integer> owners = new LinkedHashMap<>();
    for (PlannedUplink uplink : uplinks) {
      uplink.addresses().stream()
          .map(InterfaceAddress::local)
          .distinct()
          .forEach(address -> owners.merge(address, 1, Integer::sum));
    }
    return owners.entrySet().stream()
        .filter(owned -> owned.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(ImmutableList.toImmutableList());
  }

  /** Our default route of the main table through an uplink whose gateway is known. */
  Route mainRoute(PlannedUplink uplink, long metric) {
    return uplink.route(family, Route.MAIN, metric);
  }
}

package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.runtime.port.ConnectionTracker;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.InstanceLock;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.LinkdownRouting;
import dev.routeswitcher.runtime.port.PolicyRouting;
import dev.routeswitcher.runtime.port.Prober;
import dev.routeswitcher.runtime.port.ReversePathFilter;
import dev.routeswitcher.runtime.port.RouteTable;

/**
 * Everything the loop does to the world, and sees of it.
 *
 * @param lock the right to be the only one
 * @param routes the kernel's routes
 * @param policy the kernel's rules, and its tables besides the main one
 * @param watch the kernel's news
 * @param prober the probes
 * @param filter what the kernel lets in
 * @param tracker the connections it translates
 * @param linkdown whether it uses links without a carrier
 * @param clock the time
 */
public record Ports(
    InstanceLock lock,
    RouteTable routes,
    PolicyRouting policy,
    LinkWatch watch,
    Prober prober,
    ReversePathFilter filter,
    ConnectionTracker tracker,
    LinkdownRouting linkdown,
    HostClock clock) {

  Ports with(RouteTable otherRoutes, PolicyRouting otherPolicy) {
    return new Ports(
        lock, otherRoutes, otherPolicy, watch, prober, filter, tracker, linkdown, clock);
  }
}

package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.InstanceLock;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.Prober;
import dev.routeswitcher.runtime.port.RouteTable;

/**
 * Everything the loop does to the world.
 *
 * @param lock the right to be the only one
 * @param routes the kernel's routes
 * @param watch the kernel's news
 * @param prober the probes
 * @param clock the time
 */
public record Ports(
    InstanceLock lock, RouteTable routes, LinkWatch watch, Prober prober, HostClock clock) {

  Ports withRoutes(RouteTable others) {
    return new Ports(lock, others, watch, prober, clock);
  }
}

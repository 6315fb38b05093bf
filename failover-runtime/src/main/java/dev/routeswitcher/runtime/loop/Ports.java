package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.runtime.port.ConnectionTracker;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.InstanceLock;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.LinkdownRouting;
import dev.routeswitcher.runtime.port.ProbeSender;
import dev.routeswitcher.runtime.port.ReversePathFilter;

/**
 * Everything the loop does to the world, and sees of it.
 *
 * @param lock the right to be the only one
 * @param routing the kernel's routes and rules
 * @param watch links and the kernel's events
 * @param probes the probes
 * @param filter what the kernel lets in
 * @param tracker the connections it translates
 * @param linkdown whether it uses links without a carrier
 * @param clock the time
 */
public record Ports(
    InstanceLock lock,
    KernelRouting routing,
    LinkWatch watch,
    ProbeSender probes,
    ReversePathFilter filter,
    ConnectionTracker tracker,
    LinkdownRouting linkdown,
    HostClock clock) {

  Ports with(KernelRouting otherRouting) {
    return new Ports(lock, otherRouting, watch, probes, filter, tracker, linkdown, clock);
  }
}

package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.runtime.port.ConnectionTracker;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.InstanceLock;
import dev.routeswitcher.runtime.port.InterfaceSettings;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.LeasedGateways;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.ProbeSender;

/**
 * Everything the loop does to the world, and sees of it.
 *
 * @param lock the right to be the only one
 * @param routing the kernel's routes and rules
 * @param watch links and the kernel's events
 * @param probes the probes
 * @param interfaces the kernel's settings of interfaces
 * @param leases the gateways that DHCP clients have written down
 * @param tracker the connections it translates
 * @param clock the time
 */
public record Ports(
    InstanceLock lock,
    KernelRouting routing,
    LinkWatch watch,
    ProbeSender probes,
    InterfaceSettings interfaces,
    LeasedGateways leases,
    ConnectionTracker tracker,
    HostClock clock) {

  Ports with(KernelRouting otherRouting) {
    return new Ports(lock, otherRouting, watch, probes, interfaces, leases, tracker, clock);
  }
}

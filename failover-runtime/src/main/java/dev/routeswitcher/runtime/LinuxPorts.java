package dev.routeswitcher.runtime;

import dagger.Binds;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.routeswitcher.runtime.linux.AbstractSocketLock;
import dev.routeswitcher.runtime.linux.IcmpEchoProber;
import dev.routeswitcher.runtime.linux.LinuxClock;
import dev.routeswitcher.runtime.linux.NetlinkConnectionTracker;
import dev.routeswitcher.runtime.linux.NetlinkLinkWatch;
import dev.routeswitcher.runtime.linux.NetlinkPolicyRouting;
import dev.routeswitcher.runtime.linux.NetlinkRouteTable;
import dev.routeswitcher.runtime.linux.ProcLinkdownRouting;
import dev.routeswitcher.runtime.linux.ProcReversePathFilter;
import dev.routeswitcher.runtime.loop.Ports;
import dev.routeswitcher.runtime.port.ConnectionTracker;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.InstanceLock;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.LinkdownRouting;
import dev.routeswitcher.runtime.port.PolicyRouting;
import dev.routeswitcher.runtime.port.Prober;
import dev.routeswitcher.runtime.port.ReversePathFilter;
import dev.routeswitcher.runtime.port.RouteTable;

/** The object graph of a switcher on a Linux kernel. */
@Component(modules = LinuxPorts.Adapters.class)
interface LinuxPorts {

  /** A new set of ports, none of them open. */
  Ports ports();

  /** Which adapter stands for which port. */
  @Module
  interface Adapters {
    @Binds
    InstanceLock lock(AbstractSocketLock lock);

    @Binds
    RouteTable routes(NetlinkRouteTable routes);

    @Binds
    PolicyRouting policy(NetlinkPolicyRouting policy);

    @Binds
    LinkWatch watch(NetlinkLinkWatch watch);

    @Binds
    Prober prober(IcmpEchoProber prober);

    @Binds
    ReversePathFilter filter(ProcReversePathFilter filter);

    @Binds
    ConnectionTracker tracker(NetlinkConnectionTracker tracker);

    @Binds
    LinkdownRouting linkdown(ProcLinkdownRouting linkdown);

    @Binds
    HostClock clock(LinuxClock clock);

    @Provides
    static Ports ports(
        InstanceLock lock,
        RouteTable routes,
        PolicyRouting policy,
        LinkWatch watch,
        Prober prober,
        ReversePathFilter filter,
        ConnectionTracker tracker,
        LinkdownRouting linkdown,
        HostClock clock) {
      return new Ports(lock, routes, policy, watch, prober, filter, tracker, linkdown, clock);
    }
  }
}

package dev.routeswitcher.runtime;

import dagger.Binds;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.routeswitcher.runtime.linux.AbstractSocketLock;
import dev.routeswitcher.runtime.linux.IcmpProbeSender;
import dev.routeswitcher.runtime.linux.LinuxClock;
import dev.routeswitcher.runtime.linux.NetlinkConnectionTracker;
import dev.routeswitcher.runtime.linux.NetlinkKernelRouting;
import dev.routeswitcher.runtime.linux.NetlinkLinkWatch;
import dev.routeswitcher.runtime.linux.ProcLinkdownRouting;
import dev.routeswitcher.runtime.linux.ProcReversePathFilter;
import dev.routeswitcher.runtime.loop.Ports;
import dev.routeswitcher.runtime.port.ConnectionTracker;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.InstanceLock;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.LinkdownRouting;
import dev.routeswitcher.runtime.port.ProbeSender;
import dev.routeswitcher.runtime.port.ReversePathFilter;
import javax.inject.Singleton;

/** The object graph of a switcher on a Linux kernel. */
@Singleton
@Component(modules = LinuxPorts.Adapters.class)
interface LinuxPorts {

  /** The ports, none of them open; one component has one set. */
  Ports ports();

  /** Which adapter stands for which port. */
  @Module
  interface Adapters {
    @Binds
    InstanceLock lock(AbstractSocketLock lock);

    @Binds
    KernelRouting routing(NetlinkKernelRouting routing);

    @Binds
    LinkWatch watch(NetlinkLinkWatch watch);

    @Binds
    ProbeSender probes(IcmpProbeSender probes);

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
        KernelRouting routing,
        LinkWatch watch,
        ProbeSender probes,
        ReversePathFilter filter,
        ConnectionTracker tracker,
        LinkdownRouting linkdown,
        HostClock clock) {
      return new Ports(lock, routing, watch, probes, filter, tracker, linkdown, clock);
    }
  }
}

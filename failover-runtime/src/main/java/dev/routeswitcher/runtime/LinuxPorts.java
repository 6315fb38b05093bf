package dev.routeswitcher.runtime;

import dagger.Binds;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.routeswitcher.runtime.linux.IcmpProbeSender;
import dev.routeswitcher.runtime.linux.LinuxClock;
import dev.routeswitcher.runtime.linux.NetlinkConnectionTracker;
import dev.routeswitcher.runtime.linux.NetlinkKernelRouting;
import dev.routeswitcher.runtime.linux.NetlinkLinkWatch;
import dev.routeswitcher.runtime.linux.ProcInterfaceSettings;
import dev.routeswitcher.runtime.linux.UnixSocketLock;
import dev.routeswitcher.runtime.linux.lease.LeaseFiles;
import dev.routeswitcher.runtime.loop.Ports;
import dev.routeswitcher.runtime.port.ConnectionTracker;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.InstanceLock;
import dev.routeswitcher.runtime.port.InterfaceSettings;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.LeasedGateways;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.ProbeSender;
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
    InstanceLock lock(UnixSocketLock lock);

    @Binds
    KernelRouting routing(NetlinkKernelRouting routing);

    @Binds
    LinkWatch watch(NetlinkLinkWatch watch);

    @Binds
    ProbeSender probes(IcmpProbeSender probes);

    @Binds
    InterfaceSettings interfaces(ProcInterfaceSettings interfaces);

    @Binds
    LeasedGateways leases(LeaseFiles leases);

    @Binds
    ConnectionTracker tracker(NetlinkConnectionTracker tracker);

    @Binds
    HostClock clock(LinuxClock clock);

    /** Dagger makes no records by itself. */
    @Provides
    static Ports ports(
        InstanceLock lock,
        KernelRouting routing,
        LinkWatch watch,
        ProbeSender probes,
        InterfaceSettings interfaces,
        LeasedGateways leases,
        ConnectionTracker tracker,
        HostClock clock) {
      return new Ports(lock, routing, watch, probes, interfaces, leases, tracker, clock);
    }
  }
}

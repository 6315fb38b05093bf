/**
 * The ports on a Linux kernel.
 *
 * <p>Mental model: each class implements one port on one interface of the kernel, and translates
 * between its terms and those of failover. All that ask rtnetlink share one client. Nothing is
 * decided here, and nothing outside this package knows netlink or ICMP.
 *
 * <ul>
 *   <li>{@link dev.routeswitcher.runtime.linux.NetlinkKernelRouting}: routes, route lookups and
 *       policy rules by rtnetlink
 *   <li>{@link dev.routeswitcher.runtime.linux.NetlinkLinkWatch}: links, addresses and events of
 *       everything by rtnetlink, these on a thread of their own
 *   <li>{@link dev.routeswitcher.runtime.linux.IcmpProbeSender}: probes by ICMP sockets
 *   <li>{@link dev.routeswitcher.runtime.linux.UnixSocketLock}: the lock, an abstract unix socket
 *   <li>{@link dev.routeswitcher.runtime.linux.LinuxClock}: the JVM's clock and {@code
 *       /proc/uptime}
 *   <li>{@link dev.routeswitcher.runtime.linux.ProcInterfaceSettings}: {@code /proc/sys/net}
 *   <li>{@link dev.routeswitcher.runtime.linux.lease.LeaseFiles}: what DHCP clients write down
 *   <li>{@link dev.routeswitcher.runtime.linux.NetlinkConnectionTracker}: ctnetlink, on a thread of
 *       its own
 * </ul>
 *
 * <pre>{@code
 * KernelRouting routing = new NetlinkKernelRouting(new SharedRtnetlink());
 * routing.open(); // in the network namespace of this thread, for good
 * routing.defaults(IpFamily.IPV4); // default via 192.0.2.1 dev eth0 proto 157 metric 10, ...
 * routing.path(target); // by eth0, following a default route
 * }</pre>
 *
 * <p>Internal API.
 */
@NullMarked
package dev.routeswitcher.runtime.linux;

import org.jspecify.annotations.NullMarked;

/**
 * The ports on a Linux kernel.
 *
 * <p>Mental model: each class is one port and one way into the kernel, and translates between its
 * words and those of failover. Nothing is decided here, and nothing outside this package knows
 * netlink or ICMP.
 *
 * <ul>
 *   <li>{@link dev.routeswitcher.runtime.linux.NetlinkRouteTable}: routes and lookups by rtnetlink
 *   <li>{@link dev.routeswitcher.runtime.linux.NetlinkPolicyRouting}: policy rules, and the tables
 *       they lead to, by rtnetlink
 *   <li>{@link dev.routeswitcher.runtime.linux.NetlinkLinkWatch}: links, addresses and the news of
 *       everything by rtnetlink, on a thread of its own
 *   <li>{@link dev.routeswitcher.runtime.linux.IcmpEchoProber}: probes by ICMP sockets
 *   <li>{@link dev.routeswitcher.runtime.linux.AbstractSocketLock}: the lock, an abstract unix
 *       socket
 *   <li>{@link dev.routeswitcher.runtime.linux.LinuxClock}: the JVM's clock and {@code
 *       /proc/uptime}
 *   <li>{@link dev.routeswitcher.runtime.linux.ProcReversePathFilter} and {@link
 *       dev.routeswitcher.runtime.linux.ProcLinkdownRouting}: {@code /proc/sys/net}
 *   <li>{@link dev.routeswitcher.runtime.linux.NetlinkConnectionTracker}: ctnetlink, on a thread of
 *       its own
 * </ul>
 *
 * <pre>{@code
 * RouteTable routes = new NetlinkRouteTable();
 * routes.open(); // in the network namespace of this thread, for good
 * routes.defaults(AddressFamily.IPV4); // default via 192.0.2.1 dev eth0 proto 157 metric 10, ...
 * routes.path(target); // by eth0, following a default route
 * }</pre>
 *
 * <p>Internal API.
 */
@NullMarked
package dev.routeswitcher.runtime.linux;

import org.jspecify.annotations.NullMarked;

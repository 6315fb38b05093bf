/**
 * The ports on a Linux kernel: routes, links and addresses by netlink, probes by ICMP sockets, the
 * lock by an abstract unix socket, the clock by the JVM and {@code /proc/uptime}, the reverse path
 * filter by {@code /proc/sys/net}.
 *
 * <p>These classes are the only ones that know netlink and ICMP. Sockets belong to the network
 * namespace of the thread that opens them. Internal API.
 */
@NullMarked
package dev.routeswitcher.runtime.linux;

import org.jspecify.annotations.NullMarked;

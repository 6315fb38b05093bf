/**
 * How routes and next hop objects encapsulate the packets they forward (lightweight tunnels, {@code
 * linux/lwtunnel.h}): MPLS, IP tunnels, segment routing. Stable API.
 */
@NullMarked
package dev.routeswitcher.netlink.encapsulation;

import org.jspecify.annotations.NullMarked;

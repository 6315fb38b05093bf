/**
 * How routes and next hop objects encapsulate the packets they forward (lightweight tunnels, {@code
 * linux/lwtunnel.h}): MPLS, IP tunnels, segment routing. Stable API.
 *
 * <pre>{@code
 * RouteMessage.builder(AddressFamily.INET)
 *     .gateway(IpAddress.parse("192.0.2.1"))
 *     .encapsulation(MplsEncapsulation.of(100))
 *     .build();
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.encapsulation;

import org.jspecify.annotations.NullMarked;

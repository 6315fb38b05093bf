/**
 * Next hop objects, which routes can share by their number, as the kernel reports them ({@code
 * struct nhmsg} and {@code NHA_*} of {@code linux/nexthop.h}). One next hop of a single multipath
 * route is a {@link dev.routeswitcher.netlink.route.NextHop}. Stable API.
 *
 * <pre>{@code
 * NextHopMessage shared =
 *     NextHopMessage.builder(AddressFamily.INET)
 *         .id(8)
 *         .gateway(IpAddress.parse("192.0.2.1"))
 *         .outputInterface(3)
 *         .build();
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.nexthop;

import org.jspecify.annotations.NullMarked;

/**
 * Next hop objects, which routes can share by their number, as the kernel reports them ({@code
 * struct nhmsg} and {@code NHA_*} of {@code linux/nexthop.h}). One next hop of a single multipath
 * route is a {@link dev.routeswitcher.netlink.route.NextHop}. Stable API.
 */
@NullMarked
package dev.routeswitcher.netlink.nexthop;

import org.jspecify.annotations.NullMarked;

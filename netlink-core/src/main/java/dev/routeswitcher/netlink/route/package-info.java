/**
 * Routes as the kernel reports them ({@code struct rtmsg} and {@code RTA_*} of {@code
 * linux/rtnetlink.h}): {@link dev.routeswitcher.netlink.route.RouteMessage} and its builder, the
 * values of its fields, and {@link dev.routeswitcher.netlink.route.RouteView}, which reads a route
 * in the receive buffer without allocating anything. Stable API.
 *
 * <p>A default route is one whose prefix length is 0: {@link
 * dev.routeswitcher.netlink.route.RouteMessage#isDefault}.
 *
 * <pre>{@code
 * RouteMessage route = RouteMessage.builder(AddressFamily.INET)   // a default route
 *     .gateway(IpAddress.parse("192.0.2.1")).outputInterface(3)
 *     .priority(5).protocol(RouteProtocol.of(157)).build();
 * route.toString();   // default via 192.0.2.1 dev if3 proto 157 metric 5
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.route;

import org.jspecify.annotations.NullMarked;

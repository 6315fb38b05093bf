/**
 * Links, addresses, routes, neighbours, rules and next hop objects as the kernel tells them ({@code
 * linux/rtnetlink.h}, {@code if_link.h}, {@code if_addr.h}, {@code neighbour.h}, {@code
 * fib_rules.h}, {@code nexthop.h}): typed, immutable messages over the codec, and builders to make
 * them. Stable API.
 *
 * <p>A message is a fixed header, as a record, and its {@link
 * dev.routeswitcher.netlink.codec.Attributes}, byte for byte. Accessors read the attributes when
 * they are called, so nothing is lost: what has no accessor is found by its number, and a message
 * that was read is written as the very same bytes. Of long listings a {@link
 * dev.routeswitcher.netlink.rtnetlink.RouteView} reads the routes where they lie, and allocates
 * nothing.
 *
 * <ul>
 *   <li>An absent attribute is an empty {@code Optional}; a zero is a zero. A default route is one
 *       whose prefix length is 0: {@link
 *       dev.routeswitcher.netlink.rtnetlink.RouteMessage#isDefault}.
 *   <li>Kernel numbers are open: {@link dev.routeswitcher.netlink.rtnetlink.RouteProtocol} and its
 *       kin wrap the number and know some names.
 *   <li>An accessor of a malformed attribute throws {@link
 *       dev.routeswitcher.netlink.codec.MalformedAttributeException}; {@code problems()} lists all
 *       of a message; {@code toString} never throws.
 * </ul>
 *
 * <pre>{@code
 * RouteMessage route = RouteMessage.builder(AddressFamily.INET)   // a default route
 *     .gateway(IpAddress.parse("192.0.2.1")).outputInterface(3)
 *     .priority(5).protocol(RouteProtocol.of(157)).build();
 * route.toString();   // default via 192.0.2.1 dev if3 proto 157 metric 5
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.rtnetlink;

import org.jspecify.annotations.NullMarked;

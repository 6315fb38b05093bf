/**
 * Routes, links, addresses, neighbours, rules and next hops of Linux, with the verbs of {@code ip},
 * and the tracked connections. Stable API.
 *
 * <p>{@link dev.routeswitcher.netlink.client.RtnetlinkClient} asks and changes: {@code list},
 * {@code get}, {@code add}, {@code replace}, {@code change}, {@code append}, {@code delete}, {@code
 * batch}. Every request is acknowledged or fails, within its timeout. Thread-safe.
 *
 * <p>A failure is a {@link dev.routeswitcher.netlink.client.NetlinkException}: operation, object,
 * errno, the kernel's own message, and the attribute it is about. A change returns the kernel's
 * {@linkplain dev.routeswitcher.netlink.codec.Acknowledgement acknowledgement}, which may hold a
 * warning.
 *
 * <pre>{@code
 * try (RtnetlinkClient client = RtnetlinkClient.open()) {
 *   client.routes().add(
 *       RouteMessage.builder(AddressFamily.INET)
 *           .gateway(IpAddress.parse("192.0.2.1")).outputInterface(3).priority(5).build());
 *   for (RouteMessage route : client.routes().list(RouteFilter.of(AddressFamily.INET))) {
 *     System.out.println(route);
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.client;

import org.jspecify.annotations.NullMarked;

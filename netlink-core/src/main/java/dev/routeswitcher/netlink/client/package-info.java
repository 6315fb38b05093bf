/**
 * Routes, links and addresses of Linux, with the verbs of {@code ip}. Stable API.
 *
 * <ul>
 *   <li>{@link dev.routeswitcher.netlink.client.RtnetlinkClient} asks and changes: {@code list},
 *       {@code get}, {@code add}, {@code replace}, {@code change}, {@code append}, {@code delete}.
 *       Every request is acknowledged or fails, within its timeout.
 *   <li>{@link dev.routeswitcher.netlink.client.RtnetlinkMonitor} tells what changes. When events
 *       were lost it says so, and the caller lists again.
 * </ul>
 *
 * <p>What fails is a {@link dev.routeswitcher.netlink.client.NetlinkException}: operation, object,
 * errno, the kernel's own words, and the attribute they are about.
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

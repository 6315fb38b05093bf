/**
 * Changes of routes, links, addresses, neighbours, rules and next hops as they happen. Stable API.
 *
 * <ul>
 *   <li>{@link dev.routeswitcher.netlink.watch.RtnetlinkWatch} delivers a snapshot, then each
 *       change, and a new snapshot whenever changes were lost. {@link
 *       dev.routeswitcher.netlink.watch.Mirror} keeps a copy of the objects by its events.
 *   <li>{@link dev.routeswitcher.netlink.watch.RtnetlinkMonitor} delivers the kernel's events as
 *       they are, and reports where some were lost.
 * </ul>
 *
 * <pre>{@code
 * try (RtnetlinkMonitor monitor = RtnetlinkMonitor.open(List.of(MulticastGroup.LINK))) {
 *   monitor.next(Duration.ofSeconds(1)).ifPresent(System.out::println);
 * }
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.watch;

import org.jspecify.annotations.NullMarked;

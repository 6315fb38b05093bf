/**
 * Failover inside a Java program: the embedding API.
 *
 * <p>Mental model: {@link dev.routeswitcher.runtime.RouteSwitcher} is a handle on one thread that
 * probes the uplinks, decides, and changes the default route of the network namespace. A program
 * builds it, starts it, may listen to what it reports, and closes it. IPv4 and IPv6 are each
 * decided on their own, over the same uplinks: a primary and a secondary, or any number of {@link
 * dev.routeswitcher.runtime.Uplink}s.
 *
 * <pre>{@code
 * try (RouteSwitcher switcher =
 *     RouteSwitcher.builder()
 *         .primary("eth0", "192.0.2.1")
 *         .secondary("eth1", "198.51.100.1")
 *         .pingTarget("203.0.113.8")
 *         .listener(notice -> System.out.println(NoticeText.of(notice)))
 *         .start()) {
 *   serve();
 * }
 * }</pre>
 *
 * <p>Stable API. So is {@code words}; the other packages below this one are internal.
 */
@NullMarked
package dev.routeswitcher.runtime;

import org.jspecify.annotations.NullMarked;

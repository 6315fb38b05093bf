/**
 * ICMP echo through a named interface: asynchronous, timed by the kernel, on one thread.
 *
 * <p>A {@link dev.routeswitcher.icmp.IcmpProber} sends each probe with the deadline of its request
 * and reports the outcome. It decides nothing else: it has no schedule, no threshold and no notion
 * of "up".
 *
 * <pre>{@code
 * try (IcmpProber prober = IcmpProber.open()) {
 *   long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
 *   prober.probe(
 *       new ProbeRequest("eth0", InetAddresses.forString("192.0.2.1"), deadline),
 *       (request, outcome) -> results.add(outcome));
 *   ...
 * }
 * }</pre>
 *
 * <h2>Mental model</h2>
 *
 * <p>A <i>probe</i> is one echo request to one target through one interface. It ends in exactly one
 * {@link dev.routeswitcher.icmp.ProbeOutcome}: replied, lost, unreachable or not sent. A reply
 * after the outcome does not change it; it is reported separately, once. Everything else that
 * arrives (duplicates, forgeries, other programs' replies) is counted in {@link
 * dev.routeswitcher.icmp.ProberCounters} and has no further effect.
 *
 * <p>Each interface has a socket for each IP version (and further ones for source addresses and for
 * very many probes in flight), bound with SO_BINDTODEVICE, so that a probe leaves by its interface
 * whatever the routing table prefers. (The kernel still needs <em>some</em> route through that
 * interface; without one it looks for the target on the link itself, and the probe is lost.)
 *
 * <p>The packages on top of it depend on the interface {@link dev.routeswitcher.icmp.Prober}:
 * {@code periodic} probes at intervals, {@code statistics} keeps rolling statistics, and {@code
 * testkit}, an artifact of its own (the test-jar), replaces the network in tests. {@code loop} and
 * {@code linux} are internal: the prober's loop, and the Linux sockets behind it.
 *
 * <h2>Threads</h2>
 *
 * <p>Any thread may queue probes, read counters and close; no lock is taken to queue a probe.
 * Sockets, deadlines and every call of a listener are the business of the prober's own thread; the
 * two exceptions are named at {@link dev.routeswitcher.icmp.Prober#probe}.
 *
 * <p>The prober works in the network namespace of the thread that opened it.
 *
 * <p>Stable API. Needs 64-bit Linux, and either {@code net.ipv4.ping_group_range} or CAP_NET_RAW.
 */
@NullMarked
package dev.routeswitcher.icmp;

import org.jspecify.annotations.NullMarked;

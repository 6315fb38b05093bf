/**
 * ICMP echo through a named interface: asynchronous, timed by the kernel, from one thread.
 *
 * <p>A {@link dev.routeswitcher.icmp.IcmpProber} sends what it is told, with the deadline it is
 * given, and says what became of it. It decides nothing: it has no schedule, no threshold and no
 * notion of "up".
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
 * {@link dev.routeswitcher.icmp.ProbeOutcome}: replied, lost, unreachable or not sent. A reply that
 * comes after the verdict never changes it; it is reported beside it, once. Everything else that
 * arrives (duplicates, forgeries, other programs' replies) is counted in {@link
 * dev.routeswitcher.icmp.ProberCounters} and has no further effect.
 *
 * <p>Each interface has a socket for each IP version (and further ones for source addresses and for
 * very many probes in flight), bound with SO_BINDTODEVICE, so that a probe leaves by its interface
 * whatever the routing table prefers. (The kernel still needs <em>some</em> route through that
 * interface; without one it looks for the target on the link itself, and the probe is lost.)
 *
 * <p>What is built on that takes the interface {@link dev.routeswitcher.icmp.Prober}: {@code
 * periodic} has a schedule, {@code statistics} keeps account, {@code testkit} stands in for the
 * network in tests.
 *
 * <h2>Threads</h2>
 *
 * <table>
 * <caption>Who runs what</caption>
 * <tr><th>thread</th><th>does</th></tr>
 * <tr><td>any caller</td><td>{@code probe}, {@code counters}, {@code close}; no lock is taken to
 *     hand a probe over</td></tr>
 * <tr><td>the prober's own</td><td>sockets, deadlines, and every call of a listener; the two
 *     exceptions are named at {@link dev.routeswitcher.icmp.IcmpProber#probe}</td></tr>
 * </table>
 *
 * <h2>Below the loop</h2>
 *
 * <p>{@code ProbeLoop} takes requests and tasks and hands each probe to the {@code
 * InterfaceChannel} of its interface and family, whose {@code EchoLane}s have a socket and a table
 * of 65,536 sequence numbers each. {@code EchoNetwork} and {@code EchoSocket} are the kernel as
 * they need it; the Linux classes behind them pass batches to {@code sendmmsg} and {@code recvmmsg}
 * in memory that is laid out once. {@code ProbeLedger} judges.
 *
 * <p>The prober works in the network namespace of the thread that opened it.
 *
 * <p>Stable API. Needs 64-bit Linux, and either {@code net.ipv4.ping_group_range} or CAP_NET_RAW.
 */
@NullMarked
package dev.routeswitcher.icmp;

import org.jspecify.annotations.NullMarked;

/**
 * Probes sent at regular intervals.
 *
 * <pre>{@code
 * try (IcmpProber prober = IcmpProber.open();
 *     PeriodicProber periodic =
 *         PeriodicProber.builder(prober)
 *             .interval(Duration.ofSeconds(1))
 *             .jitter(Duration.ofMillis(100))
 *             .timeout(Duration.ofSeconds(2))
 *             .build()) {
 *   periodic.start("eth0", target, listener);
 *   ...
 * }
 * }</pre>
 *
 * <p>{@link dev.routeswitcher.icmp.periodic.PeriodicProber} has no thread and no queue of its own:
 * its ticks are tasks of the prober it is built on, so that a tick, the send and the replies of
 * other probes share wake-ups. Over a {@code ScriptedProber} it runs in virtual time.
 *
 * <p>Ticks lie on a grid that starts with the series, plus the jitter, which is drawn for each
 * probe and does not accumulate. Ticks that were missed because the process stood still (SIGSTOP,
 * suspend, a long garbage collection) are skipped, not sent in a burst afterwards.
 *
 * <p>Stable API.
 */
@NullMarked
package dev.routeswitcher.icmp.periodic;

import org.jspecify.annotations.NullMarked;

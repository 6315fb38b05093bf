/**
 * Rolling statistics and a round-trip estimate for every path that is probed.
 *
 * <p>A <i>path</i> is an (interface, target) pair. {@link
 * dev.routeswitcher.icmp.statistics.ProbeStatistics} is a prober around a prober: it passes every
 * probe on and records its outcome.
 *
 * <pre>{@code
 * ProbeStatistics statistics = ProbeStatistics.of(prober, 600); // the last 600 probes of each path
 * statistics.probe(request, listener);
 * ...
 * statistics.snapshot("eth0", target).ifPresent(s -> log.info("loss={}", s.loss()));
 *
 * Duration timeout =
 *     statistics.estimate("eth0", target).timeout(Duration.ofMillis(100), Duration.ofSeconds(2));
 * }</pre>
 *
 * <h2>When a probe counts</h2>
 *
 * <p>Replies arrive early and losses are known late. A count of outcomes as they arrive includes
 * the replies of the last second, but not the losses among the probes sent with them: its loss is
 * too low, and the lower the more probes are in flight. Here a probe enters the window when <em>its
 * deadline has passed</em> (and those of all probes queued before it), answered or not: whether a
 * probe counts does not depend on its outcome. The price is that all figures of the window are one
 * timeout old.
 *
 * <p>Round-trip times are {@link dev.routeswitcher.icmp.ProbeOutcome.Replied#rttNanos}: the wait in
 * the queue of this host's interface is part of them.
 *
 * <p>A late reply corrects the figures: as in dpinger, the probe that was lost becomes an answered
 * one, with its true round-trip time, as long as it is in the window. (The outcome that was
 * delivered does not change.)
 *
 * <table>
 * <caption>How each outcome counts</caption>
 * <tr><th>outcome</th><th>in the window</th><th>estimate and jitter</th></tr>
 * <tr><td>replied</td><td>replied, with its time</td><td>when it comes</td></tr>
 * <tr><td>lost or unreachable</td><td>counted as such, and in the loss</td><td>-</td></tr>
 * <tr><td>late reply after either</td><td>replied, with its time</td><td>when it comes</td></tr>
 * <tr><td>not sent</td><td>counted separately: no evidence about the path</td><td>-</td></tr>
 * <tr><td>lost before its deadline, because the prober was closed</td><td>nothing</td>
 *     <td>-</td></tr>
 * </table>
 *
 * <h2>Arithmetic</h2>
 *
 * <p>Figures are over all replies of the window: the mean; the standard deviation of the population
 * (the root of the mean square distance from the mean, {@code mdev} of {@code ping}); percentiles
 * by nearest rank (the smallest of the replies' times that at least so many per cent of them do not
 * exceed). Nothing is sampled or put into buckets: percentiles, minimum and maximum are times that
 * occurred. The interarrival jitter is that of RFC 3550, section 6.4.1, with round-trip times in
 * place of transit times; the estimate is that of RFC 6298, section 2. Both are updated by each
 * reply as it arrives, late ones too.
 *
 * <h2>Cost</h2>
 *
 * <p>A path takes 24 to 40 octets for each probe of its window and 16 to 32 for each that waits to
 * enter it, however long it has been probed. A probe costs 0.2 us for a window of 600 and 6 us for
 * the limit of 100,000; a snapshot at most 1.5 us ({@code docs/benchmarks/icmp-probe.md}). A
 * snapshot is a value, and may be taken on any thread.
 *
 * <p>Stable API.
 */
@NullMarked
package dev.routeswitcher.icmp.statistics;

import org.jspecify.annotations.NullMarked;

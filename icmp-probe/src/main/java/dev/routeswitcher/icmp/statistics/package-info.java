/**
 * Rolling statistics and a round-trip estimate for every path that is probed.
 *
 * <p>A <i>path</i> is an (interface, target) pair. {@link
 * dev.routeswitcher.icmp.statistics.ProbeStatistics} is a prober around a prober: it hands every
 * probe on, and keeps account of what became of it.
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
 * <h2>What is counted when</h2>
 *
 * <p>Replies come soon and losses show late. Whoever counts each probe as soon as its outcome is
 * known sees the replies of the last second, but not the losses among the probes sent with them:
 * his loss is too low, and falls further with every probe in flight. Here a probe enters the window
 * when <em>its deadline has passed</em> (and those of all probes handed over before it), answered
 * or not: whether a probe counts never depends on how it fares. The price is that all figures of
 * the window are one timeout old.
 *
 * <p>A late reply heals: as in dpinger, the probe that was lost becomes one that was answered, with
 * its true round-trip time, as long as it is in the window. (The prober's verdict, and what was
 * decided upon it, stands.)
 *
 * <table>
 * <caption>What a probe is in the figures</caption>
 * <tr><th>outcome</th><th>in the window</th><th>estimate and jitter</th></tr>
 * <tr><td>replied</td><td>replied, with its time</td><td>when it comes</td></tr>
 * <tr><td>lost or unreachable</td><td>so counted, and in the loss</td><td>-</td></tr>
 * <tr><td>late reply after either</td><td>replied, with its time</td><td>when it comes</td></tr>
 * <tr><td>not sent</td><td>counted apart: it says nothing about the path</td><td>-</td></tr>
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
 * occurred. The interarrival jitter is that of RFC 3550, section 6.4.1, for which a round trip
 * stands in the place of a transit time; the estimate is that of RFC 6298, section 2. Both follow
 * the replies as they come, the late ones too.
 *
 * <h2>Cost</h2>
 *
 * <p>A path takes 24 to 40 octets for each probe of its window and 16 to 32 for each that waits to
 * enter it, however long it has been probed. Taking in a probe moves half of the window's times by
 * one place: a fifth of a microsecond in all for a window of 600, six for the 100,000 that are the
 * limit. A snapshot takes at most one and a half, whatever the window; it may be taken on any
 * thread, and is a value. ({@code docs/benchmarks/icmp-probe.md} has the figures.)
 *
 * <p>Stable API.
 */
@NullMarked
package dev.routeswitcher.icmp.statistics;

import org.jspecify.annotations.NullMarked;

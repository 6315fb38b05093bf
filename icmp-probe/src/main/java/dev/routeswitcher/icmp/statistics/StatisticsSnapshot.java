package dev.routeswitcher.icmp.statistics;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one path at one moment. The first four and the round trips are those of the
 * window, which the package documentation defines.
 *
 * @param replied probes that were answered, late answers included
 * @param lost probes without an answer
 * @param unreachable probes answered by an ICMP error only
 * @param notSent probes that did not leave this host
 * @param waiting probes that are in none of the four yet
 * @param roundTrips the times of the replies, or null if the window has none
 * @param jitterNanos the interarrival jitter (RFC 3550, section 6.4.1) after the newest reply,
 *     within a nanosecond of what exact arithmetic gives; 0 before the second reply
 * @param estimate the round-trip estimate (RFC 6298) after the newest reply
 */
public record StatisticsSnapshot(
    int replied,
    int lost,
    int unreachable,
    int notSent,
    int waiting,
    @Nullable RoundTripSummary roundTrips,
    long jitterNanos,
    RoundTripEstimate estimate) {

  /** Refuses a missing estimate. */
  public StatisticsSnapshot {
    requireNonNull(estimate, "estimate");
  }

  /**
   * The share of probes that were sent and not answered, 0 to 1; empty while the window holds none
   * that was sent.
   */
  public OptionalDouble loss() {
    int sent = replied + lost + unreachable;
    return sent == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) (lost + unreachable) / sent);
  }
}

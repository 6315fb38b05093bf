package dev.routeswitcher.icmp.statistics;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * An estimate of the next round-trip time from the previous ones: the estimator of RFC 6298,
 * section 2, as a value.
 *
 * <p>Two rules of the RFC do not apply: Karn's, not to sample a retransmitted segment, because a
 * reply belongs to one probe; and the doubling of the timer, because a reply that exceeds the
 * timeout is added as a late one and raises it. So a caller that takes its deadlines from here
 * recovers when a path has become slower than the deadline.
 *
 * <p>Each step is rounded to the nearest nanosecond. That keeps {@code smoothedNanos} within 4, and
 * {@code variationNanos} within 6 nanoseconds of what exact arithmetic gives.
 *
 * @param samples how many round trips it is based on; 0 means that there is no estimate
 * @param smoothedNanos the smoothed round-trip time (SRTT), 0 without a sample
 * @param variationNanos the smoothed mean deviation (RTTVAR), 0 without a sample
 */
public record RoundTripEstimate(long samples, long smoothedNanos, long variationNanos) {

  /** Before the first sample. */
  public static final RoundTripEstimate NONE = new RoundTripEstimate(0, 0, 0);

  /** The longest round trip it accepts: 36 years, so that nothing overflows. */
  public static final long MAX_SAMPLE_NANOS = 1L << 60;

  /** G of the RFC: a timeout is at least so much more than the smoothed time. */
  private static final long GRANULARITY_NANOS = 1_000_000;

  /** Checks the ranges. */
  public RoundTripEstimate {
    checkArgument(samples >= 0, "samples %s", samples);
    checkArgument(
        smoothedNanos >= 0 && smoothedNanos <= MAX_SAMPLE_NANOS, "smoothed %s", smoothedNanos);
    checkArgument(
        variationNanos >= 0 && variationNanos <= MAX_SAMPLE_NANOS, "variation %s", variationNanos);
    checkArgument(
        samples > 0 || (smoothedNanos == 0 && variationNanos == 0), "figures without a sample");
  }

  /**
   * The estimate after one more round trip.
   *
   * @param rttNanos 0 to {@link #MAX_SAMPLE_NANOS}
   */
  public RoundTripEstimate after(long rttNanos) {
    checkArgument(
        rttNanos >= 0 && rttNanos <= MAX_SAMPLE_NANOS, "round-trip time %s out of range", rttNanos);
    if (samples == 0) {
      return new RoundTripEstimate(1, rttNanos, (rttNanos + 1) / 2);
    }
    // An eighth and a quarter of the differences, rounded to the nearest.
    long deviation = Math.abs(smoothedNanos - rttNanos);
    return new RoundTripEstimate(
        samples + 1,
        smoothedNanos + ((rttNanos - smoothedNanos + 4) >> 3),
        variationNanos + ((deviation - variationNanos + 2) >> 2));
  }

  /**
   * How long to wait for a reply: the smoothed time and four times the variation, but at least a
   * millisecond more than the smoothed time, within the bounds given. Without a sample it is {@code
   * most}.
   *
   * <p>RFC 6298 would have {@code least} be a second. Where nothing is retransmitted, a timeout
   * that is too short costs one wrong outcome only.
   */
  public Duration timeout(Duration least, Duration most) {
    checkArgument(least.compareTo(most) <= 0, "bounds %s to %s", least, most);
    if (samples == 0) {
      return most;
    }
    Duration expected =
        Duration.ofNanos(smoothedNanos + Math.max(GRANULARITY_NANOS, 4 * variationNanos));
    if (expected.compareTo(least) < 0) {
      return least;
    }
    return expected.compareTo(most) > 0 ? most : expected;
  }
}

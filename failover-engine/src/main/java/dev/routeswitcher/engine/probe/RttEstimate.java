package dev.routeswitcher.engine.probe;

/**
 * How long replies of one target through one uplink take: smoothed mean and variation, as RFC 6298
 * section 2 reckons them for TCP's retransmission timer.
 *
 * @param srttNanos the smoothed round-trip time
 * @param rttvarNanos its smoothed mean deviation
 */
public record RttEstimate(long srttNanos, long rttvarNanos) {

  /** G of RFC 6298: what a reply may be late by for reasons that are not the network's. */
  private static final long GRANULARITY_NANOS = 10_000_000;

  /** The estimate after the first measurement (2.2). */
  public static RttEstimate first(long rttNanos) {
    return new RttEstimate(rttNanos, rttNanos / 2);
  }

  /** The estimate after another measurement (2.3). */
  public RttEstimate after(long rttNanos) {
    long deviation = Math.abs(srttNanos - rttNanos);
    return new RttEstimate(
        srttNanos + (rttNanos - srttNanos) / 8, rttvarNanos + (deviation - rttvarNanos) / 4);
  }

  /** How long the next reply may take before it is taken for lost. */
  public long replyTimeoutNanos() {
    return srttNanos + Math.max(GRANULARITY_NANOS, 4 * rttvarNanos);
  }
}

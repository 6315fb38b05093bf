package dev.routeswitcher.icmp.statistics;

/**
 * The interarrival jitter of RFC 3550, section 6.4.1, by the integer arithmetic of its appendix
 * A.8, in nanoseconds.
 *
 * <p>The difference of two packets' transit times is here the difference of their round-trip times.
 */
final class InterarrivalJitter {
  private static final long NO_REPLY = -1;

  private long previousRttNanos = NO_REPLY;

  /** Sixteen times the jitter, as the RFC keeps it. */
  private long scaledNanos;

  void add(long rttNanos) {
    if (previousRttNanos != NO_REPLY) {
      scaledNanos += Math.abs(rttNanos - previousRttNanos) - ((scaledNanos + 8) >> 4);
    }
    previousRttNanos = rttNanos;
  }

  /** The jitter; 0 before the second reply. */
  long nanos() {
    return (scaledNanos + 8) >> 4;
  }
}

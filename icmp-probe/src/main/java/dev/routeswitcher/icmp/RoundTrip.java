package dev.routeswitcher.icmp;

/**
 * How long a probe was under way, and by which clock.
 *
 * <p>The kernel's stamp is on CLOCK_REALTIME, which may be stepped. It is trusted only if the time
 * it gives is neither negative nor longer than the monotonic clock allows, and the two clocks kept
 * their distance while the probe was under way.
 */
record RoundTrip(long nanos, RttClock clock) {
  /** Stands for the stamp the kernel did not give; no packet arrived in 1970. */
  static final long NO_STAMP = 0;

  private static final long CLOCK_STEP_NANOS = 100_000;

  static RoundTrip between(ClockReading sent, long stampRealtimeNanos, ClockReading read) {
    long elapsed = Math.max(0, read.monotonicNanos() - sent.monotonicNanos());
    if (stampRealtimeNanos == NO_STAMP) {
      return new RoundTrip(elapsed, RttClock.MONOTONIC);
    }
    long stamped = stampRealtimeNanos - sent.realtimeNanos();
    long step = read.realtimeNanos() - sent.realtimeNanos() - elapsed;
    boolean stampFits = stamped >= 0 && stamped <= elapsed && Math.abs(step) <= CLOCK_STEP_NANOS;
    return stampFits
        ? new RoundTrip(stamped, RttClock.KERNEL_RECEIVE_STAMP)
        : new RoundTrip(elapsed, RttClock.MONOTONIC);
  }
}

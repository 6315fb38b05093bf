package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.RttClock;

/**
 * The round-trip time of a probe, and the clocks it was measured with.
 *
 * <p>The kernel's stamps are on CLOCK_REALTIME, which may be stepped. The receive stamp is trusted
 * only if the time since the send is neither negative nor longer than by the monotonic clock, and
 * the difference of the two clocks did not change meanwhile; the transmit stamp only together with
 * it, and if it lies between the two.
 *
 * @param nanos the round-trip time
 * @param sinceSendNanos from the user-space send time to the arrival of the reply
 * @param clock the clocks of the round-trip time
 */
record RoundTrip(long nanos, long sinceSendNanos, RttClock clock) {
  /** The value of a stamp that the kernel did not give. */
  static final long NO_STAMP = 0;

  private static final long CLOCK_STEP_NANOS = 100_000;

  static RoundTrip between(
      ClockReading sent, long transmitStamp, long receiveStamp, ClockReading read) {
    long elapsed = Math.max(0, read.monotonicNanos() - sent.monotonicNanos());
    long stamped = receiveStamp - sent.realtimeNanos();
    long step = read.realtimeNanos() - sent.realtimeNanos() - elapsed;
    boolean stampFits =
        receiveStamp != NO_STAMP
            && stamped >= 0
            && stamped <= elapsed
            && Math.abs(step) <= CLOCK_STEP_NANOS;
    if (!stampFits) {
      return new RoundTrip(elapsed, elapsed, RttClock.MONOTONIC);
    }
    long onTheWay = receiveStamp - transmitStamp;
    boolean bothFit = transmitStamp != NO_STAMP && onTheWay >= 0 && onTheWay <= stamped;
    return bothFit
        ? new RoundTrip(onTheWay, stamped, RttClock.KERNEL_STAMPS)
        : new RoundTrip(stamped, stamped, RttClock.KERNEL_RECEIVE_STAMP);
  }
}

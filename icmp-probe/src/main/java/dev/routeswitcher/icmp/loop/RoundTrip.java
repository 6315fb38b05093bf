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
 * <p>The round trip begins when the kernel had taken the packet, or when it passed it to the device
 * if that was before: what it waits in the queue of its interface belongs to it, and what this
 * thread was late by does not.
 *
 * @param nanos the round-trip time
 * @param pathNanos the part of it from the transmit stamp on; all of it if there is none
 * @param sinceSendNanos from the user-space send time to the arrival of the reply
 * @param clock the clocks of the round-trip time
 */
record RoundTrip(long nanos, long pathNanos, long sinceSendNanos, RttClock clock) {
  /** The value of a stamp that the kernel did not give. */
  static final long NO_STAMP = 0;

  private static final long CLOCK_STEP_NANOS = 100_000;

  /**
   * The time of a reply.
   *
   * @param sent just before the request was passed to the kernel
   * @param goneNanos when the kernel had taken it, by the monotonic clock
   * @param read when the reply was read
   */
  static RoundTrip between(
      ClockReading sent, long goneNanos, long transmitStamp, long receiveStamp, ClockReading read) {
    long elapsed = Math.max(0, read.monotonicNanos() - sent.monotonicNanos());
    long stamped = receiveStamp - sent.realtimeNanos();
    long step = read.realtimeNanos() - sent.realtimeNanos() - elapsed;
    boolean stampFits =
        receiveStamp != NO_STAMP
            && stamped >= 0
            && stamped <= elapsed
            && Math.abs(step) <= CLOCK_STEP_NANOS;
    if (!stampFits) {
      return new RoundTrip(elapsed, elapsed, elapsed, RttClock.MONOTONIC);
    }
    long onTheWay = receiveStamp - transmitStamp;
    boolean bothFit = transmitStamp != NO_STAMP && onTheWay >= 0 && onTheWay <= stamped;
    if (!bothFit) {
      return new RoundTrip(stamped, stamped, stamped, RttClock.KERNEL_RECEIVE_STAMP);
    }
    long sinceGone = stamped - (goneNanos - sent.monotonicNanos());
    return new RoundTrip(Math.max(onTheWay, sinceGone), onTheWay, stamped, RttClock.KERNEL_STAMPS);
  }
}

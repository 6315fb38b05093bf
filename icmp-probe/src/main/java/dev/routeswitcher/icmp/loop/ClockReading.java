package dev.routeswitcher.icmp.loop;

/**
 * One moment on two clocks.
 *
 * @param monotonicNanos CLOCK_MONOTONIC, as {@link System#nanoTime}
 * @param realtimeNanos CLOCK_REALTIME, nanoseconds since 1970
 */
record ClockReading(long monotonicNanos, long realtimeNanos) {}

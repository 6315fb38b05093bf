package dev.routeswitcher.icmp.loop;

import java.time.Duration;

/** Two clocks that stand still until they are advanced. */
final class VirtualClock implements Clock {
  /** Close to overflowing, because System.nanoTime may be. */
  private long monotonicNanos = Long.MAX_VALUE - Duration.ofMillis(1500).toNanos();

  private long realtimeNanos = 1_700_000_000_000_000_000L;

  @Override
  public ClockReading read() {
    return new ClockReading(monotonicNanos, realtimeNanos);
  }

  @Override
  public long monotonicNanos() {
    return monotonicNanos;
  }

  void advance(Duration time) {
    monotonicNanos += time.toNanos();
    realtimeNanos += time.toNanos();
  }

  void stepWallClock(Duration by) {
    realtimeNanos += by.toNanos();
  }
}

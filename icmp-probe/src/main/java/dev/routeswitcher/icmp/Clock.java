package dev.routeswitcher.icmp;

import java.time.Instant;

/** Where the prober takes its time from. */
interface Clock {

  /** The current moment on both clocks. */
  ClockReading read();

  /** The machine's clocks. */
  static Clock system() {
    return Clock::readSystem;
  }

  /**
   * Reads the wall clock between two readings of the other, and again while those are far apart: a
   * thread interrupted in between would otherwise see the clocks part.
   */
  private static ClockReading readSystem() {
    final int furtherAttempts = 2;
    final long closeTogetherNanos = 20_000;
    for (int attempt = 0; ; attempt++) {
      long before = System.nanoTime();
      Instant wall = Instant.now();
      if (System.nanoTime() - before <= closeTogetherNanos || attempt == furtherAttempts) {
        return new ClockReading(before, wall.getEpochSecond() * 1_000_000_000L + wall.getNano());
      }
    }
  }
}

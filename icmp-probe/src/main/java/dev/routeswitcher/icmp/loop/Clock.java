package dev.routeswitcher.icmp.loop;

import java.time.Instant;

/** The prober's source of time. */
interface Clock {

  /** The current moment on both clocks. */
  ClockReading read();

  /** The current moment on the monotonic clock alone, which is cheaper. */
  long monotonicNanos();

  /** CLOCK_MONOTONIC by {@link System#nanoTime}, CLOCK_REALTIME by {@link Instant#now}. */
  final class SystemClock implements Clock {
    private static final int MAX_ATTEMPTS = 10;
    private static final long CLOSE_TOGETHER_NANOS = 5_000;

    /**
     * Reads the wall clock between two readings of the other, and repeats that while those are far
     * apart, because the thread was interrupted in between. The closest pair counts.
     */
    @Override
    public ClockReading read() {
      ClockReading closest = new ClockReading(0, 0);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < MAX_ATTEMPTS && least > CLOSE_TOGETHER_NANOS; i++) {
        long before = System.nanoTime();
        Instant wall = Instant.now();
        long took = System.nanoTime() - before;
        if (took < least) {
          least = took;
          closest =
              new ClockReading(
                  before + took / 2, wall.getEpochSecond() * 1_000_000_000L + wall.getNano());
        }
      }
      return closest;
    }

    @Override
    public long monotonicNanos() {
      return System.nanoTime();
    }
  }
}

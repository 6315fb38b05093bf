package dev.routeswitcher.runtime.port;

/** The host's monotonic time. */
public interface HostClock {

  /** Nanoseconds of CLOCK_MONOTONIC, as {@link System#nanoTime}; stands still in suspend. */
  long nanoTime();

  /**
   * Nanoseconds the host has spent suspended since it booted: CLOCK_BOOTTIME less CLOCK_MONOTONIC,
   * good to a hundredth of a second.
   */
  long suspendedNanos();
}

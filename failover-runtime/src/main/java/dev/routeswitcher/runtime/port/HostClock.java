package dev.routeswitcher.runtime.port;

import java.io.IOException;

/** The host's monotonic time. */
public interface HostClock {

  /** Nanoseconds of CLOCK_MONOTONIC, as {@link System#nanoTime}; stands still in suspend. */
  long nanoTime();

  /**
   * Nanoseconds the host has spent suspended since it booted: CLOCK_BOOTTIME less CLOCK_MONOTONIC,
   * good to a hundredth of a second.
   *
   * @throws IOException if that cannot be found out now
   */
  long suspendedNanos() throws IOException;
}

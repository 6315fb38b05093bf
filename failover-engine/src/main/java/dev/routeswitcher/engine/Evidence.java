package dev.routeswitcher.engine;

import org.jspecify.annotations.Nullable;

/**
 * The figures behind an uplink's condition.
 *
 * @param successes rounds answered in a row
 * @param failures rounds failed in a row
 * @param error the kernel's words: why its route is refused while it is, else why the probes of the
 *     last round could not be sent; empty if neither
 * @param quality loss and round trip, or null without quality rules, and while the link is down
 */
public record Evidence(int successes, int failures, String error, @Nullable Figures quality) {

  /**
   * Loss and round trip over the quality window.
   *
   * @param windowNanos how long the window is
   * @param lossPercent how many of a hundred probes were lost
   * @param meanRttNanos the mean round-trip time, or null without a reply
   */
  public record Figures(long windowNanos, int lossPercent, @Nullable Long meanRttNanos) {}
}

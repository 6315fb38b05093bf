package dev.routeswitcher.netlink.client;

import java.time.Duration;

/** Durations as nanoseconds that a clock reading may be added to. */
final class Timeouts {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

  private Timeouts() {}

  static long nanos(Duration timeout) {
    return timeout.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : timeout.toNanos();
  }
}

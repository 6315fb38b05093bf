package dev.routeswitcher.operations.history;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How an uplink did over a span of time.
 *
 * @param uplink its name
 * @param family {@code ipv4} or {@code ipv6}
 * @param known how long it was known whether it was up
 * @param down how long of that it was down
 * @param outages how many outages fell into the span, those too that began before it
 * @param longest how long the longest of them lasted within the span
 */
public record UplinkTime(
    String uplink, String family, Duration known, Duration down, int outages, Duration longest) {

  /** The share of the time that it was up, 0 to 1; empty if nothing is known of it. */
  public OptionalDouble availability() {
    return known.isZero()
        ? OptionalDouble.empty()
        : OptionalDouble.of(1 - (double) down.toMillis() / known.toMillis());
  }
}

package dev.routeswitcher.operations.history;

import java.time.Duration;
import java.time.Instant;

/**
 * A time during which an uplink was down.
 *
 * @param uplink its name
 * @param family {@code ipv4} or {@code ipv6}
 * @param from when it was found down
 * @param to when it was last known to be
 * @param cause the condition that made it down: {@code no-carrier}
 * @param end how it ended
 */
public record Outage(
    String uplink, String family, Instant from, Instant to, String cause, End end) {

  /** How an outage ended. */
  public enum End {
    /** The uplink answered again. */
    OVER,
    /** It is down still. */
    GOES_ON,
    /** The switcher ended, and nobody knows how it went on. */
    UNKNOWN
  }

  /** How long it lasted, as far as is known. */
  public Duration lasted() {
    return Duration.between(from, to);
  }
}

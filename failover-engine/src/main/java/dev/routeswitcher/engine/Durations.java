package dev.routeswitcher.engine;

import java.math.BigDecimal;
import java.time.Duration;

/** Writes durations as options take them and people read them: {@code 250ms}, {@code 60s}. */
public final class Durations {

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  /** A little less than what a {@code long} of nanoseconds can say: 292 years. */
  private static final Duration MOST_NANOS = Duration.ofNanos(Long.MAX_VALUE).minusSeconds(1);

  private Durations() {}

  /**
   * The duration rounded to milliseconds: whole hours, whole minutes from two up, seconds from one
   * up, with decimals if need be, or milliseconds.
   */
  public static String text(Duration duration) {
    boolean fits = duration.abs().compareTo(MOST_NANOS) < 0;
    return fits ? text(duration.toNanos()) : duration.toSeconds() + "s";
  }

  /** The same of a number of nanoseconds. */
  public static String text(long nanos) {
    long rounded = Math.floorDiv(nanos + MILLI / 2, MILLI) * MILLI;
    if (rounded != 0 && rounded % HOUR == 0) {
      return rounded / HOUR + "h";
    } else if (rounded >= 2 * MINUTE && rounded % MINUTE == 0) {
      return rounded / MINUTE + "m";
    } else if (rounded == 0 || Math.abs(rounded) >= SECOND) {
      return BigDecimal.valueOf(rounded / MILLI, 3).stripTrailingZeros().toPlainString() + "s";
    }
    return rounded / MILLI + "ms";
  }
}

package dev.routeswitcher.runtime.words;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as options take them and people read them: {@code 250ms}, {@code 1.5s}, {@code 2m}. */
public final class DurationText {

  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h|)");

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final Map<String, Long> UNITS =
      Map.of("ms", MILLI, "s", SECOND, "", SECOND, "m", MINUTE, "h", HOUR);

  /** A little less than what a {@code long} of nanoseconds can say: 292 years. */
  private static final Duration MOST_NANOS = Duration.ofNanos(Long.MAX_VALUE).minusSeconds(1);

  private DurationText() {}

  /** The duration, or empty if the text is not one; a bare number is seconds. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit = UNITS.getOrDefault(matcher.group(2), 0L);
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanos.longValue()));
  }

  /**
   * The duration rounded to milliseconds: whole hours, whole minutes from two up, seconds from one
   * up, with decimals if need be, or milliseconds.
   */
  public static String of(Duration duration) {
    boolean fits = duration.abs().compareTo(MOST_NANOS) < 0;
    return fits ? ofNanos(duration.toNanos()) : duration.toSeconds() + "s";
  }

  /** The same of a number of nanoseconds. */
  public static String ofNanos(long nanos) {
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

package dev.routeswitcher.cli;

import dev.routeswitcher.runtime.words.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as people type them: a date, a time, or how long ago. */
final class TimeText {

  private static final Pattern DAYS = Pattern.compile("(\\d{1,5})d");

  private TimeText() {}

  /**
   * The point in time, or empty if the text is not one.
   *
   * @param zone whose times those without an offset are
   */
  static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
    Matcher days = DAYS.matcher(text);
    Optional<Duration> ago =
        days.matches()
            ? Optional.of(Duration.ofDays(Long.parseLong(days.group(1))))
            : DurationText.parse(text);
    if (ago.isPresent()) {
      return ago.map(now::minus);
    }
    List<Function<String, Instant>> forms =
        List.of(
            it -> OffsetDateTime.parse(it).toInstant(),
            it -> LocalDateTime.parse(it).atZone(zone).toInstant(),
            it -> LocalDate.parse(it).atStartOfDay(zone).toInstant());
    for (Function<String, Instant> form : forms) {
      try {
        return Optional.of(form.apply(text));
      } catch (DateTimeException e) {
        continue; // with the next form
      }
    }
    return Optional.empty();
  }
}

package dev.routeswitcher.operations.history;

import com.google.common.base.Ascii;
import dev.routeswitcher.operations.history.Outage.End;
import dev.routeswitcher.runtime.words.DurationText;
import dev.routeswitcher.runtime.words.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.OptionalDouble;

/** A history as people read it, within 80 columns. */
final class HistoryText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

  private static final int NAME = 18;
  private static final int NAME_OF_TWO = 9;
  private static final String UPLINK_ROW = "%-18s  %-4s  %13s  %7s  %8s  %8s  %8s%n";
  private static final String OUTAGE_ROW = "%-26s  %-18s  %-4s  %9s  %s%n";

  /** What a share is cut to: three places behind the point of a percentage. */
  private static final double FINEST = 1e5;

  private static final double PERCENT = 1e3;

  private final History history;
  private final ZoneId zone;
  private final StringBuilder text = new StringBuilder();

  HistoryText(History history, ZoneId zone) {
    this.history = history;
    this.zone = zone;
    Instant begin = history.since().isBefore(history.first()) ? history.first() : history.since();
    line("From %s to %s%n", time(begin), time(history.until()));
    uplinks();
    outages();
    switches();
    if (history.unreadable() > 0) {
      line("%nLines that could not be read: %d%n", history.unreadable());
    }
  }

  private void uplinks() {
    if (history.uplinks().isEmpty()) {
      line("%nNothing is known of any uplink.%n");
      return;
    }
    line("%n");
    line(UPLINK_ROW, "UPLINK", "", "AVAILABILITY", "OUTAGES", "DOWN", "LONGEST", "KNOWN");
    for (UplinkTime it : history.uplinks()) {
      line(
          UPLINK_ROW,
          name(it.uplink(), NAME),
          it.family(),
          share(it.availability()),
          it.outages(),
          it.outages() == 0 ? "-" : words(it.down()),
          it.outages() == 0 ? "-" : words(it.longest()),
          words(it.known()));
    }
  }

  private void outages() {
    if (history.outages().isEmpty()) {
      return;
    }
    line("%n");
    line(OUTAGE_ROW, "OUTAGE", "", "", "LASTED", "CAUSE");
    for (Outage it : history.outages()) {
      line(
          OUTAGE_ROW,
          time(it.from()),
          name(it.uplink(), NAME),
          it.family(),
          words(it.lasted()) + (it.end() == End.OVER ? "" : "+"),
          it.cause());
    }
    if (history.outages().stream().anyMatch(it -> it.end() != End.OVER)) {
      line("+ it was not over when this was last looked at%n");
    }
  }

  private void switches() {
    if (history.switches().isEmpty()) {
      return;
    }
    line("%nSWITCH%n");
    for (Switch it : history.switches()) {
      String from = it.from().isEmpty() ? "" : name(it.from(), NAME_OF_TWO) + " -> ";
      line(
          "%s %s %s %s %s%n",
          time(it.time()), it.family(), from + name(it.to(), NAME_OF_TWO), it.kind(), it.cause());
    }
  }

  private void line(String form, Object... values) {
    text.append(String.format(Locale.ROOT, form, values));
  }

  private String time(Instant time) {
    return TIME.format(time.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
  }

  private static String name(String name, int most) {
    return Ascii.truncate(Printable.of(name), most, "...");
  }

  /** Never rounded up: 100 % is without any outage. */
  private static String share(OptionalDouble share) {
    return share.isEmpty()
        ? "-"
        : String.format(Locale.ROOT, "%.3f %%", Math.floor(share.getAsDouble() * FINEST) / PERCENT);
  }

  /** In the two largest units: {@code 850ms}, {@code 45.2s}, {@code 12m 5s}, {@code 3d 4h}. */
  static String words(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
      long millis = duration.toMillis();
      return DurationText.of(Duration.ofMillis(millis < 1000 ? millis : millis / 100 * 100));
    } else if (duration.compareTo(Duration.ofHours(1)) < 0) {
      return two(duration.toMinutes(), "m", duration.toSecondsPart(), "s");
    } else if (duration.compareTo(Duration.ofDays(1)) < 0) {
      return two(duration.toHours(), "h", duration.toMinutesPart(), "m");
    }
    return two(duration.toDays(), "d", duration.toHoursPart(), "h");
  }

  private static String two(long large, String largeUnit, int small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

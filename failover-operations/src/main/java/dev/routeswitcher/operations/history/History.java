package dev.routeswitcher.operations.history;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What a journal tells of a span of time.
 *
 * <p>Within one boot of the kernel times are those of CLOCK_BOOTTIME, placed by where the wall
 * clock stood at the end: a clock that was set meanwhile makes no outage longer or shorter, and
 * what happened before a clock of 1970 was set has its right time.
 *
 * <p>What is known of an uplink ends when the switcher does. If it ended without a word it is taken
 * to have been started again at once where the kernel was not; where that was too, what is known
 * ends with the last event of before.
 *
 * @param since the begin of the span
 * @param until its end
 * @param first the time of the oldest event there is, whether in the span or not; {@code until} if
 *     there is none
 * @param uplinks the uplinks, in the order in which they appeared
 * @param outages those that fall into the span, in the order in which they began
 * @param switches those in the span
 * @param unreadable lines of the journal that are no events
 */
public record History(
    Instant since,
    Instant until,
    Instant first,
    ImmutableList<UplinkTime> uplinks,
    ImmutableList<Outage> outages,
    ImmutableList<Switch> switches,
    long unreadable) {

  /** For people: within 80 columns, times in a zone, with its offset. */
  public String toText(ZoneId zone) {
    return new HistoryText(this, zone).toString();
  }

  /** For programs: times in RFC 3339, durations in seconds. */
  public JsonObject toJson() {
    return HistoryJson.of(this);
  }

  /**
   * Reads the journal of a directory; a switcher may write it meanwhile.
   *
   * @throws IOException if it cannot be read; the message says why
   */
  public static History read(Path directory, Instant since, Instant until) throws IOException {
    try {
      Placement placement = new Placement();
      forEachEntry(directory, placement::reset, placement::learn, line -> {});
      AtomicLong unreadable = new AtomicLong();
      HistoryBuilder[] builder = new HistoryBuilder[1];
      forEachEntry(
          directory,
          () -> {
            builder[0] = new HistoryBuilder(placement, since, until);
            unreadable.set(0);
          },
          entry -> builder[0].add(entry),
          line -> unreadable.incrementAndGet());
      return builder[0].build(unreadable.get());
    } catch (IOException e) {
      throw new IOException(Journal.problem(e), e);
    }
  }

  private static void forEachEntry(
      Path directory, Runnable forget, Consumer<Entry> entries, Consumer<String> others)
      throws IOException {
    JournalFiles.read(
        directory,
        forget,
        line -> {
          Entry entry;
          try {
            entry = Entry.ofLine(line);
          } catch (IllegalArgumentException e) {
            others.accept(line);
            return;
          }
          entries.accept(entry);
        });
  }
}

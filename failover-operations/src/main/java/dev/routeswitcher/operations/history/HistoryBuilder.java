package dev.routeswitcher.operations.history;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.history.Outage.End;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a history of entries, which come in order. */
final class HistoryBuilder {

  private static final String DOWN = Codes.of(Health.DOWN);
  private static final String UNKNOWN = Codes.of(Health.UNKNOWN);
  private static final double NANOS = 1e9;

  /** Of the time at which a process began; another one of its number began later than that. */
  private static final Duration INACCURACY = Duration.ofSeconds(2);

  private final Placement placement;
  private final Instant since;
  private final Instant until;
  private final Map<String, Observed> uplinks = new LinkedHashMap<>();
  private final List<Outage> outages = new ArrayList<>();
  private final ImmutableList.Builder<Switch> switches = ImmutableList.builder();
  private @Nullable Instant first;

  /** The last entry of a run that has not ended; null between two. */
  private @Nullable Entry last;

  /** The process of that run, 0 if it did not say, and when it began. */
  private long process;

  private Instant began = Instant.MIN;

  HistoryBuilder(Placement placement, Instant since, Instant until) {
    this.placement = placement;
    this.since = since;
    this.until = until;
  }

  /** An uplink, and what is known of it so far. */
  private final class Observed {
    final String uplink;
    final String family;
    private Duration known = Duration.ZERO;
    private Duration down = Duration.ZERO;
    private Duration longest = Duration.ZERO;
    private int count;

    /** Since when its health is what it is; null if that is not known. */
    private @Nullable Instant from;

    /** Why it is down; null if it is up. */
    private @Nullable String cause;

    Observed(String uplink, String family) {
      this.uplink = uplink;
      this.family = family;
    }

    void turned(Instant time, String health, String condition) {
      if (health.equals(DOWN) && from != null && cause != null) {
        return; // the same outage, for another reason
      }
      endsAs(End.OVER, time);
      if (!health.equals(UNKNOWN)) {
        from = time;
        cause = health.equals(DOWN) ? condition : null;
      }
    }

    void endsAs(End end, Instant time) {
      Instant begun = from;
      if (begun == null) {
        return;
      }
      Duration within = within(begun, time);
      known = known.plus(within);
      if (cause != null && (!within.isZero() || isInside(begun))) {
        down = down.plus(within);
        longest = longest.compareTo(within) < 0 ? within : longest;
        count++;
        outages.add(new Outage(uplink, family, begun, time, cause, end));
      }
      from = null;
      cause = null;
    }

    UplinkTime time() {
      return new UplinkTime(uplink, family, known, down, count, longest);
    }
  }

  private boolean isInside(Instant time) {
    return !time.isBefore(since) && !time.isAfter(until);
  }

  /** How much of a span lies in that which is asked for. */
  private Duration within(Instant from, Instant to) {
    Instant begin = from.isBefore(since) ? since : from;
    Instant end = to.isAfter(until) ? until : to;
    return end.isAfter(begin) ? Duration.between(begin, end) : Duration.ZERO;
  }

  void add(Entry entry) {
    Event event = entry.event();
    Instant time = placement.of(entry);
    first = first == null ? time : first;
    switch (event.kind()) {
      case STARTED -> {
        endOfRun(lastKnown(entry, time), End.UNKNOWN);
        process = event.figures().get("pid") instanceof Long pid ? pid : 0;
        began = time;
      }
      case STOPPED -> endOfRun(time, End.UNKNOWN);
      case UPLINK ->
          uplink(event)
              .turned(
                  time, event.text("health").orElse(UNKNOWN), event.text("condition").orElse(""));
      case SWITCH -> addSwitch(event, time);
      default -> {
        // Of no account here.
      }
    }
    last = event.kind() == Event.Kind.STOPPED ? null : entry;
  }

  /** Until when the run before is taken to have gone on. */
  private Instant lastKnown(Entry started, Instant time) {
    Entry before = last;
    return before == null || isOfOneBoot(before.uptime(), started.uptime())
        ? time
        : placement.of(before);
  }

  private static boolean isOfOneBoot(@Nullable Uptime one, @Nullable Uptime other) {
    return one != null && other != null && one.bootId().equals(other.bootId());
  }

  private void endOfRun(Instant time, End end) {
    uplinks.values().forEach(uplink -> uplink.endsAs(end, time));
  }

  private Observed uplink(Event event) {
    String name = event.text("uplink").orElse("?");
    String family = event.text("family").orElse("?");
    return uplinks.computeIfAbsent(family + " " + name, key -> new Observed(name, family));
  }

  private void addSwitch(Event event, Instant time) {
    if (isInside(time)) {
      double seconds =
          event.figures().get("took_seconds") instanceof Number took ? took.doubleValue() : 0;
      switches.add(
          new Switch(
              time,
              event.text("family").orElse("?"),
              event.text("kind").orElse("?"),
              event.text("from").orElse(""),
              event.text("to").orElse("?"),
              event.text("cause").orElse("?"),
              Duration.ofNanos((long) (seconds * NANOS))));
    }
  }

  History build(long unreadable) {
    Entry newest = last;
    if (newest != null) {
      boolean runs = isRunning(newest);
      endOfRun(runs ? until : placement.of(newest), runs ? End.GOES_ON : End.UNKNOWN);
    }
    return new History(
        since,
        until,
        first == null ? until : first,
        uplinks.values().stream().map(Observed::time).collect(ImmutableList.toImmutableList()),
        ImmutableList.sortedCopyOf(Comparator.comparing(Outage::from), outages),
        switches.build(),
        unreadable);
  }

  /** Whether the process that began the last run is there still. */
  private boolean isRunning(Entry newest) {
    Optional<Uptime> now = Uptime.now();
    return now.isPresent()
        && isOfOneBoot(newest.uptime(), now.get())
        && process > 0
        && ProcessHandle.of(process)
            .flatMap(it -> it.info().startInstant())
            .filter(start -> start.isBefore(began.plus(INACCURACY)))
            .isPresent();
  }
}

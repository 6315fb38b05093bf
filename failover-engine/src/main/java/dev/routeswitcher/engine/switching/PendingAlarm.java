package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.Alarm;
import java.util.concurrent.TimeUnit;

/**
 * Something that is no alarm yet: it must last first.
 *
 * @param alarm what it would be
 * @param sinceNanos since when its cause lasts
 */
record PendingAlarm(Alarm alarm, long sinceNanos) {

  /** How long a cause lasts until it is told: less than the second for which a refusal counts. */
  static final long LASTING_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  /** When it becomes an alarm, unless its cause is gone before. */
  long dueAtNanos() {
    return sinceNanos + LASTING_NANOS;
  }

  private boolean isDue(long now) {
    return now - dueAtNanos() >= 0;
  }

  /**
   * What of {@code found} is not told yet.
   *
   * @param standing the alarms that stood before
   * @param before what was pending before
   */
  static ImmutableList<PendingAlarm> among(
      ImmutableSet<Alarm> found,
      ImmutableSet<Alarm> standing,
      ImmutableList<PendingAlarm> before,
      long now) {
    ImmutableList.Builder<PendingAlarm> pending = ImmutableList.builder();
    for (Alarm alarm : found) {
      if (alarm.kind().mustLast() && !standing.contains(alarm)) {
        PendingAlarm known =
            before.stream()
                .filter(other -> other.alarm().isSameAs(alarm))
                .findFirst()
                .orElse(new PendingAlarm(alarm, now));
        if (!known.isDue(now)) {
          pending.add(known);
        }
      }
    }
    return pending.build();
  }
}

package dev.routeswitcher.runtime.loop;

import java.util.concurrent.TimeUnit;

/**
 * How soon something may be put right again that the kernel refuses, or that another program keeps
 * undoing: what is undone at once a few times, everything else after 1, 2, 4 ... 30 seconds.
 *
 * @param tries how often it was tried, with less than {@link #QUIET_NANOS} between
 * @param failed whether the last try failed
 * @param lastNanos when that was; without meaning if {@code tries} is 0
 */
record Pace(int tries, boolean failed, long lastNanos) {

  static final Pace NONE = new Pace(0, false, 0);

  /** What others undo is put right at once so many times. */
  private static final int FREE = 5;

  private static final int LONGEST_SECONDS = 30;
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(60);

  Pace then(long now, boolean nowFailed) {
    boolean anew = isQuiet(now) || failed != nowFailed;
    return new Pace(anew ? 1 : tries + 1, nowFailed, now);
  }

  /** When it may be tried next. */
  long notBeforeNanos(long now) {
    int counted = failed ? tries : tries - FREE;
    return isQuiet(now) || counted <= 0 ? now : lastNanos + waitNanos(counted);
  }

  /** Whether another program keeps undoing it. */
  boolean isContended(long now) {
    return !failed && tries > FREE && !isQuiet(now);
  }

  private boolean isQuiet(long now) {
    return tries == 0 || now - lastNanos > QUIET_NANOS;
  }

  private static long waitNanos(int counted) {
    long seconds = Math.min(LONGEST_SECONDS, 1L << Math.min(counted - 1, 10));
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}

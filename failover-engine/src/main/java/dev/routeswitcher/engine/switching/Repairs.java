package dev.routeswitcher.engine.switching;

import java.util.concurrent.TimeUnit;

/**
 * How often routes had to be put right lately without a reason of our own: a fight with another
 * program is answered ever more slowly.
 *
 * @param count repairs with less than {@link #QUIET_NANOS} between them
 * @param lastNanos when the last one was made; without meaning if {@code count} is 0
 */
record Repairs(int count, long lastNanos) {

  static final Repairs NONE = new Repairs(0, 0);

  /** Repairs that are made at once. */
  private static final int FREE = 5;

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(60);

  Repairs then(long now) {
    return new Repairs(isQuiet(now) ? 1 : count + 1, now);
  }

  boolean contended() {
    return count > FREE;
  }

  /** When the next repair may be made. */
  long notBeforeNanos(long now) {
    return contended() && !isQuiet(now) ? lastNanos + Backoff.waitNanos(count - FREE) : now;
  }

  boolean isQuiet(long now) {
    return count == 0 || now - lastNanos > QUIET_NANOS;
  }
}

package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.route.OperationResult;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A wait after something failed: 1, 2, 4, ... at most 30 seconds.
 *
 * @param attempts how often it failed in a row, at least 1
 * @param untilNanos when to try again
 * @param cause the latest failure
 */
record Backoff(int attempts, long untilNanos, OperationResult cause) {

  private static final int LONGEST_SECONDS = 30;

  /** The wait after one more failure. */
  static Backoff after(@Nullable Backoff before, long now, OperationResult cause) {
    int attempts = before == null ? 1 : before.attempts + 1;
    return new Backoff(attempts, now + waitNanos(attempts), cause);
  }

  /** The same wait, begun now. */
  Backoff again(long now) {
    return new Backoff(attempts, now + waitNanos(attempts), cause);
  }

  /** How long to wait after that many failures in a row. */
  static long waitNanos(int attempts) {
    long seconds = Math.min(LONGEST_SECONDS, 1L << Math.min(attempts - 1, 10));
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  boolean isOver(long now) {
    return now - untilNanos >= 0;
  }
}

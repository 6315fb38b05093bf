package dev.routeswitcher.operations.control;

import java.util.concurrent.TimeUnit;

/**
 * How long a client of the control socket may take.
 *
 * @param readNanos from its connection, or from the first byte of a call, to the end of the call
 * @param writeNanos in which it reads nothing of what it is sent
 * @param idleNanos between two calls
 */
record Patience(long readNanos, long writeNanos, long idleNanos) {

  static final Patience USUAL =
      new Patience(
          TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(60));

  /** As good as never. */
  static final long FOREVER_NANOS = TimeUnit.DAYS.toNanos(365);
}

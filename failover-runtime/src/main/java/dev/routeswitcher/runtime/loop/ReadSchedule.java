package dev.routeswitcher.runtime.loop;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When to read everything from the kernel again: soon after any change, and on a slow timer in case
 * the kernel changed something silently. Readings that take long are made less often, so that a
 * storm of changes in a large table costs a tenth of the thread at most.
 */
final class ReadSchedule {

  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long REST_FACTOR = 9;

  private boolean requested;
  private boolean failedBefore;
  private long notBefore;
  private long next;
  private @Nullable Long appointment;

  ReadSchedule(long now) {
    notBefore = now;
    next = now + SLOW_NANOS;
  }

  /** Something changed: read as soon as possible. */
  void request() {
    requested = true;
  }

  /** Something may have changed by then: read at that time, whatever is read before. */
  void requestAt(long at) {
    if (appointment == null || at - appointment < 0) {
      appointment = at;
    }
  }

  /** A reading begins: what is requested from now on is for the next one. */
  void begin() {
    requested = false;
  }

  /**
   * All is read.
   *
   * @param tookNanos how long that took, without what was done in between
   */
  void done(long begun, long ended, long tookNanos) {
    failedBefore = false;
    notBefore = ended + Math.max(GAP_NANOS, REST_FACTOR * tookNanos);
    next = ended + SLOW_NANOS;
    if (appointment != null && begun - appointment >= 0) {
      appointment = null;
    }
  }

  /**
   * A reading failed: until one succeeds no switch can be carried out, so the first retry is soon.
   */
  void failed(long now) {
    requested = true;
    notBefore = now + (failedBefore ? RETRY_NANOS : FIRST_RETRY_NANOS);
    failedBefore = true;
  }

  boolean isDue(long now) {
    return now - dueAt() >= 0;
  }

  /** The earlier of {@code wakeAt} and the time of the next reading. */
  long earlier(long wakeAt) {
    long dueAt = dueAt();
    return dueAt - wakeAt < 0 ? dueAt : wakeAt;
  }

  private long dueAt() {
    long due = requested ? notBefore : next;
    if (appointment != null && appointment - due < 0) {
      due = appointment;
    }
    return due - notBefore < 0 ? notBefore : due;
  }
}

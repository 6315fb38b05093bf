package dev.routeswitcher.icmp.testkit;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A monotonic clock that stands still until it is advanced, and then runs the tasks that become
 * due.
 *
 * <p>It starts a second and a half before {@link System#nanoTime} would overflow, so that a
 * comparison of instants by {@code <} instead of by subtraction makes the test fail.
 */
public final class ManualClock {
  private record Task(long atNanos, long serial, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      long later = atNanos - other.atNanos;
      return later != 0 ? Long.signum(later) : Long.compare(serial, other.serial);
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long nowNanos = Long.MAX_VALUE - Duration.ofMillis(1500).toNanos();
  private long serial;

  /** The instant it shows, in nanoseconds from an arbitrary origin; compare by subtraction. */
  public long nanoTime() {
    return nowNanos;
  }

  /**
   * Runs a task when the clock reaches an instant; one that has passed means at the next {@link
   * #advance}, also by zero. Tasks of the same instant run in the order they were scheduled.
   */
  public void schedule(long atNanos, Runnable task) {
    tasks.add(new Task(atNanos, serial++, requireNonNull(task, "task")));
  }

  /**
   * Advances the clock. Tasks that are due up to the end, that instant included, run in order, each
   * with the clock at its instant; so do tasks that those schedule. An exception of a task ends the
   * advance at that instant and reaches the caller.
   *
   * @param time zero or more
   */
  public void advance(Duration time) {
    checkArgument(!time.isNegative(), "time cannot go back by %s", time);
    long endNanos = nowNanos + time.toNanos();
    for (Task due = pollUpTo(endNanos); due != null; due = pollUpTo(endNanos)) {
      if (due.atNanos - nowNanos > 0) {
        nowNanos = due.atNanos;
      }
      due.action.run();
    }
    if (endNanos - nowNanos > 0) {
      nowNanos = endNanos;
    }
  }

  /**
   * Advances the clock without running anything, as when the process is stopped or the JVM collects
   * garbage. Tasks that become due run at the next {@link #advance} or, if this is called by a
   * task, right after that.
   *
   * @param time zero or more
   */
  public void stall(Duration time) {
    checkArgument(!time.isNegative(), "time cannot go back by %s", time);
    nowNanos += time.toNanos();
  }

  private @Nullable Task pollUpTo(long endNanos) {
    Task first = tasks.peek();
    return first != null && first.atNanos - endNanos <= 0 ? tasks.poll() : null;
  }
}

package dev.routeswitcher.icmp.loop;

import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tasks by the time they are due, on a clock that may wrap; of two due at the same time, the one
 * scheduled first.
 *
 * <p>Any thread adds; one thread does the rest.
 */
final class TaskSchedule {
  private record Task(long atNanos, long serial, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      long later = atNanos - other.atNanos;
      return later != 0 ? Long.signum(later) : Long.compare(serial, other.serial);
    }
  }

  private final AtomicLong serial = new AtomicLong();
  private final ConcurrentLinkedQueue<Task> additions = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();

  void add(long atNanos, Runnable action) {
    additions.add(new Task(atNanos, serial.getAndIncrement(), action));
  }

  /** Whether something was added since the last {@link #absorb}. */
  boolean hasAdditions() {
    return !additions.isEmpty();
  }

  /** Whether there is no task, additions not counted. */
  boolean isEmpty() {
    return tasks.isEmpty();
  }

  /** When the next task is due; there must be one. */
  long nextNanos() {
    return tasks.element().atNanos;
  }

  /** Takes in what was added. */
  void absorb() {
    for (Task added = additions.poll(); added != null; added = additions.poll()) {
      tasks.add(added);
    }
  }

  /** Removes the next task if it is due. */
  @Nullable Runnable pollDue(long nowNanos) {
    Task first = tasks.peek();
    if (first == null || first.atNanos - nowNanos > 0) {
      return null;
    }
    tasks.remove();
    return first.action;
  }
}

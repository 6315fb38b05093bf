package dev.routeswitcher.icmp.loop;

import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tasks by the time they are due; of two due at the same time, the one scheduled first.
 *
 * <p>Any thread adds; the prober's thread does the rest.
 */
final class TaskSchedule {
  private record Task(long atNanos, long serial, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      long later = atNanos - other.atNanos;
      return later != 0 ? Long.signum(later) : Long.compare(serial, other.serial);
    }
  }

  private record Addition(long atNanos, Runnable action) {}

  private final ConcurrentLinkedQueue<Addition> additions = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long serial;

  void add(long atNanos, Runnable action) {
    additions.add(new Addition(atNanos, action));
  }

  /** Whether something was added that {@link #isEmpty} and {@link #nextNanos} do not know of. */
  boolean hasAdditions() {
    return !additions.isEmpty();
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  /** When the next task is due; there must be one. */
  long nextNanos() {
    return tasks.element().atNanos;
  }

  /** Takes the additions in. */
  void absorb() {
    for (Addition a = additions.poll(); a != null; a = additions.poll()) {
      tasks.add(new Task(a.atNanos, serial++, a.action));
    }
  }

  /** Takes out the next task if it is due. */
  @Nullable Runnable pollDue(long nowNanos) {
    Task first = tasks.peek();
    if (first == null || first.atNanos - nowNanos > 0) {
      return null;
    }
    tasks.remove();
    return first.action;
  }
}

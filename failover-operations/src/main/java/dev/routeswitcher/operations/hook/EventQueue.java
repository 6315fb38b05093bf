package dev.routeswitcher.operations.hook;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait for one receiver, a bounded number of them. What finds it full is dropped; in
 * its place in the order stands an event that says how many were.
 */
final class EventQueue {

  private final int capacity;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long dropped;

  /** The last of those dropped; of account while there are any. */
  private @Nullable Event lastDropped;

  private boolean closed;

  /** Counts what was offered, so that someone who waits notices. */
  private long offered;

  /**
   * An event that waits.
   *
   * @param sinceNanos since when, by {@link System#nanoTime}
   */
  record Waiting(Event event, long sinceNanos) {}

  EventQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Puts an event behind the others, or drops it; never waits. */
  synchronized void offer(Event event) {
    offered++;
    boolean roomForTwo = waiting.size() + 1 < capacity;
    if (closed || (dropped > 0 ? !roomForTwo : waiting.size() >= capacity)) {
      dropped++;
      lastDropped = event;
    } else {
      tellDropped();
      waiting.add(new Waiting(event, System.nanoTime()));
    }
    notifyAll();
  }

  private void tellDropped() {
    Event last = lastDropped;
    if (dropped > 0 && last != null) {
      Event told =
          new Event(
              last.time(),
              Kind.DROPPED,
              ImmutableMap.of("count", dropped, "text", "too slow: dropped_events=" + dropped));
      waiting.add(new Waiting(told, System.nanoTime()));
      dropped = 0;
    }
  }

  /** The next event, once there is one; null when the queue is closed and empty. */
  synchronized @Nullable Waiting take() throws InterruptedException {
    while (waiting.isEmpty() && dropped == 0 && !closed) {
      wait();
    }
    if (waiting.isEmpty()) {
      tellDropped();
    }
    return waiting.poll();
  }

  /**
   * Waits until more was offered than {@code before}, or the queue is closed, at most this long;
   * whether it was.
   */
  synchronized boolean awaitMore(long before, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    long left = most.toNanos();
    while (offered == before && !closed && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
    return offered != before || closed;
  }

  /** Waits until the queue is closed, at most this long. */
  synchronized void awaitClose(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    long left = most.toNanos();
    while (!closed && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }

  synchronized long offered() {
    return offered;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Nothing more is taken in; what waits can still be taken out. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Takes everything out, and says how many events that were. */
  synchronized long abandon() {
    long all = waiting.size() + dropped;
    waiting.clear();
    dropped = 0;
    return all;
  }
}

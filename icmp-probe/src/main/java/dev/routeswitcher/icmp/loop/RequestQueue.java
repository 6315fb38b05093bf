package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeRequest;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue from any thread to the prober's, which knows whether that must be woken.
 *
 * <p>Offering takes no lock. Of all threads that offer while the prober sleeps, one is to wake it.
 */
final class RequestQueue {
  /**
   * A probe that waits for the prober's thread.
   *
   * @param askedNanos when it was asked for
   */
  record Entry(ProbeRequest request, ProbeListener listener, long askedNanos) {}

  private final int capacity;
  private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicBoolean asleep = new AtomicBoolean();

  RequestQueue(int capacity) {
    this.capacity = capacity;
  }

  int capacity() {
    return capacity;
  }

  /** Adds an entry; false if the queue is full. */
  boolean offer(Entry entry) {
    if (size.incrementAndGet() > capacity) {
      size.decrementAndGet();
      return false;
    }
    return entries.add(entry);
  }

  @Nullable Entry poll() {
    Entry entry = entries.poll();
    if (entry != null) {
      size.decrementAndGet();
    }
    return entry;
  }

  /**
   * Whether the caller, having added an entry, must wake the prober; true for one of all callers.
   */
  boolean claimWakeUp() {
    return asleep.get() && asleep.compareAndSet(true, false);
  }

  /** Called by the prober before it waits; false if there is something to do instead. */
  boolean tryFallAsleep() {
    asleep.set(true);
    if (entries.isEmpty()) {
      return true;
    }
    asleep.set(false);
    return false;
  }

  void awake() {
    asleep.set(false);
  }
}

package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.runtime.port.NetworkChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What other threads hand to the owner thread: a bounded queue.
 *
 * <p>A full inbox makes the watch wait (the kernel then keeps the events, or says that some were
 * lost) and drops probe results (their rounds then expire); the probe sender must never wait.
 */
final class Inbox {

  private static final int CAPACITY = 16_384;

  sealed interface Item {}

  record Network(NetworkChange change) implements Item {}

  record Probe(EngineEvent event) implements Item {}

  /** Nothing but a reason to wake up. */
  record Wake() implements Item {}

  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicBoolean readQueued = new AtomicBoolean();
  private final AtomicLong dropped = new AtomicLong();
  private final Map<IpFamily, EngineEvent.OverrideChanged> overrides = new ConcurrentHashMap<>();

  /** Called by the watch; waits while the inbox is full. */
  void network(NetworkChange change) throws InterruptedException {
    // A storm of route events says the same again and again: once is enough.
    if (!(change instanceof NetworkChange.ReadAgain) || readQueued.compareAndSet(false, true)) {
      items.put(new Network(change));
    }
  }

  /** Called by the probe sender; never waits. */
  void probe(EngineEvent event) {
    if (!items.offer(new Probe(event))) {
      dropped.incrementAndGet();
    }
  }

  /** Called by any thread; never waits. What an operator wants last of a family is what counts. */
  void override(EngineEvent.OverrideChanged event) {
    overrides.put(event.family(), event);
    wake();
  }

  List<EngineEvent> takeOverrides() {
    List<EngineEvent> taken = new ArrayList<>();
    for (IpFamily family : IpFamily.values()) {
      EngineEvent.OverrideChanged event = overrides.remove(family);
      if (event != null) {
        taken.add(event);
      }
    }
    return taken;
  }

  /** Wakes the owner thread; harmless if the inbox is full, because then it is awake. */
  boolean wake() {
    return items.offer(new Wake());
  }

  /** Everything that waits; waits itself for at most {@code nanos} if that is nothing. */
  List<Item> take(long nanos) throws InterruptedException {
    List<Item> taken = new ArrayList<>();
    Item first = items.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    if (first != null) {
      taken.add(first);
      items.drainTo(taken);
      // Only now: whoever found a reading queued before this line is served by what was taken.
      readQueued.set(false);
    }
    return taken;
  }

  boolean hasItems() {
    return !items.isEmpty();
  }

  /** How many probe results found the inbox full since the last call. */
  long takeDropped() {
    return dropped.getAndSet(0);
  }
}

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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What other threads hand to the owner thread: a bounded queue.
 *
 * <p>When what is new of the network fills half of it, the watch waits (the kernel then keeps the
 * events, or says that some were lost). The other half is for probe results, which are dropped when
 * that is full too (their rounds then expire); the probe sender must never wait.
 */
final class Inbox {

  private static final int CAPACITY = 16_384;

  sealed interface Item {}

  record Network(NetworkChange change) implements Item {}

  record Probe(EngineEvent event) implements Item {}

  /** Nothing but a reason to wake up. */
  record Wake() implements Item {}

  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(CAPACITY);
  private final Semaphore roomForNetwork = new Semaphore(CAPACITY / 2);
  private final AtomicBoolean readQueued = new AtomicBoolean();
  private final AtomicLong dropped = new AtomicLong();
  private final Map<IpFamily, EngineEvent.OverrideChanged> overrides = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable LoopSettings> reload = new AtomicReference<>();

  /** Called by the watch; waits while there is no room. */
  void network(NetworkChange change) throws InterruptedException {
    // A storm of route events says the same again and again: once is enough.
    if (!(change instanceof NetworkChange.ReadAgain) || readQueued.compareAndSet(false, true)) {
      roomForNetwork.acquire();
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

  /** Called by any thread; never waits. Of several settings that wait the last ones count. */
  void reload(LoopSettings settings) {
    reload.set(settings);
    wake();
  }

  /** The settings that are to be worked by from now on, or null if they stay. */
  @Nullable LoopSettings takeReload() {
    return reload.getAndSet(null);
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
    Item first = items.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    return first == null ? List.of() : takenAfter(first);
  }

  /** Everything that waits. */
  List<Item> takeWithoutWaiting() {
    Item first = items.poll();
    return first == null ? List.of() : takenAfter(first);
  }

  private List<Item> takenAfter(Item first) {
    List<Item> taken = new ArrayList<>();
    taken.add(first);
    items.drainTo(taken);
    // Only now: whoever found a reading queued before this line is served by what was taken.
    readQueued.set(false);
    long ofNetwork = taken.stream().filter(Network.class::isInstance).count();
    roomForNetwork.release(Math.toIntExact(ofNetwork));
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

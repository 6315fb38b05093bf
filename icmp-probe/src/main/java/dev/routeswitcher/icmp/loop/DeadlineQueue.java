package dev.routeswitcher.icmp.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Probes by deadline, the earliest first, on a clock that may wrap.
 *
 * <p>A binary heap whose members know their index: adding and removing allocate nothing and take
 * O(log n).
 */
final class DeadlineQueue {
  private static final int INITIAL_CAPACITY = 64;

  private @Nullable Probe[] heap = new @Nullable Probe[INITIAL_CAPACITY];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** The one due first; null if there is none. */
  @Nullable Probe first() {
    return heap[0];
  }

  void add(Probe probe) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    rise(size++, probe);
  }

  void remove(Probe probe) {
    int gap = probe.queueIndex();
    if (gap == Probe.NOT_QUEUED || heap[gap] != probe) {
      throw new IllegalStateException("not in the queue");
    }
    probe.setQueueIndex(Probe.NOT_QUEUED);
    Probe last = heap[--size];
    heap[size] = null;
    if (last != null && last != probe) {
      sink(gap, last);
      if (heap[gap] == last) {
        rise(gap, last);
      }
    }
  }

  private void rise(int from, Probe probe) {
    int at = from;
    while (at > 0) {
      int above = (at - 1) >>> 1;
      Probe parent = heap[above];
      if (parent == null || !probe.isDueBefore(parent)) {
        break;
      }
      put(at, parent);
      at = above;
    }
    put(at, probe);
  }

  private void sink(int from, Probe probe) {
    int at = from;
    for (int below = 2 * at + 1; below < size; below = 2 * at + 1) {
      Probe child = heap[below];
      Probe other = below + 1 < size ? heap[below + 1] : null;
      if (child != null && other != null && other.isDueBefore(child)) {
        child = other;
        below++;
      }
      if (child == null || !child.isDueBefore(probe)) {
        break;
      }
      put(at, child);
      at = below;
    }
    put(at, probe);
  }

  private void put(int at, Probe probe) {
    heap[at] = probe;
    probe.setQueueIndex(at);
  }
}

package dev.routeswitcher.icmp;

import org.jspecify.annotations.Nullable;

/**
 * The probes of one interface by their 16-bit sequence number, in flight and remembered.
 *
 * <p>A ring that starts small. A place is used again for a probe that has its reply, or is past its
 * deadline for longer than a late reply is waited for; when the place needed is held by any other,
 * the ring grows, up to one place for every sequence number. From then on only probes in flight
 * hold on to theirs.
 */
final class SequenceTable {
  /** No sequence number is free. */
  static final int NONE = -1;

  /** How many sequence numbers there are. */
  static final int MAX_SIZE = 1 << 16;

  /** How long beyond its deadline a probe is remembered for its late reply. */
  static final long MEMORY_NANOS = 10_000_000_000L;

  private static final int INITIAL_SIZE = 1 << 10;

  private @Nullable Probe[] ring = new @Nullable Probe[INITIAL_SIZE];
  private int next;

  SequenceTable(int firstSequence) {
    next = firstSequence & (MAX_SIZE - 1);
  }

  /** Takes the next sequence number that no probe in flight has, or returns {@link #NONE}. */
  int allocate(long nowNanos) {
    for (int tried = 0; tried < MAX_SIZE; tried++) {
      int sequence = next;
      while (!isFree(ring[place(sequence)], nowNanos) && ring.length < MAX_SIZE) {
        grow();
      }
      next = (sequence + 1) & (MAX_SIZE - 1);
      Probe holder = ring[place(sequence)];
      if (holder == null || holder.state() != Probe.State.IN_FLIGHT) {
        return sequence;
      }
    }
    return NONE;
  }

  void put(Probe probe) {
    ring[place(probe.sequence())] = probe;
  }

  void remove(Probe probe) {
    if (get(probe.sequence()) == probe) {
      ring[place(probe.sequence())] = null;
    }
  }

  @Nullable Probe get(int sequence) {
    Probe probe = ring[place(sequence)];
    return probe != null && probe.sequence() == sequence ? probe : null;
  }

  private static boolean isFree(@Nullable Probe probe, long nowNanos) {
    return probe == null
        || switch (probe.state()) {
          case IN_FLIGHT -> false;
          case UNANSWERED -> nowNanos - probe.request().deadlineNanos() > MEMORY_NANOS;
          case ANSWERED -> true;
        };
  }

  private int place(int sequence) {
    return sequence & (ring.length - 1);
  }

  private void grow() {
    @Nullable Probe[] smaller = ring;
    ring = new @Nullable Probe[smaller.length * 2];
    for (Probe probe : smaller) {
      if (probe != null) {
        put(probe);
      }
    }
  }
}

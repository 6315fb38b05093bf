package dev.routeswitcher.icmp.loop;

import org.jspecify.annotations.Nullable;

/**
 * The probes of one socket by their 16-bit sequence number, in flight and remembered.
 *
 * <p>A ring that starts small. A slot is reused when its probe has its reply, or is past its
 * deadline for longer than a late reply is expected; when the slot needed holds any other probe,
 * the ring grows, up to one slot for every sequence number. From then on only probes in flight keep
 * theirs.
 *
 * <p>It is full before all numbers are in flight, so that the next free one is always near.
 */
final class SequenceTable {
  static final int NUMBERS = 1 << 16;

  static final int MAX_IN_FLIGHT = NUMBERS / 4 * 3;

  /** How long beyond its deadline the late reply of a probe is recognized. */
  static final long LATE_REPLY_NANOS = 10_000_000_000L;

  private static final int INITIAL_SIZE = 1 << 10;

  private @Nullable Probe[] ring = new @Nullable Probe[INITIAL_SIZE];
  private int next;
  private int inFlight;

  SequenceTable(int firstSequence) {
    next = firstSequence & (NUMBERS - 1);
  }

  boolean isFull() {
    return inFlight >= MAX_IN_FLIGHT;
  }

  boolean isIdle() {
    return inFlight == 0;
  }

  /** Gives a probe the next number not in flight. Must not be full. */
  void put(Probe probe, long nowNanos) {
    int sequence = next;
    while (!makeRoomFor(sequence, nowNanos)) {
      sequence = (sequence + 1) & (NUMBERS - 1);
    }
    next = (sequence + 1) & (NUMBERS - 1);
    inFlight++;
    probe.assignSequence(sequence, this);
    ring[slot(sequence)] = probe;
  }

  /** Frees the number of a probe that was not sent. */
  void remove(Probe probe) {
    inFlight--;
    ring[slot(probe.sequence())] = null;
  }

  /** Called when a probe of this table is no longer in flight. */
  void onSettled() {
    inFlight--;
  }

  /** The probe of a number, in flight or remembered. */
  @Nullable Probe get(int sequence) {
    Probe probe = ring[slot(sequence)];
    return probe != null && probe.sequence() == sequence ? probe : null;
  }

  /** Has the ring grow if it must and may; true if the number can be given then. */
  private boolean makeRoomFor(int sequence, long nowNanos) {
    Probe holder = ring[slot(sequence)];
    while (holder != null && !isExpired(holder, nowNanos) && ring.length < NUMBERS) {
      grow();
      holder = ring[slot(sequence)];
    }
    return holder == null || holder.state() != Probe.State.IN_FLIGHT;
  }

  private static boolean isExpired(Probe probe, long nowNanos) {
    return switch (probe.state()) {
      case IN_FLIGHT -> false;
      case UNANSWERED -> nowNanos - probe.deadlineNanos() > LATE_REPLY_NANOS;
      case ANSWERED -> true;
    };
  }

  private int slot(int sequence) {
    return sequence & (ring.length - 1);
  }

  private void grow() {
    @Nullable Probe[] smaller = ring;
    ring = new @Nullable Probe[smaller.length * 2];
    for (Probe probe : smaller) {
      if (probe != null) {
        ring[slot(probe.sequence())] = probe;
      }
    }
  }
}

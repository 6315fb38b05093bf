package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ProbeRequest;
import org.jspecify.annotations.Nullable;

/** The state of one probe from the moment the loop takes it up until its last reply. */
final class Probe {
  /** How far it has come; it only moves forward. */
  enum State {
    /** Waiting for its reply or its deadline. */
    IN_FLIGHT,
    /** Its outcome is not a reply; one may still arrive. */
    UNANSWERED,
    /** Its reply has arrived, in time or late. */
    ANSWERED
  }

  /** The index of a probe that is in no {@link DeadlineQueue}. */
  static final int NOT_QUEUED = -1;

  final ProbeRequest request;
  final ProbeListener listener;
  final IpVersion version;
  final AddressBits target;
  final long secret;

  /** When it was asked for. */
  private final long askedNanos;

  private final long serial;
  private @Nullable SequenceTable table;
  private int sequence;
  private long sentNanos;
  private long goneNanos;
  private long deadlineNanos;
  private long pausedBeforeNanos;
  private long wallClockOffset;
  private long transmitStamp = RoundTrip.NO_STAMP;
  private @Nullable Unreachable error;
  private State state = State.IN_FLIGHT;
  private int queueIndex = NOT_QUEUED;

  Probe(ProbeRequest request, ProbeListener listener, long secret, long serial, long askedNanos) {
    this.request = request;
    this.listener = listener;
    this.version = IpVersion.of(request.target());
    this.target = AddressBits.of(request.target());
    this.secret = secret;
    this.serial = serial;
    this.askedNanos = askedNanos;
    this.deadlineNanos = request.deadlineNanos();
  }

  /** Orders by deadline, on a clock that may wrap; of two equal ones, the older first. */
  boolean isDueBefore(Probe other) {
    long earlier = deadlineNanos() - other.deadlineNanos();
    return earlier < 0 || (earlier == 0 && serial < other.serial);
  }

  int sequence() {
    return sequence;
  }

  /** Sets the number it is about to be sent with, and the table that gave it. */
  void assignSequence(int number, SequenceTable by) {
    sequence = number;
    table = by;
  }

  /**
   * Sets the time it was sent. Its deadline moves by as much as it had to wait until then: that is
   * no time in which a reply could come.
   *
   * @param monotonicNanos just before the packet was passed to the kernel
   * @param goneNanos when the kernel had taken it: a thread may stand still in between
   * @param offset how far CLOCK_REALTIME was ahead of the monotonic clock then
   */
  void setSentAt(long monotonicNanos, long goneNanos, long offset) {
    sentNanos = monotonicNanos;
    this.goneNanos = goneNanos;
    deadlineNanos += goneNanos - askedNanos;
    wallClockOffset = offset;
  }

  /** For how long its channel had paused when this was set. */
  long pausedBeforeNanos() {
    return pausedBeforeNanos;
  }

  void setPausedBefore(long nanos) {
    pausedBeforeNanos = nanos;
  }

  /** When it was sent, by this process's clocks. */
  ClockReading sentAt() {
    return new ClockReading(sentNanos, sentNanos + wallClockOffset);
  }

  /** When the kernel had taken it, by the monotonic clock. */
  long goneNanos() {
    return goneNanos;
  }

  /** The ICMP error that is its outcome if no reply comes; null if there is none. */
  @Nullable Unreachable error() {
    return error;
  }

  void setError(Unreachable quoting) {
    error = quoting;
  }

  /** Sets when the kernel passed it to the device. */
  void transmittedAt(long realtimeNanos) {
    transmitStamp = realtimeNanos;
  }

  /** When the kernel passed it to the device, or {@link RoundTrip#NO_STAMP}. */
  long transmitStamp() {
    return transmitStamp;
  }

  State state() {
    return state;
  }

  void moveTo(State next) {
    if (state == State.IN_FLIGHT && table != null) {
      table.onSettled();
    }
    state = next;
  }

  /** Until when a reply counts; that of the request, until it is sent. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  /** Whether the time allowed for the reply is over. */
  boolean isDueAt(long nowNanos) {
    return nowNanos - deadlineNanos() >= 0;
  }

  /** Whether a reply that took this long arrived by the deadline. */
  boolean isInTime(RoundTrip roundTrip) {
    return sentNanos + roundTrip.sinceSendNanos() - deadlineNanos <= 0;
  }

  int queueIndex() {
    return queueIndex;
  }

  void setQueueIndex(int index) {
    queueIndex = index;
  }
}

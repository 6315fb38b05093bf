package dev.routeswitcher.icmp;

import org.jspecify.annotations.Nullable;

/** One probe from the moment it was handed over to its last reply. */
final class Probe {
  /** How far it has come; never backwards. */
  enum State {
    /** Waiting for its reply or its deadline. */
    IN_FLIGHT,
    /** Judged without a reply; one may still come. */
    UNANSWERED,
    /** Its reply has come, in time or late. */
    ANSWERED
  }

  /** Where in the payload the secret is that only a reply to this very probe brings back. */
  static final int SECRET = 0;

  /** Where in the payload the number is that all requests of one socket have in common. */
  static final int COOKIE = 8;

  /** Marks a probe that is in no {@link DeadlineQueue}. */
  static final int NOT_QUEUED = -1;

  private final ProbeRequest request;
  private final ProbeListener listener;
  private final Family family;
  private final AddressBits target;
  private final long secret;
  private final long serial;
  private final long takenUpNanos;
  private @Nullable SequenceTable table;
  private int sequence;
  private long sentNanos;
  private long wallClockOffset;
  private long transmitStamp = RoundTrip.NO_STAMP;
  private State state = State.IN_FLIGHT;
  private int queueIndex = NOT_QUEUED;

  Probe(ProbeRequest request, ProbeListener listener, long secret, long serial, long nowNanos) {
    this.request = request;
    this.listener = listener;
    this.family = Family.of(request.target());
    this.target = AddressBits.of(request.target());
    this.secret = secret;
    this.serial = serial;
    this.takenUpNanos = nowNanos;
  }

  ProbeRequest request() {
    return request;
  }

  ProbeListener listener() {
    return listener;
  }

  Family family() {
    return family;
  }

  AddressBits target() {
    return target;
  }

  boolean isTo(long addressHigh, long addressLow) {
    return target.high() == addressHigh && target.low() == addressLow;
  }

  long secret() {
    return secret;
  }

  /** Orders by deadline, on a clock that may wrap; of two equal ones, the elder first. */
  boolean isDueBefore(Probe other) {
    long earlier = deadlineNanos() - other.deadlineNanos();
    return earlier < 0 || (earlier == 0 && serial < other.serial);
  }

  /** When the prober took it from its queue. */
  long takenUpNanos() {
    return takenUpNanos;
  }

  int sequence() {
    return sequence;
  }

  /** Notes the number it is about to be sent with, and who gave it. */
  void numbered(int number, SequenceTable by) {
    sequence = number;
    table = by;
  }

  /**
   * Notes the moment it was sent.
   *
   * @param offset what CLOCK_REALTIME was ahead of that moment's clock
   */
  void sentAt(long monotonicNanos, long offset) {
    sentNanos = monotonicNanos;
    wallClockOffset = offset;
  }

  /** When it was sent, by this process's clocks. */
  ClockReading sentAt() {
    return new ClockReading(sentNanos, sentNanos + wallClockOffset);
  }

  /** Notes when the kernel handed it to the device. */
  void transmittedAt(long realtimeNanos) {
    transmitStamp = realtimeNanos;
  }

  /** When the kernel handed it to the device, or {@link RoundTrip#NO_STAMP}. */
  long transmitStamp() {
    return transmitStamp;
  }

  State state() {
    return state;
  }

  void become(State next) {
    if (state == State.IN_FLIGHT && table != null) {
      table.landed();
    }
    state = next;
  }

  long deadlineNanos() {
    return request.deadlineNanos();
  }

  /** Whether the time allowed for the reply is over. */
  boolean isDueAt(long nowNanos) {
    return nowNanos - deadlineNanos() >= 0;
  }

  /** Whether a reply that took this long arrived by the deadline. */
  boolean isInTime(RoundTrip roundTrip) {
    return sentNanos + roundTrip.sinceSendNanos() - deadlineNanos() <= 0;
  }

  int queueIndex() {
    return queueIndex;
  }

  void setQueueIndex(int index) {
    queueIndex = index;
  }
}

package dev.routeswitcher.icmp;

import dev.routeswitcher.icmp.packet.Payload;
import java.nio.ByteBuffer;
import java.util.Comparator;

/** One probe from its sequence number to its last reply. */
final class Probe {
  /** Orders by deadline, on a clock that may wrap; of two equal ones, the elder first. */
  static final Comparator<Probe> BY_DEADLINE =
      (a, b) -> {
        long later = a.request.deadlineNanos() - b.request.deadlineNanos();
        return later != 0 ? Long.signum(later) : Long.compare(a.serial, b.serial);
      };

  /** How far it has come; never backwards. */
  enum State {
    /** Waiting for its reply or its deadline. */
    IN_FLIGHT,
    /** Judged without a reply; one may still come. */
    UNANSWERED,
    /** Its reply has come, in time or late. */
    ANSWERED
  }

  /** The octets of an echo that are the secret; the rest is padding. */
  static final int SECRET_SIZE = Long.BYTES;

  /** As much as {@code ping} sends by default, so that what filters by size treats both alike. */
  static final int PAYLOAD_SIZE = 56;

  private final ProbeRequest request;
  private final ProbeListener listener;
  private final long serial;
  private final int sequence;
  private final long secret;
  private ClockReading sentAt;
  private State state = State.IN_FLIGHT;

  Probe(
      ProbeRequest request,
      ProbeListener listener,
      long serial,
      int sequence,
      long secret,
      ClockReading sentAt) {
    this.request = request;
    this.listener = listener;
    this.serial = serial;
    this.sequence = sequence;
    this.secret = secret;
    this.sentAt = sentAt;
  }

  ProbeRequest request() {
    return request;
  }

  ProbeListener listener() {
    return listener;
  }

  int sequence() {
    return sequence;
  }

  /** Notes the moment of an attempt to send it; the last one stands. */
  void sendingAt(ClockReading now) {
    sentAt = now;
  }

  ClockReading sentAt() {
    return sentAt;
  }

  State state() {
    return state;
  }

  void become(State next) {
    state = next;
  }

  Payload payload() {
    return Payload.copyOf(ByteBuffer.allocate(PAYLOAD_SIZE).putLong(0, secret));
  }

  /** Whether an echo brought the secret back. */
  boolean isAnsweredBy(Payload payload) {
    return payload.size() >= SECRET_SIZE && payload.longAt(0) == secret;
  }

  /** Whether the time allowed for the reply is over. */
  boolean isDueAt(long nowNanos) {
    return nowNanos - request.deadlineNanos() >= 0;
  }

  /** Whether a reply that took this long arrived by the deadline. */
  boolean isInTime(RoundTrip roundTrip) {
    return sentAt.monotonicNanos() + roundTrip.nanos() - request.deadlineNanos() <= 0;
  }
}

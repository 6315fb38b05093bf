package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.RttClock;

/** The probes in flight by deadline; decides their outcomes. */
final class ProbeLedger {
  private static final Lost LOST = new Lost();

  private final DeadlineQueue inFlight = new DeadlineQueue();
  private final OutcomeDelivery delivery;
  private final Counters counters;

  ProbeLedger(OutcomeDelivery delivery, Counters counters) {
    this.delivery = delivery;
    this.counters = counters;
  }

  void add(Probe probe) {
    counters.count(Counter.SENT);
    inFlight.add(probe);
  }

  /**
   * A valid reply: the outcome if in time and before any other, else a late reply or a duplicate.
   */
  void reply(Probe probe, RoundTrip roundTrip, int ttl) {
    if (probe.state() == Probe.State.ANSWERED) {
      counters.count(Counter.DUPLICATE);
      return;
    }
    if (roundTrip.clock() == RttClock.MONOTONIC) {
      counters.count(Counter.CLOCK_FALLBACK);
    }
    Replied reply = new Replied(roundTrip.nanos(), roundTrip.pathNanos(), ttl, roundTrip.clock());
    if (probe.state() == Probe.State.IN_FLIGHT && probe.isInTime(roundTrip)) {
      settle(probe, Probe.State.ANSWERED, reply);
      return;
    }
    if (probe.state() == Probe.State.IN_FLIGHT) {
      settleUnanswered(probe);
    }
    probe.moveTo(Probe.State.ANSWERED);
    delivery.lateReply(probe.request, probe.listener, reply);
  }

  /**
   * An ICMP error that quotes the probe: its outcome at the deadline, if no reply comes by then.
   */
  void unreachable(Probe probe, Unreachable error) {
    if (probe.state() == Probe.State.IN_FLIGHT && probe.error() == null) {
      probe.setError(error);
    } else {
      counters.count(Counter.UNMATCHED_ERROR);
    }
  }

  /** It left only when its deadline was over, so that no answer to it says anything. */
  void leftTooLate(Probe probe) {
    settle(probe, Probe.State.UNANSWERED, Refusal.deadlinePassed());
  }

  boolean isEmpty() {
    return inFlight.isEmpty();
  }

  /** The earliest deadline of those in flight; there must be one. */
  long nextDeadlineNanos() {
    Probe first = inFlight.first();
    if (first == null) {
      throw new IllegalStateException("nothing is in flight");
    }
    return first.deadlineNanos();
  }

  boolean isAnyDueAt(long nowNanos) {
    Probe first = inFlight.first();
    return first != null && first.isDueAt(nowNanos);
  }

  /** Ends without a reply what is due. All that had arrived by then must have been read. */
  void expire(long nowNanos) {
    for (Probe first = inFlight.first();
        first != null && first.isDueAt(nowNanos);
        first = inFlight.first()) {
      settleUnanswered(first);
    }
  }

  /** Ends without a reply all that is in flight. */
  void abandonAll() {
    for (Probe first = inFlight.first(); first != null; first = inFlight.first()) {
      settleUnanswered(first);
    }
  }

  private void settleUnanswered(Probe probe) {
    Unreachable error = probe.error();
    settle(probe, Probe.State.UNANSWERED, error == null ? LOST : error);
  }

  private void settle(Probe probe, Probe.State state, ProbeOutcome outcome) {
    inFlight.remove(probe);
    probe.moveTo(state);
    delivery.outcome(probe.request, probe.listener, outcome);
  }
}

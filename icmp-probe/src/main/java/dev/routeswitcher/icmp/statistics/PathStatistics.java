package dev.routeswitcher.icmp.statistics;

import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.Prober;
import dev.routeswitcher.icmp.statistics.ProbeWindow.Fate;

/** The account of one path; any thread may use it. */
final class PathStatistics {
  private final Prober clock;

  // Guarded by this.
  private final ProbeWindow window;
  private final InterarrivalJitter jitter = new InterarrivalJitter();
  private RoundTripEstimate estimate = RoundTripEstimate.NONE;

  PathStatistics(Prober clock, int windowProbes) {
    this.clock = clock;
    window = new ProbeWindow(windowProbes);
  }

  /** Takes in a probe that is being handed over; its news pass through what this returns. */
  ProbeListener begin(ProbeRequest request, ProbeListener listener) {
    long now = clock.nanoTime();
    synchronized (this) {
      window.settle(now);
      return new Account(window.begin(request.deadlineNanos()), listener);
    }
  }

  StatisticsSnapshot snapshot() {
    long now = clock.nanoTime();
    synchronized (this) {
      window.settle(now);
      return new StatisticsSnapshot(
          window.replied(),
          window.count(Fate.LOST),
          window.count(Fate.UNREACHABLE),
          window.count(Fate.NOT_SENT),
          window.waiting(),
          window.times().summary(),
          jitter.nanos(),
          estimate);
    }
  }

  synchronized RoundTripEstimate estimate() {
    return estimate;
  }

  private synchronized void end(long number, Fate fate) {
    window.end(number, fate);
  }

  private synchronized void reply(long number, long rttNanos) {
    window.reply(number, rttNanos);
    jitter.add(rttNanos);
    estimate = estimate.after(rttNanos);
  }

  /** One probe's line of the account, and whoever else wants to hear of it. */
  private final class Account implements ProbeListener {
    private final long number;
    private final ProbeListener listener;

    Account(long number, ProbeListener listener) {
      this.number = number;
      this.listener = listener;
    }

    @Override
    public void onOutcome(ProbeRequest request, ProbeOutcome outcome) {
      switch (outcome.kind()) {
        case REPLIED -> reply(number, ((Replied) outcome).rttNanos());
        case LOST -> end(number, isDue(request) ? Fate.LOST : Fate.ABANDONED);
        case UNREACHABLE -> end(number, Fate.UNREACHABLE);
        case NOT_SENT -> end(number, Fate.NOT_SENT);
      }
      listener.onOutcome(request, outcome);
    }

    @Override
    public void onLateReply(ProbeRequest request, Replied reply) {
      reply(number, reply.rttNanos());
      listener.onLateReply(request, reply);
    }

    private boolean isDue(ProbeRequest request) {
      return clock.nanoTime() - request.deadlineNanos() >= 0;
    }
  }
}

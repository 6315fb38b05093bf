package dev.routeswitcher.icmp.statistics;

import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.statistics.ProbeWindow.Result;
import java.util.function.LongSupplier;

/** The statistics of one path; safe for use by many threads. */
final class PathStatistics {
  private final LongSupplier nanoTime;

  // Guarded by this.
  private final ProbeWindow window;
  private final InterarrivalJitter jitter = new InterarrivalJitter();
  private RoundTripEstimate estimate = RoundTripEstimate.NONE;

  PathStatistics(LongSupplier nanoTime, int windowProbes) {
    this.nanoTime = nanoTime;
    window = new ProbeWindow(windowProbes);
  }

  /** Adds a probe that is being queued; the listener returned records its outcome. */
  ProbeListener begin(ProbeRequest request, ProbeListener listener) {
    long now = nanoTime.getAsLong();
    synchronized (this) {
      window.settle(now);
      return new Recorder(window.begin(request.deadlineNanos()), listener);
    }
  }

  StatisticsSnapshot snapshot() {
    long now = nanoTime.getAsLong();
    synchronized (this) {
      window.settle(now);
      return new StatisticsSnapshot(
          window.replied(),
          window.count(Result.LOST),
          window.count(Result.UNREACHABLE),
          window.count(Result.NOT_SENT),
          window.waiting(),
          window.times().summary(),
          jitter.nanos(),
          estimate);
    }
  }

  synchronized RoundTripEstimate estimate() {
    return estimate;
  }

  private synchronized void end(long number, Result result) {
    window.end(number, result);
  }

  private synchronized void reply(long number, long rttNanos) {
    window.reply(number, rttNanos);
    jitter.add(rttNanos);
    estimate = estimate.after(rttNanos);
  }

  /** Records the outcome of one probe, then passes it on. */
  private final class Recorder implements ProbeListener {
    private final long number;
    private final ProbeListener listener;

    Recorder(long number, ProbeListener listener) {
      this.number = number;
      this.listener = listener;
    }

    @Override
    public void onOutcome(ProbeRequest request, ProbeOutcome outcome) {
      switch (outcome.kind()) {
        case REPLIED -> reply(number, ((Replied) outcome).rttNanos());
        case LOST -> end(number, isDue(request) ? Result.LOST : Result.ABANDONED);
        case UNREACHABLE -> end(number, Result.UNREACHABLE);
        case NOT_SENT -> end(number, Result.NOT_SENT);
      }
      listener.onOutcome(request, outcome);
    }

    @Override
    public void onLateReply(ProbeRequest request, Replied reply) {
      reply(number, reply.rttNanos());
      listener.onLateReply(request, reply);
    }

    private boolean isDue(ProbeRequest request) {
      return nanoTime.getAsLong() - request.deadlineNanos() >= 0;
    }
  }
}

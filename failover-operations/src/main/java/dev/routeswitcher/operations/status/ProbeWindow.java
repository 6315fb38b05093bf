package dev.routeswitcher.operations.status;

import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the probes of the last minute came to, for each uplink and target. Of a target that is
 * probed more often than ten times a second it is the last 600 probes.
 */
final class ProbeWindow {

  static final Duration LENGTH = Duration.ofMinutes(1);
  private static final int MOST = 600;

  private final Map<Key, Deque<Outcome>> outcomes = new HashMap<>();

  private record Key(Object uplink, int target) {}

  private record Outcome(long atNanos, long rttNanos) {}

  /**
   * Loss and round trip.
   *
   * @param sent how many probes were sent
   * @param lost how many of them were lost
   * @param rttSum of all replies, in seconds
   * @param rttMin in seconds; infinite without a reply
   * @param rttMax in seconds; 0 without a reply
   */
  record Figures(int sent, int lost, double rttSum, double rttMin, double rttMax) {

    static final Figures NONE = new Figures(0, 0, 0, Double.POSITIVE_INFINITY, 0);

    Figures plus(Figures other) {
      return new Figures(
          sent + other.sent,
          lost + other.lost,
          rttSum + other.rttSum,
          Math.min(rttMin, other.rttMin),
          Math.max(rttMax, other.rttMax));
    }

    private Figures plus(Outcome outcome) {
      double rtt = outcome.rttNanos / 1e9;
      return plus(
          outcome.rttNanos < 0
              ? new Figures(1, 1, 0, Double.POSITIVE_INFINITY, 0)
              : new Figures(1, 0, rtt, rtt, rtt));
    }

    @Nullable Double lossPercent() {
      return sent == 0 ? null : (Double) (100.0 * lost / sent);
    }

    @Nullable Double rttMean() {
      return sent == lost ? null : (Double) (rttSum / (sent - lost));
    }

    @Nullable Double shortest() {
      return sent == lost ? null : (Double) rttMin;
    }

    @Nullable Double longest() {
      return sent == lost ? null : (Double) rttMax;
    }
  }

  /** Takes an outcome down; what could not be sent, or was not asked in time, is none. */
  synchronized void add(ProbeFinished probe, long nowNanos) {
    if (probe.verdict() == Verdict.NOT_SENT || probe.verdict() == Verdict.NOT_ASKED) {
      return;
    }
    Deque<Outcome> known =
        outcomes.computeIfAbsent(
            new Key(probe.uplink(), probe.target()), key -> new ArrayDeque<>());
    long rtt = probe.verdict() == Verdict.REPLIED ? probe.rttNanos() : -1;
    known.addLast(new Outcome(nowNanos, rtt));
    if (known.size() > MOST) {
      known.removeFirst();
    }
  }

  /** What was taken down of a target in the last minute. */
  synchronized Figures figures(Object uplink, int target, long nowNanos) {
    Deque<Outcome> known = outcomes.getOrDefault(new Key(uplink, target), new ArrayDeque<>());
    while (!known.isEmpty() && nowNanos - known.getFirst().atNanos > LENGTH.toNanos()) {
      known.removeFirst();
    }
    Figures sum = Figures.NONE;
    for (Outcome outcome : known) {
      sum = sum.plus(outcome);
    }
    return sum;
  }

  /** Uplinks and targets may be others now. */
  synchronized void clear() {
    outcomes.clear();
  }
}

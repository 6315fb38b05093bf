package dev.routeswitcher.icmp.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.routeswitcher.icmp.statistics.NaiveSummary;
import dev.routeswitcher.icmp.statistics.StatisticsSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What the statistics of one path must be, by definition and from what the network does, which the
 * oracle knows and the prober does not.
 */
final class PathOracle {
  /** Stands for what does not happen. */
  static final long NEVER = Long.MAX_VALUE;

  /** One probe: all times in nanoseconds, on a clock that does not wrap. */
  static final class Truth {
    final long deadline;
    long sent = NEVER;
    long firstReply = NEVER;
    long error = NEVER;

    private Truth(long deadline) {
      this.deadline = deadline;
    }

    boolean isLate() {
      return firstReply != NEVER && firstReply > deadline;
    }
  }

  private static final int MORE_THAN_EVER_WAIT = 1_000;

  private final int window;
  private final Deque<Truth> probes = new ArrayDeque<>();
  private final PriorityQueue<Truth> replies =
      new PriorityQueue<>(Comparator.comparingLong((Truth probe) -> probe.firstReply));
  private long samples;
  private double smoothed;
  private double variation;
  private double jitter;
  private long previousRtt;

  PathOracle(int window) {
    this.window = window;
  }

  /** What is there before the first probe. */
  Truth none() {
    return new Truth(NEVER);
  }

  Truth handedOver(long deadline) {
    Truth probe = new Truth(deadline);
    probes.addLast(probe);
    if (probes.size() > window + MORE_THAN_EVER_WAIT) {
      probes.removeFirst();
    }
    return probe;
  }

  void willReply(Truth probe) {
    replies.add(probe);
  }

  /** Compares every figure. */
  void check(StatisticsSnapshot snapshot, long now) {
    List<Truth> due = probes.stream().filter(probe -> probe.deadline <= now).toList();
    List<Truth> counted = due.subList(Math.max(0, due.size() - window), due.size());
    List<Long> times = new ArrayList<>();
    int lost = 0;
    int unreachable = 0;
    int notSent = 0;
    for (Truth probe : counted) {
      if (probe.sent == NEVER) {
        notSent++;
      } else if (probe.firstReply <= now) {
        times.add(probe.firstReply - probe.sent);
      } else if (probe.error <= probe.deadline) {
        unreachable++;
      } else {
        lost++;
      }
    }
    assertThat(snapshot.replied()).isEqualTo(times.size());
    assertThat(snapshot.lost()).isEqualTo(lost);
    assertThat(snapshot.unreachable()).isEqualTo(unreachable);
    assertThat(snapshot.notSent()).isEqualTo(notSent);
    assertThat(snapshot.waiting()).isEqualTo(probes.size() - due.size());
    assertThat(snapshot.roundTrips())
        .isEqualTo(NaiveSummary.of(times.stream().mapToLong(time -> time).toArray()));
    checkFilters(snapshot, now);
  }

  /** Those that round at each step: their documentation says how far off that may lead. */
  private void checkFilters(StatisticsSnapshot snapshot, long now) {
    while (!replies.isEmpty() && replies.element().firstReply <= now) {
      Truth probe = replies.remove();
      sample(probe.firstReply - probe.sent);
    }
    assertThat(snapshot.estimate().samples()).isEqualTo(samples);
    assertThat((double) snapshot.estimate().smoothedNanos()).isCloseTo(smoothed, within(4.01));
    assertThat((double) snapshot.estimate().variationNanos()).isCloseTo(variation, within(6.01));
    assertThat((double) snapshot.jitterNanos()).isCloseTo(jitter, within(1.01));
  }

  private void sample(long rtt) {
    if (samples == 0) {
      smoothed = rtt;
      variation = rtt / 2.0;
    } else {
      variation += (Math.abs(smoothed - rtt) - variation) / 4;
      smoothed += (rtt - smoothed) / 8;
      jitter += (Math.abs(rtt - previousRtt) - jitter) / 16;
    }
    previousRtt = rtt;
    samples++;
  }
}

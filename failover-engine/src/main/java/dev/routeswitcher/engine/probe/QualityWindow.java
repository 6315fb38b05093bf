package dev.routeswitcher.engine.probe;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Evidence;
import dev.routeswitcher.engine.config.QualityRules;

/**
 * Loss and delay of one uplink over the last window, in a fixed number of slices: the oldest slice
 * leaves as a whole when a new one begins.
 *
 * @param sinceNanos when measuring began, which is when the link came up
 * @param slices those of the last window that saw an outcome, oldest first
 */
public record QualityWindow(long sinceNanos, ImmutableList<Slice> slices) {

  private static final int SLICES = 10;

  /**
   * The outcomes of one slice of time.
   *
   * @param number counted from the beginning
   * @param answered probes that were answered
   * @param lost probes that were not
   * @param rttNanos the sum of the round-trip times of the answered ones
   */
  public record Slice(long number, int answered, int lost, long rttNanos) {

    private Slice plus(int moreAnswered, int moreLost, long moreNanos) {
      return new Slice(number, answered + moreAnswered, lost + moreLost, rttNanos + moreNanos);
    }
  }

  public static QualityWindow begin(long now) {
    return new QualityWindow(now, ImmutableList.of());
  }

  public QualityWindow answered(QualityRules rules, long rttNanos, long now) {
    return plus(rules, 1, 0, rttNanos, now);
  }

  public QualityWindow lost(QualityRules rules, long now) {
    return plus(rules, 0, 1, 0, now);
  }

  /** A probe that was counted as lost was answered after all. */
  public QualityWindow healed(QualityRules rules, long rttNanos, long now) {
    return plus(rules, 1, -1, rttNanos, now);
  }

  private QualityWindow plus(QualityRules rules, int answered, int lost, long rtt, long now) {
    long current = sliceAt(rules, now);
    ImmutableList.Builder<Slice> next = ImmutableList.builderWithExpectedSize(slices.size() + 1);
    Slice latest = new Slice(current, 0, 0, 0);
    for (Slice slice : slices) {
      if (slice.number() == current) {
        latest = slice;
      } else if (slice.number() > current - SLICES) {
        next.add(slice);
      }
    }
    return new QualityWindow(sinceNanos, next.add(latest.plus(answered, lost, rtt)).build());
  }

  private long sliceAt(QualityRules rules, long now) {
    return (now - sinceNanos) / (rules.window().toNanos() / SLICES);
  }

  /** Whether the link was up for a whole window, so that it may be judged. */
  public boolean isFull(QualityRules rules, long now) {
    return now - sinceNanos >= rules.window().toNanos();
  }

  /** Loss and mean round trip now, as they are reported. */
  public Evidence.Figures figures(QualityRules rules, long now) {
    Totals totals = totals(rules, now);
    return new Evidence.Figures(
        rules.window().toNanos(),
        totals.lossPercent(),
        totals.answered() == 0 ? null : (Long) totals.meanRttNanos());
  }

  /** What the window comes to now. */
  Totals totals(QualityRules rules, long now) {
    long oldest = sliceAt(rules, now) - SLICES;
    int answered = 0;
    int lost = 0;
    long rtt = 0;
    for (Slice slice : slices) {
      if (slice.number() > oldest) {
        answered += slice.answered();
        lost += slice.lost();
        rtt += slice.rttNanos();
      }
    }
    return new Totals(answered, Math.max(0, lost), rtt);
  }

  /**
   * Loss and delay.
   *
   * @param answered probes that were answered
   * @param lost probes that were not
   * @param rttNanos the sum of the round-trip times of the answered ones
   */
  record Totals(int answered, int lost, long rttNanos) {

    /** Lost probes in a hundred, rounded to the nearest; 0 if there were none at all. */
    int lossPercent() {
      int all = answered + lost;
      return all == 0 ? 0 : (int) ((200L * lost + all) / (2L * all));
    }

    /** The mean round-trip time; 0 if nothing was answered. */
    long meanRttNanos() {
      return answered == 0 ? 0 : rttNanos / answered;
    }
  }
}

package dev.routeswitcher.engine;

import dev.routeswitcher.engine.config.QualityRules;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What the quality rules say of one uplink, reckoned afresh from the outcomes of the window. */
final class GhostQuality {

  private record Outcome(long slice, int answered, int lost, long rtt) {}

  private QualityRules rules;
  private final Deque<Outcome> outcomes = new ArrayDeque<>();
  private final long since;
  private boolean lossy;
  private boolean slow;

  GhostQuality(QualityRules rules, long now) {
    this.rules = rules;
    this.since = now;
  }

  /** Whether it goes on by other rules: over the same window. */
  boolean goesOnBy(QualityRules other) {
    boolean same = rules.window().equals(other.window());
    rules = same ? other : rules;
    return same;
  }

  void add(int answered, int lost, long rtt, long now) {
    outcomes.add(new Outcome(slice(now), answered, lost, rtt));
  }

  private long slice(long now) {
    return (now - since) / (rules.window().toNanos() / 10);
  }

  boolean isFull(long now) {
    return now - since >= rules.window().toNanos();
  }

  boolean isPoor() {
    return lossy || slow;
  }

  void judge(long now) {
    if (!isFull(now)) {
      return;
    }
    while (!outcomes.isEmpty() && outcomes.getFirst().slice() <= slice(now) - 10) {
      outcomes.removeFirst();
    }
    long answered = 0;
    long lost = 0;
    long rtt = 0;
    for (Outcome outcome : outcomes) {
      answered += outcome.answered();
      lost += outcome.lost();
      rtt += outcome.rtt();
    }
    lost = Math.max(0, lost);
    long percent = answered + lost == 0 ? 0 : Math.round(100.0 * lost / (answered + lost));
    long mean = answered == 0 ? 0 : rtt / answered;
    boolean wasLossy = lossy;
    lossy = isLossy(rules.loss(), percent);
    // One verdict at a time: what was lossy is not slow unless it is beyond the upper limit.
    slow = !lossy && isSlow(rules.delay(), mean, slow && !wasLossy);
  }

  private boolean isLossy(QualityRules.@Nullable Loss rule, long percent) {
    return rule != null
        && (lossy ? percent > rule.returnPercent() : percent >= rule.leavePercent());
  }

  private static boolean isSlow(QualityRules.@Nullable Delay rule, long mean, boolean was) {
    return rule != null
        && (was ? mean > rule.comeBack().toNanos() : mean >= rule.leave().toNanos());
  }
}

package dev.routeswitcher.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the quality rules say of one uplink, reckoned afresh from all outcomes since it came up. */
final class GhostQuality {

  private record Outcome(long slice, int answered, int lost, long rtt) {}

  private final QualityRules rules;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final long since;
  private boolean lossy;
  private boolean slow;

  GhostQuality(QualityRules rules, long now) {
    this.rules = rules;
    this.since = now;
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
    List<Outcome> recent =
        outcomes.stream().filter(outcome -> outcome.slice() > slice(now) - 10).toList();
    long answered = recent.stream().mapToLong(Outcome::answered).sum();
    long lost = Math.max(0, recent.stream().mapToLong(Outcome::lost).sum());
    long rtt = recent.stream().mapToLong(Outcome::rtt).sum();
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

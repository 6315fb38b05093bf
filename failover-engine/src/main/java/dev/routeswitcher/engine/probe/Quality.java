package dev.routeswitcher.engine.probe;

import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.config.QualityRules;
import org.jspecify.annotations.Nullable;

/**
 * What the quality rules say of an uplink, and the window they say it by.
 *
 * @param condition of an uplink that answers: {@link Condition#ANSWERING} if no rule is broken or
 *     none could be judged yet, else which: {@link Condition#LOSSY}, {@link Condition#SLOW}
 * @param window what was measured
 */
public record Quality(Condition condition, QualityWindow window) {

  public static Quality begin(long now) {
    return new Quality(Condition.ANSWERING, QualityWindow.begin(now));
  }

  public Quality with(QualityWindow newWindow) {
    return new Quality(condition, newWindow);
  }

  public boolean isPoor() {
    return condition != Condition.ANSWERING;
  }

  /** Judged again; what is between the two limits of its rule stays what it was. */
  public Quality judged(QualityRules rules, long now) {
    if (!window.isFull(rules, now)) {
      return this;
    }
    QualityWindow.Totals figures = window.totals(rules, now);
    Condition next;
    if (isLossy(rules.loss(), figures)) {
      next = Condition.LOSSY;
    } else if (isSlow(rules.delay(), figures)) {
      next = Condition.SLOW;
    } else {
      next = Condition.ANSWERING;
    }
    return next == condition ? this : new Quality(next, window);
  }

  private boolean isLossy(QualityRules.@Nullable Loss rule, QualityWindow.Totals figures) {
    if (rule == null) {
      return false;
    }
    int loss = figures.lossPercent();
    return condition == Condition.LOSSY ? loss > rule.returnPercent() : loss >= rule.leavePercent();
  }

  private boolean isSlow(QualityRules.@Nullable Delay rule, QualityWindow.Totals figures) {
    if (rule == null) {
      return false;
    }
    long mean = figures.meanRttNanos();
    return condition == Condition.SLOW
        ? mean > rule.comeBack().toNanos()
        : mean >= rule.leave().toNanos();
  }
}

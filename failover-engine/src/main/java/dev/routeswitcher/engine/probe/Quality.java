package dev.routeswitcher.engine.probe;

import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.config.QualityRules;
import org.jspecify.annotations.Nullable;

/**
 * What the quality rules say of an uplink, and the window they say it by.
 *
 * @param verdict sound, or why not
 * @param window what was measured
 */
public record Quality(Verdict verdict, QualityWindow window) {

  /** What the rules say. */
  public enum Verdict {
    /** No rule is broken, or none could be judged yet. */
    SOUND,
    /** Too many probes are lost. */
    LOSSY,
    /** Replies take too long. */
    SLOW
  }

  public static Quality begin(long now) {
    return new Quality(Verdict.SOUND, QualityWindow.begin(now));
  }

  public Quality with(QualityWindow newWindow) {
    return new Quality(verdict, newWindow);
  }

  /** The condition of an uplink of that quality that answers. */
  public Condition condition() {
    return switch (verdict) {
      case SOUND -> Condition.ANSWERING;
      case LOSSY -> Condition.LOSSY;
      case SLOW -> Condition.SLOW;
    };
  }

  public boolean isPoor() {
    return verdict != Verdict.SOUND;
  }

  /** Judged again; what is between the two limits of its rule stays what it was. */
  public Quality judged(QualityRules rules, long now) {
    if (!window.isFull(rules, now)) {
      return this;
    }
    QualityWindow.Figures figures = window.figures(rules, now);
    Verdict next;
    if (isLossy(rules.loss(), figures)) {
      next = Verdict.LOSSY;
    } else if (isSlow(rules.delay(), figures)) {
      next = Verdict.SLOW;
    } else {
      next = Verdict.SOUND;
    }
    return next == verdict ? this : new Quality(next, window);
  }

  private boolean isLossy(QualityRules.@Nullable Loss rule, QualityWindow.Figures figures) {
    if (rule == null) {
      return false;
    }
    int loss = figures.lossPercent();
    return verdict == Verdict.LOSSY ? loss > rule.returnPercent() : loss >= rule.leavePercent();
  }

  private boolean isSlow(QualityRules.@Nullable Delay rule, QualityWindow.Figures figures) {
    if (rule == null) {
      return false;
    }
    long mean = figures.meanRttNanos();
    return verdict == Verdict.SLOW
        ? mean > rule.comeBack().toNanos()
        : mean >= rule.leave().toNanos();
  }
}

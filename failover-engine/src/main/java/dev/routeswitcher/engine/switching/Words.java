package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.Durations;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.Reason.Code;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.probe.Quality;
import dev.routeswitcher.engine.probe.QualityWindow;
import dev.routeswitcher.engine.probe.Streak;

/** What is said of an uplink to people, with figures. */
final class Words {

  private Words() {}

  /** {@code 3 rounds failed in a row}. */
  static String failedRounds(Streak streak) {
    return streak.failures() == 1
        ? "1 round failed"
        : streak.failures() + " rounds failed in a row";
  }

  /** The figures behind the uplink's condition. */
  static String detail(UplinkStep uplink, long now, EngineConfig config) {
    Streak streak = uplink.probes().streak();
    Backoff refusal = uplink.refusal();
    if (!uplink.link().up()) {
      return "";
    } else if (uplink.isRefused() && refusal != null) {
      return refusal.detail();
    } else if (uplink.isPoor()) {
      return poor(uplink, now, config).text();
    } else if (streak.successes() > 0) {
      return streak.successes() + (streak.successes() == 1 ? " round" : " rounds") + " answered";
    } else if (streak.failures() > 0) {
      String error = streak.sendError().isEmpty() ? "" : ": " + streak.sendError();
      return failedRounds(streak) + error;
    }
    return "";
  }

  /** Why an uplink that is down is left. */
  static Reason down(UplinkStep left) {
    if (left.link().up()) {
      return new Reason(Code.ROUNDS_FAILED, failedRounds(left.probes().streak()));
    }
    String lost =
        switch (left.link().fault()) {
          case NO_INTERFACE -> "interface is gone";
          case ADMIN_DOWN -> "link set down";
          case NO_CARRIER -> "carrier lost";
          case NO_ADDRESS -> "address lost";
          default -> "no gateway known";
        };
    return new Reason(Code.LINK_LOST, lost);
  }

  /** Why the traffic returns to an uplink that is stable. */
  static Reason stable(UplinkStep better, long now) {
    Streak streak = better.probes().streak();
    return new Reason(
        Code.STABLE,
        "stable for "
            + Durations.text(now - streak.runStartNanos())
            + ", "
            + streak.successes()
            + " rounds answered in a row");
  }

  /** Why an uplink that answers is left for its quality; only if it {@code isPoor()}. */
  static Reason poor(UplinkStep left, long now, EngineConfig config) {
    QualityRules rules = config.policy().quality();
    Quality quality = left.probes().quality();
    if (rules == null || quality == null) {
      throw new IllegalStateException("no quality is judged on " + left.key());
    }
    QualityWindow.Figures figures = quality.window().figures(rules, now);
    String within = " in " + Durations.text(rules.window());
    return quality.verdict() == Quality.Verdict.SLOW
        ? new Reason(
            Code.SLOW, "mean round trip " + Durations.text(figures.meanRttNanos()) + within)
        : new Reason(Code.LOSSY, figures.lossPercent() + "% of the probes lost" + within);
  }
}

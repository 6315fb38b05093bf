package dev.routeswitcher.runtime.words;

import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Evidence;
import dev.routeswitcher.engine.Reason;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why the traffic moves, and why an uplink is as it is. */
final class ReasonText {

  static final Cases<Reason, String> REASONS =
      new Cases<Reason, String>()
          .on(Reason.AnsweredAtStart.class, reason -> reason.uplink() + " answers at start")
          .on(Reason.BootWindowOver.class, ReasonText::bootWindowOver)
          .on(Reason.Adopted.class, reason -> "adopted after restart")
          .on(Reason.RoundsFailed.class, reason -> failed(reason.rounds()))
          .on(Reason.LinkLost.class, reason -> lost(reason.fault()))
          .on(Reason.Stable.class, ReasonText::stable)
          .on(Reason.Lossy.class, reason -> lossy(reason.figures()))
          .on(Reason.Slow.class, reason -> slow(reason.figures()))
          .on(Reason.OverrideUse.class, reason -> "an operator wants " + reason.uplink() + " used")
          .on(
              Reason.OverrideNever.class,
              reason -> "an operator wants " + reason.uplink() + " not to be used");

  private ReasonText() {}

  private static String bootWindowOver(Reason.BootWindowOver reason) {
    return "no clear answer within "
        + DurationText.ofNanos(reason.windowNanos())
        + ": "
        + reason.uplinks().stream()
            .map(known -> known.uplink() + " " + known.condition())
            .collect(Collectors.joining(", "));
  }

  private static String failed(int rounds) {
    return rounds == 1 ? "1 round failed" : rounds + " rounds failed in a row";
  }

  private static String lost(Condition fault) {
    return switch (fault) {
      case NO_INTERFACE -> "interface is gone";
      case IN_VRF -> "joined a VRF";
      case ADMIN_DOWN -> "link set down";
      case NO_CARRIER -> "carrier lost";
      case NO_ADDRESS -> "address lost";
      case NO_GATEWAY -> "no gateway known";
      case ROUTE_REFUSED, NOT_PROBEABLE, SEND_FAILED, NO_REPLY, LOSSY, SLOW, UNKNOWN, ANSWERING ->
          throw new IllegalArgumentException(fault + " is no fault of a link");
    };
  }

  private static String stable(Reason.Stable reason) {
    return "stable for "
        + DurationText.ofNanos(reason.forNanos())
        + ", "
        + reason.rounds()
        + " rounds answered in a row";
  }

  private static String lossy(Evidence.Figures figures) {
    return figures.lossPercent() + "% of the probes lost" + within(figures);
  }

  private static String slow(Evidence.Figures figures) {
    Long mean = figures.meanRttNanos();
    return "mean round trip "
        + (mean == null ? "unknown" : DurationText.ofNanos(mean))
        + within(figures);
  }

  private static String within(Evidence.Figures figures) {
    return " in " + DurationText.ofNanos(figures.windowNanos());
  }

  /** The figures behind a condition; empty where it says everything. */
  static String detail(Condition condition, Evidence evidence) {
    return switch (condition) {
      case NO_INTERFACE, IN_VRF, ADMIN_DOWN, NO_CARRIER, NO_ADDRESS, NO_GATEWAY -> "";
      case ROUTE_REFUSED -> evidence.error();
      case LOSSY -> poor(evidence, ReasonText::lossy);
      case SLOW -> poor(evidence, ReasonText::slow);
      case NOT_PROBEABLE, SEND_FAILED, NO_REPLY, UNKNOWN, ANSWERING -> rounds(evidence);
    };
  }

  private static String poor(Evidence evidence, Function<Evidence.Figures, String> words) {
    Evidence.@Nullable Figures figures = evidence.quality();
    return figures == null ? rounds(evidence) : words.apply(figures);
  }

  private static String rounds(Evidence evidence) {
    if (evidence.successes() > 0) {
      return evidence.successes()
          + (evidence.successes() == 1 ? " round" : " rounds")
          + " answered";
    } else if (evidence.failures() > 0) {
      String error = evidence.error().isEmpty() ? "" : ": " + evidence.error();
      return failed(evidence.failures()) + error;
    }
    return "";
  }
}

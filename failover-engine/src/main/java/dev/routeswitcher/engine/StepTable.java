package dev.routeswitcher.engine;

import dev.routeswitcher.engine.Decision.SwitchKind;
import dev.routeswitcher.engine.Reason.Code;
import dev.routeswitcher.engine.route.PlanRequest;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The decision of one step: the first row that matches wins.
 *
 * <pre>
 * row  state     when                                          then
 *  2   BOOT      the primary is responsive                     the primary
 *  3   BOOT      the primary is down, another is a candidate   the best candidate
 *  4   BOOT      the boot window is over                       the primary
 *  5   BOOT      otherwise                                     stay
 *  6   active A  A is down and a candidate exists              the best candidate
 *  7   active A  A is down                                     stay; see {@link Alarms}
 *  8   active A  a better uplink is eligible                   the best such
 *  9   active A  otherwise                                     stay
 * </pre>
 *
 * Row 1, adoption, is taken when the routes are first seen ({@link FamilyStep}).
 */
final class StepTable {

  private static final int PRIMARY = 0;

  private final List<UplinkStep> uplinks;
  private final Timing timing;
  private final SwitchHistory history;
  private final long now;

  StepTable(List<UplinkStep> uplinks, Timing timing, SwitchHistory history, long now) {
    this.uplinks = uplinks;
    this.timing = timing;
    this.history = history;
    this.now = now;
  }

  /** A decision for another uplink than the wanted one. */
  record Move(SwitchKind kind, UplinkStep to, Reason reason) {}

  /** The move to make now, or null to stay. */
  @Nullable Move decide(int wanted, boolean bootIsOver, boolean overruled) {
    return wanted == PlanRequest.UNDECIDED
        ? boot(bootIsOver)
        : active(uplinks.get(wanted), overruled);
  }

  private @Nullable Move boot(boolean bootIsOver) {
    UplinkStep primary = uplinks.get(PRIMARY);
    if (primary.isResponsive()) {
      return new Move(
          SwitchKind.START,
          primary,
          new Reason(Code.ANSWERED_AT_START, primary.key() + " answers at start"));
    }
    UplinkStep candidate = primary.isDown() ? bestCandidate(primary) : null;
    if (candidate != null) {
      return new Move(SwitchKind.FAILOVER, candidate, downReason(primary));
    }
    if (bootIsOver) {
      String known =
          uplinks.stream()
              .map(uplink -> uplink.key() + " " + uplink.condition())
              .collect(Collectors.joining(", "));
      return new Move(
          SwitchKind.START,
          primary,
          new Reason(
              Code.BOOT_WINDOW_OVER,
              "no clear answer within " + Durations.text(timing.bootWindow()) + ": " + known));
    }
    return null;
  }

  private @Nullable Move active(UplinkStep active, boolean overruled) {
    if (active.isDown()) {
      UplinkStep candidate = bestCandidate(active);
      return candidate == null
          ? null
          : new Move(SwitchKind.FAILOVER, candidate, downReason(active));
    }
    if (overruled) {
      return null;
    }
    return uplinks.stream()
        .limit(active.index())
        .filter(this::isEligible)
        .findFirst()
        .map(better -> new Move(SwitchKind.FAILBACK, better, stableReason(better)))
        .orElse(null);
  }

  /** Trusted ones first, then by priority; null if none may take over from {@code active}. */
  private @Nullable UplinkStep bestCandidate(UplinkStep active) {
    return uplinks.stream()
        .filter(uplink -> isCandidate(uplink, active))
        .min(Comparator.comparing(uplink -> !uplink.isTrusted()))
        .orElse(null);
  }

  /**
   * Whether {@code uplink} may take over from {@code active}, which is down. The first forced
   * switch within the flap window takes any responsive uplink; a later one wants it trusted, unless
   * {@code active} is beyond hope.
   */
  private boolean isCandidate(UplinkStep uplink, UplinkStep active) {
    return uplink != active
        && uplink.isResponsive()
        && !uplink.isRefused()
        && (history.nextForcedIsFirst(now, timing) || uplink.isTrusted() || active.isHopeless());
  }

  /** Whether the traffic may return to {@code better} of its own accord. */
  private boolean isEligible(UplinkStep better) {
    return better.isStableAsOfNow()
        && !better.isRefused()
        && better.holdIsOver()
        && history.voluntaryIsDue(now, timing);
  }

  private static Reason downReason(UplinkStep left) {
    if (left.link().up()) {
      return new Reason(Code.ROUNDS_FAILED, left.failedRounds());
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

  private Reason stableReason(UplinkStep better) {
    return new Reason(
        Code.STABLE,
        "stable for "
            + Durations.text(now - better.streak().runStartNanos())
            + ", "
            + better.streak().successes()
            + " rounds answered in a row");
  }
}

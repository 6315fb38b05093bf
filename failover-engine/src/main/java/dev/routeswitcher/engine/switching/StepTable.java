package dev.routeswitcher.engine.switching;

import static dev.routeswitcher.engine.route.PlanRequest.PRIMARY;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Evidence;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.probe.Quality;
import dev.routeswitcher.engine.probe.Streak;
import dev.routeswitcher.engine.route.PlanRequest;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The decision of one step: the first row that matches wins.
 *
 * <pre>
 * row  state     when                                                  then
 *  2   BOOT      the primary is responsive, and not barred             the primary
 *  3   BOOT      the primary is down or barred, a candidate exists     the best candidate
 *  4   BOOT      the boot window is over                               the primary
 *  5   BOOT      otherwise                                             stay
 *  6   active A  A is down and a candidate exists                      the best candidate
 *  7   active A  A is down                                             stay; an alarm is raised
 *  8   active A  the uplink that an override wants is usable           that one
 *  9   active A  A is barred, a usable uplink exists                   the best usable one
 * 10   active A  A is poor, a sound and usable uplink exists           the best such
 * 11   active A  a better uplink is eligible                           the best such
 * 12   active A  otherwise                                             stay
 * </pre>
 *
 * Row 1, adoption, is taken when the routes are first seen ({@link FamilyStep}). Rows 8 and 9 are
 * an operator's ({@link ManualOverride}), row 10 needs quality rules, and with manual failback
 * there is no row 11. While a foreign route overrules ours, rows 8 to 11 would have no effect and
 * are left out.
 */
final class StepTable {

  private final List<UplinkStep> uplinks;
  private final EngineConfig config;
  private final Timing timing;
  private final SwitchHistory history;
  private final long now;

  StepTable(List<UplinkStep> uplinks, EngineConfig config, SwitchHistory history, long now) {
    this.uplinks = uplinks;
    this.config = config;
    this.timing = config.timing();
    this.history = history;
    this.now = now;
  }

  /** A decision for another uplink than the wanted one. */
  record Move(SwitchKind kind, UplinkStep to, Reason reason) {}

  /**
   * The move to make now, or null to stay.
   *
   * @param wanted index of the active uplink, or {@code PlanRequest.UNDECIDED}
   * @param overruled whether a foreign route overrules ours, asked only if that matters
   * @param overrideIsDue whether the uplink that a manual override wants used has yet to be
   *     switched to
   */
  @Nullable Move decide(
      int wanted, boolean bootIsOver, BooleanSupplier overruled, boolean overrideIsDue) {
    if (wanted == PlanRequest.UNDECIDED) {
      return boot(bootIsOver);
    }
    UplinkStep active = uplinks.get(wanted);
    if (active.isDown()) {
      UplinkStep candidate = bestCandidate(active);
      return candidate == null ? null : new Move(SwitchKind.FAILOVER, candidate, down(active));
    }
    return overruled.getAsBoolean() ? null : moveFromWorking(active, overrideIsDue);
  }

  private @Nullable Move boot(boolean bootIsOver) {
    UplinkStep primary = uplinks.get(PRIMARY);
    if (primary.isResponsive() && !primary.isBarred() && !primary.lacksAddress()) {
      return new Move(SwitchKind.START, primary, new Reason.AnsweredAtStart(primary.key()));
    }
    boolean passedOver = primary.isDown() || primary.isBarred();
    UplinkStep candidate = passedOver ? bestCandidate(primary) : null;
    if (candidate != null) {
      return primary.isDown()
          ? new Move(SwitchKind.FAILOVER, candidate, down(primary))
          : new Move(SwitchKind.MANUAL, candidate, barred(primary));
    }
    if (bootIsOver) {
      return new Move(SwitchKind.START, primary, bootWindowOver());
    }
    return null;
  }

  /** Rows 8 to 12: {@code active} is not down. */
  private @Nullable Move moveFromWorking(UplinkStep active, boolean overrideIsDue) {
    UplinkStep best = null;
    for (UplinkStep uplink : uplinks) {
      if (uplink != active && isUsable(uplink)) {
        if (uplink.isToBeUsed() && overrideIsDue) {
          return new Move(SwitchKind.MANUAL, uplink, new Reason.OverrideUse(uplink.key()));
        }
        boolean suits = active.isBarred() || (active.isPoor() && uplink.isSound());
        if (suits && (best == null || precedes(uplink, best))) {
          best = uplink;
        }
      }
    }
    if (best != null) {
      return active.isBarred()
          ? new Move(SwitchKind.MANUAL, best, barred(active))
          : new Move(SwitchKind.FAILOVER, best, poor(active));
    }
    UplinkStep better = config.policy().failback() == Failback.MANUAL ? null : bestEligible(active);
    return better == null ? null : new Move(SwitchKind.FAILBACK, better, stable(better));
  }

  private static Reason barred(UplinkStep uplink) {
    return new Reason.OverrideNever(uplink.key());
  }

  private Reason bootWindowOver() {
    return new Reason.BootWindowOver(
        timing.bootWindow().toNanos(),
        uplinks.stream()
            .map(uplink -> new Reason.UplinkCondition(uplink.key(), uplink.condition()))
            .collect(ImmutableList.toImmutableList()));
  }

  /** Why an uplink that is down is left. */
  private static Reason down(UplinkStep left) {
    return left.link().up()
        ? new Reason.RoundsFailed(left.probes().streak().failures())
        : new Reason.LinkLost(left.link().fault());
  }

  /** Why an uplink that answers is left for its quality; only if it {@code isPoor()}. */
  private static Reason poor(UplinkStep left) {
    Quality quality = left.probes().quality();
    Evidence.Figures figures = left.probes().figures();
    if (quality == null || figures == null) {
      throw new IllegalStateException("no quality is judged on " + left.key());
    }
    return quality.condition() == Condition.SLOW
        ? new Reason.Slow(figures)
        : new Reason.Lossy(figures);
  }

  /** Why the traffic returns to an uplink that is stable. */
  private Reason stable(UplinkStep better) {
    Streak streak = better.probes().streak();
    return new Reason.Stable(now - streak.runStartNanos(), streak.successes());
  }

  /** The one that goes first among those that may take over from {@code active}; null if none. */
  @Nullable UplinkStep bestCandidate(UplinkStep active) {
    UplinkStep best = null;
    for (UplinkStep uplink : uplinks) {
      if (isCandidate(uplink, active) && (best == null || precedes(uplink, best))) {
        best = uplink;
      }
    }
    return best;
  }

  /**
   * Those not kept waiting first, then trusted ones, then those that are not poor, then by rank.
   */
  private static boolean precedes(UplinkStep one, UplinkStep other) {
    if (one.isKeptWaiting() != other.isKeptWaiting()) {
      return other.isKeptWaiting();
    } else if (one.isTrusted() != other.isTrusted()) {
      return one.isTrusted();
    } else if (one.isPoor() != other.isPoor()) {
      return other.isPoor();
    }
    return one.rank() < other.rank();
  }

  /**
   * Whether {@code uplink} may take over from {@code active}, which is down. The first forced
   * switch within the flap window takes any responsive uplink; a later one wants it trusted, unless
   * {@code active} is beyond hope.
   */
  private boolean isCandidate(UplinkStep uplink, UplinkStep active) {
    return uplink != active
        && uplink.isResponsive()
        && uplink.mayBeUsed()
        && (history.nextForcedIsFirst(now, timing) || uplink.isTrusted() || active.isHopeless());
  }

  /** Whether the traffic may be moved to {@code uplink} although the active one answers. */
  private static boolean isUsable(UplinkStep uplink) {
    return uplink.isTrusted() && uplink.mayBeUsed();
  }

  private @Nullable UplinkStep bestEligible(UplinkStep active) {
    UplinkStep best = null;
    for (UplinkStep uplink : uplinks) {
      boolean better =
          uplink.rank() < active.rank() && (best == null || uplink.rank() < best.rank());
      if (better && isEligible(uplink)) {
        best = uplink;
      }
    }
    return best;
  }

  /** Whether the traffic may return to {@code better} of its own accord. */
  private boolean isEligible(UplinkStep better) {
    return better.isStableAsOfNow()
        && better.isSound()
        && better.mayBeUsed()
        && better.holdIsOver()
        && history.voluntaryIsDue(now, timing);
  }
}

package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's routes during one step: what is known of them, and when they may be changed.
 *
 * <p>One change is under way at a time, and the next is planned on routes that were read after it.
 */
final class RouteStep {

  private final RouteState before;
  private final long now;

  private @Nullable KernelView kernel;
  private boolean linkMoved;
  private boolean changeInFlight;
  private @Nullable Backoff unavailable;
  private @Nullable PlannedRoutes planned;
  private Repairs repairs;
  private boolean heldBack;
  private boolean read;

  RouteStep(RouteState before, long now) {
    this.before = before;
    this.now = now;
    this.kernel = before.kernel();
    this.linkMoved = before.linkMoved();
    this.changeInFlight = before.changeInFlight();
    this.unavailable = before.unavailable();
    this.planned = before.planned();
    this.repairs = before.repairs();
  }

  // What happens to them

  /** They were read; returns what they are now known as. */
  KernelView observed(RoutesObserved event) {
    KernelView seen = new KernelView(event.routes(), event.paths(), true);
    kernel = seen;
    linkMoved = false;
    read = true;
    return seen;
  }

  void changed(List<OperationResult> results) {
    changeInFlight = false;
    kernel = kernel == null ? null : kernel.stale();
    unavailable =
        results.stream()
            .filter(result -> result.outcome() == Outcome.UNAVAILABLE)
            .findFirst()
            .map(result -> Backoff.after(before.unavailable(), now, result.failure()))
            .orElse(null);
  }

  /** A link moved: the ways may be others now, and what is put right was undone by nobody. */
  void linkMoved() {
    linkMoved = true;
    repairs = Repairs.NONE;
  }

  /** The routes are as wanted, or cannot be yet: that none could be changed matters no more. */
  void nothingToChange() {
    unavailable = null;
  }

  /**
   * Whether a change that is needed may be asked for now.
   *
   * @param switching whether it carries out a decision, which never waits
   * @param retry whether such a change was refused before, so that it repairs nothing
   */
  boolean mayChange(boolean switching, boolean retry) {
    boolean unavailableYet = unavailable != null && !unavailable.isOver(now);
    if (!switching && (unavailableYet || repairs.notBeforeNanos(now) - now > 0)) {
      heldBack = true;
      return false;
    }
    if (!switching && !retry && unavailable == null) {
      repairs = repairs.then(now);
    }
    changeInFlight = true;
    return true;
  }

  // What is known

  /** The routes as last read, or null before the first reading. */
  @Nullable KernelView kernel() {
    return kernel;
  }

  /** Whether they were read in this step. */
  boolean wereRead() {
    return read;
  }

  /** What is to be done while the uplink is wanted; only after the first reading. */
  PlannedRoutes planned(FamilyConfig config, Policy policy, List<UplinkStep> uplinks, int wanted) {
    KernelView seen = kernel;
    if (seen == null) {
      throw new IllegalStateException("the routes were not read yet");
    }
    PlannedRoutes plan = PlannedRoutes.of(config, policy, uplinks, wanted, seen.routes(), planned);
    planned = plan;
    return plan;
  }

  /** Nothing is to be done any more: the family is dormant. */
  void forgetPlan() {
    planned = null;
  }

  /** Whether the routes were read after the last change of ours. */
  boolean areCurrent() {
    return kernel != null && kernel.fresh() && !changeInFlight;
  }

  /** Whether the routes are current, no link moved since, and no change is due. */
  boolean areSettled() {
    return areCurrent() && !linkMoved && !heldBack;
  }

  /** Set while the kernel changes no route at all. */
  @Nullable Backoff unavailable() {
    return unavailable;
  }

  /** Whether another program keeps undoing our routes. */
  boolean areContended() {
    return repairs.contended() && !repairs.isQuiet(now);
  }

  /** When a change that was held back may be asked for. */
  long wakeAt(long latest) {
    if (!heldBack) {
      return latest;
    }
    long mayRepairAt = repairs.notBeforeNanos(now);
    long mayTryAt = unavailable == null ? mayRepairAt : unavailable.untilNanos();
    return UplinkStep.earlier(latest, mayRepairAt - mayTryAt > 0 ? mayRepairAt : mayTryAt);
  }

  RouteState freeze() {
    return new RouteState(kernel, linkMoved, changeInFlight, unavailable, planned, repairs);
  }
}

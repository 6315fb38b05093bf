package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.config.Timing;
import org.jspecify.annotations.Nullable;

/**
 * What an uplink's past says about when it may carry the traffic again.
 *
 * @param holdNanos how long after the latest failover away a voluntary return has to wait
 * @param leftAtNanos when the latest failover away was decided, or null if there was none
 * @param returnedAtNanos when it last became active again, or null if it never did
 * @param wasActive whether it has been active before
 */
record Damping(
    long holdNanos, @Nullable Long leftAtNanos, @Nullable Long returnedAtNanos, boolean wasActive) {

  static final Damping NONE = new Damping(0, null, null, false);

  Damping activated(long atNanos) {
    return new Damping(holdNanos, leftAtNanos, wasActive ? (Long) atNanos : returnedAtNanos, true);
  }

  /**
   * A failover away: the hold doubles if it comes before the uplink proved itself. An uplink that
   * came back without ever having been left by a failover has no hold yet that could.
   */
  Damping left(long atNanos, Timing timing) {
    boolean relapse =
        returnedAtNanos != null && atNanos - returnedAtNanos < timing.flapWindow().toNanos();
    long shortest = timing.failbackDelay().toNanos();
    long hold =
        relapse
            ? Math.min(Math.max(2 * holdNanos, shortest), timing.maxFailbackDelay().toNanos())
            : shortest;
    return new Damping(hold, atNanos, returnedAtNanos, true);
  }

  /** An operator's move away is no failover: the hold stands, and counts from where it did. */
  Damping movedAway() {
    return new Damping(holdNanos, leftAtNanos, returnedAtNanos, true);
  }

  /** The same with a hold that this timing may give. */
  Damping within(Timing timing) {
    long hold =
        Math.min(
            Math.max(holdNanos, timing.failbackDelay().toNanos()),
            timing.maxFailbackDelay().toNanos());
    return leftAtNanos == null ? this : new Damping(hold, leftAtNanos, returnedAtNanos, wasActive);
  }

  /** When a voluntary return to the uplink need not wait any more, or null if it never had to. */
  @Nullable Long holdEndsAtNanos() {
    return leftAtNanos == null ? null : (Long) (leftAtNanos + holdNanos);
  }

  /** Whether a voluntary return to the uplink need not wait any more. */
  boolean isOver(long now) {
    return leftAtNanos == null || now - leftAtNanos >= holdNanos;
  }
}

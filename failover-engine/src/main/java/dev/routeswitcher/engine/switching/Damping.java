package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Past.Use;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.probe.Instants;
import org.jspecify.annotations.Nullable;

/**
 * What an uplink's past says about when it may carry the traffic again.
 *
 * @param use whether it has carried the traffic
 * @param holdNanos how long after the latest failover away a voluntary return has to wait
 * @param leftAtNanos when the latest failover away was decided, or null if there was none
 * @param returnedAtNanos when it last became active again, or null if it never did
 */
record Damping(
    Use use, long holdNanos, @Nullable Long leftAtNanos, @Nullable Long returnedAtNanos) {

  static final Damping NONE = new Damping(Use.NEVER, 0, null, null);

  /** What an engine before this one knew of it. */
  static Damping recalled(Past.Uplink past, Timing timing, long now) {
    return new Damping(
            past.use(),
            past.holdNanos(),
            Instants.notAfter(now, past.leftAtNanos()),
            Instants.notAfter(now, past.returnedAtNanos()))
        .within(timing);
  }

  Damping activated(long atNanos) {
    Long returned = use == Use.NEVER ? returnedAtNanos : (Long) atNanos;
    return new Damping(Use.ACTIVE, holdNanos, leftAtNanos, returned);
  }

  /** The traffic is found with it, or begins with it: one that had it before does not return. */
  Damping begun(long atNanos) {
    return use == Use.ACTIVE ? this : activated(atNanos);
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
    return new Damping(Use.LEFT, hold, atNanos, returnedAtNanos);
  }

  /** A move away that is no failover: the hold stands, and counts from where it did. */
  Damping movedAway() {
    return new Damping(Use.LEFT, holdNanos, leftAtNanos, returnedAtNanos);
  }

  /** The same with a hold that this timing may give. */
  Damping within(Timing timing) {
    long hold =
        Math.min(
            Math.max(holdNanos, timing.failbackDelay().toNanos()),
            timing.maxFailbackDelay().toNanos());
    return leftAtNanos == null ? this : new Damping(use, hold, leftAtNanos, returnedAtNanos);
  }

  /** Of another uplink on the same interface: who carries the traffic is a fact of that. */
  Damping ofAnother() {
    return use == Use.ACTIVE ? new Damping(Use.ACTIVE, 0, null, null) : NONE;
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

package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.probe.Instants;
import org.jspecify.annotations.Nullable;

/**
 * When the traffic last moved; only switches in force count.
 *
 * @param lastForcedAtNanos when the last failover was decided, or null
 * @param lastVoluntaryAtNanos when the last failback or manual move was decided, or null
 */
record SwitchHistory(@Nullable Long lastForcedAtNanos, @Nullable Long lastVoluntaryAtNanos) {

  static final SwitchHistory NONE = new SwitchHistory(null, null);

  /** What an engine before this one knew. */
  static SwitchHistory recalled(Past past, long now) {
    return new SwitchHistory(
        Instants.notAfter(now, past.lastFailoverAtNanos()),
        Instants.notAfter(now, past.lastVoluntaryAtNanos()));
  }

  SwitchHistory forced(long atNanos) {
    return new SwitchHistory(atNanos, lastVoluntaryAtNanos);
  }

  SwitchHistory voluntary(long atNanos) {
    return new SwitchHistory(lastForcedAtNanos, atNanos);
  }

  /** Whether a failover now would be the first within the flap window. */
  boolean nextForcedIsFirst(long now, Timing timing) {
    return lastForcedAtNanos == null || now - lastForcedAtNanos >= timing.flapWindow().toNanos();
  }

  /** Whether a failback now would be far enough from the last one. */
  boolean voluntaryIsDue(long now, Timing timing) {
    return lastVoluntaryAtNanos == null
        || now - lastVoluntaryAtNanos >= timing.failbackDelay().toNanos();
  }
}

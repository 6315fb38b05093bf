package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;

/** Why the traffic moves, with the figures that decided it. */
public sealed interface Reason {

  /** The uplink answered the first rounds after start. */
  record AnsweredAtStart(UplinkKey uplink) implements Reason {}

  /** The boot window ended without a clear answer; {@code uplinks} are in priority order. */
  record BootWindowOver(long windowNanos, ImmutableList<UplinkCondition> uplinks)
      implements Reason {}

  /** A failover route of an earlier run was found. */
  record Adopted() implements Reason {}

  /** So many rounds in a row failed, as many as the failure threshold. */
  record RoundsFailed(int rounds) implements Reason {}

  /** The interface, its carrier, its address or the gateway was lost, as {@code fault} says. */
  record LinkLost(Condition fault) implements Reason {}

  /** A better uplink was stable for long enough; it answered {@code rounds} in that time. */
  record Stable(long forNanos, int rounds) implements Reason {}

  /** The uplink that is left loses too many probes. */
  record Lossy(Evidence.Figures figures) implements Reason {}

  /** Replies through the uplink that is left take too long. */
  record Slow(Evidence.Figures figures) implements Reason {}

  /** A manual override wants the uplink used. */
  record OverrideUse(UplinkKey uplink) implements Reason {}

  /** A manual override wants the uplink, which is left, not to be used. */
  record OverrideNever(UplinkKey uplink) implements Reason {}

  /** How one uplink is. */
  record UplinkCondition(UplinkKey uplink, Condition condition) {}
}

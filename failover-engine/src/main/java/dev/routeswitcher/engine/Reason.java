package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;

/** Why the traffic moves, with the figures that decided it. */
public sealed interface Reason {

  /**
   * The uplink answered the first rounds after start.
   *
   * @param uplink which
   */
  record AnsweredAtStart(UplinkKey uplink) implements Reason {}

  /**
   * The boot window ended without a clear answer.
   *
   * @param windowNanos how long it was
   * @param uplinks how every uplink was by then, in priority order
   */
  record BootWindowOver(long windowNanos, ImmutableList<UplinkCondition> uplinks)
      implements Reason {}

  /** A failover route of an earlier run was found. */
  record Adopted() implements Reason {}

  /**
   * As many rounds in a row failed as the failure threshold.
   *
   * @param rounds how many
   */
  record RoundsFailed(int rounds) implements Reason {}

  /**
   * The link was lost.
   *
   * @param fault how: interface, carrier, address or gateway
   */
  record LinkLost(Condition fault) implements Reason {}

  /**
   * A better uplink was stable for long enough.
   *
   * @param forNanos for how long
   * @param rounds how many rounds it answered in that time
   */
  record Stable(long forNanos, int rounds) implements Reason {}

  /**
   * The uplink that is left loses too many probes.
   *
   * @param figures how many
   */
  record Lossy(Evidence.Figures figures) implements Reason {}

  /**
   * Replies through the uplink that is left take too long.
   *
   * @param figures how long
   */
  record Slow(Evidence.Figures figures) implements Reason {}

  /**
   * A manual override wants the uplink used.
   *
   * @param uplink which
   */
  record OverrideUse(UplinkKey uplink) implements Reason {}

  /**
   * A manual override wants the uplink that is left not to be used.
   *
   * @param uplink which
   */
  record OverrideNever(UplinkKey uplink) implements Reason {}

  /**
   * How one uplink is.
   *
   * @param uplink which
   * @param condition how
   */
  record UplinkCondition(UplinkKey uplink, Condition condition) {}
}

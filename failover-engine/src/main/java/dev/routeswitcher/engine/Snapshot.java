package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be seen of the engine at one moment.
 *
 * @param atNanos when, by the clock the engine is stepped by
 * @param families one entry per managed address family
 */
public record Snapshot(long atNanos, ImmutableList<Family> families) {

  /** What the traffic of a family goes by. */
  public enum Phase {
    /**
     * The family is implied and no uplink knows a gateway of it: nothing is done, and nothing is
     * said.
     */
    DORMANT,
    /** Nothing is decided yet. */
    BOOT,
    /** By the primary, which is the first uplink whatever its name. */
    PRIMARY,
    /** By another uplink. */
    FALLBACK
  }

  /**
   * One address family.
   *
   * @param family which
   * @param phase what the traffic goes by
   * @param wanted the uplink that is to carry the traffic, or null during boot
   * @param pending the switch the kernel was not seen to follow yet, or null
   * @param uplinks in priority order
   * @param targets in the order of the configuration
   * @param override what an operator wants
   * @param switches how often the traffic moved since the start
   * @param alarms what needs an operator's attention
   * @param next what happens next if everything goes on as it is, or null if nothing does
   * @param standIn the uplink that would take over if the active one went down now, or null if none
   *     would
   */
  public record Family(
      IpFamily family,
      Phase phase,
      @Nullable UplinkKey wanted,
      Decision.@Nullable SwitchChange pending,
      ImmutableList<Uplink> uplinks,
      ImmutableList<Target> targets,
      ManualOverride override,
      SwitchCounts switches,
      ImmutableSet<Alarm> alarms,
      @Nullable Prospect next,
      @Nullable UplinkKey standIn) {}

  /**
   * A switch that is in prospect.
   *
   * @param kind why the traffic would move
   * @param to the uplink it would move to
   * @param atNanos when, if its rounds go on as they do; a round late at most
   * @param condition what must go on until then: {@code eth0 goes on answering}
   */
  public record Prospect(Decision.SwitchKind kind, UplinkKey to, long atNanos, String condition) {}

  /**
   * One uplink.
   *
   * @param key which
   * @param name what logs and options call it: {@code primary}, {@code secondary}, ...
   * @param health how it is
   * @param condition why
   * @param detail figures behind that; may be empty
   * @param gateway its gateway as text, or null while none is known
   * @param successes rounds answered in a row
   * @param failures rounds failed in a row
   * @param stableSinceNanos when the unbroken run of answered rounds began, or null
   * @param holdEndsAtNanos until when a voluntary return to it has to wait, or null if it need not
   * @param refusedUntilNanos until when the kernel's refusal keeps it from being asked again, or
   *     null
   * @param nextRoundAtNanos when it is probed next, or null while it is not probed
   * @param rounds how many rounds were started
   * @param failedRounds how many of them failed
   * @param lossPercent probes lost in the quality window, or null without quality rules
   * @param meanRttNanos mean round-trip time in that window; null without quality rules, or replies
   * @param deadlinesNanos for each target, how long its next probe may take
   */
  public record Uplink(
      UplinkKey key,
      String name,
      Health health,
      Condition condition,
      String detail,
      @Nullable String gateway,
      int successes,
      int failures,
      @Nullable Long stableSinceNanos,
      @Nullable Long holdEndsAtNanos,
      @Nullable Long refusedUntilNanos,
      @Nullable Long nextRoundAtNanos,
      long rounds,
      long failedRounds,
      @Nullable Integer lossPercent,
      @Nullable Long meanRttNanos,
      ImmutableList<Long> deadlinesNanos) {}

  /**
   * One target.
   *
   * @param address its address
   * @param aside whether it is set aside because it answers on no uplink while others do
   */
  public record Target(InetAddress address, boolean aside) {}
}

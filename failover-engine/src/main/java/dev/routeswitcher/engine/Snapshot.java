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

  /**
   * One address family.
   *
   * @param state what the traffic goes by
   * @param wanted the uplink that is to carry the traffic, or null during boot
   * @param pending the switch the kernel was not seen to follow yet, or null
   * @param uplinks in priority order
   * @param targets in the order of the configuration
   * @param override what an operator wants
   * @param switches how often the traffic moved since the start, and before as far as is known
   * @param alarms what needs an operator's attention
   * @param next what happens next if everything goes on as it is, or null if nothing does
   * @param standIn the uplink that would take over if the active one went down now, or null if none
   *     would
   * @param past what an engine that takes the place of this one should know ({@link
   *     EngineEvent.PastRecalled})
   */
  public record Family(
      IpFamily family,
      FailoverState state,
      @Nullable UplinkKey wanted,
      @Nullable SwitchChange pending,
      ImmutableList<Uplink> uplinks,
      ImmutableList<Target> targets,
      ManualOverride override,
      SwitchCounts switches,
      ImmutableSet<Alarm> alarms,
      @Nullable Prospect next,
      @Nullable UplinkKey standIn,
      Past past) {}

  /**
   * A switch that is in prospect.
   *
   * @param kind why the traffic would move
   * @param to the uplink it would move to
   * @param atNanos when, if rounds go on as they do (of a failover those of the active uplink, of a
   *     failback those of {@code to}); a round late at most
   */
  public record Prospect(SwitchKind kind, UplinkKey to, long atNanos) {}

  /**
   * One uplink.
   *
   * @param name its configured name: {@code primary}, {@code secondary}, ...
   * @param health what its rounds say of it
   * @param condition the reason for its health
   * @param evidence the figures behind that
   * @param gateway its gateway as text, {@code point-to-point} on a link that has none, or null
   *     while nothing is known of it
   * @param gatewayOrigin where that is known from, or null while nothing is
   * @param link its interface as last seen
   * @param stableSinceNanos when the unbroken run of answered rounds began, or null
   * @param holdEndsAtNanos until when a voluntary return to it has to wait, or null if it need not
   * @param refusedUntilNanos until when the kernel's refusal keeps it from being asked again, or
   *     null
   * @param nextRoundAtNanos when it is probed next, or null while it is not probed
   * @param rounds how many rounds were started, before a restart too as far as is known
   * @param failedRounds how many of them failed
   * @param answers for each target, how it answers through this uplink
   */
  public record Uplink(
      UplinkKey key,
      String name,
      Health health,
      Condition condition,
      Evidence evidence,
      @Nullable String gateway,
      @Nullable GatewayOrigin gatewayOrigin,
      LinkStatus link,
      @Nullable Long stableSinceNanos,
      @Nullable Long holdEndsAtNanos,
      @Nullable Long refusedUntilNanos,
      @Nullable Long nextRoundAtNanos,
      long rounds,
      long failedRounds,
      ImmutableList<Answers> answers) {}

  /**
   * How one target answers through one uplink, since the link came up.
   *
   * @param rttNanos the smoothed round-trip time of its replies (RFC 6298 section 2), or null
   *     before the first
   * @param misses how many of the newest rounds in a row it failed to answer
   * @param replyTimeoutNanos how long the next probe may take
   */
  public record Answers(@Nullable Long rttNanos, int misses, long replyTimeoutNanos) {}

  /** One target; it is {@code aside} while it answers on no uplink and others do. */
  public record Target(InetAddress address, boolean aside) {}
}

package dev.routeswitcher.operations.status;

import com.google.common.collect.ImmutableList;
import com.google.gson.annotations.SerializedName;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a switcher is at one moment: the one value that everything that shows anything shows. As JSON
 * it is what {@code docs/status.schema.json} says; names there are these in lower case with
 * underscores, times are RFC 3339 in UTC, durations are seconds.
 *
 * @param version the version of this form; a program that knows it may ignore members it does not
 *     know
 * @param time the moment
 * @param process what runs
 * @param configuration what it runs by
 * @param families one for each address family that is managed
 */
public record Status(
    int version,
    Instant time,
    Program process,
    Configuration configuration,
    ImmutableList<Family> families) {

  /** The version of the form that is made here. */
  public static final int VERSION = 1;

  /**
   * The program.
   *
   * @param version its version
   * @param pid its process id
   * @param started when it began
   * @param uptimeSeconds how long it has been running
   * @param java the version of Java
   */
  public record Program(
      String version, long pid, Instant started, double uptimeSeconds, String java) {

    /** This process. */
    public static Program running(String version, Instant started, Instant now) {
      return new Program(
          version,
          ProcessHandle.current().pid(),
          started,
          Duration.between(started, now).toMillis() / 1e3,
          Runtime.version().toString());
    }
  }

  /**
   * The configuration that is in force.
   *
   * @param file the file it is from, or null without one
   * @param loaded when it came into force
   * @param line all of it in one line, as the log writes it
   */
  public record Configuration(@Nullable String file, Instant loaded, String line) {}

  /**
   * One address family.
   *
   * @param family {@code ipv4} or {@code ipv6}
   * @param state {@code boot}, {@code primary}, {@code fallback} or {@code dormant}
   * @param since since when it has been in that state, on that uplink; null before the first
   *     decision
   * @param reason why it is, in words; empty before the first decision
   * @param active the name of the uplink that is to carry the traffic, or null during boot
   * @param activeInterface that of its interface
   * @param inForce whether the kernel was seen to send the traffic by it
   * @param standIn the name of the uplink that would take over now, or null if none would
   * @param next what happens next if everything goes on as it is, or null if nothing does
   * @param uplinks in priority order
   * @param targets in the order of the configuration
   * @param override what an operator wants
   * @param switches how often the traffic moved since the start, and before as far as is known
   * @param alarms what needs an operator's attention
   */
  public record Family(
      String family,
      String state,
      @Nullable Instant since,
      String reason,
      @Nullable String active,
      @Nullable String activeInterface,
      boolean inForce,
      @Nullable String standIn,
      @Nullable Prospect next,
      ImmutableList<Uplink> uplinks,
      ImmutableList<Target> targets,
      Override override,
      Switches switches,
      ImmutableList<Alarm> alarms) {}

  /**
   * A switch in prospect.
   *
   * @param kind {@code start}, {@code failover} or {@code failback}
   * @param to the name of the uplink that the traffic would move to
   * @param at when
   * @param inSeconds how long until then
   * @param condition what must go on for it to come, in words
   */
  public record Prospect(String kind, String to, Instant at, double inSeconds, String condition) {}

  /**
   * One uplink.
   *
   * @param name its configured name
   * @param interfaceName its interface
   * @param role {@code active}, {@code stand-in} for what would take over now, {@code barred} for
   *     what an operator wants left alone, {@code standby} for all others
   * @param health {@code responsive}, {@code failing}, {@code down} or {@code unknown}
   * @param condition the reason for that: {@code answering}, {@code no-carrier}, ...
   * @param detail the figures behind that, in words; may be empty
   * @param addresses its usable addresses, each with its prefix length
   * @param gateway the address of its gateway, {@code point-to-point} where there is none, or null
   *     while nothing is known of it
   * @param gatewayFrom {@code configured}, {@code lease}, {@code route}, or null
   * @param lossPercent how many of a hundred probes of the last minute were lost, or null without
   *     any
   * @param rttSeconds the mean round-trip time of the last minute, or null without a reply
   * @param rttMinSeconds the shortest of it
   * @param rttMaxSeconds the longest of it
   * @param stableSince when the unbroken run of answered rounds began, or null
   * @param holdEnds until when a return to it waits because it has been failing, or null
   * @param refusedUntil until when its route is not tried again, or null
   * @param nextRound when it is probed next, or null while it is not probed
   * @param rounds how many rounds were started, before a restart too as far as is known
   * @param failedRounds how many of them failed
   * @param targets for each target of the family, how it answers through this uplink
   */
  public record Uplink(
      String name,
      @SerializedName("interface") String interfaceName,
      String role,
      String health,
      String condition,
      String detail,
      ImmutableList<String> addresses,
      @Nullable String gateway,
      @Nullable String gatewayFrom,
      @Nullable Double lossPercent,
      @Nullable Double rttSeconds,
      @Nullable Double rttMinSeconds,
      @Nullable Double rttMaxSeconds,
      @Nullable Instant stableSince,
      @Nullable Instant holdEnds,
      @Nullable Instant refusedUntil,
      @Nullable Instant nextRound,
      long rounds,
      long failedRounds,
      ImmutableList<Reach> targets) {}

  /**
   * How one target answers through one uplink.
   *
   * @param target its address
   * @param rttSeconds the smoothed round-trip time, or null before the first reply
   * @param timeoutSeconds how long its next probe may take
   * @param misses how many of the newest rounds in a row it failed to answer
   * @param lossPercent how many of a hundred probes of the last minute were lost, or null without
   *     any
   */
  public record Reach(
      String target,
      @Nullable Double rttSeconds,
      double timeoutSeconds,
      int misses,
      @Nullable Double lossPercent) {}

  /**
   * One target.
   *
   * @param address its address
   * @param aside whether it is set aside, because it answers on no uplink while others do
   */
  public record Target(String address, boolean aside) {}

  /**
   * What an operator wants.
   *
   * @param use the name of the uplink to use, or null to leave the choice to the switcher
   * @param never the names of those never to be used
   */
  public record Override(@Nullable String use, ImmutableList<String> never) {}

  /**
   * How often the traffic moved.
   *
   * @param failovers away from an uplink that was down or too poor
   * @param failbacks back to a better one
   * @param manual because an operator wanted it
   * @param undone how often the kernel refused a switch
   */
  public record Switches(long failovers, long failbacks, long manual, long undone) {}

  /**
   * Something that needs attention.
   *
   * @param alarm its code: {@code no-uplink}
   * @param severity {@code error}, {@code warning} or {@code information}
   * @param subject what it is about
   * @param since since when
   * @param problem what is wrong, in words
   * @param remedy what to do about it; empty if waiting is all
   */
  public record Alarm(
      String alarm,
      String severity,
      String subject,
      @Nullable Instant since,
      String problem,
      String remedy) {}
}

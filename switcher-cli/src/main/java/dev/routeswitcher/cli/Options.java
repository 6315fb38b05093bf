package dev.routeswitcher.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command line as it was typed. Everything is text: {@link OptionReader} judges it, so that all
 * faults can be told together.
 */
@Command(
    name = "route-switcher",
    sortOptions = false,
    customSynopsis = "@|bold route-switcher|@ [OPTION]...",
    header = "Keeps a Linux host online over two or more uplinks, IPv4 and IPv6.",
    description = {
      "",
      "Pings the targets through each uplink, bound to its interface. Three failed rounds on the"
          + " primary and a working secondary move the default route to the secondary; sixty"
          + " seconds of unbroken success move it back. While both are down nothing moves. IPv4 and"
          + " IPv6 are judged and moved each on its own.",
      "",
      "Routes are changed by netlink, in the main table, with protocol 157: a base route per"
          + " uplink (metric 10, 20, ...) and, during a failover, one more of metric 5. Routes of"
          + " other programs are never touched. Needs root, or CAP_NET_ADMIN and CAP_NET_RAW.",
      ""
    },
    optionListHeading = "Options:%n",
    footer = {
      "",
      "A DURATION is a number with ms, s, m or h; a bare number is seconds.",
      "",
      "Signals: TERM and INT stop cleanly (a second one at once); HUP is ignored.",
      "Exit status: 0 clean stop, 1 failed to start or to go on, 2 wrong usage.",
      "",
      "Example:",
      "  route-switcher --primary-interface eth0 --primary-gateway 192.0.2.1 \\",
      "      --secondary-interface eth1 --secondary-gateway 198.51.100.1 \\",
      "      --ping-target 203.0.113.8 --ping-target 203.0.113.9"
    })
final class Options {

  @Option(
      names = "--primary-interface",
      paramLabel = "NAME",
      description = "interface of the primary uplink (default: eth0)")
  @Nullable String primaryInterface;

  @Option(
      names = "--secondary-interface",
      paramLabel = "NAME",
      description = "interface of the secondary uplink (default: eth1)")
  @Nullable String secondaryInterface;

  @Option(
      names = "--primary-gateway",
      paramLabel = "ADDRESS",
      description =
          "gateway of the primary; may be repeated, one of each family (default: that of the"
              + " default route the kernel has on the interface)")
  List<String> primaryGateway = new ArrayList<>();

  @Option(
      names = "--secondary-gateway",
      paramLabel = "ADDRESS",
      description = "gateway of the secondary (default: likewise)")
  List<String> secondaryGateway = new ArrayList<>();

  @Option(
      names = "--uplink",
      paramLabel = "PART,PART...",
      description =
          "an uplink, in place of the options of primary and secondary; to be repeated, in priority"
              + " order. Its parts: interface=NAME, and if they are to be given, name=NAME"
              + " (default: the interface), gateway=ADDRESS, once for each family, metric=N"
              + " (default: 10, 20, 30, ...), standby-interval=DURATION")
  List<String> uplinks = new ArrayList<>();

  @Option(
      names = "--ping-target",
      paramLabel = "ADDRESS",
      description =
          "address to ping through every uplink; may be repeated. A family without one is managed"
              + " only if a gateway of it is given (default: 8.8.8.8) and, where the host has a"
              + " default route of IPv6, 2001:4860:4860::8888")
  List<String> pingTargets = new ArrayList<>();

  @Option(
      names = "--primary-metric",
      paramLabel = "N",
      description = "metric of the primary's base route (default: 10)")
  @Nullable String primaryMetric;

  @Option(
      names = "--secondary-metric",
      paramLabel = "N",
      description = "metric of the secondary's base route (default: 20)")
  @Nullable String secondaryMetric;

  @Option(
      names = "--failover-metric",
      paramLabel = "N",
      description = "metric of the failover route, below all others (default: 5)")
  String failoverMetric = "5";

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      description = "from one round of probes to the next (default: 1s)")
  String interval = "1s";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "when a probe counts as lost (default: 1s)")
  String timeout = "1s";

  @Option(
      names = "--deadline",
      paramLabel = "adaptive|fixed",
      description =
          "adaptive: a probe counts as lost when it takes longer than replies of its target usually"
              + " do, 200ms to --timeout; fixed: always at --timeout (default: adaptive)")
  String deadline = "adaptive";

  @Option(
      names = "--failure-interval",
      paramLabel = "DURATION",
      description =
          "from one round to the next while the active uplink fails (default: --interval)")
  @Nullable String failureInterval;

  @Option(
      names = "--primary-standby-interval",
      paramLabel = "DURATION",
      description =
          "from one round to the next on a primary that carries no traffic (default: --interval)")
  @Nullable String primaryStandbyInterval;

  @Option(
      names = "--secondary-standby-interval",
      paramLabel = "DURATION",
      description = "the same for the secondary, if it costs by volume (default: --interval)")
  @Nullable String secondaryStandbyInterval;

  @Option(
      names = "--quorum",
      paramLabel = "N",
      description = "targets that must reply for a round to succeed (default: 1)")
  String quorum = "1";

  @Option(
      names = "--failure-threshold",
      paramLabel = "N",
      description = "failed rounds in a row that make an uplink down (default: 3)")
  String failureThreshold = "3";

  @Option(
      names = "--recovery-threshold",
      paramLabel = "N",
      description =
          "successes in a row that a second failover within --flap-window asks of its uplink"
              + " (default: 3)")
  String recoveryThreshold = "3";

  @Option(
      names = "--failback-delay",
      paramLabel = "DURATION",
      description = "unbroken success before the traffic returns (default: 60s)")
  String failbackDelay = "60s";

  @Option(
      names = "--max-failback-delay",
      paramLabel = "DURATION",
      description =
          "how long an uplink that keeps failing is held back at most; the hold doubles from"
              + " --failback-delay on (default: 15m)")
  String maxFailbackDelay = "15m";

  @Option(
      names = "--flap-window",
      paramLabel = "DURATION",
      description = "relapses within this time count as flapping (default: 10m)")
  String flapWindow = "10m";

  @Option(
      names = "--boot-window",
      paramLabel = "DURATION",
      description = "how long the first decision waits for an answer (default: 10s)")
  String bootWindow = "10s";

  @Option(
      names = "--failback",
      paramLabel = "automatic|manual",
      description =
          "manual: the traffic stays where a failover brought it until that uplink fails too"
              + " (default: automatic)")
  String failback = "automatic";

  @Option(
      names = "--use",
      paramLabel = "UPLINK",
      description =
          "use this uplink, given by name or interface, whenever it is good, whatever its priority")
  @Nullable String use;

  @Option(
      names = "--never-use",
      paramLabel = "UPLINK",
      description = "probe this uplink but never use it; may be repeated")
  List<String> neverUse = new ArrayList<>();

  @Mixin QualityOptions quality = new QualityOptions();

  @Option(
      names = "--flush-conntrack",
      description =
          "after a switch delete the connections whose source is translated (SNAT) to an address of"
              + " the uplink that was left, and no others")
  boolean flushConntrack;

  @Option(
      names = "--kernel-linkdown",
      description =
          "have the kernel itself leave an uplink that lost its carrier: sets"
              + " ignore_routes_with_linkdown on the uplinks, and puts it back at the end")
  boolean kernelLinkdown;

  @Option(
      names = "--probe-routing",
      paramLabel = "table|main",
      description =
          "table: what is bound to an uplink, probes above all, goes by a table of its own; main: by"
              + " the main table (default: table)")
  String probeRouting = "table";

  @Option(
      names = "--probe-table",
      paramLabel = "N",
      description =
          "the first of the tables: those of the uplinks are the next ones (default: 15700)")
  String probeTable = "15700";

  @Option(
      names = "--probe-rule-preference",
      paramLabel = "N",
      description = "the first of three preferences of the rules that lead there (default: 15700)")
  String probeRulePreference = "15700";

  @Option(
      names = "--override-foreign-defaults",
      description =
          "lead the traffic past better default routes of other programs, by two rules and one more"
              + " table")
  boolean overrideForeignDefaults;

  @Option(
      names = "--on-exit",
      paramLabel = "restore|keep",
      description =
          "restore: remove our routes at a clean stop; keep: leave them for the next start"
              + " (default: restore)")
  String onExit = "restore";

  @Option(names = "--dry-run", description = "decide and log, change nothing")
  boolean dryRun;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description =
          "append everything that is learned and decided to FILE, a new one or a trace; see replay"
              + " --help")
  @Nullable String record;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description =
          "error, warn, info or debug (default: the variable ROUTE_SWITCHER_LOG, or info)")
  @Nullable String logLevel;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this text and exit")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "show the version and exit")
  boolean version;
}

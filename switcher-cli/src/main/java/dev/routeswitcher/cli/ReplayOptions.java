package dev.routeswitcher.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of a replay as it was typed. What is not given is as recorded. */
@Command(
    name = "route-switcher replay",
    sortOptions = false,
    customSynopsis = "@|bold route-switcher replay|@ FILE [OPTION]...",
    header = "Replays what `route-switcher --record FILE` recorded.",
    description = {
      "",
      "Without options it checks that this program decides what was recorded, to the byte. With"
          + " options it shows which switches other thresholds would have made: links, probes and"
          + " the routes of other programs were as recorded, and the kernel would have obeyed.",
      "",
      "Rules about loss and round-trip time stand in place of all those recorded.",
      "",
      "How long a probe may take and how often one is sent cannot be changed afterwards. Nothing of"
          + " this host is read or changed.",
      ""
    },
    optionListHeading = "Options, by default as recorded:%n",
    footer = {
      "",
      "Exit status: 0 replayed, 1 it decides otherwise or cannot be read, 2 wrong usage.",
      "",
      "Example: would five failures instead of three have spared last month's switches?",
      "  route-switcher replay /var/log/route-switcher.trace --failure-threshold 5"
    })
final class ReplayOptions {

  @Parameters(arity = "0..*", hidden = true)
  List<String> files = new ArrayList<>();

  @Option(
      names = "--quorum",
      paramLabel = "N",
      description = "targets that must reply for a round to succeed")
  @Nullable String quorum;

  @Option(
      names = "--failure-threshold",
      paramLabel = "N",
      description = "failed rounds in a row that make an uplink down")
  @Nullable String failureThreshold;

  @Option(
      names = "--recovery-threshold",
      paramLabel = "N",
      description = "successes in a row that a second failover within --flap-window asks for")
  @Nullable String recoveryThreshold;

  @Option(
      names = "--failback-delay",
      paramLabel = "DURATION",
      description = "unbroken success before the traffic returns")
  @Nullable String failbackDelay;

  @Option(
      names = "--max-failback-delay",
      paramLabel = "DURATION",
      description = "how long an uplink that keeps failing is held back at most")
  @Nullable String maxFailbackDelay;

  @Option(
      names = "--flap-window",
      paramLabel = "DURATION",
      description = "relapses within this time count as flapping")
  @Nullable String flapWindow;

  @Option(
      names = "--boot-window",
      paramLabel = "DURATION",
      description = "how long the first decision waits for an answer")
  @Nullable String bootWindow;

  @Option(
      names = "--failback",
      paramLabel = "automatic|manual",
      description =
          "manual: the traffic stays where a failover brought it until that uplink fails too")
  @Nullable String failback;

  @Mixin QualityOptions quality = new QualityOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this text and exit")
  boolean help;
}

package dev.routeswitcher.cli;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.operations.settings.ConfigurationFile;
import dev.routeswitcher.runtime.settings.Setting;
import dev.routeswitcher.runtime.settings.Setting.Trait;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands with their options, made from the {@link Settings}, and the rest of their help. */
final class Commands {

  static final String UPLINK = "--uplink";
  static final String CONFIG = "--config";
  static final String SINCE = "--since";
  static final String UNTIL = "--until";
  static final String HELP = "--help";
  static final String JSON = "--json";
  static final String VERSION = "--version";

  private static final SettingNames NAMES = SettingNames.OPTIONS;

  private Commands() {}

  /** Every command by its name, the run without one. */
  static ImmutableMap<String, CommandSpec> all() {
    ImmutableMap.Builder<String, CommandSpec> commands = ImmutableMap.builder();
    commands.put("", run());
    ControlHelp.NAMES.forEach(name -> commands.put(name, ControlHelp.of(name)));
    return commands
        .put(HistoryCommand.NAME, history())
        .put(InitCommand.NAME, init())
        .put(CheckCommand.NAME, check())
        .put(ShowConfigCommand.NAME, showConfig())
        .put(DoctorCommand.NAME, doctor())
        .put(NftablesCommand.NAME, nftables())
        .put(ReplayCommand.NAME, replay())
        .put(CleanupCommand.NAME, cleanup())
        .buildOrThrow();
  }

  /** The options of a run. */
  static CommandSpec run() {
    CommandSpec command = command("route-switcher", "[OPTION]...");
    command
        .usageMessage()
        .header("Keeps a Linux host online over two or more uplinks, IPv4 and IPv6.")
        .description(
            "",
            "Pings the targets through each uplink, bound to its interface. Three failed rounds on"
                + " the primary and a working secondary move the default route to the secondary;"
                + " sixty seconds of unbroken success move it back. While both are down nothing"
                + " moves. IPv4 and IPv6 are judged and moved each on its own.",
            "",
            "Routes are changed by netlink, in the main table, with protocol 157: a base route per"
                + " uplink (metric "
                + Settings.METRIC.defaultText(NAMES, 0)
                + ", "
                + Settings.METRIC.defaultText(NAMES, 1)
                + ", ...) and, during a failover, one more of metric "
                + Settings.FAILOVER_METRIC.defaultText(NAMES, 0)
                + "."
                + " Routes of other programs are never touched. Needs root, or CAP_NET_ADMIN and"
                + " CAP_NET_RAW.",
            "")
        .optionListHeading("Options:%n")
        .footer(
            "",
            "A DURATION is a number with ms, s, m or h; a bare number is seconds.",
            "",
            "Signals: TERM and INT stop cleanly (a second one at once); HUP reads the file",
            "of --config again.",
            "Exit status: 0 clean stop, 1 failed to start or to go on, 2 wrong usage.",
            "",
            "Other commands, each with --help: status, events, use, never-use, may-use, reload and"
                + " log-level reach the switcher that runs; init, check and show-config are about its"
                + " configuration, doctor about the host, history and replay about what was, nftables"
                + " about its marks; cleanup takes away what a run has left.",
            "",
            "Example:",
            "  route-switcher --primary-interface eth0 --primary-gateway 192.0.2.1 \\",
            "      --secondary-interface eth1 --secondary-gateway 198.51.100.1 \\",
            "      --ping-target 203.0.113.8 --ping-target 203.0.113.9");
    addSettings(command);
    return command
        .addOption(help())
        .addOption(option(VERSION).description("show the version and exit").build());
  }

  /** The options of a run, for the rule set that goes with it. */
  static CommandSpec nftables() {
    CommandSpec command = command("route-switcher nftables", "[OPTION]...");
    command
        .usageMessage()
        .header("Prints the rule set of nftables that goes with --firewall-marks.")
        .description(
            "",
            "It marks each connection by the uplink that it began on, and restores the mark on each"
                + " of its packets before they are routed. The options are those of the run that it"
                + " is for. Nothing of this host is read or changed.",
            "")
        .optionListHeading("Options:%n")
        .footer(
            "",
            "Exit status: 0 printed, 2 wrong usage.",
            "",
            "Example:",
            "  route-switcher nftables --firewall-marks 0x1000000/0xff000000 | nft -f -");
    addSettings(command);
    return command.addOption(help());
  }

  /** The options of a run, for what shows its configuration. */
  static CommandSpec showConfig() {
    CommandSpec command = command("route-switcher show-config", "[OPTION]...");
    command
        .usageMessage()
        .header("Prints the configuration that a run with the same options has, as a file.")
        .description(
            "",
            "Behind each value stands where it comes from. What is printed can be given to --config."
                + " Nothing of this host is read or changed but the file.",
            "")
        .optionListHeading("Options:%n")
        .footer(
            "",
            "Exit status: 0 printed, 2 wrong usage or a faulty file.",
            "",
            "Example:",
            "  route-switcher show-config --primary-interface eth0 --interval 2s");
    addSettings(command);
    return command.addOption(help());
  }

  /** The options of a run, for what looks at the host with them. */
  static CommandSpec doctor() {
    CommandSpec command = command("route-switcher doctor", "[--json] [OPTION]...");
    command
        .usageMessage()
        .header("Says what would keep failover from working on this host, and what to do about it.")
        .description(
            "",
            "The options are those of the run that it is for. Every target is asked through every"
                + " uplink, five times in half a second; privileges, interfaces, gateways, routes,"
                + " rules, kernel settings, managers of the network, resolvers, NAT and the unit of"
                + " systemd are looked at. Nothing is changed, no program is started, and no"
                + " switcher need run. As root it sees all of it.",
            "")
        .optionListHeading("Options:%n")
        .footer(
            "",
            "Exit status: 0 no fault, 1 a fault was found, 2 wrong usage or a faulty file.",
            "",
            "Example:",
            "  route-switcher doctor --config /etc/route-switcher/route-switcher.toml");
    command.addOption(option(JSON).description("print JSON, for programs").build());
    addSettings(command);
    return command.addOption(help());
  }

  /** What a file is made with but for what the host says. */
  static CommandSpec init() {
    CommandSpec command = command("route-switcher init", "[OPTION]...");
    command
        .usageMessage()
        .header("Prints a configuration file made from what this host has now.")
        .description(
            "",
            "Its uplinks are the interfaces with a default route, the best one first. Nothing is"
                + " changed, and nobody on the network is asked.",
            "")
        .optionListHeading("Options:%n")
        .footer(
            "",
            "Exit status: 0 printed, 1 there are no two uplinks, 2 wrong usage.",
            "",
            "Example:",
            "  route-switcher init > route-switcher.toml");
    Setting<?> target = Settings.PING_TARGET;
    command.addOption(option("--" + target, target, help(target)));
    return command.addOption(help());
  }

  /** The check of a file has no options but for its help. */
  static CommandSpec check() {
    CommandSpec command = command("route-switcher check", "[FILE]");
    command
        .usageMessage()
        .header("Says what is wrong with a configuration file, all of it at once.")
        .description(
            "",
            "The file is "
                + ConfigurationFile.USUAL_PLACE
                + " if none is named. A fault is a line:"
                + " file, line, column, what is wrong, what to do about it. Nothing is started or"
                + " changed.",
            "")
        .optionListHeading("Options:%n")
        .footer("", "Exit status: 0 nothing is wrong, 2 something is.");
    return command.addOption(config("the same as FILE alone")).addOption(help());
  }

  /** What takes away what a run has left has no options but for its help. */
  static CommandSpec cleanup() {
    CommandSpec command = command("route-switcher cleanup", "");
    command
        .usageMessage()
        .header("Takes away what a run that has ended has left in the kernel's routing.")
        .description(
            "",
            "That is what is left after a crash, or with --on-exit keep: every rule of ours, every"
                + " route of ours in tables of our own, and every default route of ours, IPv4 and"
                + " IPv6, whatever configuration made them. Ours have the protocol number 157."
                + " Each is a line. While a switcher runs in this network namespace nothing is"
                + " touched. Needs root, or CAP_NET_ADMIN.",
            "")
        .optionListHeading("Options:%n")
        .footer(
            "",
            "Exit status: 0 nothing of ours is left, 1 something is, or a switcher runs, 2 wrong"
                + " usage.");
    return command.addOption(help());
  }

  /** What has happened. */
  static CommandSpec history() {
    CommandSpec command = command("route-switcher history", "[OPTION]...");
    command
        .usageMessage()
        .header("Shows the outages of each uplink, its availability, and all switches.")
        .description(
            "",
            "It reads what a run keeps in its state directory. Nothing is started or changed.",
            "",
            "A T is a date (2026-11-30), a time (2026-11-30T18:00, with an offset or Z if it is not"
                + " local) or how long ago that was (90m, 36h, 7d).",
            "")
        .optionListHeading("Options:%n")
        .footer(
            "",
            "Times are local, with their offset; TZ=UTC gives those of UTC.",
            "Exit status: 0 shown, 1 there is none or it cannot be read, 2 wrong usage.",
            "",
            "Example: what to show the provider",
            "  route-switcher history --since 2026-11-01 --until 2026-12-01");
    Setting<?> directory = Settings.STATE_DIRECTORY;
    return command
        .addOption(time(SINCE, "from T on (default: all that is kept)"))
        .addOption(time(UNTIL, "until T (default: now)"))
        .addOption(option(JSON).description("as one JSON object").build())
        .addOption(
            option(
                "--" + directory,
                directory,
                "where the run keeps it (default: " + directory.defaultText(NAMES, 0) + ")"))
        .addOption(config("take the directory from this file of settings"))
        .addOption(help());
  }

  private static OptionSpec time(String name, String line) {
    return option(name).arity("1").paramLabel("T").description(line).build();
  }

  private static OptionSpec config(String line) {
    return option(CONFIG).arity("1").paramLabel("FILE").description(line).build();
  }

  private static void addSettings(CommandSpec command) {
    command.addOption(
        config(
            "read settings from FILE too, in TOML: each by the name of its option, uplinks as"
                + " tables [[uplink]]; options win over it; see check --help"));
    for (Setting<?> part : Settings.OF_UPLINK) {
      for (int place = 0; place < SettingNames.THE_TWO.size(); place++) {
        if (!part.equals(Settings.NAME)) {
          String uplink = SettingNames.THE_TWO.get(place);
          command.addOption(
              option("--" + uplink + "-" + part, part, part.helpWithDefault(NAMES, uplink, place)));
        }
      }
    }
    command.addOption(
        option(UPLINK)
            .arity("1")
            .paramLabel("PART,PART...")
            .description(
                "an uplink, in place of the options of primary and secondary; to be repeated, in"
                    + " priority order. Its parts: interface=NAME and, if need be, "
                    + Settings.OF_UPLINK.stream()
                        .filter(part -> !part.equals(Settings.INTERFACE))
                        .map(Commands::part)
                        .collect(Collectors.joining(", ")))
            .build());
    for (Setting<?> setting : Settings.ALL) {
      if (!setting.has(Trait.EMBEDDED_ONLY)) {
        command.addOption(option("--" + setting, setting, help(setting)));
      }
    }
  }

  /** The options of a replay: those settings that it can decide by. */
  static CommandSpec replay() {
    CommandSpec command = command("route-switcher replay", "FILE [OPTION]...");
    command
        .usageMessage()
        .header("Replays what `route-switcher --record FILE` recorded.")
        .description(
            "",
            "Without options it checks that this program decides what was recorded, to the byte."
                + " With options it shows which switches other thresholds would have made: links,"
                + " probes and the routes of other programs were as recorded, and the kernel would"
                + " have obeyed.",
            "",
            "Rules about loss and round-trip time stand in place of all those recorded.",
            "",
            "How long a probe may take and how often one is sent cannot be changed afterwards."
                + " Nothing of this host is read or changed.",
            "")
        .optionListHeading("Options, by default as recorded:%n")
        .footer(
            "",
            "Exit status: 0 replayed, 1 it decides otherwise or cannot be read, 2 wrong usage.",
            "",
            "Example: would five failures instead of three have spared last month's switches?",
            "  route-switcher replay /var/log/route-switcher.trace --failure-threshold 5");
    for (Setting<?> setting : Settings.ALL) {
      if (setting.has(Trait.REPLAYABLE)) {
        command.addOption(option("--" + setting, setting, setting.help(NAMES)));
      }
    }
    return command.addOption(help());
  }

  static CommandSpec command(String name, String words) {
    UsageMessageSpec usage =
        new UsageMessageSpec().sortOptions(false).customSynopsis("@|bold " + name + "|@ " + words);
    return CommandSpec.create().name(name).usageMessage(usage);
  }

  private static String help(Setting<?> setting) {
    String line = setting.helpWithDefault(NAMES, "", 0);
    if (setting.equals(Settings.RECORD)) {
      return line + "; see replay --help";
    }
    return setting.equals(Settings.FIREWALL_MARKS) ? line + "; see nftables --help" : line;
  }

  /** A part of an uplink, with its defaults for the first, the second, ... */
  private static String part(Setting<?> part) {
    List<String> defaults =
        Stream.of(0, 1, 2)
            .map(place -> part.defaultText(NAMES, place))
            .filter(text -> !text.isEmpty())
            .distinct()
            .toList();
    String line =
        part
            + "="
            + part.form().label()
            + (part.form().isRepeatable() ? ", once for each family" : "");
    return defaults.isEmpty()
        ? line
        : line
            + " (default: "
            + String.join(", ", defaults)
            + (defaults.size() > 1 ? ", ...)" : ")");
  }

  static OptionSpec option(String name, Setting<?> setting, String help) {
    OptionSpec.Builder option = option(name).description(help);
    return setting.form().isFlag()
        ? option.build()
        : option.arity("1").paramLabel(setting.form().label()).build();
  }

  static OptionSpec help() {
    return OptionSpec.builder("-h", HELP).arity("0").description("show this text and exit").build();
  }

  static OptionSpec.Builder option(String name) {
    return OptionSpec.builder(name).arity("0");
  }
}

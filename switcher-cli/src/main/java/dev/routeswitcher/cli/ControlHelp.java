package dev.routeswitcher.cli;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.SettingNames;
import picocli.CommandLine.Model.CommandSpec;

/** The commands that reach a running switcher, with their options and their help. */
final class ControlHelp {

  /** The commands, in the order in which people are shown them. */
  static final ImmutableList<String> NAMES =
      ImmutableList.of(
          ControlCommand.STATUS,
          ControlCommand.EVENTS,
          ControlCommand.USE,
          ControlCommand.NEVER_USE,
          ControlCommand.MAY_USE,
          ControlCommand.RELOAD,
          ControlCommand.LOG_LEVEL);

  static final String JSON = "--json";
  static final String WATCH = "--watch";
  static final String CHECK = "--check";

  private static final String DONE =
      "Exit status: 0 done, 1 refused or no switcher, 2 wrong usage.";

  private ControlHelp() {}

  static boolean takesWord(String name) {
    return !wordOf(name).isEmpty();
  }

  /** What the word is that the command takes; empty if it takes none. */
  static String wordOf(String name) {
    return switch (name) {
      case ControlCommand.USE, ControlCommand.NEVER_USE, ControlCommand.MAY_USE -> "UPLINK";
      case ControlCommand.LOG_LEVEL -> "LEVEL";
      default -> "";
    };
  }

  static CommandSpec of(String name) {
    return switch (name) {
      case ControlCommand.STATUS -> status();
      case ControlCommand.EVENTS ->
          command(
              name,
              "Prints what happens to the running switcher, from now on.",
              "A line of JSON for each event, as the journal and hooks have it.",
              "Exit status: 0 the switcher ended, 1 no switcher, 2 wrong usage.");
      case ControlCommand.USE ->
          command(
              name,
              "Moves the traffic to an uplink, or leaves the choice to the switcher again.",
              "UPLINK is a name or an interface, or the word any. The uplink gets the traffic as soon"
                  + " as it answers well, and keeps it while it does. What is printed says for each"
                  + " family whether it is so, or why it waits. It lasts until the switcher ends.",
              DONE);
      case ControlCommand.NEVER_USE ->
          command(
              name,
              "Takes the traffic away from an uplink, and gives it none.",
              "As soon as another uplink can carry it. It is probed all the same. It lasts until"
                  + " may-use, or until the switcher ends.",
              DONE);
      case ControlCommand.MAY_USE ->
          command(name, "Allows an uplink again.", "It takes back never-use.", DONE);
      case ControlCommand.RELOAD ->
          command(
              name,
              "Has the running switcher read its configuration file again.",
              "With any fault everything stays as it is, and each is a line.",
              DONE);
      case ControlCommand.LOG_LEVEL ->
          command(
              name,
              "Has the running switcher log more or less.",
              "LEVEL is error, warn, info or debug. It lasts until the switcher ends.",
              DONE);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static CommandSpec status() {
    CommandSpec command =
        command(
            ControlCommand.STATUS,
            "Says how the running switcher is.",
            "For each family: which uplink carries the traffic, since when and why, how each uplink"
                + " is, what happens next, and what needs attention. Loss and round trip are those of"
                + " the last minute.",
            "Exit status: 0 said, 1 no switcher, 2 wrong usage; with --check 0 OK, 1 WARNING,"
                + " 2 CRITICAL, 3 UNKNOWN.");
    return command
        .addOption(
            Commands.option(JSON).description("as JSON, see docs/status.schema.json").build())
        .addOption(
            Commands.option(WATCH)
                .description("again after every change, and every second, until it is ended")
                .build())
        .addOption(
            Commands.option(CHECK)
                .description("one line and an exit status, as monitoring plug-ins have them")
                .build());
  }

  private static CommandSpec command(
      String name, String header, String description, String exitStatus) {
    String word = wordOf(name);
    CommandSpec command =
        Commands.command(
            "route-switcher " + name, word + (word.isEmpty() ? "" : " ") + "[OPTION]...");
    command
        .usageMessage()
        .header(header)
        .description("", description, "")
        .optionListHeading("Options:%n")
        .footer("", exitStatus);
    return command
        .addOption(
            Commands.option(
                "--" + Settings.CONTROL,
                Settings.CONTROL,
                Settings.CONTROL.helpWithDefault(SettingNames.OPTIONS, "", 0)))
        .addOption(Commands.help());
  }
}

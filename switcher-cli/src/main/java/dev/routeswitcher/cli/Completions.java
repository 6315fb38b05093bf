package dev.routeswitcher.cli;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What shells complete behind the command: other commands, options, and their values. */
final class Completions {

  private static final String BASH =
      """
      # Completion of route-switcher for bash. Made from the commands of the program.
      _route_switcher() {
        local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words='' files=''
        [[ $current != = ]] || current=''
        [[ $before != = ]] || before=${COMP_WORDS[COMP_CWORD - 2]}
        case $before in
      VALUES
          *)
            case $((COMP_CWORD > 1)):${COMP_WORDS[1]} in
      COMMANDS
              0:*) words='NAMES OPTIONS' ;;
              *) words='OPTIONS' ;;
            esac
            ;;
        esac
        mapfile -t COMPREPLY < <(
          compgen -W "$words" -- "$current"
          [[ -z $files ]] || compgen -f -- "$current"
        )
      }
      complete -o filenames -F _route_switcher route-switcher
      """;

  private static final String ZSH =
      """
      #compdef route-switcher
      # Made from the commands of the program.
      _route_switcher() {
        local -a commands
        commands=(
      NAMES
        )
        if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
          _describe command commands
          return
        fi
        case $words[2] in
      COMMANDS
        esac
      }
      _route_switcher "$@"
      """;

  private Completions() {}

  /** What stands in place of a value, as the label of the option says. */
  private record Value(List<String> words, boolean isFile, boolean isInterface) {
    static Value of(OptionSpec option) {
      String label = option.paramLabel();
      List<String> parts = Splitter.on('|').splitToList(label);
      boolean isInterface = option.longestName().endsWith("-interface");
      boolean isFile = parts.get(0).equals("FILE") || parts.get(0).equals("DIRECTORY");
      List<String> words =
          parts.stream().filter(part -> CharMatcher.inRange('a', 'z').matchesAllOf(part)).toList();
      return new Value(words, isFile, isInterface);
    }
  }

  private static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  /** Every command but the run without a name, which has the same options. */
  private static Map<String, CommandSpec> commands() {
    Map<String, CommandSpec> commands = new TreeMap<>(Commands.all());
    CommandSpec run = commands.remove("");
    commands.put(Program.RUN, run);
    return commands;
  }

  private static String names(CommandSpec command) {
    return command.options().stream().map(OptionSpec::longestName).collect(Collectors.joining(" "));
  }

  private static String header(CommandSpec command) {
    return command.usageMessage().header()[0];
  }

  /** What is typed behind the command itself. */
  private static Stream<String> operands(String name) {
    return switch (name) {
      case ControlCommand.USE -> Stream.of("any");
      case ControlCommand.LOG_LEVEL -> Stream.of("error", "warn", "info", "debug");
      default -> Stream.empty();
    };
  }

  private static boolean takesFile(String name) {
    return name.equals(CheckCommand.NAME) || name.equals(ReplayCommand.NAME);
  }

  // bash

  static String bash() {
    Map<String, Value> values = new TreeMap<>();
    commands().values().stream()
        .flatMap(command -> command.options().stream())
        .filter(Completions::takesValue)
        .forEach(option -> values.put(option.longestName(), Value.of(option)));
    Map<String, List<String>> byValue = new TreeMap<>();
    values.forEach(
        (name, value) -> byValue.computeIfAbsent(bash(value), it -> new ArrayList<>()).add(name));
    String cases =
        byValue.entrySet().stream()
            .map(it -> "    " + String.join(" | ", it.getValue()) + ") " + it.getKey() + " ;;")
            .collect(Collectors.joining("\n"));
    String perCommand =
        commands().entrySet().stream()
            .map(command -> bash(command.getKey(), command.getValue()))
            .collect(Collectors.joining("\n"));
    return BASH.replace("VALUES", cases)
        .replace("COMMANDS", perCommand)
        .replace("NAMES", String.join(" ", commands().keySet()))
        .replace("OPTIONS", names(Commands.run()));
  }

  private static String bash(Value value) {
    List<String> parts = new ArrayList<>();
    if (!value.words().isEmpty()) {
      parts.add("words='" + String.join(" ", value.words()) + "'");
    }
    if (value.isFile()) {
      parts.add("files=yes");
    }
    if (value.isInterface()) {
      parts.add("words=$(cd /sys/class/net && echo *)");
    }
    return parts.isEmpty() ? ":" : String.join(" ", parts);
  }

  private static String bash(String name, CommandSpec command) {
    String words =
        Stream.concat(operands(name), Stream.of(names(command))).collect(Collectors.joining(" "));
    return "        1:"
        + name
        + ") words='"
        + words
        + "'"
        + (takesFile(name) ? " files=yes" : "")
        + " ;;";
  }

  // zsh

  static String zsh() {
    String names =
        commands().entrySet().stream()
            .map(it -> "    " + quoted(it.getKey() + ":" + header(it.getValue())))
            .collect(Collectors.joining("\n"));
    String perCommand =
        commands().entrySet().stream()
            .filter(it -> !it.getKey().equals(Program.RUN))
            .map(
                it ->
                    "    "
                        + it.getKey()
                        + ") shift words; ((CURRENT--)); "
                        + zsh(it.getKey(), it.getValue())
                        + " ;;")
            .collect(Collectors.joining("\n"));
    String run = "    *) " + zsh(Program.RUN, Commands.run()) + " ;;";
    return ZSH.replace("NAMES", names).replace("COMMANDS", perCommand + "\n" + run);
  }

  private static String zsh(String name, CommandSpec command) {
    Stream<String> options = command.options().stream().map(Completions::zsh);
    String operands = operands(name).collect(Collectors.joining(" "));
    Stream<String> rest =
        takesFile(name)
            ? Stream.of("'*:file:_files'")
            : operands.isEmpty() ? Stream.empty() : Stream.of("'*:word:(" + operands + ")'");
    return "_arguments " + Stream.concat(options, rest).collect(Collectors.joining(" "));
  }

  private static String zsh(OptionSpec option) {
    String meaning = String.join(" ", option.description()).replaceAll("([\\[\\]:\\\\])", "\\\\$1");
    String text = "*" + option.longestName() + "[" + meaning + "]";
    if (!takesValue(option)) {
      return quoted(text);
    }
    Value value = Value.of(option);
    String action =
        value.isInterface()
            ? "_net_interfaces"
            : value.isFile()
                ? "_files"
                : value.words().isEmpty() ? "" : "(" + String.join(" ", value.words()) + ")";
    return quoted(text + ":" + option.paramLabel().replace(":", "\\:") + ":" + action);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  // fish

  static String fish() {
    List<String> lines = new ArrayList<>();
    lines.add("# Completion of route-switcher for fish. Made from the commands of the program.");
    lines.add("complete -c route-switcher -f");
    commands()
        .forEach(
            (name, command) -> {
              boolean isRun = name.equals(Program.RUN);
              lines.add(
                  "complete -c route-switcher -n __fish_is_first_arg -a "
                      + name
                      + " -d "
                      + fishQuoted(header(command)));
              String condition =
                  isRun
                      ? "not __fish_seen_subcommand_from " + otherNames()
                      : "__fish_seen_subcommand_from " + name;
              String begin = "complete -c route-switcher -n '" + condition + "'";
              command.options().forEach(option -> lines.add(begin + fish(option)));
              operands(name).forEach(word -> lines.add(begin + " -a " + word));
              if (takesFile(name)) {
                lines.add(begin + " -F");
              }
            });
    return String.join("\n", lines) + "\n";
  }

  private static String otherNames() {
    return commands().keySet().stream()
        .filter(name -> !name.equals(Program.RUN))
        .collect(Collectors.joining(" "));
  }

  private static String fish(OptionSpec option) {
    Value value = Value.of(option);
    String argument = "";
    if (takesValue(option)) {
      String candidates =
          value.isInterface()
              ? "(path basename /sys/class/net/*)"
              : String.join(" ", value.words());
      argument =
          (value.isFile() ? " -r -F" : " -x")
              + (candidates.isEmpty() ? "" : " -a " + fishQuoted(candidates));
    }
    return " -l "
        + option.longestName().substring(2)
        + argument
        + " -d "
        + fishQuoted(String.join(" ", option.description()));
  }

  private static String fishQuoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

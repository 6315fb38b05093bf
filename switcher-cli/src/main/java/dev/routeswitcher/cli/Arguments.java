package dev.routeswitcher.cli;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedListMultimap;
import com.google.common.collect.ListMultimap;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Setting;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.settings.SettingsReader;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingNames;
import dev.routeswitcher.runtime.words.SimilarNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What was typed behind a command: the values of its options, other words, and a line for every
 * mistake.
 *
 * <p>Picocli's model says which options there are, and makes the help. The words are taken apart
 * here: picocli's parser takes {@code -1s} for an option and not for a value, and {@code --help} in
 * {@code --record=--help} likewise.
 */
final class Arguments {

  /** How faults of the configuration are put. */
  static final FaultWords WORDS = FaultWords.naming(SettingNames.OPTIONS);

  private static final Pattern OPTION = Pattern.compile("--?[A-Za-z].*", Pattern.DOTALL);

  private final CommandSpec command;
  private final boolean takesFiles;
  private final ImmutableSet<String> refused;

  /** The values of each option that was given, by its longest name. */
  private final ListMultimap<String, String> options = LinkedListMultimap.create();

  private final List<String> files = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  private Arguments(CommandSpec command, boolean takesFiles, ImmutableSet<String> refused) {
    this.command = command;
    this.takesFiles = takesFiles;
    this.refused = refused;
  }

  static Arguments ofRun(String... words) {
    return new Arguments(Commands.run(), false, ImmutableSet.of()).parse(words);
  }

  /** The same, for the rule set that goes with a run. */
  static Arguments ofNftables(String... words) {
    return new Arguments(Commands.nftables(), false, ImmutableSet.of()).parse(words);
  }

  /** The same, for what shows the configuration of a run. */
  static Arguments ofShowConfig(String... words) {
    return new Arguments(Commands.showConfig(), false, ImmutableSet.of()).parse(words);
  }

  /** The same, for what looks at the host. */
  static Arguments ofDoctor(String... words) {
    return new Arguments(Commands.doctor(), false, ImmutableSet.of()).parse(words);
  }

  /** Those of what makes a file. */
  static Arguments ofInit(String... words) {
    return new Arguments(Commands.init(), false, ImmutableSet.of()).parse(words);
  }

  /** Those of what takes away what a run has left. */
  static Arguments ofCleanup(String... words) {
    return new Arguments(Commands.cleanup(), false, ImmutableSet.of()).parse(words);
  }

  /** Those of the check of a file. */
  static Arguments ofCheck(String... words) {
    return new Arguments(Commands.check(), true, ImmutableSet.of()).parse(words);
  }

  /** Those of another command. */
  static Arguments of(CommandSpec command, String... words) {
    return new Arguments(command, true, ImmutableSet.of()).parse(words);
  }

  /** Those of a replay; the options that only a run has are mistakes of their own kind. */
  static Arguments ofReplay(String... words) {
    ImmutableSet<String> ofRun = ImmutableSet.copyOf(Commands.run().optionsMap().keySet());
    return new Arguments(Commands.replay(), true, ofRun).parse(words);
  }

  private Arguments parse(String... words) {
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(words));
    while (!rest.isEmpty()) {
      if (isOption(rest.element())) {
        takeOption(rest);
      } else {
        takeWords(rest);
      }
    }
    return this;
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  /** The words that are neither options nor values, if the command takes any. */
  List<String> files() {
    return files;
  }

  /** What is not understood, a line each: what, where and what to do about it. */
  List<String> mistakes() {
    return mistakes;
  }

  /** The values of an option, in order; none if it was not given. */
  List<String> values(String option) {
    return options.get(option);
  }

  /** Reads the options that are settings into a configuration. */
  void readInto(Configuration configuration, FaultWords faultWords) {
    SettingsReader reader = new SettingsReader(configuration, faultWords);
    for (int place = 0; place < SettingNames.THE_TWO.size(); place++) {
      for (Setting<?> part : Settings.OF_UPLINK) {
        String option = "--" + SettingNames.THE_TWO.get(place) + "-" + part;
        if (has(option)) {
          reader.read(place, part, options.get(option));
        }
      }
    }
    options.get(Commands.UPLINK).forEach(reader::readUplink);
    for (Setting<?> setting : Settings.ALL) {
      if (has("--" + setting)) {
        reader.read(setting, options.get("--" + setting));
      }
    }
  }

  /** Whether any option describes an uplink. */
  boolean describesUplinks() {
    return options.keySet().stream()
        .anyMatch(
            option ->
                option.equals(Commands.UPLINK)
                    || SettingNames.THE_TWO.stream()
                        .anyMatch(uplink -> option.startsWith("--" + uplink + "-")));
  }

  String help() {
    return new CommandLine(command).getUsageMessage();
  }

  private static boolean isOption(String word) {
    return OPTION.matcher(word).matches();
  }

  private static boolean isFlag(OptionSpec option) {
    return option.arity().max() == 0;
  }

  private static boolean hasValue(Deque<String> rest) {
    return !rest.isEmpty() && !isOption(rest.element());
  }

  /** An option, and its value: attached by an equals sign, or the next word. */
  private void takeOption(Deque<String> rest) {
    String word = rest.remove();
    int equals = word.indexOf('=');
    String typed = equals < 0 ? word : word.substring(0, equals);
    String attached = equals < 0 ? null : word.substring(equals + 1);
    OptionSpec option = command.optionsMap().get(typed);
    if (option == null) {
      takeUnknown(typed, attached == null && hasValue(rest), rest);
      return;
    }
    String name = option.longestName();
    if (isFlag(option)) {
      options.put(name, attached == null ? "true" : attached);
    } else if (attached != null) {
      options.put(name, attached);
    } else if (hasValue(rest)) {
      options.put(name, rest.remove());
    } else {
      mistakes.add(name + ": its value is missing; give " + name + " " + option.paramLabel());
    }
  }

  /** What follows an option that does not exist is its value, unless one without is meant. */
  private void takeUnknown(String name, boolean isFollowed, Deque<String> rest) {
    List<OptionSpec> meant = meant(name);
    if (refused.contains(name)) {
      mistakes.add(
          name + ": belongs to a run and cannot be changed in a replay of it; leave it out");
    } else {
      String names = String.join(" or ", meant.stream().map(OptionSpec::longestName).toList());
      mistakes.add(
          name
              + ": there is no such option; "
              + (names.isEmpty() ? "--help lists all" : "did you mean " + names + "?"));
    }
    if (isFollowed && meant.stream().noneMatch(Arguments::isFlag)) {
      rest.remove();
    }
  }

  private List<OptionSpec> meant(String typed) {
    List<String> names =
        command.options().stream().map(option -> option.longestName().substring(2)).toList();
    return SimilarNames.of(typed.replaceFirst("^-+", ""), names).stream()
        .map(name -> command.findOption("--" + name))
        .toList();
  }

  private void takeWords(Deque<String> rest) {
    List<String> words = new ArrayList<>();
    while (hasValue(rest)) {
      words.add(rest.remove());
    }
    if (takesFiles) {
      words.removeIf("--"::equals);
      files.addAll(words);
      return;
    }
    boolean replay =
        words.stream().anyMatch(word -> word.equals(ReplayCommand.NAME) || word.endsWith(".trace"));
    mistakes.add(
        "'"
            + String.join(" ", words)
            + "' is not understood; "
            + (replay
                ? "to replay a trace begin with: route-switcher replay FILE"
                : "a value is one word and stands behind its option: --interval 10ms"));
  }
}

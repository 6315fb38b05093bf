package dev.routeswitcher.cli;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedListMultimap;
import com.google.common.collect.ListMultimap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What was typed behind a command: the values of its options, other words, and a line for every
 * mistake.
 *
 * <p>Picocli finds the options; what follows each is taken here, because picocli takes {@code -1s}
 * for an option and not for a value, and {@code --help} in {@code --record=--help} likewise.
 */
final class Arguments {

  private static final Pattern OPTION = Pattern.compile("--?[A-Za-z].*", Pattern.DOTALL);

  private final CommandSpec command;
  private final boolean takesFiles;
  private final ImmutableSet<String> refused;
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

  /** Those of a replay; the options that only a run has are mistakes of their own kind. */
  static Arguments ofReplay(String... words) {
    ImmutableSet<String> ofRun = ImmutableSet.copyOf(Commands.run().optionsMap().keySet());
    return new Arguments(Commands.replay(), true, ofRun).parse(words);
  }

  @SuppressWarnings("JdkObsolete") // picocli hands out a Stack
  private Arguments parse(String... words) {
    for (OptionSpec option : ImmutableList.copyOf(command.options())) {
      command.remove(option);
      command.addOption(option.toBuilder().preprocessor(this::takeValue).build());
    }
    command.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .hidden(true)
            .preprocessor((rest, spec, argument, info) -> takeOther(rest))
            .build());
    command
        .parser()
        .posixClusteredShortOptionsAllowed(false)
        .unmatchedOptionsArePositionalParams(true)
        .endOfOptionsDelimiter("\0"); // none: no word of a command line holds it
    new CommandLine(command).setExpandAtFiles(false).parseArgs(words);
    return this;
  }

  /**
   * The values of each option that was given, by its longest name; of one without value a blank.
   */
  ListMultimap<String, String> options() {
    return options;
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

  String help() {
    return new CommandLine(command).getUsageMessage();
  }

  private static boolean isOption(String word) {
    return OPTION.matcher(word).matches();
  }

  private static boolean isFlag(OptionSpec option) {
    return option.arity().max() == 0;
  }

  private static boolean hasValue(Stack<String> rest) {
    return !rest.isEmpty() && !isOption(rest.peek());
  }

  /** Takes what follows an option, or is attached to it by an equals sign. */
  private boolean takeValue(
      Stack<String> rest, CommandSpec spec, ArgSpec argument, Map<String, Object> info) {
    OptionSpec option = (OptionSpec) argument;
    String name = option.longestName();
    boolean attached = "=".equals(info.get("separator"));
    if (isFlag(option)) {
      options.put(name, "true");
      if (attached) {
        mistakes.add(name + ": takes no value; leave out '=" + rest.pop() + "'");
      }
    } else if (attached || hasValue(rest)) {
      options.put(name, rest.pop());
    } else {
      mistakes.add(name + ": its value is missing; give " + name + " " + option.paramLabel());
    }
    return true;
  }

  private boolean takeOther(Stack<String> rest) {
    if (isOption(rest.peek())) {
      takeUnknown(rest);
    } else {
      takeWords(rest);
    }
    return true;
  }

  /** What follows an option that does not exist is its value, unless one without is meant. */
  private void takeUnknown(Stack<String> rest) {
    String word = rest.pop();
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
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
    if (equals < 0 && hasValue(rest) && meant.stream().noneMatch(Arguments::isFlag)) {
      rest.pop();
    }
  }

  /**
   * What somebody may have meant: options that end in the words typed, as {@code --primary-gateway}
   * does for {@code --gateway}, or else the nearest, if at most every third letter is another.
   * Picocli would name those that begin with the same two letters.
   */
  private List<OptionSpec> meant(String typed) {
    String letters = typed.replaceFirst("^-+", "");
    List<OptionSpec> longer =
        command.options().stream()
            .filter(option -> option.longestName().endsWith("-" + letters))
            .toList();
    if (letters.length() > 1 && !longer.isEmpty()) {
      return longer;
    }
    return command.options().stream()
        .filter(option -> difference(typed, option.longestName()) <= letters.length() / 3)
        .min(Comparator.comparingInt(option -> difference(typed, option.longestName())))
        .stream()
        .toList();
  }

  /** How many letters lie between what two words have in common at their beginning and end. */
  private static int difference(String one, String other) {
    int begin = Strings.commonPrefix(one, other).length();
    String rest = one.substring(begin);
    String otherRest = other.substring(begin);
    return Math.max(rest.length(), otherRest.length())
        - Strings.commonSuffix(rest, otherRest).length();
  }

  private void takeWords(Stack<String> rest) {
    List<String> words = new ArrayList<>();
    while (hasValue(rest)) {
      words.add(rest.pop());
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

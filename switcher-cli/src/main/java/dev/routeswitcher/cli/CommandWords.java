package dev.routeswitcher.cli;

import com.google.common.collect.Maps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The words of a command line before they are parsed: each option that exists joined with its
 * value, and a line for every mistake in the rest.
 */
final class CommandWords {

  private static final Pattern OPTION = Pattern.compile("--?[A-Za-z].*", Pattern.DOTALL);

  private final CommandSpec command;
  private final Map<String, String> refusals;
  private final List<String> understood = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  /**
   * Sorts them.
   *
   * @param command the options there are, and whether other words may stand between them
   * @param refusals what to say of further options, by name
   */
  CommandWords(CommandSpec command, Map<String, String> refusals, String... words) {
    this.command = command;
    this.refusals = refusals;
    Deque<String> rest = new ArrayDeque<>(List.of(words));
    while (!rest.isEmpty()) {
      if (isOption(rest.getFirst())) {
        option(rest.removeFirst(), rest);
      } else {
        operands(rest);
      }
    }
  }

  /** What can be parsed, each option and its value in one word. */
  String[] understood() {
    return understood.toArray(String[]::new);
  }

  /** What cannot, a line each: what, where and what to do about it. */
  List<String> faults() {
    return faults;
  }

  private static boolean isOption(String word) {
    return OPTION.matcher(word).matches();
  }

  private void option(String word, Deque<String> rest) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    OptionSpec option = command.optionsMap().get(name);
    if (option == null) {
      unknown(name, equals < 0 ? rest : null);
    } else if (isFlag(option)) {
      understood.add(name);
      if (equals >= 0) {
        faults.add(name + ": takes no value; leave out '" + word.substring(equals) + "'");
      }
    } else if (equals >= 0) {
      understood.add(word);
    } else if (hasValue(rest)) {
      understood.add(name + "=" + rest.removeFirst());
    } else {
      faults.add(name + ": its value is missing; give " + name + " " + option.paramLabel());
    }
  }

  private static boolean isFlag(OptionSpec option) {
    return option.arity().max() == 0;
  }

  private static boolean hasValue(Deque<String> rest) {
    return !rest.isEmpty() && !isOption(rest.getFirst());
  }

  /**
   * What follows an option that is none is its value, unless it looks like one that takes none.
   *
   * @param rest where its value may stand; null if it came with one
   */
  private void unknown(String name, @Nullable Deque<String> rest) {
    List<String> meant = SimilarNames.of(name, command.optionsMap().keySet());
    String remedy =
        meant.isEmpty() ? "--help lists all" : "did you mean " + String.join(" or ", meant) + "?";
    faults.add(name + ": " + refusals.getOrDefault(name, "there is no such option; " + remedy));
    boolean meantAsFlag =
        Maps.filterKeys(command.optionsMap(), meant::contains).values().stream()
            .anyMatch(CommandWords::isFlag);
    if (rest != null && hasValue(rest) && !meantAsFlag) {
      rest.removeFirst();
    }
  }

  private void operands(Deque<String> rest) {
    List<String> words = new ArrayList<>();
    while (hasValue(rest)) {
      words.add(rest.removeFirst());
    }
    if (!command.positionalParameters().isEmpty()) {
      words.removeIf("--"::equals);
      understood.addAll(words);
      return;
    }
    boolean replay =
        words.stream().anyMatch(word -> word.equals(ReplayCommand.NAME) || word.endsWith(".trace"));
    faults.add(
        "'"
            + String.join(" ", words)
            + "' is not understood; "
            + (replay
                ? "to replay a trace begin with: route-switcher replay FILE"
                : "a value is one word and stands behind its option: --interval 10ms"));
  }
}

package dev.routeswitcher.cli;

import dev.routeswitcher.runtime.words.Printable;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prints the configuration that a run with the same options would have, as a file. */
final class ShowConfigCommand {

  static final String NAME = "show-config";

  private final PrintStream out;
  private final PrintStream err;
  private final Function<String, @Nullable String> environment;

  ShowConfigCommand(
      PrintStream out, PrintStream err, Function<String, @Nullable String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  int run(String... arguments) {
    Arguments words = Arguments.ofShowConfig(arguments);
    if (words.has(Commands.HELP)) {
      out.print(words.help());
      return Program.CLEAN;
    }
    Given given = Given.by(words, environment);
    List<String> faults = given.faults();
    faults.forEach(fault -> err.println("route-switcher show-config: " + Printable.of(fault)));
    if (!faults.isEmpty()) {
      return Program.USAGE;
    }
    out.print(given.shown());
    return Program.CLEAN;
  }
}

package dev.routeswitcher.cli;

import dev.routeswitcher.operations.settings.ConfigurationFile;
import dev.routeswitcher.runtime.words.Printable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Says what is wrong with a configuration file; starts nothing. */
final class CheckCommand {

  static final String NAME = "check";

  private final PrintStream out;
  private final PrintStream err;

  CheckCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  int run(String... arguments) {
    Arguments words = Arguments.ofCheck(arguments);
    if (words.has(Commands.HELP)) {
      out.print(words.help());
      return Program.CLEAN;
    }
    List<String> files = new ArrayList<>(words.files());
    files.addAll(words.values(Commands.CONFIG));
    List<String> faults = new ArrayList<>(words.mistakes());
    if (files.size() > 1) {
      faults.add("'" + String.join(" ", files) + "' is more than one file; name one");
    }
    String file = files.isEmpty() ? ConfigurationFile.USUAL_PLACE.toString() : files.get(0);
    String shown = "";
    if (faults.isEmpty()) {
      Given given = Given.by(words, name -> null, file);
      faults.addAll(given.faults());
      shown = faults.isEmpty() ? given.configuration().toString() : "";
    }
    faults.forEach(this::complain);
    if (!faults.isEmpty()) {
      return Program.USAGE;
    }
    out.println(Printable.of(file + ": nothing is wrong: " + shown));
    return Program.CLEAN;
  }

  private void complain(String line) {
    err.println("route-switcher check: " + Printable.of(line));
  }
}

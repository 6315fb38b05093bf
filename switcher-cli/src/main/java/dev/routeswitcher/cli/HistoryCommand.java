package dev.routeswitcher.cli;

import com.google.common.collect.Iterables;
import dev.routeswitcher.operations.history.History;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows what a run keeps of what has happened. */
final class HistoryCommand {

  static final String NAME = "history";

  private final PrintStream out;
  private final PrintStream err;

  HistoryCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  int run(String... arguments) {
    Arguments words = Arguments.of(Commands.history(), arguments);
    if (words.has(Commands.HELP)) {
      out.print(words.help());
      return Program.CLEAN;
    }
    Instant now = Instant.now();
    Given given = Given.by(words, name -> null);
    List<String> faults = new ArrayList<>(given.faults());
    if (!words.files().isEmpty()) {
      faults.add(
          "'" + String.join(" ", words.files()) + "' is not understood; give a time with --since");
    }
    Instant since = time(words, Commands.SINCE, now, Instant.EPOCH, faults);
    Instant until = time(words, Commands.UNTIL, now, now, faults);
    Optional<Path> directory = given.configuration().common().get(Settings.STATE_DIRECTORY);
    if (faults.isEmpty() && directory.isEmpty()) {
      faults.add("state-directory is none: nothing is kept; name the directory of another run");
    }
    faults.forEach(this::complain);
    return faults.isEmpty() && directory.isPresent()
        ? show(directory.get(), since, until.isAfter(now) ? now : until, words.has(Commands.JSON))
        : Program.USAGE;
  }

  private static Instant time(
      Arguments words, String option, Instant now, Instant byDefault, List<String> faults) {
    String text = Iterables.getLast(words.values(option), null);
    if (text == null) {
      return byDefault;
    }
    Optional<Instant> time = TimeText.parse(text, now, ZoneId.systemDefault());
    if (time.isEmpty()) {
      faults.add(
          option + ": '" + text + "' is not a time; give 2026-11-30, 2026-11-30T18:00Z, 36h or 7d");
    }
    return time.orElse(byDefault);
  }

  private int show(Path directory, Instant since, Instant until, boolean json) {
    try {
      History history = History.read(directory, since, until);
      if (json) {
        out.println(history.toJson());
      } else {
        out.print(history.toText(ZoneId.systemDefault()));
      }
      return Program.CLEAN;
    } catch (IOException e) {
      complain(
          directory
              + ": "
              + e.getMessage()
              + "; name the directory of the run with --state-directory, and read it as the run's"
              + " user");
      return Program.FAILED;
    }
  }

  private void complain(String line) {
    err.println("route-switcher history: " + Printable.of(line));
  }
}

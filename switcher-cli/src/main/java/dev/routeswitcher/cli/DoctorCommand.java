package dev.routeswitcher.cli;

import dev.routeswitcher.operations.doctor.Doctor;
import dev.routeswitcher.operations.doctor.Question;
import dev.routeswitcher.operations.doctor.Report;
import dev.routeswitcher.operations.host.Host;
import dev.routeswitcher.runtime.words.Printable;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says what would keep failover from working on this host. */
final class DoctorCommand {

  static final String NAME = "doctor";

  private final PrintStream out;
  private final PrintStream err;
  private final Function<String, @Nullable String> environment;
  private final Host host;

  DoctorCommand(
      PrintStream out, PrintStream err, Function<String, @Nullable String> environment, Host host) {
    this.out = out;
    this.err = err;
    this.environment = environment;
    this.host = host;
  }

  int run(String... arguments) {
    Arguments words = Arguments.ofDoctor(arguments);
    if (words.has(Commands.HELP)) {
      out.print(words.help());
      return Program.CLEAN;
    }
    Given given = Given.by(words, environment);
    List<String> faults = given.faults();
    faults.forEach(fault -> err.println("route-switcher doctor: " + Printable.of(fault)));
    if (!faults.isEmpty()) {
      return Program.USAGE;
    }
    Report report = new Doctor(host).examine(Question.of(given.configuration(), given.names()));
    out.print(words.has(Commands.JSON) ? report.json() : report.text());
    return report.hasFault() ? Program.FAILED : Program.CLEAN;
  }
}

package dev.routeswitcher.cli;

import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.runtime.Cleanup;
import dev.routeswitcher.runtime.StartException;
import dev.routeswitcher.runtime.words.Printable;
import java.io.PrintStream;
import java.util.List;

/** Takes away what a run has left in the kernel's routing. */
final class CleanupCommand {

  static final String NAME = "cleanup";

  private final PrintStream out;
  private final PrintStream err;
  private final Deed deed;

  /** What takes it away. */
  interface Deed {
    Cleanup.Result run() throws StartException;
  }

  CleanupCommand(PrintStream out, PrintStream err, Deed deed) {
    this.out = out;
    this.err = err;
    this.deed = deed;
  }

  int run(String... arguments) {
    Arguments words = Arguments.ofCleanup(arguments);
    if (words.has(Commands.HELP)) {
      out.print(words.help());
      return Program.CLEAN;
    }
    List<String> mistakes = words.mistakes();
    mistakes.forEach(this::complain);
    if (!mistakes.isEmpty()) {
      return Program.USAGE;
    }
    try {
      return report(deed.run());
    } catch (StartException e) {
      complain(String.valueOf(e.getMessage()));
      return Program.FAILED;
    }
  }

  private int report(Cleanup.Result result) {
    result.removed().forEach(line -> out.println(Printable.of("removed " + line)));
    if (result.removed().isEmpty() && result.left().isEmpty()) {
      out.println("there is nothing of route-switcher in the kernel's routing");
    }
    for (IpFamily family : result.withoutDefault()) {
      complain("no default route of " + Codes.of(family) + " remains");
    }
    result.left().forEach(this::complain);
    return result.left().isEmpty() ? Program.CLEAN : Program.FAILED;
  }

  private void complain(String line) {
    err.println("route-switcher cleanup: " + Printable.of(line));
  }
}

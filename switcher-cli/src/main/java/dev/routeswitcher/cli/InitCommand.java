package dev.routeswitcher.cli;

import dev.routeswitcher.operations.draft.ConfigurationDraft;
import dev.routeswitcher.operations.host.Host;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.Printable;
import dev.routeswitcher.runtime.words.SettingFault;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints a configuration file made from what this host has. */
final class InitCommand {

  static final String NAME = "init";

  private final PrintStream out;
  private final PrintStream err;
  private final Host host;

  InitCommand(PrintStream out, PrintStream err, Host host) {
    this.out = out;
    this.err = err;
    this.host = host;
  }

  int run(String... arguments) {
    Arguments words = Arguments.ofInit(arguments);
    if (words.has(Commands.HELP)) {
      out.print(words.help());
      return Program.CLEAN;
    }
    Configuration configuration = new Configuration();
    words.readInto(configuration, Arguments.WORDS);
    List<String> faults = new ArrayList<>(words.mistakes());
    configuration.faults(Arguments.WORDS).stream().map(SettingFault::sentence).forEach(faults::add);
    if (!faults.isEmpty()) {
      faults.forEach(this::complain);
      return Program.USAGE;
    }
    ConfigurationDraft draft =
        ConfigurationDraft.of(host.read(), configuration.common().get(Settings.PING_TARGET));
    if (!draft.fault().isEmpty()) {
      complain(draft.fault());
      return Program.FAILED;
    }
    out.print(draft.text());
    return Program.CLEAN;
  }

  private void complain(String line) {
    err.println("route-switcher init: " + Printable.of(line));
  }
}

package dev.routeswitcher.cli;

import com.google.gson.JsonElement;
import dev.routeswitcher.operations.control.ControlClient;
import dev.routeswitcher.operations.control.ControlClient.Outcome;
import dev.routeswitcher.operations.status.StatusCheck;
import dev.routeswitcher.operations.status.StatusJson;
import dev.routeswitcher.operations.status.StatusText;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The commands that ask a running switcher, or tell it what to do, by its control socket. */
final class ControlCommand {

  static final String STATUS = "status";
  static final String EVENTS = "events";
  static final String USE = "use";
  static final String NEVER_USE = "never-use";
  static final String MAY_USE = "may-use";
  static final String RELOAD = "reload";
  static final String LOG_LEVEL = "log-level";

  /** What is typed in place of an uplink to leave the choice to the switcher. */
  private static final String ANY = "any";

  /** Moves the cursor to the upper left corner and clears the screen (ECMA-48, CUP and ED). */
  private static final String CLEAR = "\u001b[H\u001b[2J";

  private final String name;
  private final CommandSpec command;
  private final int wordCount;
  private final PrintStream out;
  private final PrintStream err;
  private final Function<String, @Nullable String> environment;

  ControlCommand(
      String name,
      PrintStream out,
      PrintStream err,
      Function<String, @Nullable String> environment) {
    this.name = name;
    this.command = ControlHelp.of(name);
    this.wordCount = ControlHelp.takesWord(name) ? 1 : 0;
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  int run(String... arguments) {
    Arguments words = Arguments.of(command, arguments);
    if (words.has(Commands.HELP)) {
      out.print(words.help());
      return Program.CLEAN;
    }
    List<String> faults = new ArrayList<>(words.mistakes());
    if (words.files().size() != wordCount) {
      faults.add(
          wordCount == 0
              ? "'" + String.join(" ", words.files()) + "' is not understood; see --help"
              : "give one " + ControlHelp.wordOf(name) + "; see --help");
    }
    if (!faults.isEmpty()) {
      faults.forEach(this::complain);
      return Program.USAGE;
    }
    boolean check = words.has(ControlHelp.CHECK);
    try (ControlClient client = ControlClient.connect(socket(words))) {
      return ask(client, words);
    } catch (NobodyReadsException e) {
      return Program.CLEAN;
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (check) {
        StatusCheck unknown = StatusCheck.unknown(Printable.of(why));
        out.println(unknown.line());
        return unknown.level().exitStatus();
      }
      why.lines().forEach(this::complain);
      return Program.FAILED;
    }
  }

  private Path socket(Arguments words) throws IOException {
    List<String> typed = words.values("--" + Settings.CONTROL);
    String variable = environment.apply(Settings.CONTROL.variable().orElse(""));
    Optional<Path> given = new Configuration().common().get(Settings.CONTROL);
    if (!typed.isEmpty()) {
      given = read(typed);
    } else if (variable != null && !variable.isEmpty()) {
      given = read(List.of(variable));
    }
    return given.orElseThrow(
        () -> new IOException("no control socket is named; name one by --" + Settings.CONTROL));
  }

  private static Optional<Path> read(List<String> texts) {
    Optional<Path> read = Settings.CONTROL.form().reader().apply(texts);
    return read == null ? Optional.empty() : read;
  }

  private int ask(ControlClient client, Arguments words) throws IOException {
    switch (name) {
      case STATUS -> {
        return status(client, words);
      }
      case EVENTS -> client.events(event -> printLine(event.toString()));
      case USE -> {
        String uplink = words.files().get(0);
        tell(uplink.equals(ANY) ? client.useAny() : client.use(uplink));
      }
      case NEVER_USE -> tell(client.neverUse(words.files().get(0)));
      case MAY_USE -> tell(client.mayUse(words.files().get(0)));
      case RELOAD -> printLine(client.reload());
      case LOG_LEVEL -> client.logLevel(words.files().get(0));
      default -> throw new IllegalStateException(name);
    }
    return Program.CLEAN;
  }

  private int status(ControlClient client, Arguments words) throws IOException {
    if (words.has(ControlHelp.CHECK)) {
      StatusCheck check = StatusCheck.of(client.status());
      printLine(check.line());
      return check.level().exitStatus();
    } else if (words.has(ControlHelp.WATCH)) {
      client.watch(1, status -> show(status, words, true));
    } else {
      show(client.statusJson(), words, false);
    }
    return Program.CLEAN;
  }

  private void show(JsonElement status, Arguments words, boolean again) {
    if (words.has(ControlHelp.JSON)) {
      printLine(again ? status.toString() : StatusJson.text(StatusJson.read(status)));
      return;
    }
    String text = StatusText.of(StatusJson.read(status), ZoneId.systemDefault());
    boolean terminal = again && System.console() != null;
    out.print((terminal ? CLEAR : "") + text + (again && !terminal ? "\n" : ""));
    stopIfNobodyReads();
  }

  private void tell(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      printLine(outcome.family() + ": " + Printable.of(outcome.text()));
    }
  }

  private void printLine(String line) {
    out.println(line);
    stopIfNobodyReads();
  }

  /** A stream of lines ends with the program that read them. */
  private void stopIfNobodyReads() {
    if (out.checkError()) {
      throw new NobodyReadsException();
    }
  }

  /** Standard output is closed. */
  static final class NobodyReadsException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void complain(String line) {
    err.println("route-switcher " + name + ": " + Printable.of(line));
  }
}

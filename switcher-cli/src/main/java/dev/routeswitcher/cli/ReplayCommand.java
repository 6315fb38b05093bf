package dev.routeswitcher.cli;

import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.trace.Replay;
import dev.routeswitcher.engine.trace.TraceFormat;
import dev.routeswitcher.engine.trace.TraceFormatException;
import dev.routeswitcher.engine.trace.TraceLine;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.words.NoticeText;
import dev.routeswitcher.runtime.words.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One replay of a recorded run, from its arguments to its exit status. */
final class ReplayCommand {

  static final String NAME = "replay";

  private static final int MOST_DIFFERENCES = 10;

  private final PrintStream out;
  private final PrintStream err;
  private final List<String> faults = new ArrayList<>();

  ReplayCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  int run(String... arguments) {
    Arguments words = Arguments.ofReplay(arguments);
    if (words.has(Commands.HELP)) {
      out.print(words.help());
      return Program.CLEAN;
    }
    faults.addAll(words.mistakes());
    if (faults.isEmpty()) {
      // What was not understood may have been the file.
      fileFault(words.files()).ifPresent(faults::add);
    }
    Configuration changes = new Configuration();
    words.readInto(changes, Arguments.WORDS);
    changes.readingFaults(Arguments.WORDS).forEach(fault -> faults.add(fault.sentence()));
    if (!faults.isEmpty()) {
      faults.forEach(this::complain);
      err.println("Try 'route-switcher replay --help'.");
      return Program.USAGE;
    }
    return replay(words.files().get(0), changes);
  }

  private static Optional<String> fileFault(List<String> files) {
    if (files.isEmpty() || files.get(0).isEmpty()) {
      return Optional.of("no file is given; name the one that --record has written");
    } else if (files.size() > 1) {
      return Optional.of("'" + String.join(" ", files) + "' is more than one file; name one");
    }
    return Optional.empty();
  }

  /** The configuration to replay with; the recorded one if that is unusable. */
  private EngineConfig changed(EngineConfig recorded, Configuration changes) {
    EngineConfig config = changes.over(recorded);
    List<ConfigFault> unusable = config.faults();
    unusable.forEach(fault -> faults.add(Arguments.WORDS.of(fault).sentence()));
    return unusable.isEmpty() ? config : recorded;
  }

  private int replay(String file, Configuration changes) {
    Report report = new Report(!changes.common().given().isEmpty());
    Replay replay = new Replay(recorded -> changed(recorded, changes), report);
    long lines = 0;
    boolean isTrace = false;
    try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
      for (String line = nextLine(reader); line != null; line = nextLine(reader)) {
        lines++;
        isTrace |= TraceFormat.isHeader(line);
        replay.take(line);
        if (!faults.isEmpty()) {
          faults.forEach(this::complain);
          return Program.USAGE;
        }
      }
      return report.end(replay.end());
    } catch (TraceFormatException | CharacterCodingException e) {
      complain(
          isTrace
              ? file + ", line " + lines + ": " + e.getMessage()
              : file + " is not a trace that --record has written; name one");
    } catch (IOException e) {
      complain(file + " cannot be read: " + reason(e) + "; name one that --record has written");
    } catch (InvalidPathException e) {
      complain(file + " cannot be the name of a file; name one that --record has written");
    }
    return Program.FAILED;
  }

  /** One that is too long is cut off where that can be seen: the file may be anything. */
  private static @Nullable String nextLine(BufferedReader reader) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = reader.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n' && line.length() <= TraceFormat.LONGEST) {
      line.append((char) next);
      next = reader.read();
    }
    return line.toString();
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return String.valueOf(e.getMessage());
  }

  private void complain(String line) {
    err.println("route-switcher replay: " + Printable.of(line));
  }

  private void say(String line) {
    out.println(Printable.of(line));
  }

  /** Prints what a replay finds. */
  private final class Report implements Replay.Listener {
    private final boolean otherwise;
    private @Nullable Instant begin;
    private long beginNanos;
    private long recorded;
    private long replayed;
    private long shown;

    Report(boolean otherwise) {
      this.otherwise = otherwise;
    }

    @Override
    public void started(TraceLine.Started run) {
      beginNanos = run.start();
      try {
        begin = Instant.parse(run.time());
      } catch (DateTimeException e) {
        begin = null;
      }
      say(run.time() + " start");
    }

    @Override
    public void recorded(SwitchChange change) {
      recorded++;
      line("recorded", change);
    }

    @Override
    public void replayed(SwitchChange change) {
      replayed++;
      line("otherwise", change);
    }

    private void line(String which, SwitchChange change) {
      long since = change.decidedAtNanos() - beginNanos;
      String time =
          begin == null
              ? since / 1_000_000_000 + "s"
              : begin.plusNanos(since).truncatedTo(ChronoUnit.MILLIS).toString();
      String from = change.from() == null ? "" : " from=" + change.from();
      String to = " to=" + change.to() + " reason=\"" + NoticeText.of(change.reason()) + "\"";
      say(time + " " + which + " " + Codes.of(change.kind()) + from + to);
    }

    @Override
    public void differs(long line, String was, String is) {
      shown++;
      if (shown <= MOST_DIFFERENCES) {
        say("line " + line + " recorded: " + was);
        say("line " + line + " replayed: " + is);
      }
    }

    int end(Replay.Summary summary) {
      summary.gaps().forEach(gap -> say("gap: " + gap));
      say("steps: " + summary.steps() + ", decisions: " + summary.decisions());
      if (otherwise) {
        say("switches: recorded " + recorded + ", otherwise " + replayed);
      }
      if (summary.differences() > 0) {
        say("this program decides otherwise: differences " + summary.differences());
        return Program.FAILED;
      }
      say("this program decides what was recorded, byte for byte");
      return Program.CLEAN;
    }
  }
}

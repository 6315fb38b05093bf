package dev.routeswitcher.cli;

import com.google.common.base.Ascii;
import com.google.common.primitives.Ints;
import dev.routeswitcher.engine.ConfigFault;
import dev.routeswitcher.engine.Decision.SwitchChange;
import dev.routeswitcher.engine.EngineConfig;
import dev.routeswitcher.engine.TimingBuilder;
import dev.routeswitcher.engine.trace.Replay;
import dev.routeswitcher.engine.trace.TraceFormatException;
import dev.routeswitcher.engine.trace.TraceLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** One replay of a recorded run, from its arguments to its exit status. */
final class ReplayCommand {

  static final String NAME = "replay";

  private static final int MOST_DIFFERENCES = 10;

  private final PrintStream out;
  private final PrintStream err;
  private final List<String> faults = new ArrayList<>();
  private final List<Consumer<TimingBuilder>> changes = new ArrayList<>();

  ReplayCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  int run(String... arguments) {
    ReplayOptions options = new ReplayOptions();
    CommandLine commandLine = new CommandLine(options);
    commandLine.setExpandAtFiles(false);
    commandLine.getCommandSpec().parser().collectErrors(true);
    ParseResult parsed = commandLine.parseArgs(arguments);
    if (options.help) {
      commandLine.usage(out);
      return Program.CLEAN;
    }
    parsed.errors().forEach(error -> faults.add(String.valueOf(error.getMessage())));
    read(options);
    if (options.files.size() != 1) {
      faults.add("give one file to replay");
    }
    if (!faults.isEmpty()) {
      faults.forEach(this::complain);
      err.println("Try 'route-switcher replay --help'.");
      return Program.USAGE;
    }
    return replay(options.files.get(0));
  }

  private void read(ReplayOptions options) {
    count("--quorum", options.quorum, TimingBuilder::quorum);
    count("--failure-threshold", options.failureThreshold, TimingBuilder::failureThreshold);
    count("--recovery-threshold", options.recoveryThreshold, TimingBuilder::recoveryThreshold);
    duration("--failback-delay", options.failbackDelay, TimingBuilder::failbackDelay);
    duration("--max-failback-delay", options.maxFailbackDelay, TimingBuilder::maxFailbackDelay);
    duration("--flap-window", options.flapWindow, TimingBuilder::flapWindow);
    duration("--boot-window", options.bootWindow, TimingBuilder::bootWindow);
  }

  private void count(String option, @Nullable String text, BiConsumer<TimingBuilder, Integer> set) {
    if (text == null) {
      return;
    }
    Integer value = Ints.tryParse(text);
    if (value == null) {
      faults.add(option + ": '" + text + "' is no whole number; give one in digits");
    } else {
      changes.add(timing -> set.accept(timing, value));
    }
  }

  private void duration(
      String option, @Nullable String text, BiConsumer<TimingBuilder, Duration> set) {
    if (text == null) {
      return;
    }
    Optional<Duration> value = DurationText.parse(text);
    if (value.isEmpty()) {
      faults.add(option + ": '" + text + "' is no duration; give " + DurationText.FORM);
    } else {
      changes.add(timing -> set.accept(timing, value.get()));
    }
  }

  private EngineConfig changed(EngineConfig recorded) {
    TimingBuilder timing = recorded.timing().toBuilder();
    changes.forEach(change -> change.accept(timing));
    EngineConfig changed = new EngineConfig(recorded.families(), timing.build(), recorded.policy());
    List<ConfigFault> unusable = changed.faults();
    unusable.forEach(fault -> faults.add("--" + fault));
    return unusable.isEmpty() ? changed : recorded;
  }

  private int replay(String file) {
    Report report = new Report();
    Replay replay = new Replay(this::changed, report);
    long lines = 0;
    try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines++;
        replay.take(line);
        if (!faults.isEmpty()) {
          faults.forEach(this::complain);
          return Program.USAGE;
        }
      }
      return report.end(replay.end());
    } catch (TraceFormatException e) {
      complain(file + ", line " + lines + ": " + e.getMessage());
    } catch (IOException | InvalidPathException e) {
      complain(file + " cannot be read: " + e);
    }
    return Program.FAILED;
  }

  private void complain(String line) {
    err.println("route-switcher replay: " + line);
  }

  /** Writes down what a replay finds. */
  private final class Report implements Replay.Listener {
    private @Nullable Instant begin;
    private long beginNanos;
    private long recorded;
    private long replayed;
    private long told;

    @Override
    public void started(TraceLine.Started run) {
      beginNanos = run.atNanos();
      try {
        begin = Instant.parse(run.time());
      } catch (DateTimeException e) {
        begin = null;
      }
      out.println(run.time() + " start");
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
      out.println(
          time
              + " "
              + which
              + " "
              + name(change)
              + from
              + " to="
              + change.to()
              + " reason=\""
              + change.reason()
              + "\"");
    }

    private String name(SwitchChange change) {
      return Ascii.toLowerCase(change.kind().name());
    }

    @Override
    public void differs(long line, String was, String is) {
      told++;
      if (told <= MOST_DIFFERENCES) {
        out.println("line " + line + " recorded: " + was);
        out.println("line " + line + " replayed: " + is);
      }
    }

    int end(Replay.Summary summary) {
      summary.gaps().forEach(gap -> out.println("gap: " + gap));
      out.println("steps: " + summary.steps() + ", decisions: " + summary.decisions());
      if (!changes.isEmpty()) {
        out.println("switches: recorded " + recorded + ", otherwise " + replayed);
      }
      if (summary.differences() > 0) {
        out.println("this program decides otherwise: differences " + summary.differences());
        return Program.FAILED;
      }
      out.println("this program decides what was recorded, byte for byte");
      return Program.CLEAN;
    }
  }
}

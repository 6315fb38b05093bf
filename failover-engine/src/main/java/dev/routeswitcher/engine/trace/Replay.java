package dev.routeswitcher.engine.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Decision.StartRound;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.ConfigChanged;
import dev.routeswitcher.engine.EngineState;
import dev.routeswitcher.engine.FailoverEngine;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Notice.SwitchDecided;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.config.EngineConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of a trace again, line by line, with the engine of this program.
 *
 * <p>With the configuration of the trace every decision must be the recorded one, to the byte. With
 * other thresholds the replay also shows what would have been decided instead: probes and links
 * were as recorded, and the kernel is changedRun to have done what it would have been asked ({@link
 * SupposedKernel}). That holds for as long as the rounds are those that were recorded; where they
 * differ, nobody knows what would have been answered, and the replay skips to the next header.
 *
 * <p>A file may hold several traces one after the other, as a program writes them that was started
 * several times.
 *
 * <p>One step is held in memory at a time. Not safe for several threads.
 */
public final class Replay {

  /** 146 years: beyond, what is before and what after could no longer be told. */
  private static final long LONGEST_RUN = Long.MAX_VALUE / 2;

  private final UnaryOperator<EngineConfig> change;
  private final Listener listener;

  private @Nullable EngineRun recordedRun;
  private @Nullable EngineRun changedRun;
  private SupposedKernel kernel = new SupposedKernel();
  private @Nullable RecordedStep currentStep;
  private final ImmutableList.Builder<String> gaps = ImmutableList.builder();
  private boolean lost;
  private boolean ended;
  private long lineNumber;
  private long steps;
  private long decisions;
  private long differences;
  private long startNanos;
  private long sinceStart;

  /** Hears what a replay finds, in the order of the trace. */
  public interface Listener {

    /** A run begins. */
    default void started(TraceLine.Started run) {}

    /** The recorded engine decided to switch. */
    default void recorded(SwitchChange change) {}

    /** With the other configuration the engine would have decided to switch. */
    default void replayed(SwitchChange change) {}

    /**
     * With the recorded configuration this engine decides otherwise than the one that recorded.
     *
     * @param line number of the step's first line in the trace, from 1
     * @param recorded the recorded decision as text; empty if there is none
     * @param replayed this engine's; empty if there is none
     */
    default void differs(long line, String recorded, String replayed) {}
  }

  /**
   * What came of a replay.
   *
   * @param steps how many steps were taken
   * @param decisions how many decisions and notices were recorded in them
   * @param differences how many of these are others, with the recorded configuration
   * @param gaps where something of the trace could not be replayed, and why; a replay goes on at
   *     the next header
   */
  public record Summary(long steps, long decisions, long differences, ImmutableList<String> gaps) {}

  private static final class RecordedStep {
    final long line;
    final long atNanos;
    final List<EngineEvent> events = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    final List<SwitchChange> switches = new ArrayList<>();
    final List<String> written = new ArrayList<>();
    private long characters;

    RecordedStep(long line, long atNanos) {
      this.line = line;
      this.atNanos = atNanos;
    }

    /** Notes one more of its lines. */
    RecordedStep with(String line) {
      characters += line.length();
      if (characters > TraceFormat.LONGEST) {
        throw TraceFormat.tooLong("step");
      }
      return this;
    }
  }

  /** An engine on its way through the trace. */
  private static final class EngineRun {
    final FailoverEngine engine;
    private @Nullable EngineState state;
    private long wakeAtNanos;

    EngineRun(EngineConfig config) {
      engine = new FailoverEngine(config);
    }

    /** One that goes on from where another is. */
    EngineRun(EngineRun same) {
      engine = same.engine;
      state = same.state;
      wakeAtNanos = same.wakeAtNanos;
    }

    void start(long atNanos) {
      state = engine.start(atNanos);
      wakeAtNanos = atNanos;
    }

    Step step(List<EngineEvent> events, long atNanos) {
      Step step = engine.step(present(state, "a start"), events, atNanos);
      state = step.state();
      wakeAtNanos = step.wakeAtNanos();
      return step;
    }

    /** Whether it would have been woken by its own clock before {@code other} and {@code nanos}. */
    boolean wakesBefore(EngineRun other, long nanos) {
      return wakeAtNanos - other.wakeAtNanos < 0 && wakeAtNanos - nanos < 0;
    }
  }

  /**
   * A replay that has taken nothing yet.
   *
   * @param change gives the configuration to replay with from the recorded one. It may not change
   *     what is probed and when: the uplinks, the targets, the intervals, timeout and deadline
   */
  public Replay(UnaryOperator<EngineConfig> change, Listener listener) {
    this.change = change;
    this.listener = listener;
  }

  /**
   * Takes the next line.
   *
   * @throws TraceFormatException if it is no line of a trace, or not one that may stand here
   * @throws IllegalArgumentException if the changed configuration has faults, or probes otherwise
   */
  public void take(String text) {
    lineNumber++;
    TraceLine line = TraceFormat.read(text);
    if (line instanceof TraceLine.Header header) {
      breakOff();
      configure(header.config());
    } else if (ended) {
      throw new TraceFormatException("a line after the end");
    } else if (lost) {
      ended = line instanceof TraceLine.Ended;
    } else if (line instanceof TraceLine.Learned learned) {
      currentStep().with(text).events.add(learned.event());
    } else if (line instanceof TraceLine.Decided decided) {
      currentStep().with(text).decisions.add(decided.decision());
      currentStep().written.add(text);
    } else if (line instanceof TraceLine.Noted noted) {
      currentStep().with(text).switches.addAll(switches(List.of(noted.notice())));
      currentStep().written.add(text);
    } else {
      finishStep();
      begin(line);
    }
  }

  private void begin(TraceLine line) {
    if (line instanceof TraceLine.Started started) {
      startNanos = started.start();
      sinceStart = 0;
      present(recordedRun, "a header").start(started.start());
      kernel = new SupposedKernel();
      if (changedRun != null) {
        changedRun.start(started.start());
      }
      listener.started(started);
    } else if (line instanceof TraceLine.Stepped stepped) {
      present(present(recordedRun, "a header").state, "a start");
      long since = stepped.step() - startNanos;
      if (since < sinceStart || since > LONGEST_RUN) {
        throw new TraceFormatException(stepped.step() + " is no time after the step before");
      }
      sinceStart = since;
      currentStep = new RecordedStep(lineNumber, stepped.step());
    } else if (line instanceof TraceLine.Missing gap) {
      lose(gap.missing() + " steps are missing before line " + lineNumber);
    } else if (line instanceof TraceLine.Ended) {
      ended = true;
    }
  }

  private void configure(EngineConfig recorded) {
    try {
      recordedRun = new EngineRun(recorded);
    } catch (IllegalArgumentException e) {
      throw new TraceFormatException(String.valueOf(e.getMessage()));
    }
    EngineConfig changed = changed(recorded);
    changedRun = changed.equals(recorded) ? null : new EngineRun(changed);
  }

  private EngineConfig changed(EngineConfig recorded) {
    EngineConfig changed = change.apply(recorded);
    if (!probesAlike(recorded, changed)) {
      throw new IllegalArgumentException(
          "uplinks, targets, intervals, timeout and deadline must be those of the trace:"
              + " what other probes would have come to is not recorded");
    }
    return changed;
  }

  /** What was learned, but for what a changed configuration would have been changed to. */
  private ImmutableList<EngineEvent> changed(List<EngineEvent> events) {
    return events.stream()
        .map(
            event ->
                event instanceof ConfigChanged recorded
                    ? new ConfigChanged(changed(recorded.config()))
                    : event)
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean probesAlike(EngineConfig one, EngineConfig other) {
    return one.families().equals(other.families())
        && one.timing().interval().equals(other.timing().interval())
        && one.timing().timeout().equals(other.timing().timeout())
        && one.timing().deadline() == other.timing().deadline()
        && Objects.equals(one.timing().failureInterval(), other.timing().failureInterval());
  }

  /** There are no more lines: what came of all. */
  public Summary end() {
    present(recordedRun, "a header");
    lineNumber++;
    breakOff();
    return new Summary(steps, decisions, differences, gaps.build());
  }

  /** A trace without its end was cut at any place: its last step may not be whole. */
  private void breakOff() {
    if (recordedRun != null && !ended && !lost) {
      gaps.add("the trace breaks off before line " + lineNumber + "; its last step is left out");
    }
    currentStep = null;
    ended = false;
    lost = false;
  }

  /** From here to the next header nothing can be replayed. */
  private void lose(String why) {
    gaps.add(why);
    lost = true;
  }

  private RecordedStep currentStep() {
    return present(currentStep, "a step");
  }

  private void finishStep() {
    RecordedStep finished = currentStep;
    currentStep = null;
    if (finished == null) {
      return;
    }
    steps++;
    decisions += finished.written.size();
    finished.switches.forEach(listener::recorded);
    EngineRun same = present(recordedRun, "a header");
    List<EngineEvent> changed = changed(finished.events);
    if (changedRun == null && !changed.equals(finished.events)) {
      changedRun = new EngineRun(same); // It was alike until this reload.
    }
    if (changedRun != null) {
      stepChangedRun(changedRun, same, finished, changed);
    }
    compare(finished, same.step(finished.events, finished.atNanos));
  }

  private void compare(RecordedStep recorded, Step step) {
    List<String> decided =
        Streams.concat(
                step.decisions().stream().map(TraceLine.Decided::new),
                step.notices().stream().map(TraceLine.Noted::new))
            .map(TraceFormat::write)
            .toList();
    for (int i = 0; i < Math.max(recorded.written.size(), decided.size()); i++) {
      String was = i < recorded.written.size() ? recorded.written.get(i) : "";
      String is = i < decided.size() ? decided.get(i) : "";
      if (!was.equals(is)) {
        differences++;
        listener.differs(recorded.line, was, is);
      }
    }
  }

  /**
   * One step with the other configuration: what its clock has it do before, the step itself, and
   * what follows from what it asks the kernel.
   */
  private void stepChangedRun(
      EngineRun changed, EngineRun same, RecordedStep recorded, List<EngineEvent> events) {
    List<String> rounds = new ArrayList<>();
    while (rounds.isEmpty() && changed.wakesBefore(same, recorded.atNanos)) {
      stepUntilQuiet(changed, List.of(), changed.wakeAtNanos, rounds);
    }
    stepUntilQuiet(changed, kernel.instead(events), recorded.atNanos, rounds);
    if (!rounds.equals(rounds(recorded.decisions))) {
      lose(
          "the rounds at line "
              + recorded.line
              + " would have been others; what would have come of them is not recorded");
    }
  }

  private void stepUntilQuiet(
      EngineRun run, List<EngineEvent> events, long atNanos, List<String> rounds) {
    List<EngineEvent> next = events;
    do {
      Step step = run.step(next, atNanos);
      switches(step.notices()).forEach(listener::replayed);
      rounds.addAll(rounds(step.decisions()));
      next = kernel.carryOut(step.decisions());
    } while (!next.isEmpty());
  }

  private static List<String> rounds(List<Decision> decided) {
    return decided.stream()
        .filter(StartRound.class::isInstance)
        .map(StartRound.class::cast)
        .map(round -> round.uplink() + " " + round.number())
        .toList();
  }

  private static List<SwitchChange> switches(List<Notice> notices) {
    return notices.stream()
        .filter(SwitchDecided.class::isInstance)
        .map(notice -> ((SwitchDecided) notice).change())
        .toList();
  }

  private static <T> T present(@Nullable T value, String what) {
    if (value == null) {
      throw new TraceFormatException(what + " is missing before this line");
    }
    return value;
  }
}

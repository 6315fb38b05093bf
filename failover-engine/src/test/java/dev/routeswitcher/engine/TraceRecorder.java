package dev.routeswitcher.engine;

import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.trace.TraceFormat;
import dev.routeswitcher.engine.trace.TraceLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the trace of a world, as a program would. */
final class TraceRecorder implements World.Observer {

  private final List<String> lines = new ArrayList<>();
  private long steps;
  private @Nullable EngineConfig configured;

  /** The whole trace, with its end. */
  List<String> lines() {
    List<String> whole = new ArrayList<>(lines);
    whole.add(TraceFormat.write(new TraceLine.Ended(steps)));
    return whole;
  }

  @Override
  public void restarted(EngineConfig config, long now) {
    if (!config.equals(configured)) {
      if (configured != null) {
        write(new TraceLine.Ended(steps));
        steps = 0;
      }
      configured = config;
      write(new TraceLine.Header(TraceFormat.VERSION, "a world", config));
    }
    write(new TraceLine.Started(now, "2026-11-23T08:00:00Z"));
  }

  @Override
  public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
    steps++;
    write(new TraceLine.Stepped(now));
    events.forEach(event -> write(new TraceLine.Learned(event)));
    step.decisions().forEach(decision -> write(new TraceLine.Decided(decision)));
    step.notices().forEach(notice -> write(new TraceLine.Noted(notice)));
  }

  private void write(TraceLine line) {
    lines.add(TraceFormat.write(line));
  }
}

package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.EngineConfig;
import java.util.ArrayList;
import java.util.List;

/** Writes down every step of a world, so that it can be taken again. */
final class Recorder implements World.Observer {

  private record Taken(List<EngineEvent> events, long now, Step step) {}

  private record Run(EngineConfig config, long startNanos, List<Taken> steps) {}

  private final List<Run> runs = new ArrayList<>();

  @Override
  public void restarted(EngineConfig config, long now) {
    runs.add(new Run(config, now, new ArrayList<>()));
  }

  @Override
  public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
    runs.get(runs.size() - 1).steps().add(new Taken(ImmutableList.copyOf(events), now, step));
  }

  List<Step> steps() {
    return runs.stream().flatMap(run -> run.steps().stream()).map(Taken::step).toList();
  }

  /** Takes the same steps with engines that know nothing of the first ones. */
  List<Step> replay() {
    List<Step> steps = new ArrayList<>();
    for (Run run : runs) {
      FailoverEngine engine = new FailoverEngine(run.config());
      EngineState state = engine.start(run.startNanos());
      for (Taken taken : run.steps()) {
        Step step = engine.step(state, taken.events(), taken.now());
        state = step.state();
        steps.add(step);
      }
    }
    return steps;
  }
}

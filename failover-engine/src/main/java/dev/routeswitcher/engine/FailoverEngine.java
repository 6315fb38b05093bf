package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineEvent.ConfigChanged;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.probe.Instants;
import dev.routeswitcher.engine.switching.FamilySnapshot;
import dev.routeswitcher.engine.switching.FamilyState;
import dev.routeswitcher.engine.switching.FamilyStep;
import dev.routeswitcher.engine.switching.Output;
import dev.routeswitcher.engine.switching.Reconfiguration;
import java.util.List;

/**
 * Decides which uplink carries the traffic: a pure function from state and events to state and
 * decisions.
 *
 * <p>Safe to share between threads: an engine holds nothing but the configuration that it starts
 * with. A state has the one that it is decided by.
 */
public final class FailoverEngine {

  /** How long the engine sleeps when it waits for nothing but events. */
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final EngineConfig config;

  /**
   * An engine that starts with one configuration.
   *
   * @throws IllegalArgumentException if the configuration has faults; the message lists them all
   */
  public FailoverEngine(EngineConfig config) {
    this.config = config.requireUsable();
  }

  /** The configuration the engine starts with. */
  public EngineConfig config() {
    return config;
  }

  /** The state of an engine that knows nothing yet; the boot window begins at {@code nowNanos}. */
  public EngineState start(long nowNanos) {
    return new EngineState(
        config,
        config.families().stream()
            .map(family -> FamilyState.initial(family, config.timing(), nowNanos))
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * Everything that can be seen of a state.
   *
   * @param state what a step returned
   * @param nowNanos the present, not before that step
   */
  public Snapshot snapshot(EngineState state, long nowNanos) {
    EngineConfig current = state.config();
    ImmutableList.Builder<Snapshot.Family> families = ImmutableList.builder();
    for (int i = 0; i < current.families().size(); i++) {
      FamilyConfig family = current.families().get(i);
      families.add(new FamilySnapshot(family, current, state.families().get(i), nowNanos).take());
    }
    return new Snapshot(nowNanos, families.build());
  }

  /**
   * Applies events, another configuration first, then links, then routes, then rounds, and takes
   * one decision per family.
   *
   * <p>Nothing is decided in a family before the first {@link EngineEvent.RoutesObserved}.
   *
   * @param state what the previous step returned
   * @param events everything that happened since, in order; may be empty
   * @param nowNanos the present, not before that of the previous step
   */
  public Step step(EngineState state, List<EngineEvent> events, long nowNanos) {
    Output output = new Output();
    EngineState before = state;
    for (EngineEvent event : events) {
      if (event instanceof ConfigChanged changed) {
        before = reconfigured(before, changed.config(), nowNanos, output);
      }
    }
    EngineConfig current = before.config();
    ImmutableList.Builder<FamilyState> families = ImmutableList.builder();
    long wakeAt = nowNanos + IDLE_NANOS;
    for (int i = 0; i < current.families().size(); i++) {
      FamilyStep step =
          new FamilyStep(
              current.families().get(i), current, before.families().get(i), nowNanos, output);
      FamilyState next = step.run(events, nowNanos + IDLE_NANOS);
      families.add(next);
      wakeAt = Instants.earlier(wakeAt, next.wakeAtNanos());
    }
    return new Step(
        new EngineState(current, families.build()), output.decisions(), output.notices(), wakeAt);
  }

  /** What is remembered, under another configuration: of a family that is new in it, nothing. */
  private static EngineState reconfigured(
      EngineState state, EngineConfig next, long now, Output output) {
    EngineConfig current = state.config();
    if (next.equals(current)) {
      return state;
    }
    for (int i = 0; i < current.families().size(); i++) {
      if (indexOf(current.families().get(i).family(), next) < 0) {
        state.families().get(i).forget(output);
      }
    }
    ImmutableList.Builder<FamilyState> families = ImmutableList.builder();
    for (FamilyConfig family : next.families()) {
      int before = indexOf(family.family(), current);
      families.add(
          before < 0
              ? FamilyState.initial(family, next.timing(), now)
              : new Reconfiguration(current, current.families().get(before), next, family, now)
                  .of(state.families().get(before)));
    }
    return new EngineState(next, families.build());
  }

  private static int indexOf(IpFamily family, EngineConfig config) {
    for (int i = 0; i < config.families().size(); i++) {
      if (config.families().get(i).family() == family) {
        return i;
      }
    }
    return -1;
  }
}

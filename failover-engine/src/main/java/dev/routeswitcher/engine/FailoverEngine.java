package dev.routeswitcher.engine;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.probe.Instants;
import dev.routeswitcher.engine.switching.FamilySnapshot;
import dev.routeswitcher.engine.switching.FamilyState;
import dev.routeswitcher.engine.switching.FamilyStep;
import dev.routeswitcher.engine.switching.Output;
import java.util.List;

/**
 * Decides which uplink carries the traffic: a pure function from state and events to state and
 * decisions.
 *
 * <p>Safe to share between threads: an engine holds nothing but its configuration.
 */
public final class FailoverEngine {

  /** How long the engine sleeps when it waits for nothing but events. */
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final EngineConfig config;

  /**
   * An engine for one configuration.
   *
   * @throws IllegalArgumentException if the configuration has faults; the message lists them all
   */
  public FailoverEngine(EngineConfig config) {
    ImmutableList<ConfigFault> faults = config.faults();
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("unusable configuration: " + faults);
    }
    this.config = config;
  }

  /** The configuration the engine decides by. */
  public EngineConfig config() {
    return config;
  }

  /** The state of an engine that knows nothing yet; the boot window begins at {@code nowNanos}. */
  public EngineState start(long nowNanos) {
    return new EngineState(
        config.families().stream()
            .map(family -> FamilyState.initial(family, config.timing(), nowNanos))
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * Everything that can be seen of a state.
   *
   * @param state what a step returned
   * @param nowNanos the present, not before that step
   * @throws IllegalArgumentException if the state is that of another configuration, with other
   *     numbers of families or uplinks
   */
  public Snapshot snapshot(EngineState state, long nowNanos) {
    checkFamilies(state);
    ImmutableList.Builder<Snapshot.Family> families = ImmutableList.builder();
    for (int i = 0; i < config.families().size(); i++) {
      FamilyConfig family = config.families().get(i);
      families.add(new FamilySnapshot(family, config, state.families().get(i), nowNanos).take());
    }
    return new Snapshot(nowNanos, families.build());
  }

  private void checkFamilies(EngineState state) {
    boolean fits = state.families().size() == config.families().size();
    for (int i = 0; fits && i < config.families().size(); i++) {
      fits = state.families().get(i).uplinks().size() == config.families().get(i).uplinks().size();
    }
    checkArgument(fits, "a state of another configuration");
  }

  /**
   * Applies events, links first, then routes, then rounds, and takes one decision per family.
   *
   * <p>Nothing is decided in a family before the first {@link EngineEvent.RoutesObserved}.
   *
   * @param state what the previous step returned
   * @param events everything that happened since, in order; may be empty
   * @param nowNanos the present, not before that of the previous step
   * @throws IllegalArgumentException if the state is that of another configuration, with other
   *     numbers of families or uplinks
   */
  public Step step(EngineState state, List<EngineEvent> events, long nowNanos) {
    checkFamilies(state);
    ImmutableList.Builder<FamilyState> families = ImmutableList.builder();
    Output output = new Output();
    long wakeAt = nowNanos + IDLE_NANOS;
    for (int i = 0; i < config.families().size(); i++) {
      FamilyStep step =
          new FamilyStep(
              config.families().get(i), config, state.families().get(i), nowNanos, output);
      FamilyState next = step.run(events, nowNanos + IDLE_NANOS);
      families.add(next);
      wakeAt = Instants.earlier(wakeAt, next.wakeAtNanos());
    }
    return new Step(
        new EngineState(families.build()), output.decisions(), output.notices(), wakeAt);
  }
}

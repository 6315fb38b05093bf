package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.switching.FamilyState;

/** What an engine remembers, taken apart and put together, for checks that look into it. */
public final class EngineStates {
  private EngineStates() {}

  /** What the state remembers of each family. */
  public static ImmutableList<FamilyState> familiesOf(EngineState state) {
    return state.families();
  }

  /** The state that remembers just this. */
  public static EngineState of(EngineConfig config, ImmutableList<FamilyState> families) {
    return new EngineState(config, families);
  }
}

package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.switching.FamilyState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything the engine remembers: one immutable value. Two states are equal if they remember the
 * same.
 */
public final class EngineState {

  private final EngineConfig config;
  private final ImmutableList<FamilyState> families;

  /** {@code families} has what is remembered of each family of the configuration, in its order. */
  EngineState(EngineConfig config, ImmutableList<FamilyState> families) {
    this.config = config;
    this.families = families;
  }

  /** The configuration that is decided by: that of the start, or the one it was changed to. */
  public EngineConfig config() {
    return config;
  }

  ImmutableList<FamilyState> families() {
    return families;
  }

  /**
   * The uplink the engine wants to carry the family's traffic; empty before the first decision and
   * for a family that is not managed.
   */
  public Optional<UplinkKey> wanted(IpFamily family) {
    return of(family).flatMap(FamilyState::wantedUplink);
  }

  /**
   * What the routes of the family are planned from: how each uplink leads outside, and which one is
   * wanted. Empty before the routes were read, and for a family that is not managed or is dormant.
   */
  public Optional<PlanRequest> routing(IpFamily family) {
    return of(family).flatMap(FamilyState::routing);
  }

  private Optional<FamilyState> of(IpFamily family) {
    return families.stream().filter(state -> state.family() == family).findFirst();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EngineState that
        && config.equals(that.config)
        && families.equals(that.families);
  }

  @Override
  public int hashCode() {
    return families.hashCode();
  }

  @Override
  public String toString() {
    return "EngineState" + families;
  }
}

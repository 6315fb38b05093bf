package dev.routeswitcher.engine.config;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;

/**
 * Everything the engine decides by, as one immutable value.
 *
 * @param families what is managed, one entry per address family
 * @param timing the times and counts, the same for all families
 * @param policy what the traffic is moved for, the same for all families
 * @param tables the tables and rules of our own, the same for all families
 */
public record EngineConfig(
    ImmutableList<FamilyConfig> families, Timing timing, Policy policy, TableLayout tables) {

  /** A configuration with the default policy and tables. */
  public EngineConfig(ImmutableList<FamilyConfig> families, Timing timing) {
    this(families, timing, Policy.DEFAULT, TableLayout.DEFAULT);
  }

  /**
   * Every fault of this configuration; empty if it can be run.
   *
   * <p>The engine refuses a configuration with faults. They are collected, so that a user can mend
   * all of them at once.
   */
  public ImmutableList<ConfigFault> faults() {
    return ConfigCheck.faultsOf(this);
  }

  /**
   * This configuration, if it can be run.
   *
   * @throws IllegalArgumentException if it has faults; the message lists them all
   */
  public EngineConfig requireUsable() {
    ImmutableList<ConfigFault> found = faults();
    checkArgument(found.isEmpty(), "unusable configuration: %s", found);
    return this;
  }
}

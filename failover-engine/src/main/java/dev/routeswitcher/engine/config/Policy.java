package dev.routeswitcher.engine.config;

import org.jspecify.annotations.Nullable;

/**
 * What the traffic is moved for, besides an uplink that fails, and against what.
 *
 * @param failback whether it returns to a better uplink of its own accord
 * @param quality when an uplink that answers is too poor to keep, or null to judge no quality
 * @param overridesForeign whether default routes of other programs decide nothing, because rules
 *     lead the traffic past them ({@link dev.routeswitcher.engine.config.TableLayout})
 */
public record Policy(Failback failback, @Nullable QualityRules quality, boolean overridesForeign) {

  /** Automatic return, no judgement of quality, no override. */
  public static final Policy DEFAULT = new Policy(Failback.AUTOMATIC, null);

  /** A policy that overrides nothing. */
  public Policy(Failback failback, @Nullable QualityRules quality) {
    this(failback, quality, false);
  }

  /** The same policy with another kind of return. */
  public Policy returning(Failback other) {
    return new Policy(other, quality, overridesForeign);
  }

  /** The same policy with other rules of quality, or with none. */
  public Policy judgingBy(@Nullable QualityRules rules) {
    return new Policy(failback, rules, overridesForeign);
  }

  /** The same policy, with default routes of other programs overridden or not. */
  public Policy overridingForeign(boolean overrides) {
    return new Policy(failback, quality, overrides);
  }
}

package dev.routeswitcher.engine.config;

import org.jspecify.annotations.Nullable;

/**
 * What the traffic is moved for, besides an uplink that fails.
 *
 * @param failback whether it returns to a better uplink of its own accord
 * @param quality when an uplink that answers is too poor to keep, or null to judge no quality
 */
public record Policy(Failback failback, @Nullable QualityRules quality) {

  /** Automatic return, no judgement of quality. */
  public static final Policy DEFAULT = new Policy(Failback.AUTOMATIC, null);

  /** The same policy with another kind of return. */
  public Policy returning(Failback other) {
    return new Policy(other, quality);
  }

  /** The same policy with other rules of quality, or with none. */
  public Policy judgingBy(@Nullable QualityRules rules) {
    return new Policy(failback, rules);
  }
}

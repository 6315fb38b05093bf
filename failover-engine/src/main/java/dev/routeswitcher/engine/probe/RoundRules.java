package dev.routeswitcher.engine.probe;

import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;

/**
 * What makes a round succeed and a run of successes unbroken.
 *
 * @param targets how many targets are probed
 * @param quorum how many of them must reply
 * @param silenceNanos the longest time between two results of one run: 3 cadences + timeout
 */
public record RoundRules(int targets, int quorum, long silenceNanos) {

  public static RoundRules of(FamilyConfig family, UplinkConfig uplink, Timing timing) {
    long cadence =
        uplink.standbyInterval() == null
            ? timing.interval().toNanos()
            : uplink.standbyInterval().toNanos();
    return new RoundRules(
        family.targets().size(), timing.quorum(), 3 * cadence + timing.timeout().toNanos());
  }
}

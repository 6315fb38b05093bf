package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.runtime.words.SettingNames;

/**
 * What the loop is configured with.
 *
 * @param engine uplinks, targets, timing and tables
 * @param restoreOnExit whether a clean stop takes every route of ours away
 * @param dryRun whether routes are only pretended to change
 * @param flushConnections whether connections are deleted that the kernel would keep on the
 *     addresses of an uplink that was left
 * @param ignoreLinkdown whether the kernel is to ignore routes through uplinks without a carrier
 * @param names how lines of the log call settings
 */
public record LoopSettings(
    EngineConfig engine,
    boolean restoreOnExit,
    boolean dryRun,
    boolean flushConnections,
    boolean ignoreLinkdown,
    SettingNames names) {

  /** The same for some of the families only. */
  LoopSettings of(ImmutableList<FamilyConfig> families) {
    return new LoopSettings(
        new EngineConfig(families, engine.timing(), engine.policy(), engine.tables()),
        restoreOnExit,
        dryRun,
        flushConnections,
        ignoreLinkdown,
        names);
  }
}

package dev.routeswitcher.operations.doctor;

import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.SettingNames;

/**
 * What is to be run on the host.
 *
 * @param config uplinks, targets and tables
 * @param flushesConntrack whether connections are deleted at a switch
 * @param names how remedies call settings
 */
public record Question(EngineConfig config, boolean flushesConntrack, SettingNames names) {

  /** A configuration without faults. */
  public static Question of(Configuration configuration, SettingNames names) {
    return new Question(
        configuration.engine(), configuration.common().get(Settings.FLUSH_CONNTRACK), names);
  }
}

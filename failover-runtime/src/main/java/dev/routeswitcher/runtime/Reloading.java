package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.runtime.loop.LoopSettings;
import dev.routeswitcher.runtime.loop.SwitcherLoop;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.ConfigurationChange;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.List;

/** The configuration that a switcher works by, and the change to another one. */
final class Reloading {

  private final SettingNames names;
  private final SwitcherLoop loop;
  private final Overrides overrides;
  private Configuration current;

  Reloading(Configuration started, SettingNames names, SwitcherLoop loop, Overrides overrides) {
    this.current = started.copy();
    this.names = names;
    this.loop = loop;
    this.overrides = overrides;
  }

  /** What a loop is to work by. */
  static LoopSettings settings(Configuration configuration, SettingNames names) {
    return new LoopSettings(
        configuration.engine(),
        configuration.common().get(Settings.RESTORE_ON_EXIT),
        configuration.common().get(Settings.DRY_RUN),
        configuration.common().get(Settings.FLUSH_CONNTRACK),
        configuration.common().get(Settings.KERNEL_LINKDOWN),
        names);
  }

  /**
   * Has the loop work by another configuration, if that is without faults and another one.
   *
   * @param words in which faults are said
   */
  synchronized ReloadResult reload(Configuration given, FaultWords words) {
    Configuration next = given.copy();
    ImmutableList<SettingFault> faults = next.faultsOfReload(current, words);
    if (!faults.isEmpty()) {
      return new ReloadResult(ImmutableList.of(), faults);
    }
    ImmutableList<String> changes = ConfigurationChange.between(current, next);
    if (!changes.isEmpty()) {
      LoopSettings settings = settings(next, names);
      loop.reload(settings);
      overrides.reconfigure(settings.engine(), loop::override);
      if (!wishes(next).equals(wishes(current))) {
        overrides.replace(
            next.common().get(Settings.NEVER_USE),
            next.common().find(Settings.USE).orElse(null),
            loop::override);
      }
      current = next;
    }
    return new ReloadResult(changes, faults);
  }

  private static List<Object> wishes(Configuration configuration) {
    return List.of(
        configuration.common().get(Settings.NEVER_USE), configuration.common().find(Settings.USE));
  }
}

package dev.routeswitcher.cli;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.operations.history.Journal;
import dev.routeswitcher.operations.hook.Hooks;
import dev.routeswitcher.operations.hook.WebhookSender;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.settings.Values;
import dev.routeswitcher.runtime.words.SettingNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who are told of what happens, as configured: of each part that is not, no class is loaded.
 */
final class Receivers {

  private static final Logger log = LoggerFactory.getLogger(Receivers.class);

  private final SettingNames names;
  private final List<Events.Receiver> all = new ArrayList<>();

  /** What is not there, and was not asked for: a line each, for the log. */
  private final List<String> missing = new ArrayList<>();

  /**
   * Those of a configuration; nothing is opened or begun before the first event.
   *
   * @param names how lines of the log call settings
   */
  Receivers(Values values, SettingNames names) {
    this.names = names;
    // The journal first: it has a switch before anybody else hears of it.
    values
        .get(Settings.STATE_DIRECTORY)
        .ifPresent(directory -> keepIn(directory, values.has(Settings.STATE_DIRECTORY)));
    values
        .get(Settings.HOOKS)
        .filter(directory -> values.has(Settings.HOOKS) || Files.isDirectory(directory))
        .ifPresent(directory -> all.add(new Hooks(directory)));
    values.get(Settings.WEBHOOK).forEach(webhook -> all.add(new WebhookSender(webhook)));
  }

  /** A directory that nobody has asked for is used if it is there, and not made. */
  private void keepIn(Path directory, boolean isAskedFor) {
    if (isAskedFor || Files.isDirectory(directory)) {
      all.add(new Journal(directory, names));
    } else {
      missing.add(
          "history is not kept: "
              + directory
              + " does not exist; make it, or name another directory with "
              + names.of(Settings.STATE_DIRECTORY.key()));
    }
  }

  ImmutableList<Events.Receiver> all() {
    return ImmutableList.copyOf(all);
  }

  void tellMissing() {
    missing.forEach(log::info);
  }
}

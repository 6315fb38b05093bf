package dev.routeswitcher.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.operations.history.Journal;
import dev.routeswitcher.operations.history.PastFile;
import dev.routeswitcher.operations.history.PastKeeper;
import dev.routeswitcher.operations.hook.Hooks;
import dev.routeswitcher.operations.hook.WebhookSender;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.settings.Values;
import dev.routeswitcher.runtime.settings.Webhook;
import dev.routeswitcher.runtime.words.SettingNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who are told of what happens, as configured: of each part that is not, no class is loaded.
 * A dry run keeps nothing and tells nobody.
 */
final class Receivers {

  private static final Logger log = LoggerFactory.getLogger(Receivers.class);

  private final Supplier<Optional<Snapshot>> switcher;

  /** Each by what it was made of: where that stays, so does it. */
  private ImmutableMap<Object, Events.Receiver> all = ImmutableMap.of();

  private volatile @Nullable Path stateDirectory;

  /** What is not there, and was not asked for: a line for the log, or null. */
  private @Nullable String missing;

  /**
   * None yet.
   *
   * @param switcher what is to be seen of the switcher; empty before it is started
   */
  Receivers(Supplier<Optional<Snapshot>> switcher) {
    this.switcher = switcher;
  }

  private record StateDirectory(Path path, boolean ofPast) {}

  private record HookDirectory(Path path) {}

  /**
   * Those of a configuration from now on; nothing is opened or begun before the first event.
   *
   * @param names how lines of the log call settings
   */
  void configure(Values values, SettingNames names) {
    Map<Object, Events.Receiver> next = new LinkedHashMap<>();
    stateDirectory = null;
    missing = null;
    if (!values.get(Settings.DRY_RUN)) {
      // The journal first: it has a switch before anybody else hears of it.
      values
          .get(Settings.STATE_DIRECTORY)
          .ifPresent(directory -> keepIn(directory, values, names, next));
      values
          .get(Settings.HOOKS)
          .filter(directory -> values.has(Settings.HOOKS) || Files.isDirectory(directory))
          .ifPresent(path -> add(next, new HookDirectory(path), key -> new Hooks(key.path())));
      for (Webhook webhook : values.get(Settings.WEBHOOK)) {
        add(next, webhook, WebhookSender::new);
      }
    }
    all = ImmutableMap.copyOf(next);
  }

  /** A directory that nobody has asked for is used if it is there, and not made. */
  private void keepIn(
      Path directory, Values values, SettingNames names, Map<Object, Events.Receiver> next) {
    if (!values.has(Settings.STATE_DIRECTORY) && !Files.isDirectory(directory)) {
      missing =
          "history is not kept: "
              + directory
              + " does not exist; make it, or name another directory with "
              + names.of(Settings.STATE_DIRECTORY.key());
      return;
    }
    stateDirectory = directory;
    add(next, new StateDirectory(directory, false), key -> new Journal(key.path(), names));
    add(
        next,
        new StateDirectory(directory, true),
        key -> new PastKeeper(new PastFile(key.path()), switcher));
  }

  private <K> void add(
      Map<Object, Events.Receiver> next, K key, Function<K, Events.Receiver> made) {
    Events.Receiver known = all.get(key);
    next.put(key, known == null ? made.apply(key) : known);
  }

  List<Events.Receiver> all() {
    return all.values().asList();
  }

  /** What the run before this one knew of its switches. */
  ImmutableList<Past> past() {
    return stateDirectory()
        .map(directory -> new PastFile(directory).read())
        .orElse(ImmutableList.of());
  }

  /** Where what happens is kept; empty if nowhere. Any thread may ask. */
  Optional<Path> stateDirectory() {
    return Optional.ofNullable(stateDirectory);
  }

  void tellMissing() {
    if (missing != null) {
      log.info(missing);
    }
  }
}

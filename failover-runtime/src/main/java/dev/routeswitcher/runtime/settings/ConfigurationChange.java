package dev.routeswitcher.runtime.settings;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is other in one configuration than in another. Uplinks are compared by their names; a value
 * that is given and the same by default are the same.
 */
public final class ConfigurationChange {

  private static final String UNSET = "unset";

  private final Configuration before;
  private final Configuration after;
  private final List<String> lines = new ArrayList<>();

  private ConfigurationChange(Configuration before, Configuration after) {
    this.before = before;
    this.after = after;
  }

  /**
   * Each difference as the log writes it, {@code failback_delay=60s->2m}; empty if there is none.
   * Both configurations are without faults.
   */
  public static ImmutableList<String> between(Configuration before, Configuration after) {
    ConfigurationChange change = new ConfigurationChange(before, after);
    change.compareUplinks();
    for (Setting<?> setting : Settings.ALL) {
      change.compare(
          setting.key(), text(setting, before.common(), 0), text(setting, after.common(), 0));
    }
    return ImmutableList.copyOf(change.lines);
  }

  /** A fault for each setting that is changed and that takes a restart. */
  static ImmutableList<SettingFault> faults(
      Configuration before, Configuration after, FaultWords words) {
    return Settings.ALL.stream()
        .filter(setting -> setting.has(Setting.Trait.FIXED))
        .filter(
            setting -> !text(setting, before.common(), 0).equals(text(setting, after.common(), 0)))
        .map(setting -> words.takesRestart(setting.key()))
        .collect(ImmutableList.toImmutableList());
  }

  private void compareUplinks() {
    List<String> old = names(before);
    List<String> now = names(after);
    old.stream().filter(name -> !now.contains(name)).forEach(name -> lines.add("removed=" + name));
    now.stream().filter(name -> !old.contains(name)).forEach(name -> lines.add("added=" + name));
    for (String name : now) {
      if (old.contains(name)) {
        compareParts(name, old.indexOf(name), now.indexOf(name));
      }
    }
    List<String> stayed = old.stream().filter(now::contains).toList();
    if (!stayed.equals(now.stream().filter(old::contains).toList())) {
      lines.add("order=" + String.join(",", now));
    }
  }

  private void compareParts(String name, int oldPlace, int newPlace) {
    Values old = before.uplinks().get(oldPlace);
    Values now = after.uplinks().get(newPlace);
    for (Setting<?> part : Settings.OF_UPLINK) {
      compare(name + "_" + part.key(), text(part, old, oldPlace), text(part, now, newPlace));
    }
  }

  private void compare(String key, String old, String now) {
    if (!Objects.equals(old, now)) {
      lines.add(key.replace('-', '_') + "=" + old + "->" + now);
    }
  }

  private static List<String> names(Configuration configuration) {
    List<Values> uplinks = configuration.uplinks();
    return IntStream.range(0, uplinks.size())
        .mapToObj(place -> uplinks.get(place).get(Settings.NAME, place))
        .toList();
  }

  private static String text(Setting<?> setting, Values values, int place) {
    return Optional.of(setting.text(values, place).orElse(UNSET))
        .filter(text -> !text.isEmpty())
        .orElse(UNSET);
  }
}

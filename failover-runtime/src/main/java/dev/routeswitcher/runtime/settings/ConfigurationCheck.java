package dev.routeswitcher.runtime.settings;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with a configuration. */
final class ConfigurationCheck {

  private final Configuration configuration;
  private final Values common;
  private final FaultWords words;
  private final Set<String> unread;

  ConfigurationCheck(Configuration configuration, FaultWords words) {
    this.configuration = configuration;
    this.words = words;
    common = configuration.common();
    unread = configuration.unread().stream().map(SettingFault::setting).collect(Collectors.toSet());
  }

  ImmutableList<SettingFault> faults() {
    Families families = new Families(common, configuration.uplinks(), words);
    return Stream.of(
            reading(),
            configuration.isInTwoForms()
                ? List.of(words.uplinksInTwoForms())
                : List.<SettingFault>of(),
            judged(families.faults()),
            judged(overrides()),
            judged(engine(families)))
        .flatMap(List::stream)
        .collect(ImmutableList.toImmutableList());
  }

  /** What could not be read, and what is given without what it needs. */
  List<SettingFault> reading() {
    List<SettingFault> faults = new ArrayList<>(configuration.unread());
    Set<String> known = new HashSet<>(unread);
    common.given().keySet().forEach(setting -> known.add(setting.key()));
    for (Setting<?> setting : Settings.ALL) {
      List<String> needed = setting.needed();
      if (common.has(setting) && !needed.isEmpty() && needed.stream().noneMatch(known::contains)) {
        faults.add(words.withoutRule(setting.key(), needed));
      }
    }
    return faults;
  }

  /** What could not be read has its default for now, and is judged no further. */
  private List<SettingFault> judged(List<SettingFault> faults) {
    Set<String> unjudged = new HashSet<>(unread);
    if (unread.contains("uplink")) {
      // It may be the one that is missing.
      unjudged.addAll(List.of("secondary-interface", Settings.USE.key(), Settings.NEVER_USE.key()));
    }
    return faults.stream().filter(fault -> !unjudged.contains(fault.setting())).toList();
  }

  private List<SettingFault> engine(Families families) {
    Set<String> unjudged = new HashSet<>();
    String target = Settings.PING_TARGET.key();
    if (families.faults().stream().anyMatch(fault -> fault.setting().equals(target))) {
      // How many targets there are is not known.
      unjudged.addAll(List.of(target, Settings.QUORUM.key()));
    }
    return configuration.engine(families).faults().stream()
        .map(words::of)
        .filter(fault -> !unjudged.contains(fault.setting()))
        .toList();
  }

  private List<SettingFault> overrides() {
    List<SettingFault> faults = new ArrayList<>();
    String use = common.find(Settings.USE).orElse(null);
    Integer used = use == null ? null : place(Settings.USE, use, faults);
    Set<Integer> unused = new HashSet<>();
    for (String name : common.get(Settings.NEVER_USE)) {
      Integer place = place(Settings.NEVER_USE, name, faults);
      if (place != null && !unused.add(place)) {
        faults.add(words.neverUsedTwice(name));
      }
    }
    if (use != null && used != null && unused.contains(used)) {
      faults.add(words.usedAndNeverUsed(use));
    } else if (unused.size() == configuration.uplinks().size()) {
      faults.add(words.allNeverUsed());
    }
    return faults;
  }

  private @Nullable Integer place(Setting<?> setting, String name, List<SettingFault> faults) {
    List<Values> uplinks = configuration.uplinks();
    for (int i = 0; i < uplinks.size(); i++) {
      if (uplinks.get(i).get(Settings.NAME, i).equals(name)
          || uplinks.get(i).get(Settings.INTERFACE, i).equals(name)) {
        return i;
      }
    }
    faults.add(words.noSuchUplink(setting.key(), name));
    return null;
  }
}

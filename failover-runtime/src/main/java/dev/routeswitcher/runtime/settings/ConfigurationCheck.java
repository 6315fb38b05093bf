package dev.routeswitcher.runtime.settings;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects everything that is wrong with a configuration. */
final class ConfigurationCheck {

  private final Configuration configuration;
  private final Values common;
  private final FaultWords words;
  private final Set<String> unreadable;

  ConfigurationCheck(Configuration configuration, FaultWords words) {
    this.configuration = configuration;
    this.words = words;
    common = configuration.common();
    unreadable =
        configuration.unreadable().stream().map(SettingFault::setting).collect(Collectors.toSet());
  }

  ImmutableList<SettingFault> faults() {
    Families families = new Families(common, configuration.uplinks(), words);
    return Stream.of(
            readingFaults(),
            configuration.isInTwoForms()
                ? List.of(words.uplinksInTwoForms())
                : List.<SettingFault>of(),
            judged(families.faults()),
            judged(overrides(families.all().get(0))),
            judged(engine(families)))
        .flatMap(List::stream)
        .collect(ImmutableList.toImmutableList());
  }

  List<SettingFault> readingFaults() {
    List<SettingFault> faults = new ArrayList<>(configuration.unreadable());
    Set<String> known = new HashSet<>(unreadable);
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
    Set<String> unjudged = new HashSet<>(unreadable);
    if (unreadable.contains("uplink")) {
      // It may be the one that is missing.
      unjudged.addAll(List.of("secondary-interface", Settings.USE.key(), Settings.NEVER_USE.key()));
    }
    return faults.stream()
        .filter(fault -> !unjudged.contains(fault.setting()))
        .filter(fault -> !(unreadable.contains("uplink") && isOfUplink(fault.setting())))
        .toList();
  }

  /** While one cannot be read, the others have other places in the order than they are to have. */
  private static boolean isOfUplink(String setting) {
    return setting.startsWith("uplink ")
        || SettingNames.THE_TWO.stream().anyMatch(name -> setting.startsWith(name + "-"));
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

  private List<SettingFault> overrides(FamilyConfig uplinks) {
    List<SettingFault> faults = new ArrayList<>();
    Set<Integer> unused = new HashSet<>();
    for (String name : common.get(Settings.NEVER_USE)) {
      int place = uplinks.indexOf(name);
      if (place < 0) {
        faults.add(words.noSuchUplink(Settings.NEVER_USE.key(), name));
      } else if (!unused.add(place)) {
        faults.add(words.neverUsedTwice(name));
      }
    }
    String use = common.find(Settings.USE).orElse("");
    int used = use.isEmpty() ? -1 : uplinks.indexOf(use);
    if (common.has(Settings.USE) && used < 0) {
      faults.add(words.noSuchUplink(Settings.USE.key(), use));
    }
    if (unused.contains(used)) {
      faults.add(words.usedAndNeverUsed(use));
    } else if (unused.size() == uplinks.uplinks().size()) {
      faults.add(words.allNeverUsed());
    }
    return faults;
  }
}

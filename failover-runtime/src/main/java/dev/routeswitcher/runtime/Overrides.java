package dev.routeswitcher.runtime;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.runtime.words.FaultWords;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** What an operator wants of uplinks, kept apart for each family. */
final class Overrides {

  private final EngineConfig config;
  private final Map<IpFamily, ManualOverride> wanted = new EnumMap<>(IpFamily.class);

  Overrides(EngineConfig config) {
    this.config = config;
  }

  /**
   * Changes what is wanted of an uplink, in each family.
   *
   * @param nameOrInterface its name, or that of its interface
   * @param sink receives what is wanted of each family now
   * @throws IllegalArgumentException if there is no such uplink
   */
  synchronized void change(
      String nameOrInterface,
      BiFunction<ManualOverride, UplinkKey, ManualOverride> change,
      BiConsumer<IpFamily, ManualOverride> sink) {
    // All families have the same uplinks.
    int index = config.families().get(0).indexOf(nameOrInterface);
    if (index < 0) {
      throw new IllegalArgumentException(FaultWords.unknownUplink(nameOrInterface));
    }
    for (FamilyConfig family : config.families()) {
      String interfaceName = family.uplinks().get(index).interfaceName();
      UplinkKey uplink = new UplinkKey(family.family(), interfaceName);
      set(family.family(), change.apply(wanted(family.family()), uplink), sink);
    }
  }

  /** Leaves the choice among the allowed uplinks to the engine again. */
  synchronized void useAny(BiConsumer<IpFamily, ManualOverride> sink) {
    for (FamilyConfig family : config.families()) {
      set(family.family(), wanted(family.family()).usingAny(), sink);
    }
  }

  private ManualOverride wanted(IpFamily family) {
    return wanted.getOrDefault(family, ManualOverride.NONE);
  }

  private void set(
      IpFamily family, ManualOverride override, BiConsumer<IpFamily, ManualOverride> sink) {
    wanted.put(family, override);
    sink.accept(family, override);
  }
}

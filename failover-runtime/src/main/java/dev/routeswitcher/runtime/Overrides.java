package dev.routeswitcher.runtime;

import com.google.common.collect.Lists;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.words.FaultWords;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What an operator wants of uplinks, kept apart for each family. */
final class Overrides {

  private EngineConfig config;
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

  /**
   * Wants what is given instead of everything before.
   *
   * @param never the names of uplinks, or of their interfaces
   * @param use likewise; null for none
   */
  synchronized void replace(
      List<String> never, @Nullable String use, BiConsumer<IpFamily, ManualOverride> sink) {
    for (FamilyConfig family : config.families()) {
      ManualOverride next = ManualOverride.NONE;
      for (String name : never) {
        next = next.never(key(family, name));
      }
      set(family.family(), use == null ? next : next.using(key(family, use)), sink);
    }
  }

  /**
   * From now on these uplinks are configured: what is wanted of those that stay is kept.
   *
   * @param sink receives what is wanted of each family of which that is other than before
   */
  synchronized void reconfigure(EngineConfig next, BiConsumer<IpFamily, ManualOverride> sink) {
    FamilyConfig before = config.families().get(0);
    ManualOverride known = wanted(before.family());
    config = next;
    wanted.keySet().retainAll(Lists.transform(next.families(), FamilyConfig::family));
    for (FamilyConfig family : next.families()) {
      ManualOverride kept = ManualOverride.NONE;
      for (UplinkConfig uplink : family.uplinks()) {
        UplinkKey key = new UplinkKey(before.family(), uplink.interfaceName());
        UplinkKey its = new UplinkKey(family.family(), uplink.interfaceName());
        boolean stays = before.uplinks().stream().anyMatch(uplink::isSameAs);
        if (stays && known.never().contains(key)) {
          kept = kept.never(its);
        } else if (stays && key.equals(known.use())) {
          kept = kept.using(its);
        }
      }
      if (!kept.equals(wanted(family.family()))) {
        set(family.family(), kept, sink);
      }
    }
  }

  private static UplinkKey key(FamilyConfig family, String nameOrInterface) {
    int index = family.indexOf(nameOrInterface);
    return new UplinkKey(family.family(), family.uplinks().get(index).interfaceName());
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

package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.engine.AddressFamily;
import dev.routeswitcher.engine.EngineConfig;
import dev.routeswitcher.engine.FamilyConfig;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.UplinkKey;
import java.util.function.BiFunction;

/** What an operator wants of interfaces, kept apart for each family they are an uplink of. */
final class Overrides {

  private final EngineConfig config;
  private ImmutableMap<AddressFamily, ManualOverride> wanted;

  Overrides(EngineConfig config) {
    this.config = config;
    this.wanted =
        config.families().stream()
            .collect(
                ImmutableMap.toImmutableMap(FamilyConfig::family, family -> ManualOverride.NONE));
  }

  /** Who is told what is wanted of a family now. */
  interface Sink {
    void accept(AddressFamily family, ManualOverride override);
  }

  /**
   * Changes what is wanted wherever the interface is an uplink.
   *
   * @throws IllegalArgumentException if it is none
   */
  synchronized void change(
      String interfaceName,
      BiFunction<ManualOverride, UplinkKey, ManualOverride> change,
      Sink sink) {
    boolean known = false;
    ImmutableMap.Builder<AddressFamily, ManualOverride> next = ImmutableMap.builder();
    for (FamilyConfig family : config.families()) {
      ManualOverride override = wanted.getOrDefault(family.family(), ManualOverride.NONE);
      if (isUplink(interfaceName, family)) {
        known = true;
        override = change.apply(override, new UplinkKey(family.family(), interfaceName));
        sink.accept(family.family(), override);
      }
      next.put(family.family(), override);
    }
    if (!known) {
      throw new IllegalArgumentException("'" + interfaceName + "' is no uplink");
    }
    wanted = next.buildOrThrow();
  }

  /** Leaves the choice among the allowed uplinks to the engine again. */
  synchronized void useAny(Sink sink) {
    ImmutableMap.Builder<AddressFamily, ManualOverride> next = ImmutableMap.builder();
    wanted.forEach(
        (family, override) -> {
          ManualOverride free = override.usingAny();
          sink.accept(family, free);
          next.put(family, free);
        });
    wanted = next.buildOrThrow();
  }

  private static boolean isUplink(String interfaceName, FamilyConfig family) {
    return family.uplinks().stream()
        .anyMatch(uplink -> uplink.interfaceName().equals(interfaceName));
  }
}

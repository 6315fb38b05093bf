package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import java.util.Optional;
import java.util.function.BiFunction;

/** What an operator wants of uplinks, kept apart for each family. */
final class Overrides {

  private final EngineConfig config;
  private ImmutableMap<IpFamily, ManualOverride> wanted;

  Overrides(EngineConfig config) {
    this.config = config;
    this.wanted =
        config.families().stream()
            .collect(
                ImmutableMap.toImmutableMap(FamilyConfig::family, family -> ManualOverride.NONE));
  }

  /** Receives what is wanted of a family now. */
  interface Sink {
    void accept(IpFamily family, ManualOverride override);
  }

  /**
   * Changes what is wanted of an uplink, in each family.
   *
   * @param nameOrInterface its name, or that of its interface
   * @throws IllegalArgumentException if there is no such uplink
   */
  synchronized void change(
      String nameOrInterface,
      BiFunction<ManualOverride, UplinkKey, ManualOverride> change,
      Sink sink) {
    boolean known = false;
    ImmutableMap.Builder<IpFamily, ManualOverride> next = ImmutableMap.builder();
    for (FamilyConfig family : config.families()) {
      ManualOverride override = wanted.getOrDefault(family.family(), ManualOverride.NONE);
      Optional<UplinkKey> uplink = uplink(nameOrInterface, family);
      if (uplink.isPresent()) {
        known = true;
        override = change.apply(override, uplink.get());
        sink.accept(family.family(), override);
      }
      next.put(family.family(), override);
    }
    if (!known) {
      throw new IllegalArgumentException("unknown uplink '" + nameOrInterface + "'");
    }
    wanted = next.buildOrThrow();
  }

  /** Leaves the choice among the allowed uplinks to the engine again. */
  synchronized void useAny(Sink sink) {
    ImmutableMap.Builder<IpFamily, ManualOverride> next = ImmutableMap.builder();
    wanted.forEach(
        (family, override) -> {
          ManualOverride free = override.usingAny();
          sink.accept(family, free);
          next.put(family, free);
        });
    wanted = next.buildOrThrow();
  }

  private static Optional<UplinkKey> uplink(String nameOrInterface, FamilyConfig family) {
    for (int i = 0; i < family.uplinks().size(); i++) {
      String interfaceName = family.uplinks().get(i).interfaceName();
      if (interfaceName.equals(nameOrInterface) || family.nameOf(i).equals(nameOrInterface)) {
        return Optional.of(new UplinkKey(family.family(), interfaceName));
      }
    }
    return Optional.empty();
  }
}

package dev.routeswitcher.runtime.settings;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Optional;

/**
 * Which settings were given, and their values.
 *
 * @param given the values by setting, each of its setting's type
 */
public record Values(ImmutableMap<Setting<?>, Object> given) {

  public static final Values NONE = new Values(ImmutableMap.of());

  /** The same, with one more value or another one. */
  public <T> Values with(Setting<T> setting, T value) {
    ImmutableMap.Builder<Setting<?>, Object> more = ImmutableMap.builder();
    return new Values(more.putAll(given).put(setting, value).buildKeepingLast());
  }

  public Values without(Setting<?> setting) {
    return new Values(ImmutableMap.copyOf(Maps.filterKeys(given, key -> !key.equals(setting))));
  }

  /** Whether it was given, and not only has a default. */
  public boolean has(Setting<?> setting) {
    return given.containsKey(setting);
  }

  /** The value given, or the default; empty if it has neither. */
  public <T> Optional<T> find(Setting<T> setting) {
    return find(setting, 0);
  }

  /**
   * The same of a setting of an uplink.
   *
   * @param place the uplink's place in the order of priority, from 0
   */
  @SuppressWarnings("unchecked") // with() takes no other type
  public <T> Optional<T> find(Setting<T> setting, int place) {
    Object value = given.get(setting);
    return Optional.ofNullable(value == null ? setting.defaultFor(this, place) : (T) value);
  }

  /** The value given, or the default that there always is. */
  public <T> T get(Setting<T> setting) {
    return get(setting, 0);
  }

  /** The same of a setting of an uplink. */
  public <T> T get(Setting<T> setting, int place) {
    return find(setting, place).orElseThrow(() -> new IllegalStateException(setting + " is unset"));
  }
}

package dev.routeswitcher.runtime.words;

import org.jspecify.annotations.Nullable;

/** What a sentence says ahead of a setting's name about where it was given. */
@FunctionalInterface
public interface SettingPlaces {

  /** Nothing: there is but one place. */
  SettingPlaces UNSAID = (setting, part) -> "";

  /**
   * The words, with what separates them from the name; empty if there is nothing to say.
   *
   * @param setting as {@link SettingFault#setting} calls it
   * @param part the setting of an uplink, such as {@code gateway}, if {@code setting} is the uplink
   */
  String of(String setting, @Nullable String part);
}

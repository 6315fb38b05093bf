package dev.routeswitcher.runtime.words;

import org.jspecify.annotations.Nullable;

/** What a sentence says ahead of a setting's name about where it was given. */
@FunctionalInterface
public interface SettingPlaces {

  /** Nothing: there is but one place. */
  SettingPlaces UNSAID = (uplink, setting) -> "";

  /**
   * The words, with what separates them from the name; empty if there is nothing to say.
   *
   * @param uplink the uplink's name, or null if it is a setting that is common to all
   * @param setting the plain name, such as {@code gateway}
   */
  String of(@Nullable String uplink, String setting);
}

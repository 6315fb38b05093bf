package dev.routeswitcher.runtime.words;

import com.google.common.collect.ImmutableList;

/** How a sentence calls a setting: by its plain name, or as a command writes its options. */
@FunctionalInterface
public interface SettingNames {

  /** The uplinks that have settings of their own, in priority order: {@code primary-gateway}. */
  ImmutableList<String> THE_TWO = ImmutableList.of("primary", "secondary");

  /** Settings by their plain names: {@code ping-target}. */
  SettingNames PLAIN = setting -> setting;

  /** Settings as options of a command: {@code --ping-target}. */
  SettingNames OPTIONS = setting -> "--" + setting;

  /**
   * The name to write.
   *
   * @param setting the plain name, such as {@code ping-target}
   */
  String of(String setting);
}

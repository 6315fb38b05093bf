package dev.routeswitcher.runtime.words;

import dev.routeswitcher.engine.config.ConfigFault;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param setting the setting: {@code failover-metric}, {@code primary-gateway}, and for an uplink
 *     that is neither primary nor secondary {@code uplink NAME}
 * @param sentence one line: which setting, what is wrong with it, what to do about it
 * @param code the same for programs; null if the value could not even be read
 */
public record SettingFault(String setting, String sentence, @Nullable ConfigFault code) {

  /** A fault whose sentence quotes what was given, as far as that is {@link Printable}. */
  public SettingFault {
    sentence = Printable.of(sentence);
  }

  /** The sentence. */
  @Override
  public String toString() {
    return sentence;
  }
}

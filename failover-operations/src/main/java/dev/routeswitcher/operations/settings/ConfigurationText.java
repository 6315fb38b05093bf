package dev.routeswitcher.operations.settings;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Setting;
import dev.routeswitcher.runtime.settings.Setting.Trait;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.settings.Values;
import dev.routeswitcher.runtime.words.Printable;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomlj.Toml;

/** A configuration as a file that can be used: every setting, and where its value comes from. */
public final class ConfigurationText {

  /** Behind it stands where the value comes from, if the value is not longer. */
  private static final int COLUMN = 40;

  /** Says where values come from. */
  public interface Origins {
    /** Where a setting that is common to all uplinks comes from, for people. */
    String of(Setting<?> setting);

    /**
     * Where a setting of an uplink comes from.
     *
     * @param place that uplink's place in the order of priority, from 0
     */
    String of(int place, Setting<?> part);
  }

  private final List<String> lines = new ArrayList<>();

  private ConfigurationText() {}

  /** The text, of lines that end in a line feed. */
  public static String of(Configuration configuration, Origins origins) {
    ConfigurationText text = new ConfigurationText();
    for (Setting<?> setting : Settings.ALL) {
      if (!setting.has(Trait.EMBEDDED_ONLY)) {
        text.add(setting, configuration.common(), 0, origins.of(setting));
      }
    }
    List<Values> uplinks = configuration.uplinks();
    for (int i = 0; i < uplinks.size(); i++) {
      text.lines.add("");
      text.lines.add("[[uplink]]");
      for (Setting<?> part : Settings.OF_UPLINK) {
        text.add(part, uplinks.get(i), i, origins.of(i, part));
      }
    }
    return text.lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private void add(Setting<?> setting, Values values, int place, String origin) {
    Optional<String> value = value(setting, values, place);
    if (value.isPresent()) {
      add(setting + " = " + value.get(), origin);
    } else {
      String otherwise = setting.defaultText(SettingNames.PLAIN, place);
      add("# " + setting + " = ...", "not set" + (otherwise.isEmpty() ? "" : ": " + otherwise));
    }
  }

  private void add(String setting, String comment) {
    lines.add(Strings.padEnd(setting, COLUMN, ' ') + " # " + Printable.of(comment));
  }

  private static Optional<String> value(Setting<?> setting, Values values, int place) {
    Optional<?> value = values.find(setting, place);
    if (value.isPresent() && value.get() instanceof ImmutableList<?> list) {
      return list.isEmpty()
          ? Optional.empty()
          : Optional.of(
              list.stream()
                  .map(it -> quoted(String.valueOf(it)))
                  .collect(Collectors.joining(", ", "[", "]")));
    }
    boolean bare = setting.form().isFlag() || value.isPresent() && value.get() instanceof Long;
    return setting.text(values, place).map(text -> bare ? text : quoted(text));
  }

  private static String quoted(String text) {
    return "\"" + Toml.tomlEscape(text) + "\"";
  }
}

package dev.routeswitcher.cli;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Setting;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.settings.SettingsReader;
import dev.routeswitcher.runtime.words.FaultWords;
import java.util.List;

/** Reads options, and the variables that stand for some, into a configuration. */
final class OptionReader {

  private OptionReader() {}

  static Configuration read(Arguments arguments, Environment environment) {
    Configuration configuration = new Configuration();
    SettingsReader reader = new SettingsReader(configuration, FaultWords.OPTIONS);
    for (int place = 0; place < Configuration.THE_TWO.size(); place++) {
      for (Setting<?> part : Settings.OF_UPLINK) {
        String option = "--" + Configuration.THE_TWO.get(place) + "-" + part;
        if (arguments.has(option)) {
          reader.read(place, part, arguments.options().get(option));
        }
      }
    }
    arguments.options().get(Commands.UPLINK).forEach(reader::readUplink);
    for (Setting<?> setting : Settings.ALL) {
      String variable = setting.variable().orElse("");
      String otherwise = Strings.nullToEmpty(environment.get(variable));
      List<String> texts = arguments.options().get("--" + setting);
      if (!texts.isEmpty()) {
        reader.read(setting, texts);
      } else if (!otherwise.isEmpty()) {
        reader.read(setting, ImmutableList.of(otherwise), " (from the variable " + variable + ")");
      }
    }
    return configuration;
  }
}

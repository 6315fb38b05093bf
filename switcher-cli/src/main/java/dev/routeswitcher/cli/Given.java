package dev.routeswitcher.cli;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.operations.settings.ConfigurationFile;
import dev.routeswitcher.operations.settings.ConfigurationText;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Setting;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.settings.SettingsReader;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that was given: by options, by variables of the environment, by a file, in this
 * order. Uplinks of the command line stand in place of all those of the file.
 */
final class Given {

  private final Arguments words;
  private final Function<String, @Nullable String> environment;
  private final @Nullable ConfigurationFile file;
  private final FaultWords faultWords;
  private final Configuration configuration = new Configuration();
  private final List<String> faults = new ArrayList<>();

  private Given(
      Arguments words,
      Function<String, @Nullable String> environment,
      @Nullable ConfigurationFile file) {
    this.words = words;
    this.environment = environment;
    this.file = file;
    faultWords = FaultWords.naming(names()).placed(this::place);
  }

  /** Reads what was given, the file of {@code --config} too. */
  static Given by(Arguments words, Function<String, @Nullable String> environment) {
    List<String> named = words.values(Commands.CONFIG);
    return by(words, environment, named.isEmpty() ? null : named.get(named.size() - 1));
  }

  /**
   * The same with another file.
   *
   * @param path its path, or null for none
   */
  static Given by(
      Arguments words, Function<String, @Nullable String> environment, @Nullable String path) {
    ConfigurationFile file = null;
    List<String> faults = new ArrayList<>(words.mistakes());
    try {
      file = path == null ? null : ConfigurationFile.read(Path.of(path));
    } catch (IOException e) {
      faults.add(String.valueOf(e.getMessage()));
    } catch (InvalidPathException e) {
      faults.add("'" + path + "' cannot be the name of a file; name a file of settings");
    }
    Given given = new Given(words, environment, file);
    given.read(faults, path);
    return given;
  }

  private void read(List<String> before, @Nullable String path) {
    faults.addAll(before);
    ConfigurationFile its = file;
    if (its != null) {
      faults.addAll(its.faultsOfForm());
      if (its.faultsOfForm().isEmpty()) {
        its.readInto(
            configuration,
            faultWords,
            setting -> !isOption(setting) && variable(setting) == null,
            !words.describesUplinks());
      }
    }
    Settings.ALL.forEach(this::readVariable);
    words.readInto(configuration, faultWords);
    // What is missing may stand in a file that cannot be read.
    if (path == null || faults.size() == words.mistakes().size()) {
      configuration.faults(faultWords).stream().map(SettingFault::sentence).forEach(faults::add);
    }
  }

  private void readVariable(Setting<?> setting) {
    String value = variable(setting);
    if (value != null && !isOption(setting)) {
      String origin = " (from the variable " + setting.variable().orElse("") + ")";
      new SettingsReader(configuration, faultWords).read(setting, ImmutableList.of(value), origin);
    }
  }

  private @Nullable String variable(Setting<?> setting) {
    String name = setting.variable().orElse(null);
    String value = name == null ? null : environment.apply(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private boolean isOption(Setting<?> setting) {
    return words.has("--" + setting);
  }

  Configuration configuration() {
    return configuration;
  }

  /** Everything that is wrong, a line each; empty if it can be run. */
  List<String> faults() {
    return faults;
  }

  /** How lines call settings: as options, or as in the file where they stand there. */
  SettingNames names() {
    return file == null
        ? SettingNames.OPTIONS
        : setting -> words.has("--" + setting) ? "--" + setting : setting;
  }

  private String place(String setting, @Nullable String part) {
    boolean typed =
        words.has("--" + setting) || setting.startsWith("uplink") && words.describesUplinks();
    return file == null || typed ? "" : file.place(setting, part);
  }

  /** All of it as a file, with where each value comes from. */
  String shown() {
    return ConfigurationText.of(configuration, new Origins());
  }

  private final class Origins implements ConfigurationText.Origins {
    @Override
    public String of(Setting<?> setting) {
      if (isOption(setting)) {
        return "command line";
      } else if (variable(setting) != null) {
        return "variable " + setting.variable().orElse("");
      }
      return ofFile(its -> its.place(setting.key(), null), "default");
    }

    @Override
    public String of(int place, Setting<?> part) {
      if (!configuration.uplinks().get(place).has(part)) {
        return "default";
      }
      return words.describesUplinks()
          ? "command line"
          : ofFile(its -> its.placeOfUplink(place, part.key()), "default");
    }

    private String ofFile(Function<ConfigurationFile, String> place, String otherwise) {
      String words = file == null ? "" : place.apply(file);
      return words.isEmpty() ? otherwise : words.replaceFirst(": $", "");
    }
  }
}

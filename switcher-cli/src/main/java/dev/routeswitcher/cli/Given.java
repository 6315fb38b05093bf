package dev.routeswitcher.cli;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.ConfigFault;
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
import java.util.Optional;
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
  private final Configuration configuration = new Configuration();
  private final List<String> faults = new ArrayList<>();
  private boolean readable;

  private Given(
      Arguments words,
      Function<String, @Nullable String> environment,
      @Nullable ConfigurationFile file) {
    this.words = words;
    this.environment = environment;
    this.file = file;
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
    if (file != null) {
      faults.addAll(file.faultsOfForm());
    }
    Given given = new Given(words, environment, file);
    given.read(faults, faults.size() == words.mistakes().size());
    return given;
  }

  private void read(List<String> before, boolean whole) {
    faults.addAll(before);
    if (file != null && whole) {
      file.readInto(
          configuration,
          setting -> !isOption(setting) && variable(setting) == null,
          !words.describesUplinks());
    }
    Settings.ALL.forEach(this::readVariable);
    words.readInto(configuration, Arguments.WORDS);
    readable = whole;
    configuration.faults(words()).stream()
        .filter(fault -> whole || isWrongByItself(fault))
        .map(SettingFault::sentence)
        .forEach(faults::add);
  }

  /** Whatever stands in a file that cannot be read. */
  private boolean isWrongByItself(SettingFault fault) {
    return configuration.unreadable().contains(fault)
        || (isTyped(fault.setting()) && fault.code() instanceof ConfigFault.OutOfRange);
  }

  private void readVariable(Setting<?> setting) {
    String value = variable(setting);
    if (value != null && !isOption(setting)) {
      String origin = " (from the variable " + setting.variable().orElse("") + ")";
      new SettingsReader(configuration, Arguments.WORDS)
          .read(setting, ImmutableList.of(value), origin);
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

  /** The file that was read, as it was named; empty without one. */
  Optional<String> file() {
    return Optional.ofNullable(file).map(ConfigurationFile::name);
  }

  /** Whether all of it could be read, so that its values are known, right or wrong. */
  boolean isReadable() {
    return readable;
  }

  /** In which faults are said, each with its place. */
  FaultWords words() {
    return FaultWords.naming(names()).placed(this::place);
  }

  /** Everything that is wrong, a line each; empty if it can be run. */
  List<String> faults() {
    return faults;
  }

  /** How lines call settings: as options, or as the file does if there is one. */
  SettingNames names() {
    return file == null
        ? SettingNames.OPTIONS
        : setting -> isTyped(setting) ? "--" + setting : setting;
  }

  private boolean isTyped(String setting) {
    boolean ofUplink =
        setting.startsWith("uplink")
            || SettingNames.THE_TWO.stream().anyMatch(name -> setting.startsWith(name + "-"));
    return ofUplink ? words.describesUplinks() : words.has("--" + setting);
  }

  private String place(@Nullable String uplink, String setting) {
    boolean typed = uplink == null ? isTyped(setting) : words.describesUplinks();
    return file == null || typed ? "" : file.place(uplink, setting);
  }

  /** All of it as a file, with where each value comes from. */
  String shown() {
    return ConfigurationText.of(configuration, new Origins());
  }

  private final class Origins implements ConfigurationText.Origins {
    private static final String TYPED = "command line";
    private static final String DEFAULT = "default";

    @Override
    public String of(Setting<?> setting) {
      if (isOption(setting)) {
        return TYPED;
      } else if (variable(setting) != null) {
        return "variable " + setting.variable().orElse("");
      }
      return file == null ? DEFAULT : file.positionOf(setting).orElse(DEFAULT);
    }

    @Override
    public String of(int place, Setting<?> part) {
      if (words.has(Commands.UPLINK)) {
        return configuration.uplinks().get(place).has(part) ? TYPED : DEFAULT;
      } else if (words.describesUplinks() || file == null || !file.describesUplinks()) {
        return words.has("--" + SettingNames.THE_TWO.get(place) + "-" + part) ? TYPED : DEFAULT;
      }
      return file.positionOf(place, part).orElse(DEFAULT);
    }
  }
}

package dev.routeswitcher.operations.settings;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.MultimapBuilder;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Form;
import dev.routeswitcher.runtime.settings.Setting;
import dev.routeswitcher.runtime.settings.Setting.Trait;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.settings.SettingsReader;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import dev.routeswitcher.runtime.words.SettingNames;
import dev.routeswitcher.runtime.words.SimilarNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A file of settings in TOML 1.0. A key is the name that the setting has on the command line, an
 * uplink is a table {@code [[uplink]]} of its parts, in priority order.
 *
 * <p>A setting that may be repeated is given as a list. A duration, and whatever is one of some
 * words, is a string.
 */
public final class ConfigurationFile {

  /** Where one is looked for by whoever names none. */
  public static final Path USUAL_PLACE = Path.of("/etc/route-switcher/route-switcher.toml");

  private static final String UPLINK = "uplink";

  /** In bytes; a file of ours is a hundredth of that. */
  private static final int LARGEST = 100_000;

  /** So many faults of one kind are told. */
  private static final int MOST_FAULTS = 20;

  /** In characters; no path, name or address is longer. */
  private static final int LONGEST_VALUE = 4096;

  private static final ImmutableList<Setting<?>> COMMON =
      Settings.ALL.stream()
          .filter(setting -> !setting.has(Trait.EMBEDDED_ONLY))
          .collect(ImmutableList.toImmutableList());

  private final String name;
  private final TomlParseResult toml;

  /** The tables of the uplinks, and where each begins; none if it is no list of tables. */
  private final List<TomlTable> uplinks = new ArrayList<>();

  private final List<TomlPosition> begins = new ArrayList<>();

  /** The file as it was named. */
  public String name() {
    return name;
  }

  private ConfigurationFile(String name, TomlParseResult toml) {
    this.name = name;
    this.toml = toml;
    if (toml.get(List.of(UPLINK)) instanceof TomlArray array
        && array.toList().stream().allMatch(TomlTable.class::isInstance)) {
      for (int i = 0; i < array.size(); i++) {
        uplinks.add(array.getTable(i));
        begins.add(array.inputPositionOf(i));
      }
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException with one line for people if it cannot be read, or cannot be one of ours
   */
  public static ConfigurationFile read(Path path) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw new IOException(
          path + " cannot be read: " + reason(e) + "; name a file of settings", e);
    }
    if (bytes.length > LARGEST) {
      throw new IOException(path + " has more than 100 kB; name a file of settings");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return of(path.toString(), text);
    } catch (StackOverflowError e) {
      // The parser goes into brackets by recursion.
      throw new IOException(
          path + " has brackets in brackets without end; name a file of settings", e);
    } catch (CharacterCodingException e) {
      throw new IOException(path + " is not text in UTF-8; name a file of settings", e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason()
        : String.valueOf(e.getMessage());
  }

  /** The file of that name with that text. */
  static ConfigurationFile of(String name, String text) {
    // An editor may have put a byte order mark in front.
    return new ConfigurationFile(name, Toml.parse(text.replaceFirst("^\ufeff", "")));
  }

  /**
   * What is no TOML, a line each, with file, line and column. While there is any, the rest is not
   * to be read.
   */
  public List<String> faultsOfForm() {
    List<TomlParseError> errors =
        toml.errors().stream()
            .sorted(
                Comparator.comparingInt((TomlParseError error) -> error.position().line())
                    .thenComparingInt(error -> error.position().column()))
            .toList();
    List<String> lines =
        new ArrayList<>(errors.stream().limit(MOST_FAULTS).map(this::faultOfForm).toList());
    if (errors.size() > MOST_FAULTS) {
      lines.add(name + ": " + (errors.size() - MOST_FAULTS) + " more faults of form; is it TOML?");
    }
    return lines;
  }

  private String faultOfForm(TomlParseError error) {
    String message = String.valueOf(error.getMessage());
    String remedy =
        message.contains("a number")
            ? "a value is a number, true, false, text in quotes, or a list in brackets"
            : "write it as TOML has it: interval = \"1s\"";
    return place(error.position()) + message + "; " + remedy;
  }

  // Reading

  /** Reads all of it into a configuration, its faults included. */
  public void readInto(Configuration configuration) {
    readInto(configuration, setting -> true, true);
  }

  /**
   * Reads a part of it into a configuration, its faults included.
   *
   * @param common which of the settings that are common to all uplinks
   * @param uplinksToo whether the uplinks too
   */
  public void readInto(
      Configuration configuration, Predicate<Setting<?>> common, boolean uplinksToo) {
    Reading reading = new Reading(configuration);
    for (String key : toml.keySet()) {
      Optional<Setting<?>> setting = named(key, COMMON);
      if (key.equals(UPLINK)) {
        if (uplinksToo) {
          reading.uplinks();
        }
      } else if (setting.isEmpty()) {
        reading.unknown(key);
      } else if (common.test(setting.get())) {
        reading.common(setting.get());
      }
    }
  }

  private static Optional<Setting<?>> named(String key, List<Setting<?>> settings) {
    return settings.stream().filter(setting -> setting.key().equals(key)).findFirst();
  }

  /** How a fault of one key is put: its name, what is wrong, the remedy. */
  @FunctionalInterface
  private interface Words {
    SettingFault of(String key, String problem, String remedy);
  }

  /** One reading into one configuration. */
  private final class Reading {
    private final Configuration configuration;
    private final FaultWords words =
        FaultWords.naming(SettingNames.PLAIN).placed(ConfigurationFile.this::place);
    private int faults;

    Reading(Configuration configuration) {
      this.configuration = configuration;
    }

    private void fault(SettingFault fault) {
      faults++;
      if (faults <= MOST_FAULTS) {
        configuration.addUnreadable(fault);
      }
    }

    void common(Setting<?> setting) {
      List<String> texts = texts(words::unreadable, setting, toml.get(List.of(setting.key())));
      if (!texts.isEmpty()) {
        new SettingsReader(configuration, words).read(setting, texts);
      }
    }

    void unknown(String key) {
      Object value = toml.get(List.of(key));
      String problem = "there is no such setting";
      String remedy = meant(key, COMMON);
      Optional<String> first =
          SettingNames.THE_TWO.stream()
              .map(it -> it + "-")
              .filter(key::startsWith)
              .filter(it -> named(key.substring(it.length()), Settings.OF_UPLINK).isPresent())
              .findFirst();
      if (first.isPresent()) {
        problem = "is for the command line only";
        remedy = "write it below [[uplink]], without '" + first.get() + "'";
      } else if (named(key, Settings.OF_UPLINK).isPresent()) {
        problem = "is a setting of an uplink";
        remedy = "put it below its [[uplink]]";
      } else if (!SimilarNames.of(key, List.of(UPLINK)).isEmpty()) {
        remedy = "did you mean [[uplink]]?";
      } else if (value instanceof TomlTable || isListOfTables(value)) {
        problem = "is a table";
        remedy = "write settings above all tables; only uplinks have some, each [[uplink]]";
      }
      fault(words.unreadable(key, problem, remedy));
    }

    void uplinks() {
      if (uplinks.isEmpty()) {
        String remedy = "write [[uplink]] above the parts of each";
        fault(words.unreadable(UPLINK, "is no list of tables", remedy));
      }
      for (int i = 0; i < uplinks.size(); i++) {
        uplink(uplinks.get(i), begins.get(i));
      }
    }

    private void uplink(TomlTable table, TomlPosition begin) {
      FaultWords placed = words.placed((uplink, part) -> place(positionIn(table, begin, part)));
      ListMultimap<String, String> parts =
          MultimapBuilder.linkedHashKeys().arrayListValues().build();
      int before = faults;
      for (String key : table.keySet()) {
        Optional<Setting<?>> part = named(key, Settings.OF_UPLINK);
        if (part.isPresent()) {
          Object value = table.get(List.of(key));
          parts.putAll(key, texts(placed::unreadablePart, part.get(), value));
        } else {
          unknownPart(placed, key);
        }
      }
      if (!table.contains(List.of(Settings.INTERFACE.key()))) {
        fault(placed.unreadablePart(Settings.INTERFACE.key(), "is missing", "name one"));
      }
      if (faults == before) {
        new SettingsReader(configuration, placed).readUplink(parts);
      }
    }

    private void unknownPart(FaultWords placed, String key) {
      boolean common = named(key, COMMON).isPresent();
      String remedy = common ? "put it above the first [[uplink]]" : meant(key, Settings.OF_UPLINK);
      String problem = common ? "is a setting of all uplinks" : "is no setting of an uplink";
      fault(placed.unreadablePart(key, problem, remedy));
    }

    /** The value as texts; none if it is an empty list, or cannot be a value, which is a fault. */
    private List<String> texts(Words its, Setting<?> setting, @Nullable Object value) {
      String key = setting.key();
      if (value instanceof TomlTable || isListOfTables(value)) {
        fault(its.of(key, "is a table", "write it as " + key + " = ..."));
        return List.of();
      } else if (value instanceof TomlArray && !setting.form().isRepeatable()) {
        fault(its.of(key, "is a list", "give one value"));
        return List.of();
      }
      List<?> values =
          value instanceof TomlArray list ? list.toList() : Collections.singletonList(value);
      for (Object given : values) {
        int length = String.valueOf(given).length();
        if (!isOfForm(given, setting.form())) {
          fault(its.of(key, "is not text", "put it into quotes"));
          return List.of();
        } else if (length > LONGEST_VALUE) {
          fault(its.of(key, "has " + length + " characters", "give what it is to be"));
          return List.of();
        }
      }
      return values.stream().map(String::valueOf).toList();
    }
  }

  private static boolean isListOfTables(@Nullable Object value) {
    return value instanceof TomlArray array
        && array.size() > 0
        && array.toList().stream().allMatch(TomlTable.class::isInstance);
  }

  private static boolean isOfForm(@Nullable Object value, Form<?> form) {
    return value instanceof String
        || (value instanceof Long && form.isNumeric())
        || (value instanceof Boolean && form.isFlag());
  }

  private static String meant(String key, List<Setting<?>> settings) {
    List<String> names = SimilarNames.of(key, Lists.transform(settings, Setting::key));
    return names.isEmpty()
        ? "route-switcher --help lists all"
        : "did you mean " + String.join(" or ", names) + "?";
  }

  // Places

  /** Whether it describes any uplink. */
  public boolean describesUplinks() {
    return !uplinks.isEmpty();
  }

  /**
   * Where a setting is given, as the beginning of a sentence; empty if it is not given here.
   *
   * @param uplink the name of the uplink, or null if the setting is common to all
   * @param setting its name
   */
  public String place(@Nullable String uplink, String setting) {
    if (uplink == null) {
      return place(toml.inputPositionOf(List.of(setting)));
    }
    List<Integer> called =
        IntStream.range(0, uplinks.size())
            .filter(i -> uplink.equals(nameOf(uplinks.get(i))))
            .boxed()
            .toList();
    if (called.isEmpty()) {
      return "";
    }
    // Of two with one name the second is at fault.
    int index = called.get(setting.equals(Settings.NAME.key()) ? called.size() - 1 : 0);
    return place(positionIn(uplinks.get(index), begins.get(index), setting));
  }

  /** The file, line and column of a common setting; empty if it is not given here. */
  public Optional<String> positionOf(Setting<?> setting) {
    return Optional.ofNullable(toml.inputPositionOf(List.of(setting.key()))).map(this::text);
  }

  /** The same of a setting of an uplink, by its place in the order of priority, from 0. */
  public Optional<String> positionOf(int uplink, Setting<?> part) {
    return Optional.ofNullable(uplinks.get(uplink).inputPositionOf(List.of(part.key())))
        .map(this::text);
  }

  private static String nameOf(TomlTable uplink) {
    Object given = uplink.get(List.of(Settings.NAME.key()));
    return String.valueOf(given == null ? uplink.get(List.of(Settings.INTERFACE.key())) : given);
  }

  private static TomlPosition positionIn(TomlTable table, TomlPosition begin, String part) {
    TomlPosition position = table.inputPositionOf(List.of(part));
    return position == null ? begin : position;
  }

  private String place(@Nullable TomlPosition position) {
    return position == null ? "" : text(position) + ": ";
  }

  private String text(TomlPosition position) {
    return name + ":" + position.line() + ":" + position.column();
  }
}

package dev.routeswitcher.operations.settings;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.MultimapBuilder;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Setting;
import dev.routeswitcher.runtime.settings.Setting.Trait;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.settings.SettingsReader;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingNames;
import dev.routeswitcher.runtime.words.SimilarNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  /** Brackets within brackets: a file of ours needs two. */
  private static final int DEEPEST = 100;

  /** So many faults of the form are told. */
  private static final int MOST_FAULTS = 20;

  private static final ImmutableList<Setting<?>> COMMON =
      Settings.ALL.stream()
          .filter(setting -> !setting.has(Trait.EMBEDDED_ONLY))
          .collect(ImmutableList.toImmutableList());

  private final String name;
  private final TomlParseResult toml;

  private ConfigurationFile(String name, TomlParseResult toml) {
    this.name = name;
    this.toml = toml;
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
      if (depth(text) > DEEPEST) {
        throw new IOException(
            path + " has brackets within brackets within ...; name a file of settings");
      }
      return of(path.toString(), text);
    } catch (CharacterCodingException e) {
      throw new IOException(path + " is not text in UTF-8; name a file of settings", e);
    }
  }

  /** How deep brackets stand in each other; as deep goes the stack of the parser. */
  private static int depth(String text) {
    int depth = 0;
    int deepest = 0;
    for (char c : text.toCharArray()) {
      if (c == '[' || c == '{') {
        depth++;
        deepest = Math.max(deepest, depth);
      } else if (c == ']' || c == '}') {
        depth--;
      }
    }
    return deepest;
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return String.valueOf(e.getMessage());
  }

  /** The file of that name with that text. */
  static ConfigurationFile of(String name, String text) {
    return new ConfigurationFile(name, Toml.parse(text));
  }

  /**
   * What is no TOML, a line each, with file, line and column; as long as there is any, the rest is
   * not read.
   */
  public List<String> faultsOfForm() {
    List<TomlParseError> errors = toml.errors();
    List<String> lines =
        Lists.newArrayList(errors.stream().limit(MOST_FAULTS).map(this::faultOfForm).iterator());
    if (errors.size() > MOST_FAULTS) {
      lines.add(name + ": " + (errors.size() - MOST_FAULTS) + " more faults of form; is it TOML?");
    }
    return lines;
  }

  private String faultOfForm(TomlParseError error) {
    return place(error.position())
        + error.getMessage()
        + "; a setting is written as: interval = \"1s\"";
  }

  // Reading

  /** Whether it describes uplinks. */
  public boolean hasUplinks() {
    return toml.contains(List.of(UPLINK));
  }

  /** Whether it gives a setting that is common to all uplinks. */
  public boolean has(Setting<?> setting) {
    return toml.contains(List.of(setting.key()));
  }

  /** Sentences that say where in this file a setting is given. */
  public FaultWords words(SettingNames names) {
    return FaultWords.naming(names).placed(this::place);
  }

  /** Reads all of it into a configuration, its faults included. */
  public void readInto(Configuration configuration, FaultWords words) {
    readInto(configuration, words, setting -> true, true);
  }

  /**
   * Reads a part of it into a configuration, its faults included.
   *
   * @param common which of the settings that are common to all uplinks
   * @param uplinks whether the uplinks too
   */
  public void readInto(
      Configuration configuration,
      FaultWords words,
      Predicate<Setting<?>> common,
      boolean uplinks) {
    Reading reading = new Reading(configuration, words);
    for (String key : toml.keySet()) {
      Optional<Setting<?>> setting = named(key, COMMON);
      if (key.equals(UPLINK)) {
        if (uplinks) {
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

  private static List<String> keys(List<Setting<?>> settings) {
    return Lists.transform(settings, Setting::key);
  }

  /** One reading into one configuration. */
  private final class Reading {
    private final Configuration configuration;
    private final FaultWords words;

    Reading(Configuration configuration, FaultWords words) {
      this.configuration = configuration;
      this.words = words;
    }

    void unknown(String key) {
      fault(words, key, "there is no such setting", meant(key, COMMON));
    }

    void common(Setting<?> setting) {
      List<String> texts = texts(words, setting, toml.get(List.of(setting.key())));
      if (!texts.isEmpty()) {
        new SettingsReader(configuration, words).read(setting, texts);
      }
    }

    void uplinks() {
      Object value = toml.get(List.of(UPLINK));
      if (value instanceof TomlArray tables
          && IntStream.range(0, tables.size()).allMatch(i -> tables.get(i) instanceof TomlTable)) {
        for (int i = 0; i < tables.size(); i++) {
          uplink(tables.getTable(i), tables.inputPositionOf(i));
        }
      } else {
        fault(words, UPLINK, "is not a list of tables", "write [[uplink]] above the parts of each");
      }
    }

    private void uplink(TomlTable table, TomlPosition begin) {
      FaultWords its = words.placed((setting, part) -> place(positionIn(table, begin, part)));
      ListMultimap<String, String> parts =
          MultimapBuilder.linkedHashKeys().arrayListValues().build();
      for (String key : table.keySet()) {
        named(key, Settings.OF_UPLINK)
            .ifPresentOrElse(
                part -> parts.putAll(key, texts(its, part, table.get(List.of(key)))),
                () -> unknownPart(its, key));
      }
      new SettingsReader(configuration, its).readUplink(parts);
    }

    private void unknownPart(FaultWords its, String key) {
      boolean common = named(key, COMMON).isPresent();
      String remedy = common ? "put it above the first [[uplink]]" : meant(key, Settings.OF_UPLINK);
      String problem = common ? "is a setting of all uplinks" : "is no setting of an uplink";
      configuration.addUnreadable(its.unreadablePart(key, problem, remedy));
    }

    /** The value as texts; none if it is an empty list, or cannot be a value, which is a fault. */
    private List<String> texts(FaultWords its, Setting<?> setting, @Nullable Object value) {
      Stream<?> values =
          value instanceof TomlArray list ? list.toList().stream() : Stream.of(value);
      if (value instanceof TomlArray && !setting.form().isRepeatable()) {
        fault(its, setting.key(), "is a list", "give one value");
        return List.of();
      }
      List<?> given = values.toList();
      if (given.stream().anyMatch(it -> !isScalar(it))) {
        fault(its, setting.key(), "is neither text nor a number", "put it into quotes");
        return List.of();
      }
      return given.stream().map(String::valueOf).toList();
    }

    private void fault(FaultWords its, String key, String problem, String remedy) {
      configuration.addUnreadable(its.unreadable(key, problem, remedy));
    }
  }

  private static boolean isScalar(@Nullable Object value) {
    return value instanceof String
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean;
  }

  private static String meant(String key, List<Setting<?>> settings) {
    List<String> names = SimilarNames.of(key, keys(settings));
    return names.isEmpty()
        ? "route-switcher --help lists all"
        : "did you mean " + String.join(" or ", names) + "?";
  }

  // Places

  /** Where a setting is given, as the beginning of a sentence; empty if it is not given here. */
  public String place(String setting, @Nullable String part) {
    for (String first : SettingNames.THE_TWO) {
      if (setting.startsWith(first + "-")) {
        return placeOfUplink(first, setting.substring(first.length() + 1));
      }
    }
    if (setting.startsWith(UPLINK + " ")) {
      return placeOfUplink(setting.substring(UPLINK.length() + 1), part);
    } else if (setting.equals(UPLINK)) {
      return hasUplinks() ? name + ": " : "";
    }
    return place(toml.inputPositionOf(List.of(setting)));
  }

  /** The place of an uplink by its place in the order of priority, from 0. */
  public String placeOfUplink(int index, @Nullable String part) {
    TomlArray uplinks = toml.getArray(List.of(UPLINK));
    return uplinks == null
        ? ""
        : place(positionIn(uplinks.getTable(index), uplinks.inputPositionOf(index), part));
  }

  private String placeOfUplink(String uplink, @Nullable String part) {
    TomlArray uplinks = toml.getArray(List.of(UPLINK));
    int count = uplinks == null ? 0 : uplinks.size();
    // Of two with the same name the last is at fault.
    return IntStream.iterate(count - 1, i -> i >= 0, i -> i - 1)
        .filter(i -> uplink.equals(nameOf(uplinks.getTable(i))))
        .mapToObj(i -> placeOfUplink(i, part))
        .findFirst()
        .orElse("");
  }

  private static @Nullable Object nameOf(TomlTable uplink) {
    Object itsName = uplink.get(List.of(Settings.NAME.key()));
    return itsName == null ? uplink.get(List.of(Settings.INTERFACE.key())) : itsName;
  }

  private static TomlPosition positionIn(
      TomlTable table, TomlPosition begin, @Nullable String part) {
    TomlPosition position = part == null ? null : table.inputPositionOf(List.of(part));
    return position == null ? begin : position;
  }

  private String place(@Nullable TomlPosition position) {
    return position == null ? "" : name + ":" + position.line() + ":" + position.column() + ": ";
  }
}

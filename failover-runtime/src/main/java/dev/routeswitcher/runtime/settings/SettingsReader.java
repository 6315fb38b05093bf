package dev.routeswitcher.runtime.settings;

import com.google.common.base.Splitter;
import com.google.common.collect.LinkedListMultimap;
import com.google.common.collect.ListMultimap;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads settings that are given as text into a configuration, and the faults of those texts too.
 */
public final class SettingsReader {

  private static final String UPLINK_FORM =
      Settings.OF_UPLINK.stream()
          .filter(part -> !part.form().isFlag())
          .map(part -> part + "=" + part.example())
          .collect(Collectors.joining(","));

  private final Configuration configuration;
  private final FaultWords words;

  /**
   * A reader into a configuration.
   *
   * @param words how faults are put
   */
  public SettingsReader(Configuration configuration, FaultWords words) {
    this.configuration = configuration;
    this.words = words;
  }

  /** One of the common settings; of one that is not repeatable the last text counts. */
  public void read(Setting<?> setting, List<String> texts) {
    read(setting, texts, "");
  }

  /**
   * The same.
   *
   * @param origin where the texts come from, to be added to what is wrong with them
   */
  public void read(Setting<?> setting, List<String> texts, String origin) {
    setting
        .read(texts, configuration.common())
        .ifPresentOrElse(
            configuration::set, () -> addUnreadable(setting.key(), setting, texts, origin));
  }

  /**
   * A setting of the primary or of the secondary.
   *
   * @param place 0 for the primary, 1 for the secondary
   */
  public void read(int place, Setting<?> setting, List<String> texts) {
    setting
        .read(texts, configuration.uplink(place))
        .ifPresentOrElse(
            values -> configuration.set(place, values),
            () ->
                addUnreadable(SettingNames.THE_TWO.get(place) + "-" + setting, setting, texts, ""));
  }

  private void addUnreadable(String name, Setting<?> setting, List<String> texts, String origin) {
    configuration.addUnreadable(
        words.unreadable(name, problem(setting, texts) + origin, setting.form().remedy()));
  }

  private static String problem(Setting<?> setting, List<String> texts) {
    return String.format(setting.form().problem(), texts.get(texts.size() - 1));
  }

  /** One more uplink, from its parts: {@code name=fibre,interface=eth0,metric=10}. */
  public void readUplink(String text) {
    int before = configuration.unreadable().size();
    ListMultimap<String, String> parts = parts(text);
    if (!parts.containsKey(Settings.INTERFACE.key())
        && configuration.unreadable().size() == before) {
      configuration.addUnreadable(
          words.uplinkForm("'" + text + "' names no interface", UPLINK_FORM));
    }
    parts.get(Settings.NAME.key()).stream()
        .filter(SettingNames.THE_TWO::contains)
        .distinct()
        .forEach(name -> configuration.addUnreadable(words.uplinkNameReserved(name)));
    if (configuration.unreadable().size() == before) {
      readUplink(parts);
    }
  }

  /**
   * One more uplink, if all that is given of it can be read.
   *
   * @param parts what is given of it, by the names of {@link Settings#OF_UPLINK}; its interface too
   */
  public void readUplink(ListMultimap<String, String> parts) {
    int before = configuration.unreadable().size();
    Values uplink = Values.NONE;
    for (Setting<?> part : Settings.OF_UPLINK) {
      List<String> texts = parts.get(part.key());
      if (texts.size() > 1 && !part.form().isRepeatable()) {
        configuration.addUnreadable(words.uplinkPartRepeated(part.key(), texts.size()));
      } else if (!texts.isEmpty()) {
        Optional<Values> more = part.read(texts, uplink);
        if (more.isEmpty()) {
          configuration.addUnreadable(
              words.unreadablePart(part.key(), problem(part, texts), part.form().remedy()));
        }
        uplink = more.orElse(uplink);
      }
    }
    if (configuration.unreadable().size() == before) {
      configuration.add(uplink);
    }
  }

  private ListMultimap<String, String> parts(String text) {
    ListMultimap<String, String> parts = LinkedListMultimap.create();
    String before = "";
    for (String word : Splitter.on(',').split(text)) {
      int equals = word.indexOf('=');
      String key = word.substring(0, Math.max(0, equals));
      if (Settings.OF_UPLINK.stream().anyMatch(part -> part.key().equals(key))) {
        parts.put(key, word.substring(equals + 1));
      } else if (equals < 0 && before.startsWith(Settings.INTERFACE.key() + "=")) {
        configuration.addUnreadable(
            words.commaInInterface(before.substring(before.indexOf('=') + 1) + "," + word));
      } else {
        configuration.addUnreadable(
            words.uplinkForm("'" + word + "' is not a part of an uplink", UPLINK_FORM));
      }
      before = word;
    }
    return parts;
  }
}

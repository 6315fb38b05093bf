package dev.routeswitcher.runtime.settings;

import com.google.common.base.Splitter;
import com.google.common.collect.LinkedListMultimap;
import com.google.common.collect.ListMultimap;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads settings that are given as text into a configuration, and the faults of those texts too.
 */
public final class SettingsReader {

  private static final String UPLINK_FORM =
      Settings.OF_UPLINK.stream()
          .map(part -> part.key() + "=" + part.example().orElseThrow())
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
    try {
      configuration.set(setting.read(texts, configuration.common()));
    } catch (Form.Malformed e) {
      unread(setting.key(), "", e, origin);
    }
  }

  /**
   * A setting of the primary or of the secondary.
   *
   * @param place 0 for the primary, 1 for the secondary
   */
  public void read(int place, Setting<?> setting, List<String> texts) {
    try {
      configuration.set(place, setting.read(texts, configuration.uplink(place)));
    } catch (Form.Malformed e) {
      unread(Configuration.THE_TWO.get(place) + "-" + setting.key(), "", e, "");
    }
  }

  private void unread(String setting, String part, Form.Malformed fault, String origin) {
    configuration.unread(words.unreadable(setting, part, fault.problem() + origin, fault.remedy()));
  }

  /** One more uplink, from its parts: {@code name=fibre,interface=eth0,metric=10}. */
  public void readUplink(String text) {
    List<SettingFault> faults = new ArrayList<>();
    ListMultimap<String, String> parts = parts(text, faults);
    Values uplink = Values.NONE;
    for (Setting<?> part : Settings.OF_UPLINK) {
      List<String> texts = parts.get(part.key());
      if (texts.size() > 1 && !part.form().isRepeatable()) {
        faults.add(words.uplinkPartRepeated(part.key(), texts.size()));
      } else if (!texts.isEmpty()) {
        try {
          uplink = part.read(texts, uplink);
        } catch (Form.Malformed e) {
          faults.add(words.unreadable("uplink", part.key() + " ", e.problem(), e.remedy()));
        }
      }
    }
    if (!uplink.has(Settings.INTERFACE) && faults.isEmpty()) {
      faults.add(words.uplinkForm("'" + text + "' names no interface", UPLINK_FORM));
    }
    String name = uplink.has(Settings.NAME) ? uplink.get(Settings.NAME) : "";
    if (Configuration.THE_TWO.contains(name)) {
      faults.add(words.uplinkNameReserved(text, name));
    }
    if (faults.isEmpty()) {
      configuration.add(uplink);
    }
    faults.forEach(configuration::unread);
  }

  private ListMultimap<String, String> parts(String text, List<SettingFault> faults) {
    ListMultimap<String, String> parts = LinkedListMultimap.create();
    for (String word : Splitter.on(',').split(text)) {
      int equals = word.indexOf('=');
      String key = word.substring(0, Math.max(0, equals));
      if (Settings.OF_UPLINK.stream().anyMatch(part -> part.key().equals(key))) {
        parts.put(key, word.substring(equals + 1));
      } else {
        faults.add(words.uplinkForm("'" + word + "' is not a part of an uplink", UPLINK_FORM));
      }
    }
    return parts;
  }
}

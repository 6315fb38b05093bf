package dev.routeswitcher.runtime.settings;

import com.google.common.base.Ascii;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A configuration as the log writes it: uplinks, targets and metrics, then what does not have its
 * default.
 */
final class ConfigurationLine {

  private final StringBuilder line = new StringBuilder();

  ConfigurationLine(Configuration configuration) {
    List<Values> uplinks = configuration.uplinks();
    List<FamilyConfig> families = configuration.engine().families();
    for (int i = 0; i < uplinks.size(); i++) {
      uplink(uplinks.get(i), i);
    }
    add(
        "targets",
        joined(
            families.stream()
                .flatMap(it -> it.targets().stream())
                .map(InetAddresses::toAddrString)));
    families.stream()
        .filter(FamilyConfig::implied)
        .forEach(family -> add("implied", Ascii.toLowerCase(family.family().name())));
    FamilyConfig any = families.get(0);
    add(
        "metrics",
        joined(
            Stream.concat(
                    Stream.of(any.failoverMetric()),
                    any.uplinks().stream().map(UplinkConfig::metric))
                .map(String::valueOf)));
    for (Setting<?> setting : Settings.ALL) {
      if (setting.equals(Settings.FAILBACK)) {
        // The intervals of uplinks stand behind the times that all uplinks share.
        ofUplinks(uplinks);
      }
      add("", setting, configuration.common());
    }
  }

  /** The two that everybody knows are called by their place, the others by their names. */
  private void uplink(Values uplink, int place) {
    String name = uplink.get(Settings.NAME, place);
    String hop = uplink.get(Settings.INTERFACE, place);
    for (String gateway : uplink.get(Settings.GATEWAY)) {
      hop += "/" + gateway;
    }
    if (SettingNames.THE_TWO.contains(name)) {
      add(name, hop);
    } else {
      add("uplink", name + "/" + hop);
    }
  }

  private void ofUplinks(List<Values> uplinks) {
    for (int i = 0; i < uplinks.size(); i++) {
      for (Setting<?> setting : Settings.OF_UPLINK) {
        add(uplinks.get(i).get(Settings.NAME, i) + "_", setting, uplinks.get(i));
      }
    }
  }

  private void add(String prefix, Setting<?> setting, Values values) {
    setting.logged(values).ifPresent(value -> add(prefix + setting.key().replace('-', '_'), value));
  }

  private void add(String key, String value) {
    line.append(line.isEmpty() ? "" : " ").append(key).append('=').append(value);
  }

  private static String joined(Stream<String> values) {
    return values.collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    return line.toString();
  }
}

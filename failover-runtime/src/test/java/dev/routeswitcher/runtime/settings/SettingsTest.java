package dev.routeswitcher.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Iterables;
import dev.routeswitcher.engine.config.ConfigField;
import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.runtime.words.DurationText;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import dev.routeswitcher.runtime.words.SettingNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table is whole, and every row of it holds together. */
class SettingsTest {

  private static Iterable<Setting<?>> every() {
    return Iterables.concat(Settings.OF_UPLINK, Settings.ALL);
  }

  /** The range of targets is that of their number. */
  private static Stream<Setting<?>> ranged() {
    return Settings.ALL.stream()
        .filter(setting -> setting.range().isPresent() && !setting.equals(Settings.PING_TARGET));
  }

  @Test
  void every_value_that_the_engine_checks_has_a_row_and_every_name_is_given_once() {
    List<String> names = new ArrayList<>();
    every().forEach(setting -> names.add(setting.key()));
    assertThat(names).doesNotHaveDuplicates();
    assertThat(names)
        .containsAll(
            Arrays.stream(ConfigField.values())
                .filter(field -> field != ConfigField.UPLINK)
                .map(ConfigField::toString)
                .toList());
  }

  @Test
  void without_any_value_all_defaults_are_those_of_the_engine() {
    Configuration configuration = new Configuration();
    assertThat(configuration.faults(FaultWords.naming(SettingNames.PLAIN))).isEmpty();
    assertThat(configuration.engine().timing()).isEqualTo(Timing.defaults());
    assertThat(configuration.engine().policy()).isEqualTo(Policy.DEFAULT);
    assertThat(configuration.engine().tables()).isEqualTo(TableLayout.DEFAULT);
  }

  /** Whatever is read reaches the engine: it judges what lies outside of the range. */
  @ParameterizedTest
  @MethodSource("ranged")
  void a_text_beyond_the_range_is_a_fault_of_that_setting(Setting<?> setting) {
    Comparable<?> most = setting.range().orElseThrow().upperEndpoint();
    String beyond =
        most instanceof Duration duration
            ? DurationText.of(duration.plusSeconds(1))
            : String.valueOf((Long) most + 1);
    Configuration configuration = new Configuration();
    SettingsReader reader =
        new SettingsReader(configuration, FaultWords.naming(SettingNames.PLAIN));
    if (setting.needed().contains("leave-at-loss")) {
      reader.read(Settings.LEAVE_AT_LOSS, List.of("100"));
    } else if (setting.needed().contains("leave-at-rtt")) {
      reader.read(Settings.LEAVE_AT_RTT, List.of("1h"));
    }
    reader.read(setting, List.of(beyond));
    assertThat(configuration.faults(FaultWords.naming(SettingNames.PLAIN)))
        .extracting(SettingFault::setting)
        .contains(setting.key());
  }

  @Test
  void a_timing_and_a_policy_are_taken_over_whole() {
    Configuration configuration = new Configuration();
    Timing timing =
        new Timing(
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Deadline.FIXED,
            Duration.ofSeconds(1),
            4,
            5,
            6,
            Duration.ofSeconds(7),
            Duration.ofSeconds(8),
            Duration.ofSeconds(9),
            Duration.ofSeconds(10),
            Duration.ofSeconds(11));
    configuration.takeOver(timing);
    assertThat(configuration.engine().timing()).isEqualTo(timing);
    configuration.takeOver(Timing.defaults());
    assertThat(configuration.engine().timing()).isEqualTo(Timing.defaults());
  }

  @Test
  void what_cannot_change_while_the_switcher_runs_is_little() {
    assertThat(every())
        .filteredOn(setting -> setting.has(Setting.Trait.FIXED))
        .containsExactly(Settings.DRY_RUN, Settings.RECORD);
  }
}

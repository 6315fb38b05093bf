package dev.routeswitcher.runtime.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "1s, PT1S",
    "60, PT1M",
    "1.5s, PT1.5S",
    "0.05, PT0.05S",
    "15m, PT15M",
    "24h, PT24H",
    "0, PT0S",
    "0.5ms, PT0.0005S",
    "999999999s, PT999999999S"
  })
  void a_number_with_a_unit_or_bare_seconds(String text, Duration duration) {
    assertThat(DurationText.parse(text)).hasValue(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "s",
        "ms",
        "-1s",
        "+1s",
        "1 s",
        " 1s",
        "1s ",
        "1d",
        "1S",
        "1m30s",
        "1.",
        ".5",
        "1,5s",
        "1e3",
        "0x10",
        "1.0000001s",
        "1234567890s",
        "999999999h",
        "\u0661s"
      })
  void anything_else_is_no_duration(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }

  @Property
  void whole_milliseconds_are_exact(@ForAll @IntRange(min = 0, max = 999_999_999) int millis) {
    assertThat(DurationText.parse(millis + "ms")).hasValue(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.25S, 250ms",
    "PT0.0014S, 1ms",
    "PT1S, 1s",
    "PT1.5S, 1.5s",
    "PT10.9984S, 10.998s",
    "PT60S, 60s",
    "PT90S, 90s",
    "PT120S, 2m",
    "PT15M, 15m",
    "PT1H, 1h",
    "PT25H, 25h",
    "PT-1S, -1s"
  })
  void a_duration_is_written_as_people_would(Duration duration, String text) {
    assertThat(DurationText.of(duration)).isEqualTo(text);
  }
}

package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

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
    assertThat(Durations.text(duration)).isEqualTo(text);
  }
}

package dev.routeswitcher.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.config.QualityRules;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of the quality rules, to the point. */
class QualityTest {

  private static final long WINDOW = Duration.ofSeconds(10).toNanos();
  private static final QualityRules RULES =
      new QualityRules(
          Duration.ofNanos(WINDOW),
          new QualityRules.Loss(20, 5),
          new QualityRules.Delay(Duration.ofMillis(300), Duration.ofMillis(150)));

  private static Condition judged(Condition before, int lostOfHundred, long rttNanos) {
    QualityWindow window = QualityWindow.begin(0);
    for (int probe = 0; probe < 100; probe++) {
      window =
          probe < lostOfHundred
              ? window.lost(RULES, WINDOW)
              : window.answered(RULES, rttNanos, WINDOW);
    }
    return new Quality(before, window).judged(RULES, WINDOW).condition();
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWERING, 19, ANSWERING",
    "ANSWERING, 20, LOSSY",
    "LOSSY, 6, LOSSY",
    "LOSSY, 5, ANSWERING"
  })
  void the_upper_limit_of_loss_is_too_much_and_the_lower_is_good_enough(
      Condition before, int lost, Condition after) {
    assertThat(judged(before, lost, 20_000_000)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWERING, 299999999, ANSWERING",
    "ANSWERING, 300000000, SLOW",
    "SLOW, 150000001, SLOW",
    "SLOW, 150000000, ANSWERING"
  })
  void so_it_is_with_the_mean_round_trip(Condition before, long rttNanos, Condition after) {
    assertThat(judged(before, 0, rttNanos)).isEqualTo(after);
  }

  @Test
  void nothing_is_judged_until_a_whole_window_has_passed() {
    Quality lossy = Quality.begin(0).with(QualityWindow.begin(0).lost(RULES, 0));
    assertThat(lossy.window().isFull(RULES, WINDOW - 1)).isFalse();
    assertThat(lossy.window().isFull(RULES, WINDOW)).isTrue();
  }

  @Test
  void an_outcome_counts_for_ten_tenths_of_a_window() {
    QualityWindow window = QualityWindow.begin(0).lost(RULES, 0);
    assertThat(window.totals(RULES, WINDOW - 1).lost()).isEqualTo(1);
    assertThat(window.totals(RULES, WINDOW).lost()).isZero();
  }
}

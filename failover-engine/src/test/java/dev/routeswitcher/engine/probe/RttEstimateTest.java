package dev.routeswitcher.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The arithmetic of RFC 6298, section 2. */
class RttEstimateTest {

  private static final long MILLI = 1_000_000;

  @Test
  void the_first_measurement_has_half_of_itself_for_its_variation() {
    assertThat(RttEstimate.first(100 * MILLI).replyTimeoutNanos()).isEqualTo(300 * MILLI);
  }

  @Test
  void another_moves_the_mean_by_an_eighth_and_the_variation_by_a_quarter() {
    RttEstimate second = RttEstimate.first(100 * MILLI).after(180 * MILLI);
    assertThat(second.srttNanos()).isEqualTo(110 * MILLI);
    assertThat(second.rttvarNanos()).isEqualTo(57_500_000);
  }
}

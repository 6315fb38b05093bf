package dev.routeswitcher.icmp.statistics;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RoundTripEstimateTest {

  private static RoundTripEstimate after(long... rttNanos) {
    RoundTripEstimate estimate = RoundTripEstimate.NONE;
    for (long rtt : rttNanos) {
      estimate = estimate.after(rtt);
    }
    return estimate;
  }

  @Test
  void the_first_sample_is_the_estimate_and_half_of_it_the_variation() {
    assertThat(after(80_000_000)).isEqualTo(new RoundTripEstimate(1, 80_000_000, 40_000_000));
  }

  @Test
  void a_further_sample_weighs_an_eighth_and_its_deviation_a_quarter() {
    assertThat(after(80_000_000, 160_000_000))
        .isEqualTo(new RoundTripEstimate(2, 90_000_000, 50_000_000));
  }

  @Test
  void the_timeout_is_the_smoothed_time_and_four_times_the_variation() {
    assertThat(after(80_000_000).timeout(ofMillis(1), ofSeconds(5))).isEqualTo(ofMillis(240));
  }

  @Test
  void the_timeout_stays_within_its_bounds() {
    assertThat(after(80_000_000).timeout(ofMillis(300), ofSeconds(5))).isEqualTo(ofMillis(300));
    assertThat(after(80_000_000).timeout(ofMillis(10), ofMillis(200))).isEqualTo(ofMillis(200));
  }

  @Test
  void without_a_sample_the_timeout_is_the_upper_bound() {
    assertThat(RoundTripEstimate.NONE.timeout(ofMillis(10), ofSeconds(2))).isEqualTo(ofSeconds(2));
  }

  @Test
  void on_a_path_that_never_varies_the_timeout_exceeds_the_smoothed_time_by_a_millisecond() {
    RoundTripEstimate estimate = RoundTripEstimate.NONE;
    for (int i = 0; i < 200; i++) {
      estimate = estimate.after(5_000_000);
    }
    assertThat(estimate.timeout(ofMillis(1), ofSeconds(5))).isEqualTo(ofMillis(6));
  }

  @Test
  void the_timeout_adapts_to_a_slower_path_within_a_few_samples() {
    RoundTripEstimate estimate = RoundTripEstimate.NONE;
    for (int i = 0; i < 200; i++) {
      estimate = estimate.after(5_000_000);
    }
    estimate = estimate.after(500_000_000).after(500_000_000);
    assertThat(estimate.timeout(ofMillis(1), ofSeconds(5))).isGreaterThan(ofMillis(500));
  }

  @Test
  void values_out_of_range_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> RoundTripEstimate.NONE.after(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoundTripEstimate.NONE.after(RoundTripEstimate.MAX_SAMPLE_NANOS + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new RoundTripEstimate(0, 1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> after(1).timeout(ofSeconds(2), ofSeconds(1)));
  }

  @Test
  void the_longest_round_trip_does_not_overflow() {
    long longest = RoundTripEstimate.MAX_SAMPLE_NANOS;
    assertThat(after(longest, 0, longest).timeout(ofMillis(1), ofSeconds(5)))
        .isEqualTo(ofSeconds(5));
  }

  @Property(tries = 500)
  void it_stays_within_the_stated_distance_of_exact_arithmetic(@ForAll("times") List<Long> times) {
    RoundTripEstimate estimate = RoundTripEstimate.NONE;
    BigDecimal smoothed = BigDecimal.ZERO;
    BigDecimal variation = BigDecimal.ZERO;
    for (int i = 0; i < times.size(); i++) {
      BigDecimal rtt = BigDecimal.valueOf(times.get(i));
      if (i == 0) {
        smoothed = rtt;
        variation = rtt.divide(BigDecimal.valueOf(2), MathContext.DECIMAL128);
      } else {
        BigDecimal deviation = smoothed.subtract(rtt).abs();
        variation = weighted(variation, deviation, "0.25");
        smoothed = weighted(smoothed, rtt, "0.125");
      }
      estimate = estimate.after(times.get(i));
      assertThat(BigDecimal.valueOf(estimate.smoothedNanos()))
          .isCloseTo(smoothed, within(BigDecimal.valueOf(4)));
      assertThat(BigDecimal.valueOf(estimate.variationNanos()))
          .isCloseTo(variation, within(BigDecimal.valueOf(6)));
    }
  }

  private static BigDecimal weighted(BigDecimal old, BigDecimal sample, String weight) {
    BigDecimal share = new BigDecimal(weight);
    return old.multiply(BigDecimal.ONE.subtract(share))
        .add(sample.multiply(share))
        .round(MathContext.DECIMAL128);
  }

  @Provide
  Arbitrary<List<Long>> times() {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(0, 100),
            Arbitraries.longs().between(0, 10_000_000_000L),
            Arbitraries.longs().between(0, RoundTripEstimate.MAX_SAMPLE_NANOS))
        .list()
        .ofMaxSize(200);
  }
}

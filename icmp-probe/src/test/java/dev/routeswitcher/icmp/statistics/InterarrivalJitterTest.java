package dev.routeswitcher.icmp.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InterarrivalJitterTest {
  private final InterarrivalJitter jitter = new InterarrivalJitter();

  @Test
  void it_takes_two_replies() {
    assertThat(jitter.nanos()).isZero();
    jitter.add(5_000_000);
    assertThat(jitter.nanos()).isZero();
  }

  @Test
  void a_difference_weighs_a_sixteenth() {
    jitter.add(10_000_000);
    jitter.add(26_000_000);
    assertThat(jitter.nanos()).isEqualTo(1_000_000);
    jitter.add(10_000_000);
    assertThat(jitter.nanos()).isEqualTo(1_937_500);
  }

  @Test
  void it_decays_on_a_path_that_is_steady_again() {
    jitter.add(0);
    jitter.add(1_000_000_000);
    for (int i = 0; i < 400; i++) {
      jitter.add(1_000_000_000);
    }
    assertThat(jitter.nanos()).isLessThanOrEqualTo(1);
  }

  @Property(tries = 300)
  void it_stays_within_a_nanosecond_of_exact_arithmetic(
      @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 10_000_000_000L) Long> times) {
    InterarrivalJitter measured = new InterarrivalJitter();
    double exact = 0;
    for (int i = 0; i < times.size(); i++) {
      if (i > 0) {
        exact += (Math.abs((double) times.get(i) - times.get(i - 1)) - exact) / 16;
      }
      measured.add(times.get(i));
      assertThat((double) measured.nanos()).isCloseTo(exact, within(1.01));
    }
  }
}

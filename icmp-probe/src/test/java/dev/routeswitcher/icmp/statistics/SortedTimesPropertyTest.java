package dev.routeswitcher.icmp.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SortedTimesPropertyTest {
  private static final int WINDOW = 20;

  /** Also where their squares exceed 64 bits, and differ in the last digits only. */
  @Property(tries = 500)
  void figures_are_those_of_the_definitions_in_exact_arithmetic(
      @ForAll("series") List<Long> series) {
    SortedTimes times = new SortedTimes(WINDOW);
    Deque<Long> held = new ArrayDeque<>();
    for (long rtt : series) {
      if (held.size() == WINDOW) {
        times.remove(held.removeFirst());
      }
      times.add(rtt);
      held.addLast(rtt);
      assertThat(times.summary())
          .isEqualTo(NaiveSummary.of(held.stream().mapToLong(value -> value).toArray()));
    }
    held.forEach(times::remove);
    assertThat(times.summary()).isNull();
  }

  @Provide
  Arbitrary<List<Long>> series() {
    long day = Duration.ofDays(1).toNanos();
    return Arbitraries.oneOf(
            Arbitraries.longs().between(0, 100),
            Arbitraries.longs().between(0, Duration.ofSeconds(10).toNanos()),
            Arbitraries.longs().between(0, day),
            Arbitraries.longs().between(day, day + 100))
        .list()
        .ofMaxSize(3 * WINDOW);
  }
}

package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few days of {@link Simulation}; {@link SimulationRun} is the long form. */
class SimulationTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void hours_of_faults_breaks_no_rule_and_ends_well(long seed) {
    Simulation simulation = new Simulation(seed).run(Duration.ofHours(6));
    assertThat(simulation.storms()).isPositive();
  }

  /**
   * The primary fails while the kernel changes no route, and is well again before it does: what is
   * wanted comes back to where the traffic never left, which is no return that a hold could defer.
   */
  @Test
  void a_failover_that_never_came_into_force_leaves_nothing_to_return_from() {
    assertThat(new Simulation(20077).run(Duration.ofHours(25)).days()).isGreaterThan(1);
  }

  @Test
  void one_seed_gives_one_course_of_events() {
    Simulation once = new Simulation(5).run(Duration.ofHours(1));
    Simulation again = new Simulation(5).run(Duration.ofHours(1));
    assertThat(again.steps()).isEqualTo(once.steps());
    assertThat(again.switches()).isEqualTo(once.switches());
    assertThat(again.days()).isEqualTo(once.days());
  }
}

package dev.routeswitcher.icmp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualClockTest {
  private final ManualClock clock = new ManualClock();
  private final long start = clock.nanoTime();
  private final List<String> ran = new ArrayList<>();

  private void schedule(long inMillis, String name) {
    clock.schedule(
        start + Duration.ofMillis(inMillis).toNanos(),
        () -> ran.add(name + " at " + Duration.ofNanos(clock.nanoTime() - start).toMillis()));
  }

  @Test
  void time_passes_only_when_advanced_and_overflows() {
    assertThat(clock.nanoTime()).isEqualTo(start);
    clock.advance(Duration.ofSeconds(2));
    assertThat(clock.nanoTime()).isNegative();
    assertThat(clock.nanoTime() - start).isEqualTo(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void tasks_run_in_order_each_at_its_instant_and_those_of_one_instant_as_scheduled() {
    schedule(3_000, "late");
    schedule(5, "b");
    schedule(5, "c");
    schedule(1, "a");
    schedule(3_001, "too late");
    clock.advance(Duration.ofSeconds(3));
    assertThat(ran).containsExactly("a at 1", "b at 5", "c at 5", "late at 3000");
  }

  @Test
  void what_a_task_schedules_runs_in_the_same_advance_if_it_is_due() {
    clock.schedule(
        start,
        () -> {
          schedule(10, "child");
          schedule(-10, "overdue");
        });
    clock.advance(Duration.ofMillis(10));
    assertThat(ran).containsExactly("overdue at 0", "child at 10");
  }

  @Test
  void a_task_that_throws_stops_the_clock_at_its_instant() {
    clock.schedule(
        start + 5,
        () -> {
          throw new IllegalStateException("expected by this test");
        });
    assertThatIllegalStateException().isThrownBy(() -> clock.advance(Duration.ofNanos(10)));
    assertThat(clock.nanoTime() - start).isEqualTo(5);
  }

  @Test
  void tasks_that_become_due_in_a_stall_run_after_it() {
    schedule(5, "a");
    schedule(20, "b");
    clock.stall(Duration.ofMillis(10));
    assertThat(ran).isEmpty();
    clock.advance(Duration.ofMillis(10));
    assertThat(ran).containsExactly("a at 10", "b at 20");
  }

  @Test
  void a_stall_beyond_the_end_of_an_advance_prolongs_it() {
    schedule(7, "a");
    clock.schedule(start + 5, () -> clock.stall(Duration.ofMillis(10)));
    clock.advance(Duration.ofMillis(8));
    assertThat(ran).containsExactly("a at 10");
  }

  @Test
  void it_does_not_go_backwards() {
    assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofNanos(-1)));
  }
}

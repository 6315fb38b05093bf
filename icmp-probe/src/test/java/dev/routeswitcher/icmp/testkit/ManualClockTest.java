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
  void timePassesOnlyWhenAdvancedAndOverflows() {
    assertThat(clock.nanoTime()).isEqualTo(start);
    clock.advance(Duration.ofSeconds(2));
    assertThat(clock.nanoTime()).isNegative();
    assertThat(clock.nanoTime() - start).isEqualTo(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void tasksRunInOrderEachAtItsInstantAndThoseOfOneInstantAsScheduled() {
    schedule(3_000, "late");
    schedule(5, "b");
    schedule(5, "c");
    schedule(1, "a");
    schedule(3_001, "too late");
    clock.advance(Duration.ofSeconds(3));
    assertThat(ran).containsExactly("a at 1", "b at 5", "c at 5", "late at 3000");
  }

  @Test
  void whatATaskSchedulesRunsInTheSameAdvanceIfItIsDue() {
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
  void aTaskThatThrowsStopsTheClockAtItsInstant() {
    clock.schedule(
        start + 5,
        () -> {
          throw new IllegalStateException("expected by this test");
        });
    assertThatIllegalStateException().isThrownBy(() -> clock.advance(Duration.ofNanos(10)));
    assertThat(clock.nanoTime() - start).isEqualTo(5);
  }

  @Test
  void tasksThatBecomeDueInAStallRunAfterIt() {
    schedule(5, "a");
    schedule(20, "b");
    clock.stall(Duration.ofMillis(10));
    assertThat(ran).isEmpty();
    clock.advance(Duration.ofMillis(10));
    assertThat(ran).containsExactly("a at 10", "b at 20");
  }

  @Test
  void aStallBeyondTheEndOfAnAdvanceProlongsIt() {
    schedule(7, "a");
    clock.schedule(start + 5, () -> clock.stall(Duration.ofMillis(10)));
    clock.advance(Duration.ofMillis(8));
    assertThat(ran).containsExactly("a at 10");
  }

  @Test
  void itDoesNotGoBackwards() {
    assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofNanos(-1)));
  }
}

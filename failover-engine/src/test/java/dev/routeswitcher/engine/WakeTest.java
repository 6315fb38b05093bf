package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.Notice.SwitchDecided;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.Timing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the engine wants to be woken although nothing happens. */
class WakeTest {

  private static final long BOOT_ENDS = Duration.ofSeconds(10).toNanos();
  private static final long IDLE = Duration.ofMinutes(1).toNanos();

  private final FailoverEngine engine =
      new FailoverEngine(World.config(2, 1, Timing.defaults(), Policy.DEFAULT, true));
  private EngineState state = engine.start(0);

  private Step step(long now, EngineEvent... events) {
    Step step = engine.step(state, List.of(events), now);
    state = step.state();
    return step;
  }

  private static RoutesObserved noRoutes() {
    return new RoutesObserved(IpFamily.IPV4, ImmutableList.of(), ImmutableList.of());
  }

  @Test
  void without_any_link_it_is_woken_when_the_boot_window_ends_and_then_once_a_minute() {
    assertThat(step(0, noRoutes()).wakeAtNanos()).isEqualTo(BOOT_ENDS);
    Step end = step(BOOT_ENDS);
    assertThat(end.notices()).hasAtLeastOneElementOfType(SwitchDecided.class);
    assertThat(end.wakeAtNanos()).isEqualTo(BOOT_ENDS + IDLE);
  }

  @Test
  void until_the_routes_are_read_nothing_is_decided_however_long_that_takes() {
    assertThat(step(0).decisions()).isEmpty();
    Step end = step(BOOT_ENDS);
    assertThat(end.decisions()).isEmpty();
    assertThat(end.notices()).isEmpty();
    assertThat(end.wakeAtNanos()).isEqualTo(BOOT_ENDS + IDLE);
    assertThat(step(BOOT_ENDS + 1, noRoutes()).notices())
        .hasAtLeastOneElementOfType(SwitchDecided.class);
  }
}

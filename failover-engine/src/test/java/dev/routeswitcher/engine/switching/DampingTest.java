package dev.routeswitcher.engine.switching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.config.Timing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a hold doubles and when it is over, to the nanosecond; and when a fight slows down. */
class DampingTest {

  private static final Timing TIMING = Timing.defaults();
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long FLAP_WINDOW = 10 * MINUTE;

  /** An uplink that was left at 0 and carried the traffic again from then on. */
  private static Damping returned() {
    return Damping.NONE.activated(0).left(0, TIMING).activated(0);
  }

  @Test
  void a_failover_within_the_flap_window_doubles_the_hold_and_one_at_its_end_does_not() {
    assertThat(returned().left(FLAP_WINDOW - 1, TIMING).holdNanos()).isEqualTo(2 * MINUTE);
    assertThat(returned().left(FLAP_WINDOW, TIMING).holdNanos()).isEqualTo(MINUTE);
  }

  @Test
  void the_first_failover_away_begins_with_the_failback_delay_however_it_came_back_before() {
    Damping movedAndBack = Damping.NONE.activated(0).movedAway().activated(2 * MINUTE);
    Damping left = movedAndBack.left(3 * MINUTE, TIMING);
    assertThat(left.holdNanos()).isEqualTo(MINUTE);
    Damping again = left.activated(5 * MINUTE).left(6 * MINUTE, TIMING);
    assertThat(again.holdNanos()).isEqualTo(2 * MINUTE);
  }

  @Test
  void an_operators_move_away_does_not_begin_the_hold_anew() {
    Damping moved = Damping.NONE.left(0, TIMING).activated(2 * MINUTE).movedAway();
    assertThat(moved.isOver(MINUTE)).isTrue();
  }

  @Test
  void a_hold_is_over_when_it_has_passed() {
    Damping left = Damping.NONE.left(0, TIMING);
    assertThat(left.isOver(MINUTE - 1)).isFalse();
    assertThat(left.isOver(MINUTE)).isTrue();
  }

  @Test
  void a_sixth_repair_without_a_quiet_minute_between_begins_a_fight_and_the_seventh_waits() {
    Repairs repairs = Repairs.NONE;
    for (int i = 0; i < 5; i++) {
      repairs = repairs.then(0);
    }
    assertThat(repairs.contended()).isFalse();
    Repairs fight = repairs.then(MINUTE);
    assertThat(fight.contended()).isTrue();
    assertThat(fight.notBeforeNanos(MINUTE)).isEqualTo(MINUTE + 1_000_000_000);
    assertThat(fight.isQuiet(2 * MINUTE)).isFalse();
    assertThat(fight.isQuiet(2 * MINUTE + 1)).isTrue();
    assertThat(repairs.then(MINUTE + 1).contended()).isFalse();
  }
}

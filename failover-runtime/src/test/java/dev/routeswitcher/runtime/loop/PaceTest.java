package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** The waits between tries, each made as soon as it may be, in seconds. */
  private static List<Long> waits(boolean failing, int count) {
    long now = Long.MAX_VALUE - 20 * SECOND;
    Pace pace = Pace.NONE;
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long next = pace.notBeforeNanos(now);
      waits.add((next - now) / SECOND);
      now = next;
      pace = pace.then(now, failing);
    }
    return waits;
  }

  @Test
  void what_fails_is_tried_again_after_one_second_then_ever_later_up_to_thirty() {
    assertThat(waits(true, 9)).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
  }

  @Test
  void what_others_undo_is_put_right_at_once_six_times_and_then_ever_later() {
    assertThat(waits(false, 10)).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L);
  }

  @Test
  void after_a_minute_of_peace_all_is_forgotten() {
    Pace pace = Pace.NONE;
    for (int i = 0; i < 9; i++) {
      pace = pace.then(0, false);
    }
    assertThat(pace.isContended(60 * SECOND)).isTrue();
    assertThat(pace.isContended(61 * SECOND)).isFalse();
    assertThat(pace.notBeforeNanos(61 * SECOND)).isEqualTo(61 * SECOND);
    assertThat(pace.then(61 * SECOND, false).tries()).isEqualTo(1);
  }
}

package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LookScheduleTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void without_news_the_kernel_is_read_every_thirty_seconds() {
    LookSchedule looks = new LookSchedule(0);
    assertThat(looks.isDue(30 * SECOND - 1)).isFalse();
    assertThat(looks.isDue(30 * SECOND)).isTrue();
  }

  @Test
  void the_first_news_is_looked_into_at_once() {
    LookSchedule looks = new LookSchedule(7);
    looks.request();
    assertThat(looks.isDue(7)).isTrue();
  }

  @Test
  void the_next_look_keeps_a_gap() {
    LookSchedule looks = new LookSchedule(0);
    looks.done(0, 0);
    looks.request();
    assertThat(looks.isDue(5 * MILLI - 1)).isFalse();
    assertThat(looks.isDue(5 * MILLI)).isTrue();
  }

  @Test
  void a_failed_look_is_due_again_soon_and_then_every_second_without_news() {
    LookSchedule looks = new LookSchedule(0);
    for (long retry : new long[] {50 * MILLI, SECOND, SECOND}) {
      looks.failed(10);
      assertThat(looks.isDue(10 + retry - 1)).isFalse();
      assertThat(looks.isDue(10 + retry)).isTrue();
    }
    looks.done(10, 10);
    looks.failed(20);
    assertThat(looks.isDue(20 + 50 * MILLI)).isTrue();
  }

  @Property
  void in_a_storm_looking_takes_a_tenth_of_the_thread_at_most(
      @ForAll @LongRange(min = 1, max = 5_000_000_000L) long cost,
      @ForAll @LongRange(min = Long.MAX_VALUE - 1_000_000_000L) long start) {
    LookSchedule looks = new LookSchedule(start);
    long now = start;
    for (int look = 0; look < 20; look++) {
      looks.request();
      now = looks.earlier(now + 1_000 * SECOND);
      assertThat(looks.isDue(now)).isTrue();
      looks.done(now, now + cost);
      now += cost;
    }
    assertThat(now - start).isGreaterThanOrEqualTo(20 * cost + 19 * 9 * cost);
  }

  @Test
  void a_slow_reading_does_not_put_the_slow_timer_before_its_rest() {
    LookSchedule looks = new LookSchedule(0);
    looks.done(0, 5 * SECOND);
    assertThat(looks.isDue(49 * SECOND)).isFalse();
    assertThat(looks.isDue(50 * SECOND)).isTrue();
  }
}

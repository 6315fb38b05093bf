package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ReadScheduleTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void without_news_the_kernel_is_read_every_thirty_seconds() {
    ReadSchedule schedule = new ReadSchedule(0);
    assertThat(schedule.isDue(30 * SECOND - 1)).isFalse();
    assertThat(schedule.isDue(30 * SECOND)).isTrue();
  }

  @Test
  void the_first_news_is_looked_into_at_once() {
    ReadSchedule schedule = new ReadSchedule(7);
    schedule.request();
    assertThat(schedule.isDue(7)).isTrue();
  }

  @Test
  void the_next_look_keeps_a_gap() {
    ReadSchedule schedule = new ReadSchedule(0);
    schedule.begin();
    schedule.done(0, 0, 0);
    schedule.request();
    assertThat(schedule.isDue(5 * MILLI - 1)).isFalse();
    assertThat(schedule.isDue(5 * MILLI)).isTrue();
  }

  @Test
  void an_appointment_is_kept_whatever_is_read_before() {
    ReadSchedule schedule = new ReadSchedule(0);
    schedule.requestAt(2 * SECOND);
    schedule.requestAt(3 * SECOND);
    schedule.request();
    schedule.begin();
    schedule.done(SECOND, SECOND, 0);
    assertThat(schedule.isDue(2 * SECOND - 1)).isFalse();
    assertThat(schedule.isDue(2 * SECOND)).isTrue();
    schedule.begin();
    schedule.done(2 * SECOND, 2 * SECOND, 0);
    assertThat(schedule.isDue(31 * SECOND)).isFalse();
  }

  @Test
  void a_failed_look_is_due_again_soon_and_then_every_second_without_news() {
    ReadSchedule schedule = new ReadSchedule(0);
    for (long retry : new long[] {50 * MILLI, SECOND, SECOND}) {
      schedule.failed(10);
      assertThat(schedule.isDue(10 + retry - 1)).isFalse();
      assertThat(schedule.isDue(10 + retry)).isTrue();
    }
    schedule.begin();
    schedule.done(10, 10, 0);
    schedule.failed(20);
    assertThat(schedule.isDue(20 + 50 * MILLI)).isTrue();
  }

  @Property
  void in_a_storm_looking_takes_a_tenth_of_the_thread_at_most(
      @ForAll @LongRange(min = 1, max = 5_000_000_000L) long cost,
      @ForAll @LongRange(min = Long.MAX_VALUE - 1_000_000_000L) long start) {
    ReadSchedule schedule = new ReadSchedule(start);
    long now = start;
    for (int look = 0; look < 20; look++) {
      schedule.request();
      now = schedule.earlier(now + 1_000 * SECOND);
      assertThat(schedule.isDue(now)).isTrue();
      schedule.begin();
      schedule.done(now, now + cost, cost);
      now += cost;
    }
    assertThat(now - start).isGreaterThanOrEqualTo(20 * cost + 19 * 9 * cost);
  }

  @Test
  void a_slow_reading_does_not_put_the_slow_timer_before_its_rest() {
    ReadSchedule schedule = new ReadSchedule(0);
    schedule.begin();
    schedule.done(0, 5 * SECOND, 5 * SECOND);
    assertThat(schedule.isDue(49 * SECOND)).isFalse();
    assertThat(schedule.isDue(50 * SECOND)).isTrue();
  }
}

package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written of lines that repeat themselves. */
class LineDamperTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final LineDamper damper = new LineDamper();
  private final List<String> written = new ArrayList<>();
  private long now = Long.MAX_VALUE - MINUTE.toNanos();

  private boolean say(String subject, String words) {
    return damper.write(subject, leftOut -> written.add(words + " " + leftOut), now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
    damper.onTime(now);
  }

  @BeforeEach
  void exhaust() {
    for (int i = 0; i < LineDamper.BURST; i++) {
      assertThat(say("link", "early")).isTrue();
    }
    assertThat(written).hasSize(LineDamper.BURST).containsOnly("early 0");
    written.clear();
  }

  @Test
  void after_the_first_ones_the_latest_is_written_a_minute_later() {
    assertThat(say("link", "down")).isFalse();
    pass(MINUTE.dividedBy(2));
    assertThat(say("link", "up")).isFalse();
    assertThat(say("link", "down again")).isFalse();
    pass(MINUTE.dividedBy(2).minusNanos(1));
    assertThat(written).isEmpty();
    pass(Duration.ofNanos(1));
    assertThat(written).containsExactly("down again 2");
    pass(Duration.ofHours(5));
    assertThat(written).hasSize(1);
  }

  @Test
  void the_pauses_grow_to_a_quarter_of_an_hour() {
    for (int minutes : new int[] {1, 4, 15, 15, 15}) {
      say("link", "down");
      pass(MINUTE.multipliedBy(minutes).minusNanos(1));
      assertThat(written).isEmpty();
      pass(Duration.ofNanos(1));
      assertThat(written).containsExactly("down 0");
      written.clear();
    }
  }

  @Test
  void the_number_left_out_is_that_since_the_last_line() {
    say("link", "a");
    say("link", "b");
    pass(MINUTE);
    say("link", "c");
    pass(MINUTE.multipliedBy(4));
    assertThat(written).containsExactly("b 1", "c 0");
  }

  @Test
  void other_subjects_are_not_concerned() {
    assertThat(say("other", "down")).isTrue();
  }

  @Test
  void half_an_hour_without_a_line_makes_a_new_start() {
    pass(MINUTE.multipliedBy(30).minusNanos(1));
    assertThat(say("link", "down")).isFalse();
    pass(MINUTE);
    pass(MINUTE.multipliedBy(29));
    assertThat(say("link", "up")).isTrue();
    assertThat(written).containsExactly("down 0", "up 0");
  }

  @Test
  void one_that_is_kept_is_not_forgotten_by_quiet() {
    say("link", "down");
    pass(Duration.ofHours(1));
    assertThat(written).containsExactly("down 0");
  }

  @Test
  void at_the_end_what_was_kept_is_written() {
    say("link", "down");
    say("link", "up");
    damper.writeKept();
    damper.writeKept();
    assertThat(written).containsExactly("up 1");
  }

  @Test
  void of_very_many_subjects_the_last_ones_share_their_lines() {
    for (int i = 1; i < LineDamper.MAX_SUBJECTS; i++) {
      assertThat(say("subject " + i, "down")).isTrue();
    }
    for (int i = 0; i < LineDamper.BURST; i++) {
      assertThat(say("late subject " + i, "down")).isTrue();
    }
    assertThat(say("one more", "down")).isFalse();
    assertThat(say("subject 1", "up")).isTrue();
  }
}

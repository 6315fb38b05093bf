package dev.routeswitcher.icmp.loop;

import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.OTHER;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.ROUTER;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.SECOND;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.TARGET;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.ms;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.repliedAfter;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.RttClock;
import dev.routeswitcher.icmp.loop.ProbeLoopFixture.RecordingListener;
import dev.routeswitcher.icmp.loop.ScriptedNetwork.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What replies come to, in virtual time on a scripted network. */
class ProbeReplyTest {
  private final ProbeLoopFixture fixture = new ProbeLoopFixture();

  @Nested
  class A_reply {
    @Test
    void in_time_is_the_outcome_with_the_kernels_round_trip_time() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(20));
      fixture.run(ms(50));
      assertThat(recorded.outcomes).containsExactly(repliedAfter(ms(20)));
    }

    @Test
    void that_does_not_arrive_means_lost_at_the_deadline_and_not_before() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.run(ms(999));
      assertThat(recorded.outcomes).isEmpty();
      fixture.run(ms(1));
      assertThat(recorded.outcomes).containsExactly(new Lost());
    }

    @Test
    void after_the_deadline_is_reported_as_late_and_the_outcome_does_not_change() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(1_300));
      fixture.run(ms(2_000));
      assertThat(recorded.outcomes).containsExactly(new Lost());
      assertThat(recorded.lateReplies).containsExactly(repliedAfter(ms(1_300)));
      assertThat(fixture.counters().lateReplies()).isEqualTo(1);
    }

    @Test
    void in_time_beats_an_icmp_error_that_came_before() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      Sent sent = fixture.network.lastSent();
      fixture.unreachable(ms(1), new Unreachable(3, 1, ROUTER), sent);
      fixture.reply(ms(1_000));
      fixture.run(ms(2_000));
      assertThat(recorded.outcomes).containsExactly(repliedAfter(ms(1_000)));
      assertThat(recorded.lateReplies).isEmpty();
    }

    @Test
    void after_the_deadline_of_an_unreachable_one_is_reported_as_late() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      Sent sent = fixture.network.lastSent();
      fixture.unreachable(ms(1), new Unreachable(3, 1, ROUTER), sent);
      fixture.reply(ms(1_300));
      fixture.run(ms(2_000));
      assertThat(recorded.outcomes).containsExactly(new Unreachable(3, 1, ROUTER));
      assertThat(recorded.lateReplies).containsExactly(repliedAfter(ms(1_300)));
    }

    @Test
    void that_arrives_twice_counts_once() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(20));
      fixture.reply(ms(21));
      fixture.run(ms(2_000));
      assertThat(recorded.outcomes).hasSize(1);
      assertThat(recorded.lateReplies).isEmpty();
      assertThat(fixture.counters().duplicates()).isEqualTo(1);
    }

    @Test
    void that_arrives_late_twice_is_reported_once() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(1_100));
      fixture.reply(ms(1_200));
      fixture.run(ms(2_000));
      assertThat(recorded.lateReplies).hasSize(1);
      assertThat(fixture.counters().duplicates()).isEqualTo(1);
    }

    @Test
    void finds_its_probe_whatever_the_order_of_arrival() {
      List<RecordingListener> recorded = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        recorded.add(fixture.probe(i % 2 == 0 ? TARGET : OTHER, SECOND));
        fixture.reply(ms(100 - 10 * i));
      }
      fixture.run(SECOND);
      for (int i = 0; i < 10; i++) {
        assertThat(recorded.get(i).outcomes).containsExactly(repliedAfter(ms(100 - 10 * i)));
      }
    }
  }

  @Nested
  class After_a_pause {
    @Test
    void a_reply_that_arrived_in_time_is_in_time() {
      RecordingListener early = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(30));
      RecordingListener never = fixture.probe(OTHER, SECOND);
      fixture.pause(Duration.ofSeconds(5));
      fixture.run(ZERO);
      assertThat(early.outcomes).containsExactly(repliedAfter(ms(30)));
      assertThat(never.outcomes).containsExactly(new Lost());
    }

    @Test
    void every_reply_is_read_before_any_probe_is_lost_however_few_a_read_has_room_for() {
      fixture.network.readRoom = 3;
      List<RecordingListener> recorded = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        recorded.add(fixture.probe(TARGET, SECOND));
        fixture.reply(ms(30));
      }
      fixture.pause(Duration.ofSeconds(5));
      fixture.run(ZERO);
      assertThat(recorded)
          .allSatisfy(probe -> assertThat(probe.outcomes).containsExactly(repliedAfter(ms(30))));
    }

    @Test
    void a_reply_that_arrived_after_the_deadline_is_late_though_both_are_read_together() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(1_001));
      fixture.pause(Duration.ofSeconds(5));
      fixture.run(ZERO);
      assertThat(recorded.outcomes).containsExactly(new Lost());
      assertThat(recorded.lateReplies).containsExactly(repliedAfter(ms(1_001)));
    }

    @Test
    void between_waiting_and_reading_lets_every_socket_be_read_before_anything_expires() {
      RecordingListener first = fixture.probe("eth0", TARGET, ms(500));
      RecordingListener second = fixture.probe("eth1", TARGET, SECOND);
      fixture.reply(ms(900));
      fixture.network.horizonNanos = fixture.clock.monotonicNanos() + ms(500).toNanos();
      fixture.network.afterWaiting = () -> fixture.pause(Duration.ofSeconds(5));
      fixture.loop.turn();
      assertThat(first.outcomes).containsExactly(new Lost());
      assertThat(second.outcomes).containsExactly(repliedAfter(ms(900)));
    }

    @Test
    void a_probe_whose_deadline_passed_in_the_queue_is_not_sent() {
      RecordingListener recorded = new RecordingListener();
      fixture.offer(TARGET, SECOND, recorded);
      fixture.pause(Duration.ofSeconds(5));
      fixture.run(ZERO);
      assertThat(recorded.outcomes)
          .singleElement()
          .satisfies(o -> assertThat(((NotSent) o).cause()).isEqualTo(Cause.DEADLINE_PASSED));
      assertThat(fixture.network.sent).isEmpty();
    }
  }

  @Nested
  class When_the_wall_clock_is_stepped {
    @Test
    void the_monotonic_clock_gives_the_round_trip_time() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.clock.stepWallClock(Duration.ofMillis(-200));
      fixture.reply(ms(20));
      fixture.run(ms(50));
      assertThat(recorded.outcomes)
          .containsExactly(new Replied(ms(20).toNanos(), ScriptedNetwork.TTL, RttClock.MONOTONIC));
      assertThat(fixture.counters().clockFallbacks()).isEqualTo(1);
    }

    @Test
    void a_reply_without_a_stamp_is_timed_by_the_monotonic_clock() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture
          .network
          .socket("eth0")
          .arriveStamped(
              ms(20),
              RoundTrip.NO_STAMP,
              TARGET,
              ProbeLoopFixture.replyTo(fixture.network.lastSent().echo()));
      fixture.run(ms(50));
      assertThat(recorded.outcomes)
          .containsExactly(new Replied(ms(20).toNanos(), ScriptedNetwork.TTL, RttClock.MONOTONIC));
    }
  }

  @Test
  void a_lost_probe_is_remembered_though_thousands_of_younger_ones_follow() {
    RecordingListener first = fixture.probe(TARGET, SECOND);
    Sent sent = fixture.network.lastSent();
    fixture.run(SECOND);
    for (int i = 0; i < 20_000; i++) {
      fixture.probe(OTHER, ms(1));
    }
    fixture.run(Duration.ofSeconds(8));
    fixture.reply(ms(1), sent);
    fixture.run(ms(1));
    assertThat(first.lateReplies).hasSize(1);
  }
}

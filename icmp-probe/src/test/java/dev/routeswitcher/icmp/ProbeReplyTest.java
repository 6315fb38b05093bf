package dev.routeswitcher.icmp;

import static dev.routeswitcher.icmp.ProbeLoopBench.OTHER;
import static dev.routeswitcher.icmp.ProbeLoopBench.ROUTER;
import static dev.routeswitcher.icmp.ProbeLoopBench.SECOND;
import static dev.routeswitcher.icmp.ProbeLoopBench.TARGET;
import static dev.routeswitcher.icmp.ProbeLoopBench.ms;
import static dev.routeswitcher.icmp.ProbeLoopBench.repliedAfter;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeLoopBench.Told;
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ScriptedNetwork.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What replies come to, in virtual time on a scripted network. */
class ProbeReplyTest {
  private final ProbeLoopBench bench = new ProbeLoopBench();

  @Nested
  class A_reply {
    @Test
    void in_time_is_the_outcome_with_the_kernels_round_trip_time() {
      Told told = bench.probe(TARGET, SECOND);
      bench.reply(ms(20));
      bench.run(ms(50));
      assertThat(told.outcomes).containsExactly(repliedAfter(ms(20)));
    }

    @Test
    void that_does_not_come_leaves_the_probe_lost_at_its_deadline_and_not_before() {
      Told told = bench.probe(TARGET, SECOND);
      bench.run(ms(999));
      assertThat(told.outcomes).isEmpty();
      bench.run(ms(1));
      assertThat(told.outcomes).containsExactly(new Lost());
    }

    @Test
    void after_the_deadline_is_reported_as_late_and_the_verdict_stands() {
      Told told = bench.probe(TARGET, SECOND);
      bench.reply(ms(1_300));
      bench.run(ms(2_000));
      assertThat(told.outcomes).containsExactly(new Lost());
      assertThat(told.lateReplies).containsExactly(repliedAfter(ms(1_300)));
      assertThat(bench.count(Counter.LATE_REPLY)).isEqualTo(1);
    }

    @Test
    void after_an_unreachable_is_reported_as_late() {
      Told told = bench.probe(TARGET, SECOND);
      Sent sent = bench.network.lastSent();
      bench
          .network
          .socket("eth0")
          .arriveError(ms(1), 3, 1, ROUTER, TARGET, ProbeLoopBench.encode(sent.echo()));
      bench.reply(ms(5));
      bench.run(ms(10));
      assertThat(told.outcomes).containsExactly(new Unreachable(3, 1, ROUTER));
      assertThat(told.lateReplies).containsExactly(repliedAfter(ms(5)));
    }

    @Test
    void that_comes_twice_counts_once() {
      Told told = bench.probe(TARGET, SECOND);
      bench.reply(ms(20));
      bench.reply(ms(21));
      bench.run(ms(2_000));
      assertThat(told.outcomes).hasSize(1);
      assertThat(told.lateReplies).isEmpty();
      assertThat(bench.count(Counter.DUPLICATE)).isEqualTo(1);
    }

    @Test
    void that_comes_late_twice_is_reported_once() {
      Told told = bench.probe(TARGET, SECOND);
      bench.reply(ms(1_100));
      bench.reply(ms(1_200));
      bench.run(ms(2_000));
      assertThat(told.lateReplies).hasSize(1);
      assertThat(bench.count(Counter.DUPLICATE)).isEqualTo(1);
    }

    @Test
    void finds_its_probe_whatever_the_order_of_arrival() {
      List<Told> told = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        told.add(bench.probe(i % 2 == 0 ? TARGET : OTHER, SECOND));
        bench.reply(ms(100 - 10 * i));
      }
      bench.run(SECOND);
      for (int i = 0; i < 10; i++) {
        assertThat(told.get(i).outcomes).containsExactly(repliedAfter(ms(100 - 10 * i)));
      }
    }
  }

  @Nested
  class After_a_pause {
    @Test
    void what_arrived_in_time_counts_as_arrived() {
      Told early = bench.probe(TARGET, SECOND);
      bench.reply(ms(30));
      Told never = bench.probe(OTHER, SECOND);
      bench.pause(Duration.ofSeconds(5));
      bench.run(ZERO);
      assertThat(early.outcomes).containsExactly(repliedAfter(ms(30)));
      assertThat(never.outcomes).containsExactly(new Lost());
    }

    @Test
    void what_arrived_after_the_deadline_is_lost_and_late_though_both_are_read_together() {
      Told told = bench.probe(TARGET, SECOND);
      bench.reply(ms(1_001));
      bench.pause(Duration.ofSeconds(5));
      bench.run(ZERO);
      assertThat(told.outcomes).containsExactly(new Lost());
      assertThat(told.lateReplies).containsExactly(repliedAfter(ms(1_001)));
    }

    @Test
    void that_comes_between_waiting_and_reading_every_socket_is_read_before_anything_expires() {
      Told first = bench.probe("eth0", TARGET, ms(500));
      Told second = bench.probe("eth1", TARGET, SECOND);
      bench.reply(ms(900));
      bench.network.horizonNanos = bench.clock.monotonicNanos() + ms(500).toNanos();
      bench.network.afterWaiting = () -> bench.pause(Duration.ofSeconds(5));
      bench.loop.turn();
      assertThat(first.outcomes).containsExactly(new Lost());
      assertThat(second.outcomes).containsExactly(repliedAfter(ms(900)));
    }

    @Test
    void a_probe_whose_deadline_passed_in_the_queue_is_not_sent() {
      Told told = new Told();
      bench.offer(TARGET, SECOND, told);
      bench.pause(Duration.ofSeconds(5));
      bench.run(ZERO);
      assertThat(told.outcomes)
          .singleElement()
          .satisfies(o -> assertThat(((NotSent) o).cause()).isEqualTo(Cause.DEADLINE_PASSED));
      assertThat(bench.network.sent).isEmpty();
    }
  }

  @Nested
  class When_the_wall_clock_is_stepped {
    @Test
    void the_monotonic_clock_gives_the_round_trip_time() {
      Told told = bench.probe(TARGET, SECOND);
      bench.clock.stepWallClock(Duration.ofMillis(-200));
      bench.reply(ms(20));
      bench.run(ms(50));
      assertThat(told.outcomes)
          .containsExactly(new Replied(ms(20).toNanos(), ScriptedNetwork.TTL, RttClock.MONOTONIC));
      assertThat(bench.count(Counter.CLOCK_FALLBACK)).isEqualTo(1);
    }

    @Test
    void a_reply_without_a_stamp_is_timed_by_the_monotonic_clock() {
      Told told = bench.probe(TARGET, SECOND);
      bench
          .network
          .socket("eth0")
          .arriveStamped(
              ms(20),
              RoundTrip.NO_STAMP,
              TARGET,
              ProbeLoopBench.replyTo(bench.network.lastSent().echo()));
      bench.run(ms(50));
      assertThat(told.outcomes)
          .containsExactly(new Replied(ms(20).toNanos(), ScriptedNetwork.TTL, RttClock.MONOTONIC));
    }
  }

  @Test
  void a_lost_probe_is_remembered_though_thousands_of_younger_ones_follow() {
    Told first = bench.probe(TARGET, SECOND);
    Sent sent = bench.network.lastSent();
    bench.run(SECOND);
    for (int i = 0; i < 20_000; i++) {
      bench.probe(OTHER, ms(1));
    }
    bench.run(Duration.ofSeconds(8));
    bench.reply(ms(1), sent);
    bench.run(ms(1));
    assertThat(first.lateReplies).hasSize(1);
  }
}

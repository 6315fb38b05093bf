package dev.routeswitcher.icmp;

import static dev.routeswitcher.icmp.ProbeLoopBench.OTHER;
import static dev.routeswitcher.icmp.ProbeLoopBench.ROUTER;
import static dev.routeswitcher.icmp.ProbeLoopBench.TARGET;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeLoopBench.Told;
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ScriptedNetwork.ScriptedSocket;
import dev.routeswitcher.icmp.ScriptedNetwork.Sent;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.Payload;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The life of probes in virtual time, on a scripted network. */
class ProbeLoopTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ProbeLoopBench bench = new ProbeLoopBench();

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private static Replied repliedAfter(Duration rtt) {
    return new Replied(rtt.toNanos(), 57, RttClock.KERNEL_RECEIVE_STAMP);
  }

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
  class A_forged_or_foreign_packet {
    private final Told told = bench.probe(TARGET, SECOND);
    private final EchoMessage sent = bench.network.lastSent().echo();

    private void arrives(InetAddress from, ByteBuffer packet, Counter countedAs) {
      bench.network.socket("eth0").arrive(ms(1), from, packet);
      bench.run(ms(2));
      assertThat(told.outcomes).isEmpty();
      assertThat(bench.count(countedAs)).isEqualTo(1);
      bench.reply(ms(1));
      bench.run(ms(2));
      assertThat(told.outcomes).hasSize(1).first().isInstanceOf(Replied.class);
    }

    @Test
    void from_another_source_is_not_accepted() {
      arrives(OTHER, ProbeLoopBench.replyTo(sent), Counter.WRONG_SOURCE);
    }

    @Test
    void with_another_secret_is_not_accepted() {
      Payload guess = Payload.of(new byte[Probe.PAYLOAD_SIZE]);
      arrives(
          TARGET,
          ProbeLoopBench.reply(sent.identifier(), sent.sequence(), guess),
          Counter.WRONG_SECRET);
    }

    @Test
    void without_a_payload_is_not_accepted() {
      arrives(
          TARGET,
          ProbeLoopBench.reply(sent.identifier(), sent.sequence(), Payload.EMPTY),
          Counter.WRONG_SECRET);
    }

    @Test
    void with_a_sequence_not_in_flight_is_not_accepted() {
      int other = (sent.sequence() + 1) & 0xffff;
      arrives(
          TARGET,
          ProbeLoopBench.reply(sent.identifier(), other, sent.payload()),
          Counter.UNKNOWN_SEQUENCE);
    }

    @Test
    void with_a_wrong_checksum_is_not_accepted() {
      ByteBuffer corrupt = ProbeLoopBench.replyTo(sent);
      corrupt.put(20, (byte) (corrupt.get(20) ^ 0x10));
      arrives(TARGET, corrupt, Counter.CORRUPT);
    }

    @Test
    void cut_short_is_not_accepted() {
      arrives(TARGET, ProbeLoopBench.replyTo(sent).limit(5), Counter.CORRUPT);
    }

    @Test
    void that_is_our_own_request_is_not_accepted() {
      bench.network.socket("eth0").arrive(ms(1), TARGET, ProbeLoopBench.encode(sent));
      bench.run(ms(2));
      assertThat(told.outcomes).isEmpty();
    }
  }

  @Test
  void on_a_raw_socket_another_programs_identifier_is_not_accepted() {
    bench.network.kind = EchoSocket.Kind.RAW;
    Told told = bench.probe(TARGET, SECOND);
    EchoMessage sent = bench.network.lastSent().echo();
    int foreign = sent.identifier() ^ 1;
    bench
        .network
        .socket("eth0")
        .arrive(ms(1), TARGET, ProbeLoopBench.reply(foreign, sent.sequence(), sent.payload()));
    bench.run(ms(2));
    assertThat(told.outcomes).isEmpty();
    assertThat(bench.count(Counter.FOREIGN_IDENTIFIER)).isEqualTo(1);
  }

  @Test
  void on_a_datagram_socket_the_identifier_is_the_kernels_affair() {
    Told told = bench.probe(TARGET, SECOND);
    EchoMessage sent = bench.network.lastSent().echo();
    int chosenByKernel = sent.identifier() ^ 1;
    bench
        .network
        .socket("eth0")
        .arrive(
            ms(1), TARGET, ProbeLoopBench.reply(chosenByKernel, sent.sequence(), sent.payload()));
    bench.run(ms(2));
    assertThat(told.outcomes).containsExactly(repliedAfter(ms(1)));
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
      long deadline = bench.clock.monotonicNanos() + SECOND.toNanos();
      bench.requests.offer(
          new RequestQueue.Entry(new ProbeRequest("eth0", TARGET, deadline), told));
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
          .containsExactly(new Replied(ms(20).toNanos(), 57, RttClock.MONOTONIC));
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
          .containsExactly(new Replied(ms(20).toNanos(), 57, RttClock.MONOTONIC));
    }
  }

  @Nested
  class An_icmp_error {
    @Test
    void goes_to_the_probe_it_quotes_and_to_no_other() {
      Told first = bench.probe(TARGET, SECOND);
      Sent quoted = bench.network.lastSent();
      Told second = bench.probe(OTHER, SECOND);
      bench
          .network
          .socket("eth0")
          .arriveError(ms(5), 3, 13, ROUTER, TARGET, ProbeLoopBench.encode(quoted.echo()));
      bench.run(ms(10));
      assertThat(first.outcomes).containsExactly(new Unreachable(3, 13, ROUTER));
      assertThat(second.outcomes).isEmpty();
    }

    @Test
    void that_quotes_the_header_only_is_enough() {
      Told told = bench.probe(TARGET, SECOND);
      ByteBuffer quoted = ProbeLoopBench.encode(bench.network.lastSent().echo()).limit(8);
      bench.network.socket("eth0").arriveError(ms(5), 11, 0, ROUTER, TARGET, quoted);
      bench.run(ms(10));
      assertThat(told.outcomes).containsExactly(new Unreachable(11, 0, ROUTER));
    }

    @Test
    void that_quotes_another_target_or_secret_is_counted_only() {
      Told told = bench.probe(TARGET, SECOND);
      EchoMessage sent = bench.network.lastSent().echo();
      EchoMessage forged =
          new EchoMessage(
              sent.kind(), sent.identifier(), sent.sequence(), Payload.of(new byte[56]));
      ScriptedSocket socket = bench.network.socket("eth0");
      socket.arriveError(ms(5), 3, 1, ROUTER, OTHER, ProbeLoopBench.encode(sent));
      socket.arriveError(ms(5), 3, 1, ROUTER, TARGET, ProbeLoopBench.encode(forged));
      bench.run(ms(10));
      assertThat(told.outcomes).isEmpty();
      assertThat(bench.count(Counter.UNMATCHED_ERROR)).isEqualTo(2);
    }

    @Test
    void that_is_a_redirect_is_no_outcome() {
      Told told = bench.probe(TARGET, SECOND);
      ByteBuffer quoted = ProbeLoopBench.encode(bench.network.lastSent().echo());
      bench.network.socket("eth0").arriveError(ms(5), 5, 1, ROUTER, TARGET, quoted);
      bench.reply(ms(20));
      bench.run(ms(50));
      assertThat(told.outcomes).containsExactly(repliedAfter(ms(20)));
    }

    @Test
    void pending_on_the_socket_does_not_cost_the_next_probe_its_send() {
      Told first = bench.probe(TARGET, SECOND);
      ByteBuffer quoted = ProbeLoopBench.encode(bench.network.lastSent().echo());
      ScriptedSocket socket = bench.network.socket("eth0");
      socket.sendResults.add(113);
      socket.arriveError(ZERO, 3, 1, ROUTER, TARGET, quoted);
      Told second = bench.probe(OTHER, SECOND);
      bench.reply(ms(5));
      bench.run(ms(10));
      assertThat(first.outcomes).containsExactly(new Unreachable(3, 1, ROUTER));
      assertThat(second.outcomes).containsExactly(repliedAfter(ms(5)));
    }
  }

  @Nested
  class A_send_that_fails {
    @Test
    void for_good_is_not_sent_with_the_kernels_reason() {
      bench.probe(TARGET, SECOND);
      ScriptedSocket socket = bench.network.socket("eth0");
      socket.sendResults.addAll(List.of(ErrorNumber.ENETUNREACH, ErrorNumber.ENETUNREACH));
      Told told = bench.probe(TARGET, SECOND);
      bench.run(Duration.ofSeconds(2));
      assertThat(told.outcomes).hasSize(1);
      NotSent outcome = (NotSent) told.outcomes.get(0);
      assertThat(outcome.name()).isEqualTo("ENETUNREACH");
      assertThat(outcome.errno()).isEqualTo(ErrorNumber.ENETUNREACH);
      assertThat(outcome.meaning()).contains("203.0.113.8", "eth0", "Network is unreachable");
    }

    @Test
    void because_buffers_are_full_is_not_tried_again() {
      bench.probe(TARGET, SECOND);
      bench.network.socket("eth0").sendResults.add(ErrorNumber.ENOBUFS);
      Told told = bench.probe(TARGET, SECOND);
      assertThat(((NotSent) told.outcomes.get(0)).name()).isEqualTo("ENOBUFS");
      assertThat(bench.network.sent).hasSize(1);
    }

    @Test
    void to_an_address_of_another_family_is_not_sent() {
      Told told = bench.probe(InetAddresses.forString("2001:db8::1"), SECOND);
      assertThat(((NotSent) told.outcomes.get(0)).name()).isEqualTo("EAFNOSUPPORT");
    }
  }

  @Nested
  class An_interface {
    @Test
    void that_does_not_exist_is_an_outcome() {
      Told told = bench.probe("nope", TARGET, SECOND);
      assertThat(((NotSent) told.outcomes.get(0)).name()).isEqualTo("ENODEV");
    }

    @Test
    void that_was_deleted_and_made_again_gets_a_new_socket_at_the_next_probe() {
      bench.probe(TARGET, SECOND);
      ScriptedSocket old = bench.network.socket("eth0");
      bench.network.deleteInterface("eth0");
      Told gone = bench.probe(TARGET, SECOND);
      assertThat(((NotSent) gone.outcomes.get(0)).name()).isEqualTo("ENODEV");
      assertThat(old.closed).isTrue();

      bench.network.interfaces.add("eth0");
      Told back = bench.probe(TARGET, SECOND);
      bench.reply(ms(5));
      bench.run(ms(10));
      assertThat(back.outcomes).containsExactly(repliedAfter(ms(5)));
    }

    @Test
    void whose_replacement_shows_only_at_the_send_is_reopened_within_that_very_probe() {
      bench.probe(TARGET, SECOND);
      ScriptedSocket old = bench.network.socket("eth0");
      old.hideDeath();
      bench.network.deleteInterface("eth0");
      bench.network.interfaces.add("eth0");
      Told told = bench.probe(TARGET, SECOND);
      bench.reply(ms(5));
      bench.run(ms(10));
      assertThat(old.closed).isTrue();
      assertThat(told.outcomes).containsExactly(repliedAfter(ms(5)));
    }

    @Test
    void that_was_renamed_gets_no_more_probes_meant_for_its_old_name() {
      bench.probe(TARGET, SECOND);
      bench.network.renameInterface("eth0", "wan0");
      Told told = bench.probe(TARGET, SECOND);
      assertThat(((NotSent) told.outcomes.get(0)).name()).isEqualTo("ENODEV");
      assertThat(bench.network.sent).hasSize(1);
    }

    @Test
    void that_vanished_leaves_its_probes_to_their_deadlines() {
      Told told = bench.probe(TARGET, SECOND);
      bench.network.deleteInterface("eth0");
      bench.probe(TARGET, SECOND);
      assertThat(told.outcomes).isEmpty();
      bench.run(SECOND);
      assertThat(told.outcomes).containsExactly(new Lost());
    }
  }

  @Nested
  class Sequence_numbers {
    @Test
    void wrap_and_skip_those_in_flight() {
      bench.probe(TARGET, Duration.ofHours(1));
      int held = bench.network.lastSent().echo().sequence();
      for (int i = 0; i < SequenceTable.MAX_SIZE + 10; i++) {
        bench.probe(OTHER, SECOND);
        bench.reply(ZERO);
        bench.run(ZERO);
        bench.network.sent.subList(0, bench.network.sent.size() - 1).clear();
        assertThat(bench.network.lastSent().echo().sequence()).isNotEqualTo(held);
      }
      assertThat(bench.count(Counter.REPLIED)).isEqualTo(SequenceTable.MAX_SIZE + 10);
    }

    @Test
    void all_in_flight_hold_further_probes_back_with_a_reason() {
      Set<Integer> used = new HashSet<>();
      for (int i = 0; i < SequenceTable.MAX_SIZE; i++) {
        bench.probe(TARGET, SECOND);
        used.add(bench.network.lastSent().echo().sequence());
      }
      assertThat(used).hasSize(SequenceTable.MAX_SIZE);
      Told told = bench.probe(TARGET, SECOND);
      assertThat(((NotSent) told.outcomes.get(0)).cause()).isEqualTo(Cause.SEQUENCES_IN_FLIGHT);

      bench.run(SECOND);
      Told later = bench.probe(TARGET, SECOND);
      assertThat(later.outcomes).isEmpty();
    }
  }

  @Nested
  class Deadlines {
    @Test
    void keep_their_order_when_the_clock_overflows() {
      Told before = bench.probe(TARGET, SECOND);
      Told after = bench.probe(TARGET, Duration.ofSeconds(2));
      assertThat(bench.clock.monotonicNanos() + Duration.ofSeconds(2).toNanos()).isNegative();
      bench.run(SECOND);
      assertThat(before.outcomes).containsExactly(new Lost());
      assertThat(after.outcomes).isEmpty();
      bench.run(SECOND);
      assertThat(after.outcomes).containsExactly(new Lost());
    }

    @Test
    void within_one_millisecond_cost_one_wait() {
      Told first = bench.probe(TARGET, Duration.ofNanos(10_100_000));
      Told second = bench.probe(TARGET, Duration.ofNanos(10_900_000));
      bench.network.horizonNanos = bench.clock.monotonicNanos() + SECOND.toNanos();
      bench.loop.turn();
      assertThat(first.outcomes).containsExactly(new Lost());
      assertThat(second.outcomes).containsExactly(new Lost());
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

  @Test
  void a_listener_that_throws_disturbs_no_other_probe() {
    bench.probe(
        "eth0",
        TARGET,
        SECOND,
        (request, outcome) -> {
          throw new IllegalStateException("expected by this test");
        });
    Told other = bench.probe(TARGET, SECOND);
    bench.run(SECOND);
    assertThat(other.outcomes).containsExactly(new Lost());
    assertThat(bench.count(Counter.LISTENER_FAILURE)).isEqualTo(1);
  }

  @Test
  void closing_gives_every_open_probe_its_outcome() {
    Told sent = bench.probe(TARGET, SECOND);
    Told queued = new Told();
    bench.requests.offer(
        new RequestQueue.Entry(
            new ProbeRequest("eth0", TARGET, bench.clock.monotonicNanos() + 1), queued));
    bench.loop.close();
    assertThat(sent.outcomes).containsExactly(new Lost());
    assertThat(((NotSent) queued.outcomes.get(0)).cause()).isEqualTo(Cause.PROBER_CLOSED);
    assertThat(bench.network.opened).allMatch(socket -> socket.closed);
  }
}

package dev.routeswitcher.icmp.loop;

import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.OTHER;
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
import dev.routeswitcher.icmp.loop.ProbeLoopFixture.RecordingListener;
import dev.routeswitcher.icmp.loop.ScriptedNetwork.ScriptedSocket;
import dev.routeswitcher.icmp.loop.ScriptedNetwork.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jnr.constants.platform.Errno;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Sends that fail, interfaces that come and go, sequence numbers that run out. */
class ProbeSendTest {
  private final ProbeLoopFixture fixture = new ProbeLoopFixture();

  @Nested
  class A_send_that_fails {
    @Test
    void for_good_is_not_sent_with_the_kernels_reason() {
      fixture.probe(TARGET, SECOND);
      ScriptedSocket socket = fixture.network.socket("eth0");
      socket.sendResults.addAll(
          List.of(Errno.ENETUNREACH.intValue(), Errno.ENETUNREACH.intValue()));
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.run(Duration.ofSeconds(2));
      assertThat(recorded.outcomes).hasSize(1);
      NotSent outcome = (NotSent) recorded.outcomes.get(0);
      assertThat(outcome.name()).isEqualTo("ENETUNREACH");
      assertThat(outcome.errno()).isEqualTo(Errno.ENETUNREACH.intValue());
      assertThat(outcome.meaning()).contains("203.0.113.8", "eth0", "Network is unreachable");
    }

    @Test
    void because_buffers_are_full_is_retried_after_a_pause() {
      fixture.probe(TARGET, SECOND);
      ScriptedSocket socket = fixture.network.socket("eth0");
      socket.sendResults.addAll(List.of(ErrorNumber.ENOBUFS, ErrorNumber.ENOBUFS));
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.probe(OTHER, SECOND);
      assertThat(fixture.network.sent).hasSize(1);
      fixture.run(ms(5));
      assertThat(recorded.outcomes).isEmpty();
      assertThat(fixture.network.sent)
          .extracting(Sent::target)
          .containsExactly(TARGET, TARGET, OTHER);
    }

    @Test
    void because_buffers_stay_full_is_not_sent_long_before_its_deadline() {
      fixture.probe(TARGET, SECOND);
      for (int i = 0; i < 1_000; i++) {
        fixture.network.socket("eth0").sendResults.add(ErrorNumber.ENOBUFS);
      }
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.run(ms(150));
      assertThat(((NotSent) recorded.outcomes.get(0)).name()).isEqualTo("ENOBUFS");
      int attempts = 1_000 - fixture.network.socket("eth0").sendResults.size();
      assertThat(attempts).isBetween(5, 20);
    }

    @Test
    void because_buffers_stay_full_is_not_sent_for_that_reason_however_short_its_deadline() {
      fixture.probe(TARGET, SECOND);
      for (int i = 0; i < 1_000; i++) {
        fixture.network.socket("eth0").sendResults.add(ErrorNumber.ENOBUFS);
      }
      RecordingListener patient = new RecordingListener();
      RecordingListener brief = new RecordingListener();
      fixture.offer(TARGET, SECOND, patient);
      fixture.offer(TARGET, ms(50), brief);
      fixture.run(ms(50));
      assertThat(patient.outcomes).isEmpty();
      assertThat(((NotSent) brief.outcomes.get(0)).name()).isEqualTo("ENOBUFS");
      fixture.run(ms(100));
      assertThat(((NotSent) patient.outcomes.get(0)).name()).isEqualTo("ENOBUFS");
    }

    @Test
    void because_buffers_are_full_delays_no_other_interface() {
      fixture.probe(TARGET, SECOND);
      fixture.network.socket("eth0").sendResults.add(ErrorNumber.ENOBUFS);
      fixture.probe(TARGET, SECOND);
      fixture.probe("eth1", OTHER, SECOND);
      assertThat(fixture.network.lastSent().interfaceName()).isEqualTo("eth1");
    }

    @Test
    void in_the_middle_of_a_batch_affects_that_probe_alone() {
      fixture.probe(TARGET, SECOND);
      ScriptedSocket socket = fixture.network.socket("eth0");
      int ok = ErrorNumber.OK;
      int refused = ErrorNumber.EPERM;
      socket.sendResults.addAll(List.of(ok, refused, refused, refused, ok));
      List<RecordingListener> recorded = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        recorded.add(new RecordingListener());
        fixture.offer(TARGET, SECOND, recorded.get(i));
      }
      fixture.loop.turn();
      assertThat(recorded.get(0).outcomes).isEmpty();
      assertThat(((NotSent) recorded.get(1).outcomes.get(0)).name()).isEqualTo("EPERM");
      assertThat(recorded.get(2).outcomes).isEmpty();
      assertThat(fixture.network.sent).hasSize(3);
    }

    @Test
    void for_lack_of_descriptors_is_retried_less_and_less_often() {
      fixture.network.openFailure = 24;
      for (int i = 0; i < 100; i++) {
        RecordingListener recorded = fixture.probe(TARGET, SECOND);
        assertThat(((NotSent) recorded.outcomes.get(0)).name()).isEqualTo("EMFILE");
        fixture.run(ms(1));
      }
      assertThat(fixture.network.openAttempts).isLessThan(20);
      fixture.network.openFailure = ErrorNumber.OK;
      fixture.run(SECOND);
      assertThat(fixture.probe(TARGET, SECOND).outcomes).isEmpty();
    }
  }

  @Nested
  class A_prober_that_is_late {
    @Test
    void to_take_a_probe_up_gives_its_reply_the_whole_time() {
      RecordingListener recorded = new RecordingListener();
      fixture.offer(TARGET, ms(400), recorded);
      fixture.pause(ms(300));
      fixture.loop.turn();
      fixture.reply(ms(350));
      fixture.run(SECOND);
      assertThat(recorded.outcomes).containsExactly(repliedAfter(ms(350)));
    }

    @Test
    void finds_a_loss_as_long_after_the_probe_left_as_was_asked_for() {
      RecordingListener recorded = new RecordingListener();
      fixture.offer(TARGET, ms(400), recorded);
      fixture.pause(ms(300));
      fixture.run(ms(399));
      assertThat(recorded.outcomes).isEmpty();
      fixture.run(ms(1));
      assertThat(recorded.outcomes).containsExactly(new Lost());
    }

    @Test
    void to_open_a_socket_sends_no_probe_whose_deadline_is_over() {
      fixture.network.opening = ms(400);
      RecordingListener recorded = fixture.probe(TARGET, ms(400));
      assertThat(recorded.outcomes)
          .singleElement()
          .satisfies(
              outcome -> assertThat(((NotSent) outcome).cause()).isEqualTo(Cause.DEADLINE_PASSED));
      assertThat(fixture.network.sent).isEmpty();
    }

    @Test
    void just_before_a_packet_leaves_gives_its_reply_the_whole_time() {
      fixture.probe(TARGET, SECOND);
      fixture.network.leaving = ms(500);
      RecordingListener recorded = fixture.probe(TARGET, ms(400));
      fixture.reply(ms(350));
      fixture.run(SECOND);
      assertThat(recorded.outcomes).hasOnlyElementsOfType(Replied.class).hasSize(1);
    }

    @Test
    void between_two_batches_is_no_loss_of_the_second() {
      fixture.network.transmitStamps = false;
      fixture.probe(OTHER, SECOND);
      fixture.network.leaving = ms(450);
      RecordingListener first = new RecordingListener();
      RecordingListener second = new RecordingListener();
      fixture.offer(TARGET, ms(400), first);
      fixture.offer(TARGET, ms(400), second);
      fixture.loop.turn();
      fixture.run(ms(399));
      assertThat(first.outcomes).isEmpty();
      assertThat(second.outcomes)
          .singleElement()
          .satisfies(
              outcome -> assertThat(((NotSent) outcome).cause()).isEqualTo(Cause.DEADLINE_PASSED));
    }

    @Test
    void to_try_again_is_no_reason_to_give_up() {
      fixture.probe(TARGET, SECOND);
      fixture.network.socket("eth0").sendResults.add(ErrorNumber.ENOBUFS);
      RecordingListener recorded = new RecordingListener();
      fixture.offer(TARGET, SECOND, recorded);
      fixture.pause(ms(200));
      fixture.run(ms(50));
      assertThat(recorded.outcomes).isEmpty();
      assertThat(fixture.network.sent).hasSize(2);
    }
  }

  @Nested
  class A_system_call {
    @Test
    void sends_many_probes_that_the_kernel_stamps() {
      offer(64);
      fixture.loop.turn();
      assertThat(fixture.network.sendCalls).isEqualTo(1);
      assertThat(fixture.network.sent).hasSize(64);
    }

    @Test
    void without_transmit_stamps_sends_one_probe_so_that_each_has_its_own_send_time() {
      fixture.network.transmitStamps = false;
      offer(15);
      fixture.loop.turn();
      assertThat(fixture.network.sendCalls).isEqualTo(15);
      assertThat(fixture.network.sent).hasSize(15);
    }

    @Test
    void without_transmit_stamps_sends_eight_of_a_burst() {
      fixture.network.transmitStamps = false;
      offer(20);
      fixture.loop.turn();
      assertThat(fixture.network.sendCalls).isEqualTo(3);
      assertThat(fixture.network.sent).hasSize(20);
    }

    private void offer(int probes) {
      for (int i = 0; i < probes; i++) {
        fixture.offer(TARGET, SECOND, new RecordingListener());
      }
    }
  }

  @Nested
  class An_interface {
    @Test
    void that_does_not_exist_is_an_outcome() {
      RecordingListener recorded = fixture.probe("nope", TARGET, SECOND);
      assertThat(((NotSent) recorded.outcomes.get(0)).name()).isEqualTo("ENODEV");
    }

    @Test
    void that_was_deleted_and_recreated_gets_a_new_socket_at_the_next_probe() {
      fixture.probe(TARGET, SECOND);
      ScriptedSocket old = fixture.network.socket("eth0");
      fixture.network.deleteInterface("eth0");
      RecordingListener gone = fixture.probe(TARGET, SECOND);
      assertThat(((NotSent) gone.outcomes.get(0)).name()).isEqualTo("ENODEV");
      assertThat(old.closed).isTrue();

      fixture.network.interfaces.add("eth0");
      RecordingListener back = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(5));
      fixture.run(ms(10));
      assertThat(back.outcomes).containsExactly(repliedAfter(ms(5)));
    }

    @Test
    void whose_replacement_shows_only_at_the_send_is_reopened_within_that_very_probe() {
      fixture.probe(TARGET, SECOND);
      ScriptedSocket old = fixture.network.socket("eth0");
      old.hideDeath();
      fixture.network.deleteInterface("eth0");
      fixture.network.interfaces.add("eth0");
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(5));
      fixture.run(ms(10));
      assertThat(old.closed).isTrue();
      assertThat(recorded.outcomes).containsExactly(repliedAfter(ms(5)));
    }

    @Test
    void that_was_renamed_gets_no_more_probes_for_its_old_name() {
      fixture.probe(TARGET, SECOND);
      fixture.network.renameInterface("eth0", "wan0");
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      assertThat(((NotSent) recorded.outcomes.get(0)).name()).isEqualTo("ENODEV");
      assertThat(fixture.network.sent).hasSize(1);
    }

    @Test
    void that_vanished_leaves_its_probes_to_their_deadlines() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.network.deleteInterface("eth0");
      fixture.probe(TARGET, SECOND);
      assertThat(recorded.outcomes).isEmpty();
      fixture.run(SECOND);
      assertThat(recorded.outcomes).containsExactly(new Lost());
    }
  }

  @Nested
  class Sequence_numbers {
    @Test
    void wrap_and_skip_those_in_flight() {
      fixture.probe(TARGET, Duration.ofHours(1));
      int held = fixture.network.lastSent().echo().sequence();
      for (int i = 0; i < SequenceTable.NUMBERS + 10; i++) {
        fixture.probe(OTHER, SECOND);
        fixture.reply(ZERO);
        fixture.run(ZERO);
        fixture.network.sent.subList(0, fixture.network.sent.size() - 1).clear();
        assertThat(fixture.network.lastSent().echo().sequence()).isNotEqualTo(held);
      }
      assertThat(fixture.counters().replied()).isEqualTo(SequenceTable.NUMBERS + 10);
    }

    @Test
    void that_run_short_are_continued_by_another_socket_which_closes_when_all_is_over() {
      final int probes = 200_000;
      RecordingListener[] recorded = new RecordingListener[probes];
      for (int i = 0; i < probes; i++) {
        recorded[i] = new RecordingListener();
        fixture.offer(TARGET, Duration.ofHours(1), recorded[i]);
        if (i % 100 == 0) {
          fixture.loop.turn();
        }
      }
      fixture.run(ms(1));
      assertThat(fixture.network.sent).hasSize(probes);
      assertThat(fixture.network.opened).hasSize(5);
      fixture.run(Duration.ofHours(1));
      assertThat(recorded).allSatisfy(t -> assertThat(t.outcomes).containsExactly(new Lost()));
      for (int i = 0; i < 5; i++) {
        fixture.run(Duration.ofSeconds(11));
        fixture.probe(TARGET, SECOND);
      }
      assertThat(fixture.network.opened).filteredOn(socket -> !socket.closed).hasSize(1);
    }

    @Test
    void of_every_socket_in_flight_refuse_further_probes_with_a_reason() {
      final int capacity = InterfaceChannel.MAX_LANES * SequenceTable.MAX_IN_FLIGHT;
      for (int i = 0; i < capacity; i++) {
        fixture.offer(TARGET, SECOND, (request, outcome) -> {});
        if (i % 256 == 255) {
          fixture.loop.turn();
          fixture.network.sent.clear();
        }
      }
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      assertThat(((NotSent) recorded.outcomes.get(0)).cause()).isEqualTo(Cause.SEQUENCES_IN_FLIGHT);
      fixture.run(SECOND);
      RecordingListener later = fixture.probe(TARGET, SECOND);
      assertThat(later.outcomes).isEmpty();
    }
  }
}

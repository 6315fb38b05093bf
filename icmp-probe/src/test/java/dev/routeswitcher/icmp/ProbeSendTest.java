package dev.routeswitcher.icmp;

import static dev.routeswitcher.icmp.ProbeLoopBench.OTHER;
import static dev.routeswitcher.icmp.ProbeLoopBench.SECOND;
import static dev.routeswitcher.icmp.ProbeLoopBench.TARGET;
import static dev.routeswitcher.icmp.ProbeLoopBench.ms;
import static dev.routeswitcher.icmp.ProbeLoopBench.repliedAfter;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeLoopBench.Told;
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import dev.routeswitcher.icmp.ScriptedNetwork.ScriptedSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Sends that fail, interfaces that come and go, sequence numbers that run out. */
class ProbeSendTest {
  private final ProbeLoopBench bench = new ProbeLoopBench();

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
}

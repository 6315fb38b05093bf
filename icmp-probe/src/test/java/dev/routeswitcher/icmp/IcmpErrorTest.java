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
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ScriptedNetwork.ScriptedSocket;
import dev.routeswitcher.icmp.ScriptedNetwork.Sent;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.Payload;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which probe an ICMP error ends, in virtual time on a scripted network. */
class IcmpErrorTest {
  private final ProbeLoopBench bench = new ProbeLoopBench();

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
}

package dev.routeswitcher.icmp.loop;

import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.OTHER;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.ROUTER;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.SECOND;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.TARGET;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.ms;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.repliedAfter;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.loop.ProbeLoopFixture.RecordingListener;
import dev.routeswitcher.icmp.loop.ScriptedNetwork.ScriptedSocket;
import dev.routeswitcher.icmp.loop.ScriptedNetwork.Sent;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.Payload;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which probe an ICMP error ends, in virtual time on a scripted network. */
class IcmpErrorTest {
  private final ProbeLoopFixture fixture = new ProbeLoopFixture();

  @Nested
  class An_icmp_error {
    @Test
    void goes_to_the_probe_it_quotes_and_to_no_other() {
      RecordingListener first = fixture.probe(TARGET, SECOND);
      Sent quoted = fixture.network.lastSent();
      RecordingListener second = fixture.probe(OTHER, SECOND);
      fixture
          .network
          .socket("eth0")
          .arriveError(ms(5), 3, 13, ROUTER, TARGET, ProbeLoopFixture.encode(quoted.echo()));
      fixture.run(ms(10));
      assertThat(first.outcomes).containsExactly(new Unreachable(3, 13, ROUTER));
      assertThat(second.outcomes).isEmpty();
    }

    @Test
    void that_quotes_the_header_only_is_enough() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      ByteBuffer quoted = ProbeLoopFixture.encode(fixture.network.lastSent().echo()).limit(8);
      fixture.network.socket("eth0").arriveError(ms(5), 11, 0, ROUTER, TARGET, quoted);
      fixture.run(ms(10));
      assertThat(recorded.outcomes).containsExactly(new Unreachable(11, 0, ROUTER));
    }

    @Test
    void that_quotes_another_target_or_secret_is_counted_only() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      EchoMessage sent = fixture.network.lastSent().echo();
      EchoMessage forged =
          new EchoMessage(
              sent.kind(), sent.identifier(), sent.sequence(), Payload.of(new byte[56]));
      ScriptedSocket socket = fixture.network.socket("eth0");
      socket.arriveError(ms(5), 3, 1, ROUTER, OTHER, ProbeLoopFixture.encode(sent));
      socket.arriveError(ms(5), 3, 1, ROUTER, TARGET, ProbeLoopFixture.encode(forged));
      fixture.run(ms(10));
      assertThat(recorded.outcomes).isEmpty();
      assertThat(fixture.counters().unmatchedErrors()).isEqualTo(2);
    }

    @Test
    void that_is_a_redirect_is_no_outcome() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      ByteBuffer quoted = ProbeLoopFixture.encode(fixture.network.lastSent().echo());
      fixture.network.socket("eth0").arriveError(ms(5), 5, 1, ROUTER, TARGET, quoted);
      fixture.reply(ms(20));
      fixture.run(ms(50));
      assertThat(recorded.outcomes).containsExactly(repliedAfter(ms(20)));
    }

    @Test
    void pending_on_the_socket_does_not_cost_the_next_probe_its_send() {
      RecordingListener first = fixture.probe(TARGET, SECOND);
      ByteBuffer quoted = ProbeLoopFixture.encode(fixture.network.lastSent().echo());
      ScriptedSocket socket = fixture.network.socket("eth0");
      socket.sendResults.add(113);
      socket.arriveError(ZERO, 3, 1, ROUTER, TARGET, quoted);
      RecordingListener second = fixture.probe(OTHER, SECOND);
      fixture.reply(ms(5));
      fixture.run(ms(10));
      assertThat(first.outcomes).containsExactly(new Unreachable(3, 1, ROUTER));
      assertThat(second.outcomes).containsExactly(repliedAfter(ms(5)));
    }
  }
}

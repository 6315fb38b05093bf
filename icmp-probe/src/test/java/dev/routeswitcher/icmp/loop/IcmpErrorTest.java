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
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.loop.ProbeLoopFixture.RecordingListener;
import dev.routeswitcher.icmp.loop.ScriptedNetwork.ScriptedSocket;
import dev.routeswitcher.icmp.loop.ScriptedNetwork.Sent;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.EchoView;
import dev.routeswitcher.icmp.packet.Payload;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
      fixture.run(SECOND);
      assertThat(first.outcomes).containsExactly(new Unreachable(3, 13, ROUTER));
      assertThat(second.outcomes).containsExactly(new Lost());
    }

    @Test
    void is_an_outcome_at_the_deadline_and_not_before() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.unreachable(ms(5), new Unreachable(3, 13, ROUTER), fixture.network.lastSent());
      fixture.run(ms(999));
      assertThat(recorded.outcomes).isEmpty();
      fixture.run(ms(1));
      assertThat(recorded.outcomes).containsExactly(new Unreachable(3, 13, ROUTER));
    }

    @Test
    void is_the_outcome_of_a_prober_that_is_closed() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.unreachable(ms(5), new Unreachable(3, 13, ROUTER), fixture.network.lastSent());
      fixture.run(ms(10));
      fixture.loop.close();
      assertThat(recorded.outcomes).containsExactly(new Unreachable(3, 13, ROUTER));
    }

    @Test
    void that_came_first_counts_and_further_ones_are_counted() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      Sent sent = fixture.network.lastSent();
      fixture.unreachable(ms(5), new Unreachable(3, 13, ROUTER), sent);
      fixture.unreachable(ms(6), new Unreachable(3, 1, ROUTER), sent);
      fixture.run(SECOND);
      assertThat(recorded.outcomes).containsExactly(new Unreachable(3, 13, ROUTER));
      assertThat(fixture.counters().unmatchedErrors()).isEqualTo(1);
    }

    @Test
    void that_quotes_the_header_only_is_enough() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      ByteBuffer quoted = ProbeLoopFixture.encode(fixture.network.lastSent().echo()).limit(8);
      fixture.network.socket("eth0").arriveError(ms(5), 11, 0, ROUTER, TARGET, quoted);
      fixture.run(SECOND);
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
      fixture.run(SECOND);
      assertThat(recorded.outcomes).containsExactly(new Lost());
      assertThat(fixture.counters().unmatchedErrors()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 12, 16})
    void is_held_to_as_much_of_secret_and_cookie_as_it_quotes(int quotedPayload) {
      RecordingListener forged = fixture.probe(TARGET, SECOND);
      ByteBuffer quoted = quote(quotedPayload);
      int last = quoted.limit() - 1;
      quoted.put(last, (byte) ~quoted.get(last));
      fixture.network.socket("eth0").arriveError(ms(5), 3, 1, ROUTER, TARGET, quoted);
      RecordingListener genuine = fixture.probe(TARGET, SECOND);
      fixture.network.socket("eth0").arriveError(ms(5), 3, 1, ROUTER, TARGET, quote(quotedPayload));
      fixture.run(SECOND);
      assertThat(forged.outcomes).containsExactly(new Lost());
      assertThat(genuine.outcomes).containsExactly(new Unreachable(3, 1, ROUTER));
    }

    @Test
    void with_an_extension_behind_what_it_quotes_is_believed() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      ByteBuffer quoted = quote(20).limit(64);
      quoted.put(50, (byte) 0x20);
      fixture.network.socket("eth0").arriveError(ms(5), 11, 0, ROUTER, TARGET, quoted);
      fixture.run(SECOND);
      assertThat(recorded.outcomes).containsExactly(new Unreachable(11, 0, ROUTER));
    }

    /** The start of what was sent last. */
    private ByteBuffer quote(int payload) {
      ByteBuffer whole = ProbeLoopFixture.encode(fixture.network.lastSent().echo());
      return whole.limit(EchoView.HEADER_SIZE + payload);
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
      fixture.run(SECOND);
      assertThat(first.outcomes).containsExactly(new Unreachable(3, 1, ROUTER));
      assertThat(second.outcomes).containsExactly(repliedAfter(ms(5)));
    }
  }
}

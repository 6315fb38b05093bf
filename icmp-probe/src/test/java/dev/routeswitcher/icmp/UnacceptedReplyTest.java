package dev.routeswitcher.icmp;

import static dev.routeswitcher.icmp.ProbeLoopBench.OTHER;
import static dev.routeswitcher.icmp.ProbeLoopBench.SECOND;
import static dev.routeswitcher.icmp.ProbeLoopBench.TARGET;
import static dev.routeswitcher.icmp.ProbeLoopBench.ms;
import static dev.routeswitcher.icmp.ProbeLoopBench.repliedAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeLoopBench.Told;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.Payload;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is no reply though it looks like one, in virtual time on a scripted network. */
class UnacceptedReplyTest {
  private final ProbeLoopBench bench = new ProbeLoopBench();

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
      Payload guess = Payload.of(new byte[ProbeOptions.DEFAULTS.payloadSize()]);
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
}

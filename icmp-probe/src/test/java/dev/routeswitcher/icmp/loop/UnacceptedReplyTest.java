package dev.routeswitcher.icmp.loop;

import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.OTHER;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.SECOND;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.TARGET;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.ms;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.repliedAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProberCounters;
import dev.routeswitcher.icmp.loop.ProbeLoopFixture.RecordingListener;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.Payload;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no reply though it looks like one, in virtual time on a scripted network. */
class UnacceptedReplyTest {
  private final ProbeLoopFixture fixture = new ProbeLoopFixture();

  @Nested
  class A_forged_or_foreign_packet {
    private final RecordingListener recorded = fixture.probe(TARGET, SECOND);
    private final EchoMessage sent = fixture.network.lastSent().echo();

    private void arrives(
        InetAddress from, ByteBuffer packet, ToLongFunction<ProberCounters> counter) {
      fixture.network.socket("eth0").arrive(ms(1), from, packet);
      fixture.run(ms(2));
      assertThat(recorded.outcomes).isEmpty();
      assertThat(counter.applyAsLong(fixture.counters())).isEqualTo(1);
      fixture.reply(ms(1));
      fixture.run(ms(2));
      assertThat(recorded.outcomes).hasSize(1).first().isInstanceOf(Replied.class);
    }

    @Test
    void from_another_source_is_not_accepted() {
      arrives(OTHER, ProbeLoopFixture.replyTo(sent), ProberCounters::wrongSource);
    }

    @Test
    void with_another_secret_is_not_accepted() {
      Payload guess = Payload.of(new byte[ProbeOptions.DEFAULTS.payloadSize()]);
      arrives(
          TARGET,
          ProbeLoopFixture.reply(sent.identifier(), sent.sequence(), guess),
          ProberCounters::wrongPayload);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 15, 16, 48, 54, 55})
    void with_another_octet_anywhere_in_its_payload_is_not_accepted(int offset) {
      byte[] payload = sent.payload().toByteArray();
      payload[offset] ^= 1;
      arrives(
          TARGET,
          ProbeLoopFixture.reply(sent.identifier(), sent.sequence(), Payload.of(payload)),
          ProberCounters::wrongPayload);
    }

    @ParameterizedTest
    @ValueSource(ints = {55, 57, 64})
    void with_a_payload_of_another_size_is_not_accepted(int size) {
      Payload other = Payload.of(Arrays.copyOf(sent.payload().toByteArray(), size));
      arrives(
          TARGET,
          ProbeLoopFixture.reply(sent.identifier(), sent.sequence(), other),
          ProberCounters::wrongPayload);
    }

    @Test
    void without_a_payload_is_not_accepted() {
      arrives(
          TARGET,
          ProbeLoopFixture.reply(sent.identifier(), sent.sequence(), Payload.EMPTY),
          ProberCounters::wrongPayload);
    }

    @Test
    void with_a_sequence_not_in_flight_is_not_accepted() {
      int other = (sent.sequence() + 1) & 0xffff;
      arrives(
          TARGET,
          ProbeLoopFixture.reply(sent.identifier(), other, sent.payload()),
          ProberCounters::unknownSequence);
    }

    @Test
    void with_a_wrong_checksum_is_not_accepted() {
      ByteBuffer corrupt = ProbeLoopFixture.replyTo(sent);
      corrupt.put(20, (byte) (corrupt.get(20) ^ 0x10));
      arrives(TARGET, corrupt, ProberCounters::corrupt);
    }

    @Test
    void cut_short_is_not_accepted() {
      arrives(TARGET, ProbeLoopFixture.replyTo(sent).limit(5), ProberCounters::corrupt);
    }

    @Test
    void that_is_our_own_request_is_not_accepted() {
      fixture.network.socket("eth0").arrive(ms(1), TARGET, ProbeLoopFixture.encode(sent));
      fixture.run(ms(2));
      assertThat(recorded.outcomes).isEmpty();
    }
  }

  @Test
  void on_a_raw_socket_another_programs_identifier_is_not_accepted() {
    fixture.network.kind = EchoSocket.Kind.RAW;
    RecordingListener recorded = fixture.probe(TARGET, SECOND);
    EchoMessage sent = fixture.network.lastSent().echo();
    int foreign = sent.identifier() ^ 1;
    fixture
        .network
        .socket("eth0")
        .arrive(ms(1), TARGET, ProbeLoopFixture.reply(foreign, sent.sequence(), sent.payload()));
    fixture.run(ms(2));
    assertThat(recorded.outcomes).isEmpty();
    assertThat(fixture.counters().foreignIdentifier()).isEqualTo(1);
  }

  @Test
  void on_a_datagram_socket_the_kernel_chooses_the_identifier() {
    RecordingListener recorded = fixture.probe(TARGET, SECOND);
    EchoMessage sent = fixture.network.lastSent().echo();
    int chosenByKernel = sent.identifier() ^ 1;
    fixture
        .network
        .socket("eth0")
        .arrive(
            ms(1), TARGET, ProbeLoopFixture.reply(chosenByKernel, sent.sequence(), sent.payload()));
    fixture.run(ms(2));
    assertThat(recorded.outcomes).containsExactly(repliedAfter(ms(1)));
  }
}

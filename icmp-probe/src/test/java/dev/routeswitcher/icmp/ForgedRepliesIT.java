package dev.routeswitcher.icmp;

import static dev.routeswitcher.icmp.Probing.PATIENT;
import static dev.routeswitcher.icmp.TwoProviders.HOST_A;
import static dev.routeswitcher.icmp.TwoProviders.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.Icmpv4;
import dev.routeswitcher.icmp.packet.Payload;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Packets made by a raw socket at the provider: what the kernel lets through, the prober counts.
 */
class ForgedRepliesIT {
  private static final InetAddress OTHER = InetAddresses.forString("203.0.113.9");

  @ParameterizedTest
  @EnumSource(EchoSocket.Kind.class)
  void each_is_counted_once_and_none_accepted(EchoSocket.Kind kind) throws Exception {
    try (TwoProviders net = new TwoProviders()) {
      net.providerA.sysctl("net/ipv4/icmp_echo_ignore_all", "1");
      if (kind == EchoSocket.Kind.DATAGRAM) {
        net.permitDatagramSockets();
      }
      try (IcmpProber prober = net.host.call(IcmpProber::open);
          Forger forger = net.providerA.call(() -> new Forger(Family.IPV4))) {
        CompletableFuture<ProbeOutcome> outcome = Probing.start(prober, "upa", TARGET, PATIENT);
        EchoMessage request = forger.nextRequest();
        int id = request.identifier();
        int sequence = request.sequence();
        Payload secret = request.payload();
        Payload guess = Payload.of(new byte[ProbeOptions.DEFAULTS.payloadSize()]);

        forger.send(OTHER, HOST_A, reply(id, sequence, secret));
        forger.send(TARGET, HOST_A, reply(id, (sequence + 1) & 0xffff, secret));
        forger.send(TARGET, HOST_A, reply(id, sequence, guess));
        forger.send(TARGET, HOST_A, reply((id + 1) & 0xffff, sequence, secret));
        forger.send(TARGET, HOST_A, corrupted(reply(id, sequence, secret)));
        forger.send(TARGET, HOST_A, reply(id, sequence, secret));
        forger.send(TARGET, HOST_A, reply(id, sequence, secret));

        assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(Replied.class);
        ProberCounters counters = countersAfterDuplicate(prober);
        // The kernel sorts out foreign identifiers and bad checksums for a datagram socket.
        int onRawOnly = kind == EchoSocket.Kind.RAW ? 1 : 0;
        assertThat(counters.wrongSource()).isEqualTo(1);
        assertThat(counters.unknownSequence()).isEqualTo(1);
        assertThat(counters.wrongSecret()).isEqualTo(1);
        assertThat(counters.foreignIdentifier()).isEqualTo(onRawOnly);
        assertThat(counters.corrupt()).isEqualTo(onRawOnly);
        assertThat(counters.duplicates()).isEqualTo(1);
        assertThat(counters.replied()).isEqualTo(1);
      }
    }
  }

  private static ProberCounters countersAfterDuplicate(IcmpProber prober) {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (prober.counters().duplicates() == 0 && System.nanoTime() - giveUp < 0) {
      Thread.onSpinWait();
    }
    return prober.counters();
  }

  private static ByteBuffer reply(int identifier, int sequence, Payload payload) {
    ByteBuffer packet = ByteBuffer.allocate(Icmpv4.HEADER_SIZE + payload.size());
    Icmpv4.encode(new EchoMessage(EchoMessage.Kind.REPLY, identifier, sequence, payload), packet);
    return packet.flip();
  }

  private static ByteBuffer corrupted(ByteBuffer packet) {
    return packet.put(20, (byte) (packet.get(20) ^ 1));
  }
}

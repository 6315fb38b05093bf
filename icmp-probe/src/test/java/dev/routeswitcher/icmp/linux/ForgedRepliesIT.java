package dev.routeswitcher.icmp.linux;

import static dev.routeswitcher.icmp.linux.Probing.PATIENT;
import static dev.routeswitcher.icmp.linux.TwoProviders.HOST6_A;
import static dev.routeswitcher.icmp.linux.TwoProviders.HOST_A;
import static dev.routeswitcher.icmp.linux.TwoProviders.TARGET;
import static dev.routeswitcher.icmp.linux.TwoProviders.TARGET6;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProberCounters;
import dev.routeswitcher.icmp.loop.EchoSocket;
import dev.routeswitcher.icmp.loop.IpVersion;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.Payload;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Packets made by a raw socket at the provider: what the kernel lets through, the prober counts.
 */
class ForgedRepliesIT {
  private static final InetAddress OTHER4 = InetAddresses.forString("203.0.113.9");
  private static final InetAddress OTHER6 = InetAddresses.forString("2001:db8:f::9");

  @ParameterizedTest
  @CsvSource({"IPV4, DATAGRAM", "IPV4, RAW", "IPV6, DATAGRAM", "IPV6, RAW"})
  void each_is_counted_once_and_none_accepted(IpVersion family, EchoSocket.Kind kind)
      throws Exception {
    try (TwoProviders net = new TwoProviders()) {
      net.addIpv6();
      net.providerA.sysctl("net/ipv4/icmp_echo_ignore_all", "1");
      net.providerA.sysctl("net/ipv6/icmp/echo_ignore_all", "1");
      if (kind == EchoSocket.Kind.DATAGRAM) {
        net.permitDatagramSockets();
      }
      try (IcmpProber prober = net.host.call(IcmpProber::open);
          Forger forger = net.providerA.call(() -> new Forger(family))) {
        InetAddress target = family == IpVersion.IPV4 ? TARGET : TARGET6;
        InetAddress host = family == IpVersion.IPV4 ? HOST_A : HOST6_A;
        InetAddress other = family == IpVersion.IPV4 ? OTHER4 : OTHER6;
        CompletableFuture<ProbeOutcome> outcome = Probing.start(prober, "upa", target, PATIENT);
        EchoMessage request = forger.nextRequest();
        int id = request.identifier();
        int sequence = request.sequence();
        Payload secret = request.payload();
        Payload guess = Payload.of(new byte[ProbeOptions.DEFAULTS.payloadSize()]);
        int nextSequence = (sequence + 1) & 0xffff;

        forger.send(other, host, forger.encode(reply(id, sequence, secret), other, host));
        forger.send(target, host, forger.encode(reply(id, nextSequence, secret), target, host));
        forger.send(target, host, forger.encode(reply(id, sequence, guess), target, host));
        EchoMessage foreign = reply((id + 1) & 0xffff, sequence, secret);
        forger.send(target, host, forger.encode(foreign, target, host));
        EchoMessage right = reply(id, sequence, secret);
        forger.send(target, host, corrupted(forger.encode(right, target, host)));
        forger.send(target, host, forger.encode(right, target, host));
        forger.send(target, host, forger.encode(right, target, host));

        assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(Replied.class);
        ProberCounters counters = countersAfterDuplicate(prober);
        // The kernel sorts out foreign identifiers and bad checksums for a datagram socket, and
        // bad checksums of ICMPv6 for every socket.
        int onRawOnly = kind == EchoSocket.Kind.RAW ? 1 : 0;
        int onRaw4Only = family == IpVersion.IPV4 ? onRawOnly : 0;
        assertThat(counters.wrongSource()).isEqualTo(1);
        assertThat(counters.unknownSequence()).isEqualTo(1);
        assertThat(counters.wrongPayload()).isEqualTo(1);
        assertThat(counters.foreignIdentifier()).isEqualTo(onRawOnly);
        assertThat(counters.corrupt()).isEqualTo(onRaw4Only);
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

  private static EchoMessage reply(int identifier, int sequence, Payload payload) {
    return new EchoMessage(EchoMessage.Kind.REPLY, identifier, sequence, payload);
  }

  private static ByteBuffer corrupted(ByteBuffer packet) {
    return packet.put(20, (byte) (packet.get(20) ^ 1));
  }
}

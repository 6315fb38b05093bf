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
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.loop.EchoSocket;
import dev.routeswitcher.icmp.loop.IpVersion;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.ErrorMessage;
import dev.routeswitcher.icmp.packet.Icmpv4;
import dev.routeswitcher.icmp.packet.Icmpv6;
import dev.routeswitcher.icmp.packet.Payload;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ICMP errors that nobody had a reason to send, on the real kernel. */
class ForgedErrorsIT {
  private static final String EITHER_FAMILY_AND_KIND =
      """
      IPV4, DATAGRAM
      IPV4, RAW
      IPV6, DATAGRAM
      IPV6, RAW
      """;

  /** More than any packet here. */
  private static final int EVERYTHING = 10_000;

  private static final int SMALLEST_MTU = 1_280;

  @ParameterizedTest
  @CsvSource(textBlock = EITHER_FAMILY_AND_KIND)
  void one_that_quotes_the_probe_is_no_outcome_if_the_reply_comes_in_time(
      IpVersion family, EchoSocket.Kind kind) throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      CompletableFuture<ProbeOutcome> answered = f.start(ProbeOptions.DEFAULTS, PATIENT);
      EchoMessage request = f.forger.nextRequest();
      f.sendUnreachable(request, f.target, EVERYTHING);
      f.reply(request);
      assertThat(answered.get(60, TimeUnit.SECONDS)).isInstanceOf(Replied.class);

      CompletableFuture<ProbeOutcome> silent =
          f.start(ProbeOptions.DEFAULTS, Duration.ofSeconds(1));
      f.sendUnreachable(f.forger.nextRequest(), f.target, EVERYTHING);
      assertThat(silent.get(60, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Unreachable.class, error -> assertThat(error.reporter()).isEqualTo(f.router));
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EITHER_FAMILY_AND_KIND)
  void one_that_quotes_what_was_not_sent_is_not_believed(IpVersion family, EchoSocket.Kind kind)
      throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      CompletableFuture<ProbeOutcome> outcome =
          f.start(ProbeOptions.DEFAULTS, Duration.ofSeconds(2));
      EchoMessage request = f.forger.nextRequest();
      byte[] guess = request.payload().toByteArray();
      guess[3] ^= 1;
      EchoMessage otherSecret = f.request(request.identifier(), request.sequence(), guess);
      f.sendUnreachable(otherSecret, f.target, EVERYTHING);
      f.sendUnreachable(otherSecret, f.target, f.headers() + 4);
      byte[] payload = request.payload().toByteArray();
      f.sendUnreachable(
          f.request(request.identifier(), request.sequence() ^ 1, payload), f.target, EVERYTHING);
      f.sendUnreachable(
          f.request(request.identifier() ^ 1, request.sequence(), payload), f.target, EVERYTHING);
      f.sendUnreachable(request, f.otherTarget, EVERYTHING);
      assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new Lost());
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EITHER_FAMILY_AND_KIND)
  void one_that_quotes_another_source_than_the_probes_own_is_not_believed(
      IpVersion family, EchoSocket.Kind kind) throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      InetAddress second = f.addSecondAddress();
      ProbeOptions fromFirst = ProbeOptions.DEFAULTS.withSource(f.host);
      CompletableFuture<ProbeOutcome> outcome = f.start(fromFirst, Duration.ofSeconds(1));
      f.sendUnreachable(f.forger, f.forger.nextRequest(), second, f.target, EVERYTHING);
      assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new Lost());
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EITHER_FAMILY_AND_KIND)
  void one_that_comes_by_another_interface_is_not_believed(IpVersion family, EchoSocket.Kind kind)
      throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      f.net.providerB.run("ip route add 192.0.2.2 via 198.51.100.2");
      f.net.providerB.run("ip -6 route add 2001:db8:a::2 via 2001:db8:b::2");
      try (Forger atB = f.net.providerB.call(() -> new Forger(family))) {
        CompletableFuture<ProbeOutcome> outcome =
            f.start(ProbeOptions.DEFAULTS, Duration.ofSeconds(1));
        long before = f.errorsReceived();
        f.sendUnreachable(atB, f.forger.nextRequest(), f.host, f.target, EVERYTHING);
        assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new Lost());
        assertThat(f.errorsReceived()).isEqualTo(before + 1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EITHER_FAMILY_AND_KIND)
  void one_about_fragments_stops_no_probe_that_forbids_them(IpVersion family, EchoSocket.Kind kind)
      throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      ProbeOptions whole =
          ProbeOptions.DEFAULTS.withPayloadSize(1_400).withDontFragment(true).withSource(f.host);
      for (int i = 0; i < 3; i++) {
        CompletableFuture<ProbeOutcome> outcome = f.start(whole, PATIENT);
        EchoMessage request = f.forger.nextRequest();
        f.sendTooBig(f.request(request.identifier(), request.sequence(), new byte[64]));
        f.reply(request);
        assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(Replied.class);
      }
      f.assertPathMtuIs(SMALLEST_MTU);
    }
  }

  /** A prober, and a provider whose own kernel answers nothing. */
  private static final class Fixture implements AutoCloseable {
    final TwoProviders net = new TwoProviders();
    final InetAddress target;
    final InetAddress otherTarget;
    final InetAddress router;
    final Forger forger;
    private final IpVersion family;
    final InetAddress host;
    private final IcmpProber prober;

    Fixture(IpVersion family, EchoSocket.Kind kind) {
      this.family = family;
      target = is4() ? TARGET : TARGET6;
      otherTarget = InetAddresses.forString(is4() ? "203.0.113.9" : "2001:db8:f::9");
      router = InetAddresses.forString(is4() ? "192.0.2.1" : "2001:db8:a::1");
      host = is4() ? HOST_A : HOST6_A;
      net.addIpv6();
      net.providerA.sysctl("net/ipv4/icmp_echo_ignore_all", "1");
      net.providerA.sysctl("net/ipv6/icmp/echo_ignore_all", "1");
      if (kind == EchoSocket.Kind.DATAGRAM) {
        net.permitDatagramSockets();
      }
      prober = net.host.call(IcmpProber::open);
      forger = net.providerA.call(() -> new Forger(family));
    }

    private boolean is4() {
      return family == IpVersion.IPV4;
    }

    /** The octets of IP and ICMP header. */
    int headers() {
      return is4() ? 28 : 48;
    }

    CompletableFuture<ProbeOutcome> start(ProbeOptions options, Duration timeout) {
      long deadline = System.nanoTime() + timeout.toNanos();
      return prober.probe(new ProbeRequest("upa", target, deadline, options));
    }

    EchoMessage request(int identifier, int sequence, byte[] payload) {
      return new EchoMessage(EchoMessage.Kind.REQUEST, identifier, sequence, Payload.of(payload));
    }

    void reply(EchoMessage request) {
      EchoMessage reply =
          new EchoMessage(
              EchoMessage.Kind.REPLY, request.identifier(), request.sequence(), request.payload());
      forger.send(target, host, forger.encode(reply, target, host));
    }

    /** An error that quotes so many octets of what was sent, it says, to an address. */
    void sendUnreachable(EchoMessage quoted, InetAddress sentTo, int size) {
      sendUnreachable(forger, quoted, host, sentTo, size);
    }

    void sendUnreachable(
        Forger by, EchoMessage quoted, InetAddress sentFrom, InetAddress sentTo, int size) {
      int type = is4() ? Icmpv4.DESTINATION_UNREACHABLE : Icmpv6.DESTINATION_UNREACHABLE;
      int addressUnreachable = is4() ? 1 : 3;
      Payload quotation = by.quote(quoted, sentFrom, sentTo, size);
      ErrorMessage error = new ErrorMessage(type, addressUnreachable, 0, quotation);
      by.send(router, sentFrom, by.encode(error, router, sentFrom));
    }

    /** Gives upa one more address, which it returns. */
    InetAddress addSecondAddress() {
      String address = is4() ? "192.0.2.3" : "2001:db8:a::3";
      net.host.run("ip addr add " + address + (is4() ? "/24" : "/64 nodad") + " dev upa");
      return InetAddresses.forString(address);
    }

    /** How many ICMP errors of the kind sent here have come to the host. */
    long errorsReceived() {
      String counter = is4() ? "IcmpInDestUnreachs" : "Icmp6InDestUnreachs";
      return net.host
          .run("nstat -asz " + counter)
          .lines()
          .filter(line -> line.startsWith(counter))
          .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
          .sum();
    }

    void sendTooBig(EchoMessage quoted) {
      Payload quotation = forger.quote(quoted, host, target, EVERYTHING);
      send(
          is4()
              ? new ErrorMessage(Icmpv4.DESTINATION_UNREACHABLE, 4, SMALLEST_MTU, quotation)
              : new ErrorMessage(Icmpv6.PACKET_TOO_BIG, 0, SMALLEST_MTU, quotation));
    }

    private void send(ErrorMessage error) {
      forger.send(router, host, forger.encode(error, router, host));
    }

    /** That the host's kernel believes what was forged. */
    void assertPathMtuIs(int octets) {
      assertThat(
              net.host.run(
                  "ip route get %s from %s oif upa"
                      .formatted(target.getHostAddress(), host.getHostAddress())))
          .contains("mtu " + octets);
    }

    @Override
    public void close() {
      forger.close();
      prober.close();
      net.close();
    }
  }
}

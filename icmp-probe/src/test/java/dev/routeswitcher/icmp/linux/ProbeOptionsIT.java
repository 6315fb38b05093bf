package dev.routeswitcher.icmp.linux;

import static dev.routeswitcher.icmp.ProbeOptions.DEFAULTS;
import static dev.routeswitcher.icmp.linux.TwoProviders.HOST6_A;
import static dev.routeswitcher.icmp.linux.TwoProviders.HOST_A;
import static dev.routeswitcher.icmp.linux.TwoProviders.TARGET;
import static dev.routeswitcher.icmp.linux.TwoProviders.TARGET6;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.loop.EchoSocket;
import dev.routeswitcher.icmp.loop.IpVersion;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request's options say is what leaves the host: a firewall on the way out looks. */
class ProbeOptionsIT {
  private static final String EITHER_FAMILY_AND_KIND =
      """
      IPV4, DATAGRAM
      IPV4, RAW
      IPV6, DATAGRAM
      IPV6, RAW
      """;

  @ParameterizedTest
  @CsvSource(textBlock = EITHER_FAMILY_AND_KIND)
  void are_what_the_packet_carries(IpVersion family, EchoSocket.Kind kind) throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      f.admitOnly("%s 3".formatted(f.ip("ttl", "hoplimit")));
      f.expectReply(DEFAULTS.withTimeToLive(3));
      f.expectNone(DEFAULTS);

      f.admitOnly(f.ip("dscp", "dscp") + " 46");
      f.expectReply(DEFAULTS.withDscp(46));
      f.expectNone(DEFAULTS);

      f.admitOnly("meta mark 0x12345");
      f.expectReply(DEFAULTS.withMark(0x12345));
      f.expectNone(DEFAULTS);

      f.admitOnly("meta length " + (f.headers() + 1_000));
      f.expectReply(DEFAULTS.withPayloadSize(1_000));
      f.expectNone(DEFAULTS.withPayloadSize(1_001));

      f.net.host.run("ip addr add " + f.second.getHostAddress() + f.noDad() + " dev upa");
      f.admitOnly(f.ip("saddr ", "saddr ") + f.second.getHostAddress());
      f.expectReply(DEFAULTS.withSource(f.second));
      f.expectNone(DEFAULTS.withSource(f.first));
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EITHER_FAMILY_AND_KIND)
  void let_large_echoes_go_in_fragments_or_forbid_them(IpVersion family, EchoSocket.Kind kind)
      throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      ProbeOptions large = DEFAULTS.withPayloadSize(20_000);
      f.expectReply(large);
      assertThat(f.notSent(large.withDontFragment(true))).isEqualTo("EMSGSIZE");
      f.expectReply(DEFAULTS.withDontFragment(true));
      f.expectReply(large);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EITHER_FAMILY_AND_KIND)
  void that_this_host_cannot_apply_are_not_sent(IpVersion family, EchoSocket.Kind kind)
      throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      InetAddress foreign = f.is4() ? InetAddresses.forString("203.0.113.77") : TARGET6;
      assertThat(f.notSent(DEFAULTS.withSource(foreign))).isEqualTo("EADDRNOTAVAIL");
      InetAddress otherFamily = f.is4() ? HOST6_A : HOST_A;
      assertThat(f.notSent(DEFAULTS.withSource(otherFamily))).isEqualTo("EAFNOSUPPORT");
    }
  }

  @ParameterizedTest
  @CsvSource({"IPV4", "IPV6"})
  void with_a_mark_need_a_capability(IpVersion family) throws Exception {
    try (Fixture f = new Fixture(family, EchoSocket.Kind.DATAGRAM);
        IcmpProber powerless = f.net.host.callWithoutCapabilities(IcmpProber::open)) {
      assertThat(f.outcome(powerless, DEFAULTS.withMark(7), Duration.ofSeconds(20)))
          .isInstanceOfSatisfying(NotSent.class, n -> assertThat(n.name()).isEqualTo("EPERM"));
    }
  }

  /** A prober of one family and kind, and a firewall on the way out. */
  private static final class Fixture implements AutoCloseable {
    final TwoProviders net = new TwoProviders();
    final InetAddress first;
    final InetAddress second;
    private final IpVersion family;
    private final IcmpProber prober;

    Fixture(IpVersion family, EchoSocket.Kind kind) {
      this.family = family;
      first = is4() ? HOST_A : HOST6_A;
      second = InetAddresses.forString(is4() ? "192.0.2.3" : "2001:db8:a::3");
      net.addIpv6();
      if (kind == EchoSocket.Kind.DATAGRAM) {
        net.permitDatagramSockets();
      }
      prober = net.host.call(IcmpProber::open);
    }

    boolean is4() {
      return family == IpVersion.IPV4;
    }

    /** A field of the IP header in the firewall's words. */
    String ip(String field4, String field6) {
      return is4() ? "ip " + field4 : "ip6 " + field6;
    }

    int headers() {
      return is4() ? 28 : 48;
    }

    String noDad() {
      return is4() ? "/24" : "/64 nodad";
    }

    /** Lets echo requests leave only if they match. */
    void admitOnly(String match) {
      net.host.nft(
          """
          table inet admission
          delete table inet admission
          table inet admission {
            chain out {
              type filter hook postrouting priority 10;
              meta oifname != "upa" accept
              icmp type != echo-request accept
              icmpv6 type != echo-request accept
              %s accept
              meta l4proto { icmp, icmpv6 } drop
            }
          }
          """
              .formatted(match));
    }

    void expectReply(ProbeOptions options) throws Exception {
      assertThat(outcome(prober, options, Duration.ofSeconds(20)))
          .as("%s", options)
          .isInstanceOf(Replied.class);
    }

    void expectNone(ProbeOptions options) throws Exception {
      assertThat(outcome(prober, options, Duration.ofMillis(50)))
          .as("%s", options)
          .isNotInstanceOf(Replied.class);
    }

    String notSent(ProbeOptions options) throws Exception {
      return ((NotSent) outcome(prober, options, Duration.ofSeconds(20))).name();
    }

    ProbeOutcome outcome(IcmpProber by, ProbeOptions options, Duration timeout) throws Exception {
      InetAddress target = is4() ? TARGET : TARGET6;
      long deadline = System.nanoTime() + timeout.toNanos();
      return by.probe(new ProbeRequest("upa", target, deadline, options)).get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      prober.close();
      net.close();
    }
  }
}

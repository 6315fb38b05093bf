package dev.routeswitcher.icmp.linux;

import static dev.routeswitcher.icmp.linux.Probing.PATIENT;
import static dev.routeswitcher.icmp.linux.TwoProviders.ROUTER6_A;
import static dev.routeswitcher.icmp.linux.TwoProviders.TARGET;
import static dev.routeswitcher.icmp.linux.TwoProviders.TARGET6;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.loop.EchoSocket;
import dev.routeswitcher.icmp.loop.IpVersion;
import dev.routeswitcher.icmp.packet.Icmpv4;
import dev.routeswitcher.icmp.packet.Icmpv6;
import dev.routeswitcher.netlink.TestNamespace;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes larger than what a link on the way takes: 1,400 octets where 1,300 go through. */
class PathMtuIT {
  private static final String EITHER_FAMILY_AND_KIND =
      """
      IPV4, DATAGRAM
      IPV4, RAW
      IPV6, DATAGRAM
      IPV6, RAW
      """;

  private static final ProbeOptions LARGE = ProbeOptions.DEFAULTS.withPayloadSize(1_400);

  /** Longer than the error of a router takes. */
  private static final Duration SOON = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource(textBlock = EITHER_FAMILY_AND_KIND)
  void each_that_forbids_fragments_is_reported_by_the_router(IpVersion family, EchoSocket.Kind kind)
      throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      for (int i = 0; i < 3; i++) {
        assertThat(f.probe(LARGE.withDontFragment(true), SOON)).isEqualTo(f.tooBig());
      }
      assertThat(f.probe(ProbeOptions.DEFAULTS.withDontFragment(true), PATIENT))
          .isInstanceOf(Replied.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"IPV4, DATAGRAM", "IPV4, RAW"})
  void of_those_that_allow_them_the_first_has_the_kernel_make_fragments_of_the_others(
      IpVersion family, EchoSocket.Kind kind) throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      assertThat(f.probe(LARGE, SOON)).isEqualTo(f.tooBig());
      assertThat(f.probe(LARGE, PATIENT)).isInstanceOf(Replied.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"IPV6, DATAGRAM", "IPV6, RAW"})
  void of_ipv6_each_is_reported_by_the_router_whether_it_forbids_them_or_not(
      IpVersion family, EchoSocket.Kind kind) throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      for (int i = 0; i < 3; i++) {
        assertThat(f.probe(LARGE, SOON)).isEqualTo(f.tooBig());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EITHER_FAMILY_AND_KIND)
  void one_that_its_own_interface_does_not_take_goes_in_fragments_unless_it_forbids_them(
      IpVersion family, EchoSocket.Kind kind) throws Exception {
    try (Fixture f = new Fixture(family, kind)) {
      f.net.host.run("ip link set upa mtu 1290");
      f.net.providerA.run("ip link set toa mtu 1290");
      assertThat(f.probe(f.near, LARGE, PATIENT)).isInstanceOf(Replied.class);
      assertThat(f.probe(f.near, LARGE.withDontFragment(true), PATIENT))
          .isInstanceOfSatisfying(NotSent.class, n -> assertThat(n.name()).isEqualTo("EMSGSIZE"));
    }
  }

  /** A target behind provider A, by a link that takes 1,300 octets. */
  private static final class Fixture implements AutoCloseable {
    final TwoProviders net = new TwoProviders();
    private final TestNamespace beyond = TestNamespace.create();
    private final IpVersion family;
    private final InetAddress target;

    /** At the router itself. */
    final InetAddress near;

    private final IcmpProber prober;

    Fixture(IpVersion family, EchoSocket.Kind kind) {
      this.family = family;
      target = InetAddresses.forString(is4() ? "198.18.0.2" : "2001:db8:c::2");
      near = is4() ? TARGET : TARGET6;
      net.addIpv6();
      if (kind == EchoSocket.Kind.DATAGRAM) {
        net.permitDatagramSockets();
      }
      net.providerA.sysctl("net/ipv4/ip_forward", "1");
      net.providerA.sysctl("net/ipv6/conf/all/forwarding", "1");
      net.providerA.run("ip link add tob mtu 1300 type veth peer name toa netns " + beyond.path());
      net.providerA.run("ip addr add 198.18.0.1/24 dev tob");
      net.providerA.run("ip addr add 2001:db8:c::1/64 dev tob nodad");
      net.providerA.run("ip link set tob up");
      beyond.run("ip addr add 198.18.0.2/24 dev toa");
      beyond.run("ip addr add 2001:db8:c::2/64 dev toa nodad");
      beyond.run("ip link set toa mtu 1300 up");
      beyond.run("ip route add default via 198.18.0.1");
      beyond.run("ip -6 route add default via 2001:db8:c::1");
      prober = net.host.call(IcmpProber::open);
    }

    private boolean is4() {
      return family == IpVersion.IPV4;
    }

    Unreachable tooBig() {
      return is4()
          ? new Unreachable(Icmpv4.DESTINATION_UNREACHABLE, 4, InetAddresses.forString("192.0.2.1"))
          : new Unreachable(Icmpv6.PACKET_TOO_BIG, 0, ROUTER6_A);
    }

    ProbeOutcome probe(ProbeOptions options, Duration timeout) throws Exception {
      return probe(target, options, timeout);
    }

    ProbeOutcome probe(InetAddress to, ProbeOptions options, Duration timeout) throws Exception {
      long deadline = System.nanoTime() + timeout.toNanos();
      return prober.probe(new ProbeRequest("upa", to, deadline, options)).get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      prober.close();
      beyond.close();
      net.close();
    }
  }
}

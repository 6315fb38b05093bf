package dev.routeswitcher.icmp.linux;

import static dev.routeswitcher.icmp.linux.Probing.BRIEF;
import static dev.routeswitcher.icmp.linux.Probing.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.RttClock;
import dev.routeswitcher.icmp.loop.EchoSocket;
import dev.routeswitcher.icmp.loop.IpVersion;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A prober on a host with two uplinks, and what holds for either family and kind of socket. */
abstract class ProberCases {
  final TwoProviders net = new TwoProviders();
  final IcmpProber prober;
  final EchoSocket.Kind kind;
  private final IpVersion family;
  private final InetAddress target;

  ProberCases(IpVersion family, EchoSocket.Kind kind) {
    this.family = family;
    this.kind = kind;
    target = family == IpVersion.IPV4 ? TwoProviders.TARGET : TwoProviders.TARGET6;
    if (family == IpVersion.IPV6) {
      net.addIpv6();
    }
    if (kind == EchoSocket.Kind.DATAGRAM) {
      net.permitDatagramSockets();
    }
    prober = net.host.call(IcmpProber::open);
  }

  @BeforeEach
  void a_first_probe_succeeds() throws Exception {
    assertThat(probeUpa(PATIENT)).isInstanceOf(Replied.class);
  }

  @AfterEach
  void removeNetwork() {
    prober.close();
    net.close();
  }

  @Test
  void a_reply_is_timed_by_the_kernel_from_device_to_device_and_has_its_time_to_live()
      throws Exception {
    Replied reply = (Replied) probeUpa(PATIENT);
    assertThat(reply.clock()).isEqualTo(RttClock.KERNEL_STAMPS);
    assertThat(reply.rttNanos()).isPositive();
    assertThat(reply.ttl()).isEqualTo(64);
  }

  @Test
  void a_silent_provider_means_lost() throws Exception {
    net.providerA.nft(filter("input", "drop"));
    assertThat(probeUpa(BRIEF)).isEqualTo(new Lost());
  }

  @Test
  void a_link_set_down_means_not_sent_and_recovers() throws Exception {
    net.host.run("ip link set upa down");
    assertNotSent(probeUpa(PATIENT), "ENETUNREACH");
    net.plugInAgain();
    assertThat(probeUpa(PATIENT)).isInstanceOf(Replied.class);
  }

  @Test
  void an_interface_without_an_address_means_lost() throws Exception {
    net.host.run("ip addr flush dev upa");
    assertThat(probeUpa(BRIEF)).isEqualTo(new Lost());
  }

  @Test
  void an_interface_deleted_and_recreated_serves_the_next_probe() throws Exception {
    net.host.run("ip link del upa");
    assertNotSent(probeUpa(PATIENT), "ENODEV");
    net.connectA();
    assertThat(probeUpa(PATIENT)).isInstanceOf(Replied.class);
  }

  /** By the uplink that {@link #net} calls upa. */
  final ProbeOutcome probeUpa(Duration timeout) throws Exception {
    return probeUpa(prober, timeout);
  }

  final ProbeOutcome probeUpa(IcmpProber by, Duration timeout) throws Exception {
    return Probing.probe(by, "upa", target, timeout);
  }

  /** Without any capability; only datagram sockets can be opened so. */
  final void assertReopensWithoutCapability() throws Exception {
    try (IcmpProber powerless = net.host.callWithoutCapabilities(IcmpProber::open)) {
      assertThat(probeUpa(powerless, PATIENT)).isInstanceOf(Replied.class);
      net.host.run("ip link del upa");
      assertNotSent(probeUpa(powerless, PATIENT), "ENODEV");
      net.connectA();
      assertThat(probeUpa(powerless, PATIENT)).isInstanceOf(Replied.class);
    }
  }

  /** Has the link refuse whatever is sent from now on. */
  final void fillTransmitQueue() {
    net.host.run("tc qdisc add dev upa root tbf rate 8bit burst 20 limit 20");
  }

  static void assertNotSent(ProbeOutcome outcome, String name) {
    assertThat(outcome).isInstanceOf(NotSent.class);
    assertThat(((NotSent) outcome).name()).isEqualTo(name);
  }

  /** An nftables script that does something to echo requests at a hook. */
  final String filter(String hook, String action) {
    boolean isIpv4 = family == IpVersion.IPV4;
    return String.format(
        Locale.ROOT,
        """
        table %s fault {
          chain fault {
            type filter hook %s priority 0;
            %s type echo-request %s
          }
        }
        """,
        isIpv4 ? "ip" : "ip6",
        hook,
        isIpv4 ? "icmp" : "icmpv6",
        action);
  }
}

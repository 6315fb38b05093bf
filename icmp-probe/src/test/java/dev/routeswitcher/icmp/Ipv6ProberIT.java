package dev.routeswitcher.icmp;

import static dev.routeswitcher.icmp.IcmpProberIT.Cases.assertNotSent;
import static dev.routeswitcher.icmp.Probing.BRIEF;
import static dev.routeswitcher.icmp.Probing.PATIENT;
import static dev.routeswitcher.icmp.Probing.probe;
import static dev.routeswitcher.icmp.TwoProviders.GATEWAY6_A;
import static dev.routeswitcher.icmp.TwoProviders.HOST6_A;
import static dev.routeswitcher.icmp.TwoProviders.ROUTER6_A;
import static dev.routeswitcher.icmp.TwoProviders.TARGET;
import static dev.routeswitcher.icmp.TwoProviders.TARGET6;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.packet.Icmpv6;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** ICMPv6 on the real kernel: every case by either kind of socket. */
class Ipv6ProberIT {

  @Nested
  class By_datagram_sockets extends Cases {
    By_datagram_sockets() {
      super(EchoSocket.Kind.DATAGRAM);
    }

    @Test
    void an_interface_made_again_is_reopened_without_any_capability() throws Exception {
      try (IcmpProber powerless = net.host.callWithoutCapabilities(IcmpProber::open)) {
        assertThat(probe(powerless, "upa", TARGET6, PATIENT)).isInstanceOf(Replied.class);
        net.host.run("ip link del upa");
        assertNotSent(probe(powerless, "upa", TARGET6, PATIENT), "ENODEV");
        net.connectA();
        assertThat(probe(powerless, "upa", TARGET6, PATIENT)).isInstanceOf(Replied.class);
      }
    }

    /** The kernel does not tell (ping_v6_sendmsg): the packet is gone, as on the way. */
    @Test
    void a_full_transmit_queue_means_lost() throws Exception {
      net.host.run("tc qdisc add dev upa root tbf rate 8bit burst 20 limit 20");
      assertThat(probe(prober, "upa", TARGET6, BRIEF)).isEqualTo(new Lost());
    }

    /** Nor of this. */
    @Test
    void a_firewall_on_this_host_means_lost() throws Exception {
      net.host.nft(filter("output", "drop"));
      assertThat(probe(prober, "upa", TARGET6, BRIEF)).isEqualTo(new Lost());
    }
  }

  @Nested
  class By_raw_sockets extends Cases {
    By_raw_sockets() {
      super(EchoSocket.Kind.RAW);
    }

    @Test
    void a_full_transmit_queue_means_not_sent() throws Exception {
      net.host.run("tc qdisc add dev upa root tbf rate 8bit burst 20 limit 20");
      assertNotSent(probe(prober, "upa", TARGET6, PATIENT), "ENOBUFS");
    }

    @Test
    void a_firewall_on_this_host_means_not_sent() throws Exception {
      net.host.nft(filter("output", "drop"));
      assertNotSent(probe(prober, "upa", TARGET6, PATIENT), "EPERM");
    }
  }

  /** What holds for either kind. */
  abstract static class Cases {
    final TwoProviders net = new TwoProviders();
    final IcmpProber prober;
    private final EchoSocket.Kind kind;

    Cases(EchoSocket.Kind kind) {
      this.kind = kind;
      net.addIpv6();
      if (kind == EchoSocket.Kind.DATAGRAM) {
        net.permitDatagramSockets();
      }
      prober = net.host.call(IcmpProber::open);
    }

    @BeforeEach
    void a_first_probe_succeeds() throws Exception {
      assertThat(probe(prober, "upa", TARGET6, PATIENT)).isInstanceOf(Replied.class);
    }

    @AfterEach
    void removeNetwork() {
      prober.close();
      net.close();
    }

    @Test
    void the_socket_is_of_the_kind_that_is_permitted() {
      assertThat(net.host.procNet("icmp6")).hasSize(kind == EchoSocket.Kind.DATAGRAM ? 2 : 1);
    }

    @Test
    void a_reply_is_timed_by_the_kernel_and_brings_its_hop_limit() throws Exception {
      Replied reply = (Replied) probe(prober, "upa", TARGET6, PATIENT);
      assertThat(reply.clock()).isEqualTo(RttClock.KERNEL_STAMPS);
      assertThat(reply.rttNanos()).isPositive();
      assertThat(reply.ttl()).isEqualTo(64);
    }

    @Test
    void both_families_go_by_one_interface_with_a_socket_each() throws Exception {
      assertThat(probe(prober, "upa", TARGET, PATIENT)).isInstanceOf(Replied.class);
      assertThat(probe(prober, "upa", TARGET6, PATIENT)).isInstanceOf(Replied.class);
      assertThat(prober.counters().socketsOpened()).isEqualTo(2);
    }

    @Test
    void a_link_local_target_is_looked_for_on_the_probes_interface() throws Exception {
      assertThat(probe(prober, "upa", GATEWAY6_A, PATIENT)).isInstanceOf(Replied.class);
      assertThat(probe(prober, "upb", GATEWAY6_A, PATIENT)).isInstanceOf(Replied.class);
    }

    @Test
    void a_link_local_target_that_names_a_scope_is_probed_by_the_probes_interface()
        throws Exception {
      final int indexOfUpa = 101;
      InetAddress scoped = Inet6Address.getByAddress(null, GATEWAY6_A.getAddress(), indexOfUpa);
      assertThat(probe(prober, "upa", scoped, PATIENT)).isInstanceOf(Replied.class);
    }

    @Test
    void a_dead_neighbour_is_reported_by_our_own_kernel() throws Exception {
      net.host.run("ip -6 route del default dev upa");
      net.host.run("ip -6 route add default via 2001:db8:a::77 dev upa metric 20");
      assertThat(probe(prober, "upa", TARGET6, PATIENT))
          .isEqualTo(new Unreachable(Icmpv6.DESTINATION_UNREACHABLE, 3, HOST6_A));
    }

    @Test
    void an_administrative_reject_names_code_and_reporter() throws Exception {
      net.providerA.nft(filter("input", "reject with icmpv6 type admin-prohibited"));
      assertThat(probe(prober, "upa", TARGET6, PATIENT))
          .isEqualTo(new Unreachable(Icmpv6.DESTINATION_UNREACHABLE, 1, ROUTER6_A));
    }

    @Test
    void a_silent_provider_means_lost() throws Exception {
      net.providerA.nft(filter("input", "drop"));
      assertThat(probe(prober, "upa", TARGET6, BRIEF)).isEqualTo(new Lost());
    }

    @Test
    void an_interface_without_a_route_means_not_sent() throws Exception {
      net.host.run("ip -6 route del default dev upa");
      assertNotSent(probe(prober, "upa", TARGET6, PATIENT), "ENETUNREACH");
    }

    @Test
    void a_lost_carrier_means_unreachable_by_our_own_kernel() throws Exception {
      net.loseCarrierOfA();
      assertThat(probe(prober, "upa", TARGET6, PATIENT))
          .isEqualTo(new Unreachable(Icmpv6.DESTINATION_UNREACHABLE, 3, HOST6_A));
    }

    @Test
    void a_link_set_down_means_not_sent_and_recovers() throws Exception {
      net.host.run("ip link set upa down");
      assertNotSent(probe(prober, "upa", TARGET6, PATIENT), "ENETUNREACH");
      net.plugInAgain();
      assertThat(probe(prober, "upa", TARGET6, PATIENT)).isInstanceOf(Replied.class);
    }

    @Test
    void an_interface_without_an_address_means_lost() throws Exception {
      net.host.run("ip -6 addr flush dev upa");
      assertThat(probe(prober, "upa", TARGET6, BRIEF)).isEqualTo(new Lost());
    }

    @Test
    void an_interface_deleted_and_made_again_serves_the_next_probe() throws Exception {
      net.host.run("ip link del upa");
      assertThat(probe(prober, "upa", TARGET6, PATIENT)).isInstanceOf(NotSent.class);
      net.connectA();
      assertThat(probe(prober, "upa", TARGET6, PATIENT)).isInstanceOf(Replied.class);
    }

    static String filter(String hook, String verdict) {
      return """
      table ip6 fault {
        chain fault {
          type filter hook %s priority 0;
          icmpv6 type echo-request %s
        }
      }
      """
          .formatted(hook, verdict);
    }
  }
}

package dev.routeswitcher.icmp.linux;

import static dev.routeswitcher.icmp.linux.Probing.BRIEF;
import static dev.routeswitcher.icmp.linux.Probing.PATIENT;
import static dev.routeswitcher.icmp.linux.Probing.UNTIL_HOST_ERROR;
import static dev.routeswitcher.icmp.linux.Probing.probe;
import static dev.routeswitcher.icmp.linux.TwoProviders.GATEWAY6_A;
import static dev.routeswitcher.icmp.linux.TwoProviders.HOST6_A;
import static dev.routeswitcher.icmp.linux.TwoProviders.ROUTER6_A;
import static dev.routeswitcher.icmp.linux.TwoProviders.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.loop.EchoSocket;
import dev.routeswitcher.icmp.loop.IpVersion;
import dev.routeswitcher.icmp.packet.Icmpv6;
import java.net.Inet6Address;
import java.net.InetAddress;
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
    void a_recreated_interface_is_reopened_without_any_capability() throws Exception {
      assertReopensWithoutCapability();
    }

    /** The kernel reports no error (ping_v6_sendmsg): the packet is lost, as in the network. */
    @Test
    void a_full_transmit_queue_means_lost() throws Exception {
      fillTransmitQueue();
      assertThat(probeUpa(BRIEF)).isEqualTo(new Lost());
    }

    /** Nor of this. */
    @Test
    void a_firewall_on_this_host_means_lost() throws Exception {
      net.host.nft(filter("output", "drop"));
      assertThat(probeUpa(BRIEF)).isEqualTo(new Lost());
    }
  }

  @Nested
  class By_raw_sockets extends Cases {
    By_raw_sockets() {
      super(EchoSocket.Kind.RAW);
    }

    @Test
    void a_full_transmit_queue_means_not_sent() throws Exception {
      fillTransmitQueue();
      assertNotSent(probeUpa(PATIENT), "ENOBUFS");
    }

    @Test
    void a_firewall_on_this_host_means_not_sent() throws Exception {
      net.host.nft(filter("output", "drop"));
      assertNotSent(probeUpa(PATIENT), "EPERM");
    }
  }

  /** What holds for either kind. */
  abstract static class Cases extends ProberCases {
    Cases(EchoSocket.Kind kind) {
      super(IpVersion.IPV6, kind);
    }

    @Test
    void the_socket_is_of_the_kind_that_is_permitted() {
      assertThat(net.host.procNet("icmp6")).hasSize(kind == EchoSocket.Kind.DATAGRAM ? 2 : 1);
    }

    @Test
    void both_ip_versions_use_one_interface_with_a_socket_each() throws Exception {
      assertThat(probe(prober, "upa", TARGET, PATIENT)).isInstanceOf(Replied.class);
      assertThat(probeUpa(PATIENT)).isInstanceOf(Replied.class);
      assertThat(prober.counters().socketsOpened()).isEqualTo(2);
    }

    @Test
    void a_link_local_target_is_resolved_on_the_probes_interface() throws Exception {
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
      assertThat(probeUpa(UNTIL_HOST_ERROR))
          .isEqualTo(new Unreachable(Icmpv6.DESTINATION_UNREACHABLE, 3, HOST6_A));
    }

    @Test
    void an_administrative_reject_has_code_and_reporter() throws Exception {
      net.providerA.nft(filter("input", "reject with icmpv6 type admin-prohibited"));
      assertThat(probeUpa(BRIEF))
          .isEqualTo(new Unreachable(Icmpv6.DESTINATION_UNREACHABLE, 1, ROUTER6_A));
    }

    @Test
    void an_interface_without_a_route_means_not_sent() throws Exception {
      net.host.run("ip -6 route del default dev upa");
      assertNotSent(probeUpa(PATIENT), "ENETUNREACH");
    }

    @Test
    void a_lost_carrier_means_unreachable_by_our_own_kernel() throws Exception {
      net.loseCarrierOfA();
      assertThat(probeUpa(UNTIL_HOST_ERROR))
          .isEqualTo(new Unreachable(Icmpv6.DESTINATION_UNREACHABLE, 3, HOST6_A));
    }
  }
}

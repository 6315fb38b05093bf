package dev.routeswitcher.icmp.linux;

import static dev.routeswitcher.icmp.linux.Probing.BRIEF;
import static dev.routeswitcher.icmp.linux.Probing.PATIENT;
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
  class ByDatagramSockets extends Cases {
    ByDatagramSockets() {
      super(EchoSocket.Kind.DATAGRAM);
    }

    @Test
    void aRecreatedInterfaceIsReopenedWithoutAnyCapability() throws Exception {
      assertReopensWithoutCapability();
    }

    /** The kernel reports no error (ping_v6_sendmsg): the packet is lost, as in the network. */
    @Test
    void aFullTransmitQueueMeansLost() throws Exception {
      fillTransmitQueue();
      assertThat(probeUpa(BRIEF)).isEqualTo(new Lost());
    }

    /** Nor of this. */
    @Test
    void aFirewallOnThisHostMeansLost() throws Exception {
      net.host.nft(filter("output", "drop"));
      assertThat(probeUpa(BRIEF)).isEqualTo(new Lost());
    }
  }

  @Nested
  class ByRawSockets extends Cases {
    ByRawSockets() {
      super(EchoSocket.Kind.RAW);
    }

    @Test
    void aFullTransmitQueueMeansNotSent() throws Exception {
      fillTransmitQueue();
      assertNotSent(probeUpa(PATIENT), "ENOBUFS");
    }

    @Test
    void aFirewallOnThisHostMeansNotSent() throws Exception {
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
    void theSocketIsOfTheKindThatIsPermitted() {
      assertThat(net.host.procNet("icmp6")).hasSize(kind == EchoSocket.Kind.DATAGRAM ? 2 : 1);
    }

    @Test
    void bothIpVersionsUseOneInterfaceWithASocketEach() throws Exception {
      assertThat(probe(prober, "upa", TARGET, PATIENT)).isInstanceOf(Replied.class);
      assertThat(probeUpa(PATIENT)).isInstanceOf(Replied.class);
      assertThat(prober.counters().socketsOpened()).isEqualTo(2);
    }

    @Test
    void aLinkLocalTargetIsResolvedOnTheProbesInterface() throws Exception {
      assertThat(probe(prober, "upa", GATEWAY6_A, PATIENT)).isInstanceOf(Replied.class);
      assertThat(probe(prober, "upb", GATEWAY6_A, PATIENT)).isInstanceOf(Replied.class);
    }

    @Test
    void aLinkLocalTargetThatNamesAScopeIsProbedByTheProbesInterface() throws Exception {
      final int indexOfUpa = 101;
      InetAddress scoped = Inet6Address.getByAddress(null, GATEWAY6_A.getAddress(), indexOfUpa);
      assertThat(probe(prober, "upa", scoped, PATIENT)).isInstanceOf(Replied.class);
    }

    @Test
    void aDeadNeighbourIsReportedByOurOwnKernel() throws Exception {
      net.host.run("ip -6 route del default dev upa");
      net.host.run("ip -6 route add default via 2001:db8:a::77 dev upa metric 20");
      assertThat(probeUpa(PATIENT))
          .isEqualTo(new Unreachable(Icmpv6.DESTINATION_UNREACHABLE, 3, HOST6_A));
    }

    @Test
    void anAdministrativeRejectHasCodeAndReporter() throws Exception {
      net.providerA.nft(filter("input", "reject with icmpv6 type admin-prohibited"));
      assertThat(probeUpa(PATIENT))
          .isEqualTo(new Unreachable(Icmpv6.DESTINATION_UNREACHABLE, 1, ROUTER6_A));
    }

    @Test
    void anInterfaceWithoutARouteMeansNotSent() throws Exception {
      net.host.run("ip -6 route del default dev upa");
      assertNotSent(probeUpa(PATIENT), "ENETUNREACH");
    }

    @Test
    void aLostCarrierMeansUnreachableByOurOwnKernel() throws Exception {
      net.loseCarrierOfA();
      assertThat(probeUpa(PATIENT))
          .isEqualTo(new Unreachable(Icmpv6.DESTINATION_UNREACHABLE, 3, HOST6_A));
    }
  }
}

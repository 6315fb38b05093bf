package dev.routeswitcher.icmp.linux;

import static dev.routeswitcher.icmp.linux.Probing.BRIEF;
import static dev.routeswitcher.icmp.linux.Probing.PATIENT;
import static dev.routeswitcher.icmp.linux.Probing.probe;
import static dev.routeswitcher.icmp.linux.Probing.start;
import static dev.routeswitcher.icmp.linux.TwoProviders.HOST_A;
import static dev.routeswitcher.icmp.linux.TwoProviders.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.IcmpSocketException;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.RttClock;
import dev.routeswitcher.icmp.loop.EchoSocket;
import dev.routeswitcher.icmp.loop.IpVersion;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The prober on the real kernel: every case by either kind of socket. */
class IcmpProberIT {

  @Nested
  class ByDatagramSockets extends Cases {
    ByDatagramSockets() {
      super(EchoSocket.Kind.DATAGRAM);
    }

    @Test
    void aRecreatedInterfaceIsReopenedWithoutAnyCapability() throws Exception {
      assertReopensWithoutCapability();
    }
  }

  @Nested
  class ByRawSockets extends Cases {
    ByRawSockets() {
      super(EchoSocket.Kind.RAW);
    }

    @Test
    void withoutTheCapabilityTheExceptionSaysWhatToGrant() {
      assertThatThrownBy(() -> net.host.callWithoutCapabilities(IcmpProber::open))
          .hasRootCauseInstanceOf(IcmpSocketException.class)
          .rootCause()
          .hasMessageContaining("EPERM")
          .hasMessageContaining("net.ipv4.ping_group_range")
          .hasMessageContaining("CAP_NET_RAW");
    }
  }

  /** What holds for either kind. */
  abstract static class Cases extends ProberCases {
    Cases(EchoSocket.Kind kind) {
      super(IpVersion.IPV4, kind);
    }

    @Test
    void theSocketIsOfTheKindThatIsPermitted() {
      assertThat(net.host.procNet("icmp")).hasSize(kind == EchoSocket.Kind.DATAGRAM ? 2 : 1);
      assertThat(net.host.procNet("raw")).hasSize(kind == EchoSocket.Kind.RAW ? 2 : 1);
    }

    @Test
    void aProbeLeavesByItsInterfaceAlthoughTheDefaultRouteUsesAnother() throws Exception {
      assertThat(net.requestsLeftBy("upa")).isEqualTo(1);
      assertThat(net.requestsLeftBy("upb")).isZero();
      assertThat(probe(prober, "upb", TARGET, PATIENT)).isInstanceOf(Replied.class);
      assertThat(net.requestsLeftBy("upa")).isEqualTo(1);
      assertThat(net.requestsLeftBy("upb")).isEqualTo(1);
    }

    @Test
    void withoutTransmitStampsAReplyIsTimedFromTheMomentOfSending() throws Exception {
      try (IcmpProber plain =
          net.host.call(() -> IcmpProber.builder().transmitStamps(false).open())) {
        Replied reply = (Replied) probe(plain, "upa", TARGET, PATIENT);
        assertThat(reply.clock()).isEqualTo(RttClock.KERNEL_RECEIVE_STAMP);
        assertThat(reply.rttNanos()).isPositive();
      }
    }

    @Test
    void hundredsOfTargetsByTwoInterfacesAreServedAtOnce() throws Exception {
      List<CompletableFuture<ProbeOutcome>> outcomes = new ArrayList<>();
      for (int host = 1; host <= 250; host++) {
        InetAddress target = InetAddresses.forString("203.0.113." + host);
        outcomes.add(start(prober, "upa", target, PATIENT));
        outcomes.add(start(prober, "upb", target, PATIENT));
      }
      for (CompletableFuture<ProbeOutcome> outcome : outcomes) {
        assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(Replied.class);
      }
      assertThat(prober.counters().socketsOpened()).isEqualTo(2);
      assertThat(net.requestsLeftBy("upb")).isEqualTo(250);
    }

    @Test
    void aReplyThatArrivedWhileTheProberWasDelayedIsInTime() throws Exception {
      Duration timeout = Duration.ofSeconds(2);
      CompletableFuture<ProbeOutcome> inTime = start(prober, "upa", TARGET, timeout);
      long deadline = System.nanoTime() + timeout.toNanos();
      CompletableFuture<ProbeOutcome> heldUp = new CompletableFuture<>();
      prober.probe(
          new ProbeRequest("no-such-link", TARGET, deadline),
          (request, outcome) -> {
            for (long left = timeout.toNanos(); left > 0; left = deadline - System.nanoTime()) {
              LockSupport.parkNanos(left);
            }
            heldUp.complete(outcome);
          });
      assertThat(heldUp.get(60, TimeUnit.SECONDS)).isInstanceOf(NotSent.class);
      assertThat(System.nanoTime() - deadline).isNotNegative();
      assertThat(inTime.get(60, TimeUnit.SECONDS)).isInstanceOf(Replied.class);
    }

    @Test
    void anAdministrativeRejectHasCodeAndReporter() throws Exception {
      net.providerA.nft(filter("input", "reject with icmp type admin-prohibited"));
      assertThat(probeUpa(PATIENT)).isEqualTo(new Unreachable(3, 13, TARGET));
    }

    @Test
    void aFirewallOnThisHostMeansNotSent() throws Exception {
      net.host.nft(filter("output", "drop"));
      assertNotSent(probeUpa(PATIENT), "EPERM");
    }

    @Test
    void aLostCarrierIsReportedByOurOwnKernelAndDelaysNothing() throws Exception {
      net.loseCarrierOfA();
      CompletableFuture<ProbeOutcome> dead = start(prober, "upa", TARGET, PATIENT);
      assertThat(probe(prober, "upb", TARGET, PATIENT)).isInstanceOf(Replied.class);
      assertThat(dead).isNotDone();
      assertThat(probeUpa(BRIEF)).isEqualTo(new Lost());
      assertThat(dead.get(60, TimeUnit.SECONDS)).isEqualTo(new Unreachable(3, 1, HOST_A));
    }

    @Test
    void aDeadNeighbourIsReportedByOurOwnKernel() throws Exception {
      net.host.run("ip route change default via 192.0.2.77 dev upa metric 20");
      assertThat(probeUpa(PATIENT)).isEqualTo(new Unreachable(3, 1, HOST_A));
      assertThat(prober.counters().unmatchedErrors()).isZero();
    }

    @Test
    void anInterfaceWithoutARouteMeansLost() throws Exception {
      net.host.run("ip route del default via 192.0.2.1 dev upa metric 20");
      assertThat(probeUpa(BRIEF)).isEqualTo(new Lost());
    }

    @Test
    void aFullTransmitQueueMeansNotSentAfterAFewAttempts() throws Exception {
      fillTransmitQueue();
      assertNotSent(probeUpa(PATIENT), "ENOBUFS");
      net.host.run("tc qdisc del dev upa root");
      assertThat(probeUpa(PATIENT)).isInstanceOf(Replied.class);
    }

    @Test
    void moreProbesInFlightThanThereAreSequenceNumbersTakeAnotherSocket() throws Exception {
      final int probes = 80_000;
      net.providerA.nft(filter("input", "drop"));
      CountDownLatch lost = new CountDownLatch(probes);
      long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      try (IcmpProber many =
          net.host.call(() -> IcmpProber.builder().queueCapacity(probes).open())) {
        for (int i = 0; i < probes; i++) {
          many.probe(
              new ProbeRequest("upa", TARGET, deadline),
              (request, outcome) -> {
                if (outcome instanceof Lost) {
                  lost.countDown();
                }
              });
        }
        assertThat(lost.await(60, TimeUnit.SECONDS)).as("probes left: %s", lost).isTrue();
        assertThat(many.counters().sent()).isEqualTo(probes);
        assertThat(many.counters().socketsOpened()).isEqualTo(2);
      }
    }

    @Test
    void manyProbesToADeadGatewayAreAllSent() throws Exception {
      net.host.run("ip route change default via 192.0.2.77 dev upa metric 20");
      List<CompletableFuture<ProbeOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        outcomes.add(start(prober, "upa", TARGET, BRIEF));
      }
      for (CompletableFuture<ProbeOutcome> outcome : outcomes) {
        assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new Lost());
      }
    }

    @Test
    void anInterfaceThatDoesNotExistMeansNotSent() throws Exception {
      assertNotSent(probe(prober, "nope", TARGET, PATIENT), "ENODEV");
      assertNotSent(probe(prober, "", TARGET, PATIENT), "ENODEV");
      assertNotSent(probe(prober, "upa\0", TARGET, PATIENT), "ENODEV");
      assertNotSent(probe(prober, "a-name-far-too-long", TARGET, PATIENT), "ENODEV");
    }

    @Test
    void anInterfaceReplacedBetweenTwoProbesIsNoticed() throws Exception {
      net.host.run("ip link del upa");
      net.connectA();
      assertThat(probeUpa(PATIENT)).isInstanceOf(Replied.class);
    }

    @Test
    void aRenamedInterfaceNoLongerServesItsOldName() throws Exception {
      net.host.run("ip link set upa down");
      net.host.run("ip link set upa name elsewhere");
      net.host.run("ip link set elsewhere up");
      assertNotSent(probeUpa(PATIENT), "ENODEV");
    }
  }
}

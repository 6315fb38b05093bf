package dev.routeswitcher.icmp.linux;

import static dev.routeswitcher.icmp.linux.Probing.BRIEF;
import static dev.routeswitcher.icmp.linux.Probing.PATIENT;
import static dev.routeswitcher.icmp.linux.Probing.UNTIL_HOST_ERROR;
import static dev.routeswitcher.icmp.linux.Probing.probe;
import static dev.routeswitcher.icmp.linux.Probing.start;
import static dev.routeswitcher.icmp.linux.TwoProviders.HOST_A;
import static dev.routeswitcher.icmp.linux.TwoProviders.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.IcmpSocketException;
import dev.routeswitcher.icmp.ProbeOptions;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The prober on the real kernel: every case by either kind of socket. */
class IcmpProberIT {

  @Nested
  class By_datagram_sockets extends Cases {
    By_datagram_sockets() {
      super(EchoSocket.Kind.DATAGRAM);
    }

    @Test
    void a_recreated_interface_is_reopened_without_any_capability() throws Exception {
      assertReopensWithoutCapability();
    }
  }

  @Nested
  class By_raw_sockets extends Cases {
    By_raw_sockets() {
      super(EchoSocket.Kind.RAW);
    }

    @Test
    void without_the_capability_the_exception_says_what_to_grant() {
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
    void the_socket_is_of_the_kind_that_is_permitted() {
      assertThat(net.host.procNet("icmp")).hasSize(kind == EchoSocket.Kind.DATAGRAM ? 2 : 1);
      assertThat(net.host.procNet("raw")).hasSize(kind == EchoSocket.Kind.RAW ? 2 : 1);
    }

    @Test
    void a_probe_leaves_by_its_interface_although_the_default_route_uses_another()
        throws Exception {
      assertThat(net.requestsLeftBy("upa")).isEqualTo(1);
      assertThat(net.requestsLeftBy("upb")).isZero();
      assertThat(probe(prober, "upb", TARGET, PATIENT)).isInstanceOf(Replied.class);
      assertThat(net.requestsLeftBy("upa")).isEqualTo(1);
      assertThat(net.requestsLeftBy("upb")).isEqualTo(1);
    }

    @Test
    void without_transmit_stamps_a_reply_is_timed_from_the_moment_of_sending() throws Exception {
      try (IcmpProber plain =
          net.host.call(() -> IcmpProber.builder().transmitStamps(false).open())) {
        Replied reply = (Replied) probe(plain, "upa", TARGET, PATIENT);
        assertThat(reply.clock()).isEqualTo(RttClock.KERNEL_RECEIVE_STAMP);
        assertThat(reply.rttNanos()).isPositive();
      }
    }

    @Test
    void hundreds_of_targets_by_two_interfaces_are_served_at_once() throws Exception {
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
    void a_reply_that_arrived_while_the_prober_was_delayed_is_in_time() throws Exception {
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
    void an_administrative_reject_has_code_and_reporter() throws Exception {
      net.providerA.nft(filter("input", "reject with icmp type admin-prohibited"));
      assertThat(probeUpa(BRIEF)).isEqualTo(new Unreachable(3, 13, TARGET));
    }

    @Test
    void a_firewall_on_this_host_means_not_sent() throws Exception {
      net.host.nft(filter("output", "drop"));
      assertNotSent(probeUpa(PATIENT), "EPERM");
    }

    @Test
    void a_lost_carrier_is_reported_by_our_own_kernel_and_delays_nothing() throws Exception {
      net.loseCarrierOfA();
      CompletableFuture<ProbeOutcome> dead = start(prober, "upa", TARGET, UNTIL_HOST_ERROR);
      assertThat(probe(prober, "upb", TARGET, PATIENT)).isInstanceOf(Replied.class);
      assertThat(dead).isNotDone();
      assertThat(probeUpa(BRIEF)).isEqualTo(new Lost());
      assertThat(dead.get(60, TimeUnit.SECONDS)).isEqualTo(new Unreachable(3, 1, HOST_A));
    }

    @Test
    void a_dead_neighbour_is_reported_by_our_own_kernel() throws Exception {
      net.host.run("ip route change default via 192.0.2.77 dev upa metric 20");
      assertThat(probeUpa(UNTIL_HOST_ERROR)).isEqualTo(new Unreachable(3, 1, HOST_A));
      assertThat(prober.counters().unmatchedErrors()).isZero();
    }

    @Test
    void an_interface_without_a_route_means_lost() throws Exception {
      net.host.run("ip route del default via 192.0.2.1 dev upa metric 20");
      assertThat(probeUpa(BRIEF)).isEqualTo(new Lost());
    }

    @Test
    void a_full_transmit_queue_means_not_sent_after_a_few_attempts() throws Exception {
      fillTransmitQueue();
      assertNotSent(probeUpa(PATIENT), "ENOBUFS");
      net.host.run("tc qdisc del dev upa root");
      assertThat(probeUpa(PATIENT)).isInstanceOf(Replied.class);
    }

    @Test
    void more_probes_in_flight_than_there_are_sequence_numbers_take_another_socket()
        throws Exception {
      net.providerA.nft(filter("input", "drop"));
      final int probes = 80_000;
      Map<ProbeOutcome, Integer> outcomes = new ConcurrentHashMap<>();
      try (IcmpProber many =
          net.host.call(() -> IcmpProber.builder().queueCapacity(probes).open())) {
        // No deadline passes while the test runs, however busy the machine.
        long deadline = System.nanoTime() + Duration.ofHours(1).toNanos();
        for (int i = 0; i < probes; i++) {
          many.probe(
              new ProbeRequest("upa", TARGET, deadline),
              (request, outcome) -> outcomes.merge(outcome, 1, Integer::sum));
        }
        // What was queued before this one is taken up before it.
        assertNotSent(probe(many, "nope", TARGET, Duration.ofHours(1)), "ENODEV");
        assertThat(outcomes).isEmpty();
        assertThat(many.counters().sent()).isEqualTo(probes);
        assertThat(many.counters().socketsOpened()).isEqualTo(2);
      }
      assertThat(outcomes).isEqualTo(Map.of(new Lost(), probes));
    }

    @Test
    void what_a_probe_waits_for_its_interface_is_part_of_the_round_trip_and_not_of_the_path()
        throws Exception {
      // 14 packets of 1,442 octets take 400 ms.
      net.host.run("tc qdisc add dev upa root tbf rate 400kbit burst 1600 limit 100000");
      ProbeOptions large = ProbeOptions.DEFAULTS.withPayloadSize(1_400);
      CompletableFuture<ProbeOutcome> last = new CompletableFuture<>();
      prober.schedule(
          System.nanoTime(),
          () -> {
            long deadline = System.nanoTime() + PATIENT.toNanos();
            for (int i = 0; i < 15; i++) {
              prober.probe(
                  new ProbeRequest("upa", TARGET, deadline, large), (request, outcome) -> {});
            }
            prober.probe(
                new ProbeRequest("upa", TARGET, deadline),
                (request, outcome) -> last.complete(outcome));
          });
      Replied reply = (Replied) last.get(60, TimeUnit.SECONDS);
      assertThat(reply.clock()).isEqualTo(RttClock.KERNEL_STAMPS);
      assertThat(reply.rttNanos()).isGreaterThan(Duration.ofMillis(250).toNanos());
      assertThat(reply.rttNanos() - reply.pathNanos())
          .isGreaterThan(Duration.ofMillis(250).toNanos());
    }

    @Test
    void an_alternative_name_of_an_interface_is_one_of_its_names() throws Exception {
      net.host.run("ip link property add dev upa altname fibre altname fifteen-letters");
      assertThat(probe(prober, "fibre", TARGET, PATIENT)).isInstanceOf(Replied.class);
      assertThat(probe(prober, "fifteen-letters", TARGET, PATIENT)).isInstanceOf(Replied.class);
      assertThat(probe(prober, "fibre", TARGET, PATIENT)).isInstanceOf(Replied.class);
      assertThat(prober.counters().socketsOpened()).isEqualTo(3);
      assertThat(net.requestsLeftBy("upa")).isEqualTo(4);

      net.host.run("ip link property del dev upa altname fibre");
      assertNotSent(probe(prober, "fibre", TARGET, PATIENT), "ENODEV");
      net.host.run("ip link property add dev upb altname fibre");
      assertThat(probe(prober, "fibre", TARGET, PATIENT)).isInstanceOf(Replied.class);
      assertThat(net.requestsLeftBy("upb")).isEqualTo(1);
    }

    @Test
    void many_probes_to_a_dead_gateway_are_all_sent() throws Exception {
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
    void an_interface_that_does_not_exist_means_not_sent() throws Exception {
      assertNotSent(probe(prober, "nope", TARGET, PATIENT), "ENODEV");
      assertNotSent(probe(prober, "", TARGET, PATIENT), "ENODEV");
      assertNotSent(probe(prober, "upa\0", TARGET, PATIENT), "ENODEV");
      assertNotSent(probe(prober, "a-name-far-too-long", TARGET, PATIENT), "ENODEV");
    }

    @Test
    void an_interface_replaced_between_two_probes_is_noticed() throws Exception {
      net.host.run("ip link del upa");
      net.connectA();
      assertThat(probeUpa(PATIENT)).isInstanceOf(Replied.class);
    }

    @Test
    void a_renamed_interface_no_longer_serves_its_old_name() throws Exception {
      net.host.run("ip link set upa down");
      net.host.run("ip link set upa name elsewhere");
      net.host.run("ip link set elsewhere up");
      assertNotSent(probeUpa(PATIENT), "ENODEV");
    }
  }
}

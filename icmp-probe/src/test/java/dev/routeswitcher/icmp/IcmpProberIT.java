package dev.routeswitcher.icmp;

import static dev.routeswitcher.icmp.TwoProviders.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The prober on the real kernel. */
class IcmpProberIT {
  private static final Duration PATIENT = Duration.ofSeconds(10);
  private static final Duration BRIEF = Duration.ofMillis(300);

  private final TwoProviders net = new TwoProviders();

  @AfterEach
  void removeNetwork() {
    net.close();
  }

  @ParameterizedTest
  @EnumSource(EchoSocket.Kind.class)
  void a_probe_leaves_by_its_interface_although_the_default_route_goes_by_another(
      EchoSocket.Kind kind) throws Exception {
    net.permitDatagramSockets(kind == EchoSocket.Kind.DATAGRAM);
    try (IcmpProber prober = net.host.call(IcmpProber::open)) {
      ProbeOutcome outcome = probe(prober, "upa", TARGET, PATIENT);
      System.err.println(outcome);
      assertThat(outcome).isInstanceOf(Replied.class);
      assertThat(net.requestsLeftBy("upa")).isEqualTo(1);
      assertThat(net.requestsLeftBy("upb")).isZero();
      System.err.println(net.host.procNet("icmp") + "\n" + net.host.procNet("raw"));
    }
  }

  @ParameterizedTest
  @EnumSource(EchoSocket.Kind.class)
  void explore(EchoSocket.Kind kind) throws Exception {
    net.permitDatagramSockets(kind == EchoSocket.Kind.DATAGRAM);
    try (IcmpProber prober = net.host.call(IcmpProber::open)) {
      p("missing", prober, "nope", BRIEF);
      for (int i = 0; i < 5; i++) p("ok", prober, "upa", BRIEF);
      p("ok b", prober, "upb", BRIEF);
      net.host.nft(
          "table ip f {\n chain o {\n type filter hook output priority 0\n icmp type echo-request drop\n }\n }");
      p("output drop", prober, "upa", BRIEF);
      net.host.nft("delete table ip f");
      net.providerA.nft(
          "table ip f {\n chain o {\n type filter hook input priority 0\n icmp type echo-request reject with icmp type admin-prohibited\n }\n }");
      p("admin reject", prober, "upa", BRIEF);
      net.providerA.nft("delete table ip f");
      net.providerA.nft(
          "table ip f {\n chain o {\n type filter hook input priority 0\n icmp type echo-request drop\n }\n }");
      p("drop", prober, "upa", BRIEF);
      net.providerA.nft("delete table ip f");
      p("ok", prober, "upa", BRIEF);
      net.host.run("ip link set upa down");
      p("link down", prober, "upa", BRIEF);
      net.host.run("ip link set upa up");
      net.host.run("ip route add default via 192.0.2.1 dev upa metric 20");
      p("ok", prober, "upa", BRIEF);
      net.providerA.run("ip link set toa down");
      p("no carrier", prober, "upa", BRIEF);
      net.providerA.run("ip link set toa up");
      p("ok", prober, "upa", Duration.ofSeconds(2));
      net.host.run("ip route del default via 192.0.2.1 dev upa metric 20");
      p("no route", prober, "upa", Duration.ofSeconds(5));
      net.host.run("ip route add default via 192.0.2.77 dev upa metric 20");
      p("dead neighbour", prober, "upa", Duration.ofSeconds(5));
      net.host.run("ip route del default via 192.0.2.77 dev upa metric 20");
      net.host.run("ip route add default via 192.0.2.1 dev upa metric 20");
      p("ok", prober, "upa", Duration.ofSeconds(2));
      net.host.run("ip route add unreachable 203.0.113.9/32");
      System.err.println(
          "unreachable route "
              + probe(
                  prober,
                  "upa",
                  com.google.common.net.InetAddresses.forString("203.0.113.9"),
                  BRIEF));
      net.host.run("ip route add prohibit 203.0.113.10/32");
      System.err.println(
          "prohibit route "
              + probe(
                  prober,
                  "upa",
                  com.google.common.net.InetAddresses.forString("203.0.113.10"),
                  BRIEF));
      net.host.run("ip route add blackhole 203.0.113.11/32");
      System.err.println(
          "blackhole route "
              + probe(
                  prober,
                  "upa",
                  com.google.common.net.InetAddresses.forString("203.0.113.11"),
                  BRIEF));
      net.host.run("ip addr del 192.0.2.2/24 dev upa");
      p("no address", prober, "upa", BRIEF);
      net.host.run("ip link del upa");
      p("deleted", prober, "upa", BRIEF);
      net.connectA();
      p("again", prober, "upa", Duration.ofSeconds(2));
      net.host.run("ip link set upa down");
      net.host.run("ip link set upa name olda");
      p("renamed", prober, "upa", BRIEF);
      System.err.println(prober.counters());
    }
  }

  static void p(String what, IcmpProber prober, String ifc, Duration t) throws Exception {
    long t0 = System.nanoTime();
    ProbeOutcome o = probe(prober, ifc, TARGET, t);
    System.err.println(what + ": " + o + " after " + (System.nanoTime() - t0) / 1000 + " us");
  }

  static ProbeOutcome probe(
      IcmpProber prober, String interfaceName, InetAddress target, Duration timeout)
      throws Exception {
    CompletableFuture<ProbeOutcome> outcome = new CompletableFuture<>();
    long deadline = System.nanoTime() + timeout.toNanos();
    prober.probe(
        new ProbeRequest(interfaceName, target, deadline), (request, o) -> outcome.complete(o));
    return outcome.get(30, TimeUnit.SECONDS);
  }
}

package dev.routeswitcher.icmp.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.example.Ping;
import dev.routeswitcher.netlink.TestNamespace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example program on the real kernel. */
@Timeout(120)
class PingIT {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private int pingFrom(TestNamespace host, String... words) {
    PrintStream out = new PrintStream(output, true, UTF_8);
    return host.call(() -> Ping.run(out, out, words));
  }

  @Test
  void it_pings_through_the_interface_given_although_another_route_is_better() {
    try (TwoProviders network = new TwoProviders()) {
      int status =
          pingFrom(
              network.host, "upa", "203.0.113.8", "5", "--interval", "0.01", "--timeout", "20");
      assertThat(status).isZero();
      assertThat(output.toString(UTF_8).lines())
          .hasSize(7)
          .anyMatch(line -> line.startsWith("number 5: reply after "))
          .contains("203.0.113.8 by upa: 5 requests, 5 replies: 0.0 % lost");
      assertThat(network.requestsLeftBy("upa")).isEqualTo(5);
      assertThat(network.requestsLeftBy("upb")).isZero();
    }
  }

  @Test
  void it_pings_an_ipv6_neighbour_by_its_link_local_address() {
    try (TwoProviders network = new TwoProviders()) {
      network.host.sysctl("net/ipv6/conf/upa/disable_ipv6", "0");
      network.providerA.sysctl("net/ipv6/conf/toa/disable_ipv6", "0");
      network.host.run("ip addr add fe80::2/64 dev upa nodad");
      network.providerA.run("ip addr add fe80::1/64 dev toa nodad");
      int status =
          pingFrom(network.host, "upa", "fe80::1", "3", "--interval", "0.01", "--timeout", "20");
      assertThat(status).isZero();
      assertThat(output.toString(UTF_8))
          .contains("fe80:0:0:0:0:0:0:1 by upa: 3 requests, 3 replies");
    }
  }

  @Test
  void where_nothing_can_be_sent_it_prints_why_and_exits_with_its_own_status() {
    try (TestNamespace host = TestNamespace.create()) {
      assertThat(pingFrom(host, "nope", "127.0.0.1", "1", "--timeout", "20")).isEqualTo(1);
      assertThat(output.toString(UTF_8)).contains("ENODEV");
    }
  }

  @Test
  void without_permission_it_prints_what_to_grant() {
    try (TestNamespace host = TestNamespace.create()) {
      host.sysctl("net/ipv4/ping_group_range", "1 0");
      PrintStream out = new PrintStream(output, true, UTF_8);
      assertThat(host.callWithoutCapabilities(() -> Ping.run(out, out, "lo", "127.0.0.1", "1")))
          .isEqualTo(2);
      assertThat(output.toString(UTF_8)).contains("ping_group_range", "CAP_NET_RAW");
    }
  }
}

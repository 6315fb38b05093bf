package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What else than a gateway a default route says, carried over to ours on the real kernel. */
class LearnedRoutesIT {

  private static final String SEGMENT = "2001:db8:1:77::1";

  /** The provider forwards nothing but what comes in the outer header of its segment (RFC 8986). */
  private static void forwardSegmentsOnly(Lab lab) {
    lab.on(
        "isp1",
        "sh",
        "-ec",
        "echo 1 >/proc/sys/net/ipv6/conf/all/seg6_enabled\n"
            + "echo 1 >/proc/sys/net/ipv6/conf/cust0/seg6_enabled\n"
            + ("ip -6 route add "
                + SEGMENT
                + " encap seg6local action End.DT6 table 254 dev cust0\n")
            + "nft 'add table ip6 segments; add chain ip6 segments in"
            + " { type filter hook prerouting priority 0; };"
            + " add rule ip6 segments in iifname cust0 ip6 daddr 2001:db8:ff::/64 drop'");
    lab.ip("-6 route add " + SEGMENT + " via fe80::1 dev eth0");
  }

  @Test
  void a_default_that_encapsulates_is_followed_by_routes_that_do() {
    String wrapped = "encap seg6 mode encap segs 1 [ " + SEGMENT + " ] via fe80::1 dev eth0";
    try (Lab lab = Lab.up("--ipv6")) {
      forwardSegmentsOnly(lab);
      lab.ip(
          "-6 route add default encap seg6 mode encap segs "
              + SEGMENT
              + " via fe80::1 dev eth0 metric 100");
      lab.ip("-6 route add default via fe80::1 dev eth1 metric 200");
      Background switcher = lab.startSwitcherWith("--ping-target", Lab.TARGET6);
      switcher.await(" start family=ipv6 to=primary/eth0 ");
      switcher.await("family=ipv6 .* interface=eth1 health=responsive");
      assertThat(lab.defaults6())
          .first()
          .isEqualTo("default  " + wrapped + " proto 157 metric 10 pref medium");
      assertThat(lab.host("ip", "-6", "route", "show", "default", "table", "15701"))
          .singleElement()
          .asString()
          .startsWith("default  " + wrapped);
      lab.host("ping", "-6", "-c", "1", "-W", "2", Lab.TARGET6);
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv6 ");
      lab.heal("silent", "primary");
      switcher.await(" failback family=ipv6 ");
      // The provider gives it up: what is learned anew is not what was.
      lab.on("isp1", "nft", "delete", "table", "ip6", "segments");
      Background events = lab.startOnHost(List.of("ip", "monitor", "route"));
      lab.ip("-6 route replace default via fe80::1 dev eth0 metric 100");
      events.await("^default via fe80::1 dev eth0 proto 157 metric 10 ");
      switcher.terminate();
      assertThat(
              switcher.lines("alarm=(ineffective|conflict|contended|route-refused|cannot-switch)"))
          .isEmpty();
      assertThat(lab.defaults6()).noneMatch(route -> route.contains("proto 157"));
    }
  }

  @Test
  void the_congestion_control_of_a_default_goes_to_all_routes_of_ours() {
    try (Lab lab = Lab.up()) {
      lab.ip("route add default via 192.0.2.1 dev eth0 metric 100 mtu lock 1400 congctl cubic");
      lab.ip("route add default via 198.51.100.1 dev eth1 metric 200 congctl lock cubic");
      Background switcher = lab.startSwitcherWith("--ping-target", Lab.TARGET);
      switcher.await("family=ipv4 .* interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv4 ");
      assertThat(lab.defaults())
          .startsWith(
              "default via 198.51.100.1 dev eth1 proto 157 metric 5 congctl lock cubic",
              "default via 192.0.2.1 dev eth0 proto 157 metric 10 mtu lock 1400 congctl cubic",
              "default via 198.51.100.1 dev eth1 proto 157 metric 20 congctl lock cubic");
    }
  }

  @Test
  void a_default_for_some_source_addresses_is_no_default_that_wins_nor_one_to_learn_from() {
    try (Lab lab = Lab.up("--ipv6", "--defaults")) {
      lab.ip("-6 route add default from 2001:db8:1::/64 via fe80::1 dev eth0 metric 1");
      lab.ip("-6 route add default from 2001:db8:2::/64 via fe80::7 dev eth1 metric 1");
      Background switcher = lab.startSwitcherWith("--ping-target", Lab.TARGET6);
      switcher.await(" start family=ipv6 to=primary/eth0 ");
      switcher.await("family=ipv6 .* interface=eth1 health=responsive");
      lab.inject("silent", "primary", "ipv6");
      switcher.await(" failover family=ipv6 ");
      lab.heal("silent", "primary", "ipv6");
      switcher.await(" failback family=ipv6 ");
      assertThat(
              switcher.lines("alarm=(ineffective|conflict|contended|route-refused|cannot-switch)"))
          .isEmpty();
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults6())
          .contains(
              "default from 2001:db8:1::/64 via fe80::1 dev eth0 metric 1 pref medium",
              "default from 2001:db8:2::/64 via fe80::7 dev eth1 metric 1 pref medium");
    }
  }
}

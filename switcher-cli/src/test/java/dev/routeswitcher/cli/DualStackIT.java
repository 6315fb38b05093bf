package dev.routeswitcher.cli;

import static dev.routeswitcher.lab.Lab.PRIMARY_BASE;
import static dev.routeswitcher.lab.Lab.SECONDARY_BASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IPv6, alone and beside IPv4, on the real kernel. */
class DualStackIT {

  private static final String PRIMARY_BASE6 =
      "default via fe80::1 dev eth0 proto 157 metric 10 pref medium";
  private static final String SECONDARY_BASE6 =
      "default via fe80::1 dev eth1 proto 157 metric 20 pref medium";
  private static final String FAILOVER_ROUTE6 =
      "default via fe80::1 dev eth1 proto 157 metric 5 pref medium";

  /** Both families by name, with a gateway of each on both uplinks. */
  private static final String[] BOTH = {
    "--primary-gateway", Lab.PRIMARY_GATEWAY,
    "--primary-gateway", Lab.LINK_GATEWAY6,
    "--secondary-gateway", Lab.SECONDARY_GATEWAY,
    "--secondary-gateway", Lab.LINK_GATEWAY6,
    "--ping-target", Lab.TARGET,
    "--ping-target", Lab.TARGET6
  };

  @Test
  void ipv6_fails_over_through_link_local_gateways_and_returns_without_losing_a_packet() {
    try (Lab lab = Lab.up("--ipv6")) {
      Background switcher =
          lab.startSwitcherWith(
              "--primary-gateway", Lab.LINK_GATEWAY6,
              "--secondary-gateway", Lab.LINK_GATEWAY6,
              "--ping-target", Lab.TARGET6);
      switcher.await(" start family=ipv6 to=primary/eth0 ");
      // Through its base route a standby can be probed: it is not always down.
      switcher.await("family=ipv6 .* interface=eth1 health=responsive");
      assertThat(lab.defaults6()).containsExactly(PRIMARY_BASE6, SECONDARY_BASE6);
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv6 from=primary/eth0 to=secondary/eth1 state=FALLBACK");
      assertThat(lab.defaults6()).containsExactly(FAILOVER_ROUTE6, PRIMARY_BASE6, SECONDARY_BASE6);
      Background stream = lab.start("stream", "--ipv6", "--seconds", "60");
      lab.heal("silent", "primary");
      switcher.await(" failback family=ipv6 from=secondary/eth1 to=primary/eth0 state=PRIMARY");
      stream.terminate();
      Map<String, String> figures = Lab.figures(stream);
      assertThat(figures).containsEntry("lost", "0").containsEntry("refused", "0");
      assertThat(lab.defaults6()).containsExactly(PRIMARY_BASE6, SECONDARY_BASE6);
      assertThat(switcher.lines("family=ipv4|alarm=")).isEmpty();
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults6()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"ipv4, ipv6", "ipv6, ipv4"})
  void only_the_family_that_is_dead_moves(String dead, String well) {
    try (Lab lab = Lab.up("--ipv6")) {
      Background switcher = lab.startSwitcherWith(BOTH);
      switcher.await("family=ipv4 .* interface=eth1 health=responsive");
      switcher.await("family=ipv6 .* interface=eth1 health=responsive");
      lab.inject("silent", "primary", dead);
      switcher.await(" failover family=" + dead + " from=primary/eth0 to=secondary/eth1");
      lab.heal("silent", "primary");
      switcher.await(" failback family=" + dead + " from=secondary/eth1 to=primary/eth0");
      assertThat(switcher.lines("(failover|failback) family=" + well)).isEmpty();
      assertThat(switcher.lines("family=" + well + " .* health=down")).isEmpty();
    }
  }

  @Test
  void when_the_primary_is_dead_for_both_no_dead_default_of_ipv6_stays_in_force() {
    try (Lab lab = Lab.up("--ipv6")) {
      Background switcher = lab.startSwitcherWith(BOTH);
      switcher.await("family=ipv4 .* interface=eth1 health=responsive");
      switcher.await("family=ipv6 .* interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv4 ");
      switcher.await(" failover family=ipv6 ");
      assertThat(lab.host("ip", "-6", "route", "get", Lab.TARGET6))
          .first()
          .asString()
          .contains(" dev eth1 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"carrier", "link-down", "interface-deleted", "address-removed"})
  void ipv6_follows_a_link_that_goes_and_comes(String fault) {
    try (Lab lab = Lab.up("--ipv6")) {
      Background switcher = lab.startSwitcherWith(BOTH);
      switcher.await("family=ipv6 .* interface=eth1 health=responsive");
      lab.inject(fault, "primary");
      switcher.await(" failover family=ipv6 ");
      lab.heal(fault, "primary");
      switcher.await(" failback family=ipv6 ");
      assertThat(lab.defaults6()).containsExactly(PRIMARY_BASE6, SECONDARY_BASE6);
    }
  }

  @Test
  void ipv6_that_nobody_asked_for_comes_to_life_when_a_router_advertises_it() {
    try (Lab lab = Lab.up("--ipv6")) {
      // What is pinged unless a target is given; nothing of this leaves the lab.
      lab.on("inet", "ip", "address", "add", "8.8.8.8/32", "dev", "lo");
      lab.on("inet", "ip", "address", "add", "2001:4860:4860::8888/128", "dev", "lo");
      Background switcher =
          lab.startSwitcherWith(
              "--primary-gateway", Lab.PRIMARY_GATEWAY,
              "--secondary-gateway", Lab.SECONDARY_GATEWAY);
      switcher.await("family=ipv4 .* interface=eth1 health=responsive");
      assertThat(switcher.lines("family=ipv6")).isEmpty();
      assertThat(lab.defaults6()).isEmpty();
      lab.run("advertise", "primary", "--mtu", "1400");
      switcher.await(" start family=ipv6 to=primary/eth0 ");
      lab.run("advertise", "secondary");
      switcher.await("family=ipv6 .* interface=eth1 health=responsive");
      assertThat(lab.defaults6())
          .startsWith(
              "default via fe80::1 dev eth0 proto 157 metric 10 mtu 1400 hoplimit 64 pref medium",
              "default via fe80::1 dev eth1 proto 157 metric 20 hoplimit 64 pref medium");
      lab.inject("silent", "primary", "ipv6");
      switcher.await(" failover family=ipv6 ");
      assertThat(switcher.lines("failover family=ipv4")).isEmpty();
      // The router takes itself back: the gateway is remembered, as that of an ended lease is.
      lab.run("advertise", "primary", "--lifetime", "0");
      lab.heal("silent", "primary");
      switcher.await(" failback family=ipv6 ");
    }
  }

  @Test
  void a_multipath_default_tells_the_gateway_of_each_uplink() {
    try (Lab lab = Lab.up("--ipv6")) {
      lab.ip(
          "route add default metric 500 nexthop via 192.0.2.1 dev eth0"
              + " nexthop via 198.51.100.1 dev eth1");
      lab.ip(
          "-6 route add default metric 500 nexthop via fe80::1 dev eth0"
              + " nexthop via fe80::1 dev eth1");
      Background switcher =
          lab.startSwitcherWith("--ping-target", Lab.TARGET, "--ping-target", Lab.TARGET6);
      switcher.await("family=ipv4 .* interface=eth1 health=responsive");
      switcher.await("family=ipv6 .* interface=eth1 health=responsive");
      assertThat(lab.defaults()).startsWith(PRIMARY_BASE, SECONDARY_BASE);
      assertThat(lab.defaults6()).startsWith(PRIMARY_BASE6, SECONDARY_BASE6);
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv4 ");
      switcher.await(" failover family=ipv6 ");
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults6()).first().isEqualTo("default metric 500 pref medium");
    }
  }

  @Test
  void a_host_whose_ipv6_is_switched_off_is_served_over_ipv4_and_hears_nothing_of_ipv6() {
    try (Lab lab = Lab.up()) {
      switchIpv6Off(lab);
      lab.on("inet", "ip", "address", "add", "8.8.8.8/32", "dev", "lo");
      Background switcher =
          lab.startSwitcherWith(
              "--primary-gateway", Lab.PRIMARY_GATEWAY,
              "--secondary-gateway", Lab.SECONDARY_GATEWAY);
      failsOver(lab, switcher);
      assertThat(switcher.lines("family=ipv6|ipv6 cannot")).isEmpty();
    }
  }

  @Test
  void ipv6_that_was_asked_for_but_is_switched_off_does_not_keep_ipv4_waiting() {
    try (Lab lab = Lab.up()) {
      switchIpv6Off(lab);
      Background switcher = lab.startSwitcherWith(BOTH);
      switcher.await("family=ipv6 name=primary interface=eth0 health=down condition=no-address");
      failsOver(lab, switcher);
      assertThat(switcher.lines("cannot be read|hangs|ended by")).isEmpty();
    }
  }

  private static void switchIpv6Off(Lab lab) {
    lab.host("sh", "-c", "echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6");
  }

  private static void failsOver(Lab lab, Background switcher) {
    switcher.await("family=ipv4 .* interface=eth1 health=responsive");
    lab.inject("silent", "primary");
    switcher.await(" failover family=ipv4 ");
    lab.heal("silent", "primary");
    switcher.await(" failback family=ipv4 ");
  }
}

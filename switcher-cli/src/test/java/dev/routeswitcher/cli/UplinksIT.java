package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More than two uplinks, uplinks without a gateway, and gateways that change. */
class UplinksIT {

  @Test
  void three_uplinks_fall_to_the_third_and_back_in_both_families() {
    try (Lab lab = Lab.up("--ipv6", "--third")) {
      Background switcher =
          lab.startSwitcherWith(
              "--uplink=name=fibre,interface=eth0,gateway=192.0.2.1,gateway=fe80::1",
              "--uplink=name=cable,interface=eth1,gateway=198.51.100.1,gateway=fe80::1",
              "--uplink=name=lte,interface=eth2,gateway=203.0.113.129,gateway=fe80::1,metric=40",
              "--ping-target=" + Lab.TARGET,
              "--ping-target=" + Lab.TARGET6);
      switcher.await("family=ipv4 name=lte interface=eth2 health=responsive");
      switcher.await("family=ipv6 name=lte interface=eth2 health=responsive");
      assertThat(lab.defaults())
          .containsExactly(
              "default via 192.0.2.1 dev eth0 proto 157 metric 10",
              "default via 198.51.100.1 dev eth1 proto 157 metric 20",
              "default via 203.0.113.129 dev eth2 proto 157 metric 40");
      lab.inject("silent", "primary");
      awaitBoth(switcher, " failover family=%s from=fibre/eth0 to=cable/eth1 state=FALLBACK");
      lab.inject("silent", "secondary");
      awaitBoth(switcher, " failover family=%s from=cable/eth1 to=lte/eth2 state=FALLBACK");
      assertThat(lab.defaults())
          .first()
          .isEqualTo("default via 203.0.113.129 dev eth2 proto 157 metric 5");
      lab.heal("silent", "primary");
      awaitBoth(switcher, " failback family=%s from=lte/eth2 to=fibre/eth0 state=PRIMARY");
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults()).isEmpty();
    }
  }

  private static void awaitBoth(Background switcher, String line) {
    switcher.await(String.format(Locale.ROOT, line, "ipv4"));
    switcher.await(String.format(Locale.ROOT, line, "ipv6"));
  }

  @Test
  void an_uplink_is_chosen_by_its_name() {
    try (Lab lab = Lab.up()) {
      Background switcher =
          lab.startSwitcherWith(
              "--uplink=name=fibre,interface=eth0,gateway=192.0.2.1",
              "--uplink=name=cable,interface=eth1,gateway=198.51.100.1",
              "--ping-target=" + Lab.TARGET,
              "--use=cable");
      switcher.await(" manual family=ipv4 from=fibre/eth0 to=cable/eth1 state=FALLBACK");
    }
  }

  /**
   * A tun held by a process stands for PPP and WireGuard: no gateway, operational state unknown.
   */
  @Test
  void a_point_to_point_link_needs_no_gateway_and_is_back_in_service_when_it_is_made_anew() {
    try (Lab lab = Lab.up("--ipv6")) {
      Background tunnel = tunnel(lab);
      Background switcher =
          lab.startSwitcherWith(
              "--uplink=interface=eth0,gateway=192.0.2.1,gateway=fe80::1",
              "--uplink=interface=ppp0",
              "--ping-target=" + Lab.TARGET,
              "--ping-target=" + Lab.TARGET6,
              "--log-level=debug");
      awaitBoth(switcher, "family=%s name=ppp0 interface=ppp0 health=responsive");
      lab.inject("silent", "primary");
      awaitBoth(switcher, " failover family=%s from=eth0/eth0 to=ppp0/ppp0");
      assertThat(lab.defaults())
          .first()
          .isEqualTo("default dev ppp0 proto 157 scope link metric 5");
      assertThat(lab.defaults6())
          .first()
          .isEqualTo("default dev ppp0 proto 157 metric 5 pref medium");
      lab.heal("silent", "primary");
      awaitBoth(switcher, " failback family=%s ");
      tunnel.terminate();
      awaitBoth(switcher, "family=%s name=ppp0 interface=ppp0 health=down");
      int answers4 = switcher.lines("family=ipv4 .*interface=ppp0 health=responsive").size();
      int answers6 = switcher.lines("family=ipv6 .*interface=ppp0 health=responsive").size();
      tunnel(lab);
      switcher.await("family=ipv4 .*interface=ppp0 health=responsive", answers4 + 1);
      switcher.await("family=ipv6 .*interface=ppp0 health=responsive", answers6 + 1);
    }
  }

  private static Background tunnel(Lab lab) {
    Background tunnel = lab.start("tunnel", "ppp0");
    tunnel.await("is there");
    lab.ip("address add 198.51.100.129 peer 198.51.100.130/32 dev ppp0");
    lab.ip("-6 address add 2001:db8:99::2/64 dev ppp0 nodad");
    lab.ip("link set ppp0 up");
    lab.ip("route add default dev ppp0 metric 500");
    lab.ip("-6 route add default dev ppp0 metric 500");
    return tunnel;
  }

  /** What a DHCP client does when its lease brings another address, gateway and MTU. */
  @ParameterizedTest
  @ValueSource(strings = {"eth0", "eth1"})
  void a_renewal_with_a_new_gateway_is_no_failover_and_the_routes_follow_within_a_second(
      String active) {
    try (Lab lab = Lab.up("--defaults")) {
      boolean primary = active.equals("eth0");
      int metric = primary ? 100 : 200;
      String net = primary ? "192.0.2." : "198.51.100.";
      String isp = primary ? "isp1" : "isp2";
      lab.on(isp, "ip", "address", "add", net + "254/24", "dev", "cust0");
      Background switcher = lab.startSwitcherWith("--ping-target", Lab.TARGET, "--use", active);
      switcher.await("interface=eth1 health=responsive");
      if (!primary) {
        switcher.await(" manual family=ipv4 .* to=secondary/eth1");
      }
      Background events = lab.startOnHost(List.of("ip", "-ts", "-4", "monitor", "route"));
      lab.markRouteEvents();
      for (int i = 0; i < 100 && events.lines(Lab.MARK).isEmpty(); i++) {
        lab.markRouteEvents();
      }
      lab.host(
          "sh",
          "-c",
          ("ip address del %1$s2/24 dev %2$s; ip address add %1$s77/24 dev %2$s;"
                  + " ip route add default via %1$s254 dev %2$s proto dhcp metric %3$d mtu 1400")
              .formatted(net, active, metric));
      String via = "default via " + net + "254 dev " + active + " proto ";
      String learned = events.await(via + "dhcp .*metric " + metric + " mtu 1400");
      String base = events.await(via + "157 metric " + (primary ? 10 : 20) + " mtu 1400");
      assertThat(seconds(base) - seconds(learned)).isBetween(-0.001, 1.0);
      if (!primary) {
        String failover = events.await(via + "157 metric 5 mtu 1400");
        assertThat(seconds(failover) - seconds(learned)).isBetween(-0.001, 1.0);
      }
      assertThat(switcher.lines(" failover | failback ")).isEmpty();
    }
  }

  /** What a host hears when its provider's router is replaced and the prefix with it. */
  @Test
  void
      another_router_that_advertises_itself_is_no_failover_and_the_routes_follow_within_a_second() {
    try (Lab lab = Lab.up("--ipv6")) {
      lab.on("isp1", "ip", "address", "add", "fe80::2/64", "dev", "cust0", "nodad");
      lab.run("advertise", "primary");
      lab.run("advertise", "secondary");
      Background switcher = lab.startSwitcherWith("--ping-target", Lab.TARGET6);
      switcher.await("family=ipv6 .*interface=eth1 health=responsive");
      Background events = lab.startOnHost(List.of("ip", "-ts", "-6", "monitor", "route"));
      // Seen to be listening once it tells of a route that comes and goes.
      for (int i = 0; i < 100 && events.lines("2001:db8:77::1").isEmpty(); i++) {
        lab.ip("-6 route add 2001:db8:77::1/128 dev lo");
        lab.ip("-6 route del 2001:db8:77::1/128 dev lo");
      }
      lab.run("advertise", "primary", "--lifetime", "0");
      // As one command: an address may be missing for a second only.
      lab.host(
          "sh",
          "-ec",
          "ip address del 2001:db8:1::2/64 dev eth0;"
              + " ip address add 2001:db8:1::77/64 dev eth0 nodad");
      lab.run("advertise", "primary", "--router", "fe80::2", "--mtu", "1400");
      String learned = events.await("default via fe80::2 dev eth0 proto ra ");
      String base = events.await("default via fe80::2 dev eth0 proto 157 metric 10 .*mtu 1400");
      assertThat(seconds(base) - seconds(learned)).isBetween(-0.001, 1.0);
      assertThat(switcher.lines(" failover | failback |interface=eth0 health=down")).isEmpty();
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv6 ");
      lab.heal("silent", "primary");
      switcher.await(" failback family=ipv6 ");
    }
  }

  /** Of {@code [2026-11-23T12:00:01.500000] default via ...}, since a fixed moment. */
  private static double seconds(String event) {
    Matcher time = Pattern.compile("^\\[([^]]+)\\]").matcher(event);
    assertThat(time.find()).as(event).isTrue();
    Duration since =
        Duration.between(LocalDate.EPOCH.atStartOfDay(), LocalDateTime.parse(time.group(1)));
    return since.toNanos() / 1e9;
  }
}

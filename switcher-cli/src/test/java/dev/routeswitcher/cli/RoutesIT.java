package dev.routeswitcher.cli;

import static dev.routeswitcher.lab.Lab.FAILOVER_ROUTE;
import static dev.routeswitcher.lab.Lab.PRIMARY_BASE;
import static dev.routeswitcher.lab.Lab.SECONDARY_BASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our routes among those of other programs, on the real kernel. */
class RoutesIT {

  @Test
  void a_foreign_default_that_would_win_is_named_with_its_remedy_and_holds_the_traffic_back() {
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher();
      switcher.await("interface=eth1 health=responsive");
      lab.inject("foreign-default", "primary", "0");
      String alarm = switcher.await("ERROR alarm=ineffective");
      String route = "default via 192.0.2.1 dev eth0 proto 4 metric 0";
      String remedy =
          "ip route add default via 192.0.2.1 dev eth0 proto 4 metric 100 && ip route del " + route;
      assertThat(alarm).contains("remedy=\"" + remedy + "; for good");
      lab.inject("silent", "primary");
      switcher.await("INFO  decided failover family=ipv4 from=primary/eth0 to=secondary/eth1");
      assertThat(lab.defaults()).contains(FAILOVER_ROUTE);
      assertThat(switcher.lines("INFO  failover family=ipv4 from=")).isEmpty();
      // What the remedy says, to the letter.
      lab.host("sh", "-c", remedy);
      switcher.await("INFO  failover family=ipv4 from=");
      switcher.await("cleared alarm=ineffective");
      assertThat(lab.defaults())
          .containsExactly(
              FAILOVER_ROUTE,
              PRIMARY_BASE,
              SECONDARY_BASE,
              "default via 192.0.2.1 dev eth0 proto static metric 100");
    }
  }

  @Test
  void while_a_foreign_default_would_win_there_is_no_return() {
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher("--log-level", "debug");
      switcher.await("interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv4 from=");
      lab.inject("foreign-default", "secondary", "7");
      switcher.await("ERROR alarm=ineffective");
      int answers = switcher.lines("interface=eth0 health=responsive").size();
      lab.heal("silent", "primary");
      switcher.await("interface=eth0 health=responsive", answers + 1);
      // Answered for twice the failback delay: it would have returned.
      String answered = "probe family=ipv4 interface=eth0 .* verdict=REPLIED";
      switcher.await(answered, switcher.lines(answered).size() + 20);
      assertThat(switcher.lines(" failback family=ipv4 from=")).isEmpty();
      lab.heal("foreign-default", "secondary");
      switcher.await(" failback family=ipv4 from=");
    }
  }

  @Test
  void a_route_of_ours_that_somebody_deletes_is_put_back() {
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher();
      switcher.await("interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      switcher.await(" failover ");
      Background events = lab.startRouteEvents();
      lab.host("ip", "route", "flush", "proto", "157");
      events.await("^default via 198.51.100.1 dev eth1 proto 157 metric 5");
      events.await("^default via 192.0.2.1 dev eth0 proto 157 metric 10");
      events.await("^default via 198.51.100.1 dev eth1 proto 157 metric 20");
      assertThat(switcher.lines(" failback ")).isEmpty();
    }
  }

  @Test
  void gateways_metrics_and_source_are_taken_from_the_defaults_of_others_and_follow_them() {
    try (Lab lab = Lab.up("--defaults")) {
      lab.host(
          "ip",
          "route",
          "replace",
          "default",
          "via",
          Lab.PRIMARY_GATEWAY,
          "dev",
          "eth0",
          "proto",
          "dhcp",
          "src",
          "192.0.2.2",
          "metric",
          "100",
          "mtu",
          "1400");
      Background switcher =
          lab.startOnHost(
              List.of("bin/route-switcher", "--ping-target", Lab.TARGET, "--interval", "200ms"));
      switcher.await(" start family=ipv4 to=primary");
      assertThat(lab.defaults())
          .contains("default via 192.0.2.1 dev eth0 proto 157 src 192.0.2.2 metric 10 mtu 1400");
      Background events = lab.startRouteEvents();
      lab.host(
          "ip",
          "route",
          "replace",
          "default",
          "via",
          "192.0.2.77",
          "dev",
          "eth0",
          "proto",
          "dhcp",
          "metric",
          "100");
      events.await("default via 192.0.2.77 dev eth0 proto 157 metric 10");
    }
  }

  @Test
  void a_foreign_route_that_is_the_very_base_route_counts_as_ours_and_stays_on_exit() {
    try (Lab lab = Lab.up()) {
      lab.host(
          "ip",
          "route",
          "add",
          "default",
          "via",
          Lab.PRIMARY_GATEWAY,
          "dev",
          "eth0",
          "proto",
          "static",
          "metric",
          "10");
      Background switcher = lab.startSwitcher();
      switcher.await(" start family=ipv4 to=primary");
      String foreign = "default via 192.0.2.1 dev eth0 proto static metric 10";
      assertThat(lab.defaults()).containsExactly(foreign, SECONDARY_BASE);
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults()).containsExactly(foreign);
    }
  }

  @Test
  void a_foreign_route_in_the_slot_of_a_base_route_is_a_conflict_and_stays() {
    try (Lab lab = Lab.up()) {
      lab.host(
          "ip",
          "route",
          "add",
          "default",
          "via",
          Lab.PRIMARY_GATEWAY,
          "dev",
          "eth0",
          "proto",
          "static",
          "metric",
          "20");
      Background switcher = lab.startSwitcher();
      String alarm = switcher.await("alarm=conflict");
      String foreign = "default via 192.0.2.1 dev eth0 proto static metric 20";
      String remedy =
          "ip route add default via 192.0.2.1 dev eth0 proto 4 metric 100"
              + " && ip route del default via 192.0.2.1 dev eth0 proto 4 metric 20";
      assertThat(alarm).contains("remedy=\"" + remedy + "; or choose");
      switcher.await(" start family=ipv4 to=primary");
      assertThat(lab.defaults()).containsExactly(PRIMARY_BASE, foreign);
      // What the remedy says, to the letter.
      lab.host("sh", "-c", remedy);
      switcher.await("cleared alarm=conflict");
      assertThat(lab.defaults()).contains(PRIMARY_BASE, SECONDARY_BASE);
    }
  }

  @Test
  void a_dry_run_decides_and_changes_nothing() {
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = lab.defaults();
      Background switcher = lab.startSwitcher("--dry-run");
      switcher.await("interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      switcher.await("dry-run family=ipv4 would=\"add " + FAILOVER_ROUTE);
      switcher.await(" failover ");
      assertThat(lab.defaults()).isEqualTo(before);
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults()).isEqualTo(before);
    }
  }

  @Test
  void a_dry_run_says_that_an_uplink_without_a_route_cannot_be_judged() {
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher("--dry-run");
      switcher.await("alarm=not-probeable family=ipv4 subject=\"eth1\"");
      assertThat(switcher.lines("interface=eth1 health=down")).isEmpty();
      assertThat(lab.defaults()).isEmpty();
    }
  }
}

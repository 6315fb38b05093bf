package dev.routeswitcher.cli;

import static dev.routeswitcher.lab.Lab.FAILOVER_ROUTE;
import static dev.routeswitcher.lab.Lab.PRIMARY_BASE;
import static dev.routeswitcher.lab.Lab.SECONDARY_BASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes that go by tables of their own, on the real kernel. */
class TablesIT {

  private static final String PRIMARY_ADDRESS = "192.0.2.2";
  private static final String SECONDARY_ADDRESS = "198.51.100.2";

  private static final List<String> RULES =
      List.of(
          "0: from all lookup local",
          "15700: from 192.0.2.2 lookup main suppress_prefixlength 1 proto 157",
          "15700: from 198.51.100.2 lookup main suppress_prefixlength 1 proto 157",
          "15701: from all oif eth0 lookup 15701 proto 157",
          "15701: from all oif eth1 lookup 15702 proto 157",
          "15702: from 192.0.2.2 lookup 15701 proto 157",
          "15702: from 198.51.100.2 lookup 15702 proto 157",
          "32766: from all lookup main",
          "32767: from all lookup default");

  private static final String SERVER =
      """
      $| = 1;
      my $server = IO::Socket::INET->new(Listen => 5, LocalPort => 7777, ReuseAddr => 1) or die $!;
      print "listening\n";
      while (my $client = $server->accept) { print "from ", $client->peerhost, "\n"; close $client }
      """;

  /** Connects, as any program does: with no address of its own choice. */
  private static final String CLIENT =
      "IO::Socket::INET->new(PeerAddr => '"
          + Lab.TARGET
          + "', PeerPort => 7777, Timeout => 2) or die $@";

  static List<String> rules(Lab lab) {
    return lab.host("ip", "-4", "rule").stream()
        .map(line -> line.replaceAll("\\s+", " ").strip())
        .toList();
  }

  private static List<String> table(Lab lab, long number) {
    return lab.host("ip", "-4", "route", "show", "table", String.valueOf(number)).stream()
        .map(String::strip)
        .toList();
  }

  /** Every rule and route of the host but those the kernel makes of its own addresses. */
  private static List<String> everything(Lab lab) {
    return Stream.of("-4", "-6")
        .flatMap(
            family ->
                Stream.concat(
                    lab.host("ip", family, "rule").stream(),
                    lab.host("ip", family, "route", "show", "table", "all").stream()))
        .filter(line -> !line.contains("fe80:") && !line.contains("ff00::"))
        .toList();
  }

  private static Background bothAnswer(Background switcher) {
    switcher.await("interface=eth0 health=responsive");
    switcher.await("interface=eth1 health=responsive");
    return switcher;
  }

  /** Of so many echoes in half a second. */
  private static void assertNothingLost(Lab lab, String... ping) {
    assertThat(lab.on("inet", ping)).anyMatch(line -> line.contains(" 0% packet loss"));
  }

  @Test
  void
      with_a_strict_reverse_path_filter_every_uplink_answers_and_is_reached_by_the_net_and_the_lan() {
    try (Lab lab = Lab.up("--rp-filter", "1")) {
      lab.link("lan0", "inet", "client0");
      lab.host("ip", "address", "add", "203.0.113.65/30", "dev", "lan0");
      lab.on("inet", "ip", "address", "add", "203.0.113.66/30", "dev", "client0");
      Background switcher = bothAnswer(lab.startSwitcher());
      for (String address : List.of(PRIMARY_ADDRESS, SECONDARY_ADDRESS)) {
        // From the net, by the uplink's own provider.
        assertNothingLost(lab, "ping", "-q", "-c", "20", "-i", "0.02", address);
        // From the local network.
        assertNothingLost(lab, "ping", "-q", "-c", "20", "-i", "0.02", "-I", "client0", address);
      }
      // From the network of the other uplink.
      lab.on("isp1", "ip", "route", "add", SECONDARY_ADDRESS, "via", PRIMARY_ADDRESS);
      assertThat(
              lab.on(
                  "isp1",
                  "ping",
                  "-q",
                  "-c",
                  "20",
                  "-i",
                  "0.02",
                  "-I",
                  Lab.PRIMARY_GATEWAY,
                  SECONDARY_ADDRESS))
          .anyMatch(line -> line.contains(" 0% packet loss"));
      lab.inject("silent", "primary");
      switcher.await(" failover ");
      lab.heal("silent", "primary");
      switcher.await(" failback ");
      assertThat(switcher.lines("rp-filter|health=down.*eth1")).isEmpty();
    }
  }

  /** The second provider's router is of the make of the first: the same subnet, and masquerade. */
  private static void giveBothTheSameAddress(Lab lab) {
    lab.host("ip", "address", "flush", "dev", "eth1");
    lab.host("ip", "address", "add", "192.0.2.2/24", "dev", "eth1");
    lab.on(
        "isp2",
        "sh",
        "-ec",
        """
        ip address flush dev cust0
        ip address add 192.0.2.1/24 dev cust0
        nft add table ip nat
        nft 'add chain ip nat out { type nat hook postrouting priority 100; }'
        nft add rule ip nat out oifname core0 masquerade
        """);
  }

  private static Background startSharing(Lab lab) {
    return lab.startSwitcherWith(
        "--primary-interface", "eth0",
        "--primary-gateway", Lab.PRIMARY_GATEWAY,
        "--secondary-interface", "eth1",
        "--secondary-gateway", Lab.PRIMARY_GATEWAY,
        "--ping-target", Lab.TARGET);
  }

  @Test
  void where_two_routers_gave_the_same_address_connections_follow_the_uplink_in_use() {
    try (Lab lab = Lab.up()) {
      giveBothTheSameAddress(lab);
      Background server =
          lab.start("exec", "inet", "--", "perl", "-MIO::Socket::INET", "-e", SERVER);
      server.await("listening");
      Background switcher = bothAnswer(startSharing(lab));
      assertThat(switcher.await(" alarm=shared-address "))
          .contains("192.0.2.2", "eth0 and eth1 have the same address");
      lab.host("perl", "-MIO::Socket::INET", "-e", CLIENT);
      server.await("from 192.0.2.2");

      lab.inject("silent", "primary");
      switcher.await(" failover ");
      lab.host("perl", "-MIO::Socket::INET", "-e", CLIENT);
      String second = server.await("from ", 2);
      assertThat(second).as("by the masquerading router").doesNotContain("from 192.0.2.2");

      lab.heal("silent", "primary");
      switcher.await(" failback ");
      lab.host("perl", "-MIO::Socket::INET", "-e", CLIENT);
      server.await("from 192.0.2.2", 2);
      assertThat(switcher.terminate()).isZero();
      assertThat(rules(lab)).noneMatch(rule -> rule.contains("proto 157"));
    }
  }

  @Test
  void a_strict_filter_on_an_uplink_whose_address_another_has_is_reported() {
    try (Lab lab = Lab.up("--rp-filter", "1")) {
      giveBothTheSameAddress(lab);
      Background switcher = startSharing(lab);
      String remedy = "sysctl -w net.ipv4.conf.eth1.rp_filter=2";
      switcher.await(" alarm=rp-filter .*eth1.*remedy=\"" + remedy + "\"");
      switcher.await("interface=eth1 health=down");
      lab.host(remedy.split(" "));
      switcher.await("interface=eth1 health=responsive");
    }
  }

  @Test
  void of_ipv6_too_every_uplink_is_reached_by_the_net_and_the_lan() {
    try (Lab lab = Lab.up("--ipv6")) {
      lab.link("lan0", "inet", "client0");
      lab.host("ip", "address", "add", "2001:db8:9::1/64", "dev", "lan0", "nodad");
      lab.on("inet", "ip", "address", "add", "2001:db8:9::2/64", "dev", "client0", "nodad");
      bothAnswer(
          lab.startSwitcherWith(
              "--primary-gateway", Lab.LINK_GATEWAY6,
              "--secondary-gateway", Lab.LINK_GATEWAY6,
              "--ping-target", Lab.TARGET6));
      List<String> addresses = List.of("2001:db8:1::2", "2001:db8:2::2");
      for (String address : addresses) {
        assertNothingLost(lab, "ping", "-q", "-c", "20", "-i", "0.02", address);
      }
      for (String address : addresses) {
        lab.on("inet", "ip", "route", "add", address, "via", "2001:db8:9::1", "dev", "client0");
        assertNothingLost(lab, "ping", "-q", "-c", "20", "-i", "0.02", "-I", "client0", address);
      }
    }
  }

  @Test
  void tables_and_rules_are_as_documented_and_a_stop_leaves_everything_as_found() {
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = everything(lab);
      Background switcher = bothAnswer(lab.startSwitcher());
      assertThat(rules(lab)).isEqualTo(RULES);
      assertThat(table(lab, 15702))
          .containsExactlyInAnyOrder(
              "default via 198.51.100.1 dev eth1 proto 157 metric 1",
              "198.51.100.0/24 dev eth1 proto 157 scope link src 198.51.100.2 metric 1");
      assertThat(switcher.terminate()).isZero();
      assertThat(everything(lab)).isEqualTo(before);
    }
  }

  @Test
  void with_the_main_table_alone_there_is_no_rule_of_ours() {
    try (Lab lab = Lab.up()) {
      List<String> before = rules(lab);
      bothAnswer(lab.startSwitcher("--probe-routing", "main"));
      assertThat(rules(lab)).isEqualTo(before);
    }
  }

  @Test
  void probes_go_on_while_another_program_keeps_deleting_every_default_and_the_effort_is_bounded() {
    try (Lab lab = Lab.up()) {
      // A deadline that a busy machine cannot miss: what is lost has not found its way.
      Background switcher =
          lab.startOnHost(
              List.of(
                  "bin/route-switcher",
                  "--primary-gateway=" + Lab.PRIMARY_GATEWAY,
                  "--secondary-gateway=" + Lab.SECONDARY_GATEWAY,
                  "--ping-target=" + Lab.TARGET,
                  "--interval=200ms",
                  "--timeout=3s",
                  "--deadline=fixed",
                  "--log-level=debug"));
      bothAnswer(switcher);
      Background events = lab.startRouteEvents();
      // As soon as one is there it is deleted, until ours come seconds apart.
      lab.startOnHost(
          List.of(
              "bash",
              "-c",
              "while true; do ip route flush exact 0.0.0.0/0 table main; sleep 0.05; done"));
      switcher.await("alarm=contended");
      for (String uplink : List.of("eth0", "eth1")) {
        String answered = "probe family=ipv4 interface=" + uplink + " .* verdict=REPLIED";
        switcher.await(answered, switcher.lines(answered).size() + 10);
      }
      assertThat(switcher.lines("UNREACH|health=down| failover ")).isEmpty();
      assertThat(switcher.lines("alarm=contended")).hasSize(1);
      assertThat(events.lines("^default .*proto 157 metric 10")).hasSizeLessThan(20);
    }
  }

  @Test
  void rules_that_somebody_deletes_are_put_back() {
    try (Lab lab = Lab.up()) {
      Background switcher = bothAnswer(lab.startSwitcher("--log-level", "debug"));
      lab.host("ip", "rule", "del", "pref", "15701", "oif", "eth1");
      lab.host("ip", "route", "flush", "table", "15701");
      switcher.await("rule add pref 15701 from all oif eth1 .* outcome=APPLIED", 2);
      switcher.await("route add default via 192.0.2.1 dev eth0 table 15701 .* outcome=APPLIED", 2);
      assertThat(rules(lab)).isEqualTo(RULES);
    }
  }

  @Test
  void a_link_that_is_set_down_and_up_and_an_interface_made_anew_have_their_table_again() {
    try (Lab lab = Lab.up()) {
      // At this level no line about an uplink is kept for later, however many there are.
      Background switcher = bothAnswer(lab.startSwitcher("--log-level", "debug"));
      lab.inject("link-down", "secondary");
      switcher.await("interface=eth1 health=down condition=admin-down");
      assertThat(table(lab, 15702)).isEmpty();
      int answers = switcher.lines("interface=eth1 health=responsive").size();
      lab.heal("link-down", "secondary");
      switcher.await("interface=eth1 health=responsive", answers + 1);
      assertThat(table(lab, 15702)).hasSize(2);
      lab.inject("interface-deleted", "secondary");
      switcher.await("interface=eth1 health=down condition=no-interface");
      answers = switcher.lines("interface=eth1 health=responsive").size();
      lab.heal("interface-deleted", "secondary");
      switcher.await("interface=eth1 health=responsive", answers + 1);
      assertThat(table(lab, 15702)).hasSize(2);
      assertThat(rules(lab)).isEqualTo(RULES);
      assertThat(switcher.lines("alarm=rules")).isEmpty();
    }
  }

  @Test
  void a_run_after_a_crash_takes_over_what_it_finds_whatever_its_numbers() {
    try (Lab lab = Lab.up()) {
      Background first =
          bothAnswer(
              lab.startSwitcher(
                  "--probe-table", "300", "--probe-rule-preference", "9000", "--on-exit", "keep"));
      List<String> others = rules(lab);
      assertThat(others).contains("9001: from all oif eth1 lookup 302 proto 157");
      first.kill();
      assertThat(rules(lab)).isEqualTo(others);
      lab.host("ip", "rule", "del", "pref", "9001", "oif", "eth0");
      Background second = bothAnswer(lab.startSwitcher());
      assertThat(rules(lab)).isEqualTo(RULES);
      assertThat(table(lab, 302)).isEmpty();
      second.kill();
      Background third = lab.startSwitcher("--log-level", "debug");
      bothAnswer(third);
      assertThat(third.lines("rule (add|del)|route (add|del|replace) .* table")).isEmpty();
      assertThat(third.terminate()).isZero();
      assertThat(rules(lab)).hasSize(3);
    }
  }

  @Test
  void a_dry_run_says_which_rules_it_would_make_and_makes_none() {
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = everything(lab);
      Background switcher = bothAnswer(lab.startSwitcher("--dry-run"));
      switcher.await(
          "dry-run family=ipv4 would=\"rule add pref 15701 from all oif eth1 lookup 15702");
      assertThat(everything(lab)).isEqualTo(before);
      assertThat(switcher.terminate()).isZero();
      assertThat(everything(lab)).isEqualTo(before);
    }
  }

  // Foreign defaults of better metric, overridden

  @Test
  void a_foreign_default_of_metric_zero_decides_nothing_while_it_is_overridden() {
    try (Lab lab = Lab.up()) {
      lab.inject("foreign-default", "primary", "0");
      List<String> before = everything(lab);
      Background switcher = bothAnswer(lab.startSwitcher("--override-foreign-defaults"));
      switcher.await(" start family=ipv4 to=primary");
      assertThat(rules(lab))
          .contains(
              "32764: not from all fwmark 0xffffffff lookup main suppress_prefixlength 0 proto 157",
              "32765: from all lookup 15700 proto 157");
      Background lookups = lab.start("lookups", "--seconds", "60");
      lab.inject("silent", "primary");
      switcher.await("INFO  failover family=ipv4 from=primary/eth0 to=secondary/eth1");
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains("dev eth1");
      assertNothingLost(lab, "ping", "-q", "-c", "5", "-i", "0.02", SECONDARY_ADDRESS);
      lab.heal("silent", "primary");
      switcher.await("INFO  failback family=ipv4");
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains("dev eth0");
      lookups.terminate();
      assertThat(Lab.figures(lookups)).containsEntry("refused", "0");
      assertThat(switcher.lines("alarm=")).isEmpty();
      assertThat(switcher.terminate()).isZero();
      assertThat(everything(lab)).isEqualTo(before);
    }
  }

  @Test
  void an_override_that_is_kept_is_taken_over_and_without_the_option_taken_away() {
    try (Lab lab = Lab.up()) {
      lab.inject("foreign-default", "primary", "0");
      Background first =
          bothAnswer(lab.startSwitcher("--override-foreign-defaults", "--on-exit", "keep"));
      lab.inject("silent", "primary");
      first.await(" failover ");
      assertThat(first.terminate()).isZero();
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains("dev eth1");
      Background second = lab.startSwitcher("--override-foreign-defaults");
      second.await(" adoption ");
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains("dev eth1");
      second.kill();
      Background third = lab.startSwitcher();
      third.await("alarm=ineffective");
      third.await("interface=eth1 health=responsive");
      assertThat(rules(lab)).isEqualTo(RULES);
      assertThat(table(lab, 15700)).isEmpty();
    }
  }

  @Test
  void a_foreign_default_in_the_very_place_of_the_failover_route_is_overridden_too() {
    try (Lab lab = Lab.up()) {
      Background switcher = bothAnswer(lab.startSwitcher("--override-foreign-defaults"));
      lab.inject("foreign-default", "primary", "5");
      lab.inject("silent", "primary");
      switcher.await("INFO  failover family=ipv4 from=primary/eth0 to=secondary/eth1");
      assertThat(lab.defaults()).doesNotContain(FAILOVER_ROUTE);
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains("dev eth1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "main"})
  void both_families_are_led_past_foreign_defaults(String probeRouting) {
    try (Lab lab = Lab.up()) {
      String target = "2001:db8:ff::8";
      for (int i = 1; i <= 2; i++) {
        String net = "2001:db8:" + i + "::";
        lab.on("isp" + i, "ip", "address", "add", net + "1/64", "dev", "cust0", "nodad");
        lab.on("isp" + i, "ip", "address", "add", target + "/128", "dev", "lo", "nodad");
        lab.host("ip", "address", "add", net + "2/64", "dev", "eth" + (i - 1), "nodad");
      }
      lab.host(
          "ip",
          "-6",
          "route",
          "add",
          "default",
          "via",
          "2001:db8:1::1",
          "dev",
          "eth0",
          "metric",
          "1");
      List<String> before = everything(lab);
      Background switcher =
          lab.startSwitcher(
              "--override-foreign-defaults",
              "--probe-routing",
              probeRouting,
              "--ping-target",
              target,
              "--primary-gateway",
              "2001:db8:1::1",
              "--secondary-gateway",
              "2001:db8:2::1");
      switcher.await("family=ipv6 .*interface=eth0 health=responsive");
      switcher.await("family=ipv6 .*interface=eth1 health=responsive");
      switcher.await("start family=ipv6 to=primary");
      lab.on("isp1", "ip", "address", "del", target + "/128", "dev", "lo");
      switcher.await("INFO  failover family=ipv6 from=primary/eth0 to=secondary/eth1");
      assertThat(lab.host("ip", "route", "get", target).get(0)).contains("dev eth1");
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains("dev eth0");
      lab.on("isp1", "ip", "address", "add", target + "/128", "dev", "lo", "nodad");
      switcher.await("INFO  failback family=ipv6");
      assertThat(lab.host("ip", "route", "get", target).get(0)).contains("dev eth0");
      assertThat(lab.defaults()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
      assertThat(switcher.terminate()).isZero();
      assertThat(everything(lab)).isEqualTo(before);
    }
  }
}

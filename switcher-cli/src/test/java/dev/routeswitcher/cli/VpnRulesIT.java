package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rules beside those of VPNs. A tun stands for their device; routes and rules are typed as OpenVPN
 * ({@code redirect-gateway def1}) and wg-quick do, and taken away as wg-quick has it.
 */
class VpnRulesIT {

  private static final List<String> ADDRESSES = List.of("192.0.2.2", "198.51.100.2");

  private static final String WG_QUICK_UP =
      """
      ip -4 route add default dev tun0 table 51820
      ip -4 rule add not fwmark 51820 table 51820
      ip -4 rule add table main suppress_prefixlength 0
      sysctl -q net.ipv4.conf.all.src_valid_mark=1
      """;

  private static final String WG_QUICK_DOWN =
      """
      deletions=0
      while [[ $(ip -4 rule show 2>/dev/null) == *"lookup 51820"* ]]; do
        ip -4 rule delete table 51820
        deletions=$((deletions + 1))
      done
      while [[ $(ip -4 rule show 2>/dev/null) == *"from all lookup main suppress_prefixlength 0"* ]]; do
        ip -4 rule delete table main suppress_prefixlength 0
        deletions=$((deletions + 1))
      done
      echo "deletions=$deletions"
      """;

  private static void tunnel(Lab lab) {
    lab.start("tunnel", "tun0").await("is there");
    lab.ip("address add 10.77.0.2/24 dev tun0");
    lab.ip("-6 address add 2001:db8:77::2/64 dev tun0 nodad");
    lab.ip("link set tun0 up");
  }

  private static void assertReached(Lab lab, List<String> addresses) {
    for (String address : addresses) {
      assertThat(lab.on("inet", "ping", "-q", "-c", "5", "-i", "0.02", "-W", "1", address))
          .anyMatch(line -> line.contains(" 0% packet loss"));
    }
  }

  private static void assertAnswered(Background switcher) {
    for (String uplink : List.of("eth0", "eth1")) {
      String answered = "probe family=ipv4 interface=" + uplink + " .* verdict=REPLIED";
      switcher.await(answered, switcher.lines(answered).size() + 5);
    }
  }

  private static List<String> ours(Lab lab) {
    return TablesIT.rules(lab).stream().filter(rule -> rule.contains("proto 157")).toList();
  }

  @Test
  void with_routes_of_a_vpn_to_everything_and_a_strict_filter_all_is_answered_and_failed_over() {
    try (Lab lab = Lab.up("--rp-filter", "1")) {
      tunnel(lab);
      Background switcher = lab.startSwitcher("--log-level", "debug");
      switcher.await("interface=eth1 health=responsive");
      lab.ip("route add 0.0.0.0/1 via 10.77.0.1 dev tun0");
      lab.ip("route add 128.0.0.0/1 via 10.77.0.1 dev tun0");
      assertAnswered(switcher);
      assertReached(lab, ADDRESSES);
      lab.inject("silent", "primary");
      switcher.await("interface=eth0 health=down");
      lab.heal("silent", "primary");
      switcher.await("interface=eth0 health=responsive", 2);
      assertReached(lab, ADDRESSES);
      assertThat(switcher.lines("rp-filter")).isEmpty();
    }
  }

  @Test
  void of_ipv6_too_such_routes_catch_nothing_that_an_uplink_sends() {
    try (Lab lab = Lab.up("--ipv6")) {
      tunnel(lab);
      Background switcher =
          lab.startSwitcherWith(
              "--primary-gateway", Lab.LINK_GATEWAY6,
              "--secondary-gateway", Lab.LINK_GATEWAY6,
              "--ping-target", Lab.TARGET6);
      switcher.await("interface=eth0 health=responsive");
      switcher.await("interface=eth1 health=responsive");
      lab.ip("-6 route add 2000::/3 via 2001:db8:77::1 dev tun0");
      assertReached(lab, List.of("2001:db8:1::2", "2001:db8:2::2"));
      assertThat(lab.host("ip", "-6", "rule"))
          .anyMatch(
              rule -> rule.contains("from 2001:db8:2::2 lookup main suppress_prefixlength 3"));
    }
  }

  @Test
  void the_override_leads_past_defaults_and_not_past_a_vpn() {
    try (Lab lab = Lab.up()) {
      tunnel(lab);
      lab.inject("foreign-default", "primary", "0");
      Background switcher = lab.startSwitcher("--override-foreign-defaults");
      switcher.await(" start family=ipv4 to=");
      lab.ip("route add 0.0.0.0/1 via 10.77.0.1 dev tun0");
      lab.ip("route add 128.0.0.0/1 via 10.77.0.1 dev tun0");
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains("dev tun0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true,",
    "true,--override-foreign-defaults",
    "false,",
    "false,--override-foreign-defaults"
  })
  void wg_quick_takes_its_own_two_rules_away_and_none_of_ours(boolean vpnFirst, String option) {
    try (Lab lab = Lab.up()) {
      tunnel(lab);
      if (vpnFirst) {
        lab.host("bash", "-ec", WG_QUICK_UP);
      }
      List<String> options = new ArrayList<>(List.of("--log-level", "debug"));
      if (option != null) {
        options.add(option);
      }
      Background switcher = lab.startSwitcher(options.toArray(String[]::new));
      switcher.await("interface=eth0 health=responsive");
      switcher.await("interface=eth1 health=responsive");
      switcher.await("rule add .* outcome=APPLIED", option == null ? 6 : 8);
      if (!vpnFirst) {
        lab.host("bash", "-ec", WG_QUICK_UP);
      }
      List<String> ours = ours(lab);
      assertThat(ours).hasSize(option == null ? 6 : 8);
      assertThat(lab.host("bash", "-c", WG_QUICK_DOWN)).containsExactly("deletions=2");
      assertThat(TablesIT.rules(lab)).hasSize(ours.size() + 3);
      assertThat(ours(lab)).isEqualTo(ours);
    }
  }

  @Test
  void a_vpn_started_later_behind_a_strict_filter_is_reported_and_the_remedy_is_one() {
    try (Lab lab = Lab.up("--rp-filter", "1")) {
      tunnel(lab);
      Background switcher = lab.startSwitcher();
      switcher.await("interface=eth0 health=responsive");
      switcher.await("interface=eth1 health=responsive");
      lab.host("bash", "-ec", WG_QUICK_UP);
      for (String uplink : List.of("eth0", "eth1")) {
        switcher.await("interface=" + uplink + " health=down condition=no-reply");
        String remedy = "sysctl -w net.ipv4.conf." + uplink + ".rp_filter=2";
        switcher.await(" alarm=rp-filter .*" + uplink + ".*remedy=\"" + remedy + "\"");
        lab.host(remedy.split(" "));
        switcher.await("interface=" + uplink + " health=responsive", 2);
      }
      // Relaxed filters are seen when everything is read again.
      lab.host("bash", "-c", WG_QUICK_DOWN);
      switcher.await("cleared alarm=rp-filter .*eth0");
      switcher.await("cleared alarm=rp-filter .*eth1");
    }
  }

  @Test
  void one_started_before_does_no_harm_behind_a_strict_filter() {
    try (Lab lab = Lab.up("--rp-filter", "1")) {
      tunnel(lab);
      lab.host("bash", "-ec", WG_QUICK_UP);
      Background switcher = lab.startSwitcher("--log-level", "debug");
      assertAnswered(switcher);
      assertReached(lab, ADDRESSES);
      assertThat(switcher.lines("rp-filter")).isEmpty();
    }
  }

  /** The lines that the manual has for wg-quick, typed as it would run them. */
  @Test
  void one_with_the_rules_of_the_manual_does_none_started_later() throws IOException {
    List<String> lines =
        Files.readString(Lab.ROOT.resolve("docs/operating.md"))
            .lines()
            .map(line -> line.replace("%i", "tun0"))
            .toList();
    try (Lab lab = Lab.up("--rp-filter", "1")) {
      tunnel(lab);
      Background switcher = lab.startSwitcher("--log-level", "debug");
      switcher.await("interface=eth0 health=responsive");
      switcher.await("interface=eth1 health=responsive");
      typeAll(lab, lines, "PostUp = ");
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains("dev tun0");
      assertAnswered(switcher);
      assertReached(lab, ADDRESSES);
      assertThat(switcher.lines("rp-filter")).isEmpty();
      typeAll(lab, lines, "PreDown = ");
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains("dev eth0");
    }
  }

  private static void typeAll(Lab lab, List<String> lines, String beginning) {
    List<String> commands = lines.stream().filter(line -> line.startsWith(beginning)).toList();
    assertThat(commands).isNotEmpty();
    commands.forEach(line -> lab.host(line.substring(beginning.length()).split(" ")));
  }
}

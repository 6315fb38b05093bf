package dev.routeswitcher.cli;

import static dev.routeswitcher.lab.Lab.PRIMARY_BASE;
import static dev.routeswitcher.lab.Lab.SECONDARY_BASE;
import static dev.routeswitcher.lab.Lab.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host whose addresses come from real DHCP clients, of a real server, without metrics. */
class DhcpIT {

  private static final String WITHOUT_METRIC = "default via 192.0.2.1 dev eth0";
  private static final String UDHCPC_PID = "/run/udhcpc.pid";

  /** The gateway as option 121, and one that is not there as option 3. */
  private static String[] server(String gateway, boolean classless) {
    return classless
        ? new String[] {
          "--dhcp-option=121,0.0.0.0/0," + gateway,
          "--dhcp-option=3," + gateway.replaceAll("1$", "77")
        }
        : new String[0];
  }

  private static Lab labWithServers(boolean classless) {
    Lab lab = Lab.up();
    lab.startDhcpServer("primary", server(Lab.PRIMARY_GATEWAY, classless));
    lab.startDhcpServer("secondary", server(Lab.SECONDARY_GATEWAY, classless));
    return lab;
  }

  private static void dhclient(Lab lab, String uplink, String... options) {
    String[] words = new String[2 + options.length];
    words[0] = uplink;
    words[1] = "dhclient";
    System.arraycopy(options, 0, words, 2, options.length);
    lab.start("dhcp-client", words).await("bound to ");
  }

  private static void udhcpc(Lab lab, Background events) {
    lab.start("dhcp-client", "primary", "udhcpc");
    events.await("default via 192.0.2.1 dev eth0");
    lab.start("dhcp-client", "secondary", "udhcpc");
    events.await("^198.51.100.0/24 dev eth1");
  }

  private static void assertFailsOverAndBack(Lab lab, Background switcher) {
    switcher.await("interface=eth1 health=responsive");
    lab.inject("silent", "primary");
    switcher.await("INFO  failover family=ipv4 from=primary/eth0 to=secondary/eth1");
    assertThat(lab.host("ip", "route", "get", TARGET).get(0)).contains("via 198.51.100.1 dev eth1");
    lab.heal("silent", "primary");
    switcher.await("INFO  failback family=ipv4 from=secondary/eth1 to=primary/eth0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void with_dhclient_on_both_uplinks_nothing_need_be_said_but_to_override(boolean classless) {
    try (Lab lab = labWithServers(classless)) {
      dhclient(lab, "primary");
      dhclient(lab, "secondary");
      assertThat(lab.defaults()).as("the second is refused").containsExactly(WITHOUT_METRIC);
      Background switcher =
          lab.startSwitcherBesideDhcp("--override-foreign-defaults", "--ping-target", TARGET);
      assertFailsOverAndBack(lab, switcher);
      assertThat(switcher.lines(" alarm=(ineffective|no-gateway|conflict)")).isEmpty();
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults()).containsExactly(WITHOUT_METRIC);
      lab.host("ping", "-c", "1", "-W", "2", TARGET);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void without_that_the_alarm_names_the_route_and_its_remedy_leaves_a_default(boolean classless) {
    try (Lab lab = labWithServers(classless)) {
      dhclient(lab, "primary");
      dhclient(lab, "secondary");
      Background switcher = lab.startSwitcherBesideDhcp("--ping-target", TARGET);
      String alarm = switcher.await("ERROR alarm=ineffective");
      String route = WITHOUT_METRIC + " proto 3 metric 0";
      String remedy =
          "ip route add "
              + WITHOUT_METRIC
              + " proto 3 metric 100 && ip route del "
              + WITHOUT_METRIC
              + " proto 3 metric 0";
      assertThat(alarm)
          .contains(route + " (made without a metric, which is 0)", "remedy=\"" + remedy + ";");
      // What the remedy says, to the letter.
      lab.host("sh", "-c", remedy);
      switcher.await("cleared alarm=ineffective");
      assertThat(lab.defaults())
          .containsExactly(PRIMARY_BASE, SECONDARY_BASE, WITHOUT_METRIC + " metric 100");
      assertFailsOverAndBack(lab, switcher);
      assertThat(switcher.lines(" alarm=no-gateway")).isEmpty();
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults()).containsExactly(WITHOUT_METRIC + " metric 100");
      lab.host("ping", "-c", "1", "-W", "2", TARGET);
    }
  }

  @Test
  void a_lease_that_is_given_back_and_had_again_is_no_alarm() {
    try (Lab lab = labWithServers(false)) {
      dhclient(lab, "primary", "--metric", "100");
      dhclient(lab, "secondary", "--metric", "200");
      Background switcher =
          lab.startSwitcherBesideDhcp(
              "--ping-target", TARGET, "--log-level", "debug"); // which leaves no line out
      switcher.await("name=secondary interface=eth1 health=responsive");
      for (int times = 1; times <= 2; times++) {
        lab.start("dhcp-client", "secondary", "dhclient", "-r").await("DHCPRELEASE");
        switcher.await("name=secondary interface=eth1 health=down condition=no-address", times);
        dhclient(lab, "secondary", "--metric", "200");
        switcher.await("name=secondary interface=eth1 health=responsive", times + 1);
      }
      assertThat(switcher.lines("alarm=")).isEmpty();
    }
  }

  @Test
  void where_option_121_defeats_the_metric_dhclient_need_not_ask_for_it() {
    try (Lab lab = labWithServers(true)) {
      dhclient(lab, "primary", "--metric", "100");
      assertThat(lab.defaults()).as("Debian's hook").containsExactly(WITHOUT_METRIC);
    }
    try (Lab lab = Lab.up()) {
      for (String gateway : List.of(Lab.PRIMARY_GATEWAY, Lab.SECONDARY_GATEWAY)) {
        lab.startDhcpServer(
            gateway.equals(Lab.PRIMARY_GATEWAY) ? "primary" : "secondary",
            "--dhcp-option=121,0.0.0.0/0," + gateway);
      }
      assertShown("sed -i 's/rfc3442-classless-static-routes, //' /etc/dhcp/dhclient.conf");
      lab.run(
          "host",
          "--",
          "sed",
          "-i",
          "s/rfc3442-classless-static-routes, //",
          "/etc/dhcp/dhclient.conf");
      dhclient(lab, "primary", "--metric", "100");
      dhclient(lab, "secondary", "--metric", "200");
      assertThat(lab.defaults())
          .containsExactly(
              WITHOUT_METRIC + " metric 100", "default via 198.51.100.1 dev eth1 metric 200");
    }
  }

  @Test
  void with_its_script_changed_as_shown_udhcpc_sets_a_metric() throws IOException {
    String manual = Files.readString(Lab.ROOT.resolve("docs/operating.md"));
    int start = manual.indexOf("sed -i -e 's/busybox ip -4 route flush");
    String change = manual.substring(start, manual.indexOf("```", start));
    try (Lab lab = labWithServers(false)) {
      lab.run("host", "--", "sh", "-ec", change);
      Background events = lab.startRouteEvents();
      Background client =
          lab.start("dhcp-client", "primary", "udhcpc", "--metric", "100", "-p", UDHCPC_PID);
      events.await("default via 192.0.2.1 dev eth0 metric 100");
      lab.start("dhcp-client", "secondary", "udhcpc", "--metric", "200");
      events.await("default via 198.51.100.1 dev eth1 metric 200");
      Background switcher = lab.startSwitcherBesideDhcp("--ping-target", TARGET);
      assertFailsOverAndBack(lab, switcher);

      for (int renewals = 1; renewals <= 2; renewals++) {
        renew(lab);
        client.await("lease of .* obtained", 1 + renewals); // then its script runs to its end
      }
      assertThat(events.lines("Deleted default .*dev eth0 proto 157 .*metric 10")).isEmpty();
      assertThat(lab.defaults()).contains(PRIMARY_BASE);
    }
  }

  @Test
  void with_its_script_as_it_is_udhcpc_deletes_our_route_at_a_renewal_and_it_is_back() {
    try (Lab lab = labWithServers(false)) {
      Background events = lab.startRouteEvents();
      lab.start("dhcp-client", "primary", "udhcpc", "-p", UDHCPC_PID);
      events.await("default via 192.0.2.1 dev eth0");
      Background switcher = lab.startSwitcherBesideDhcp("--ping-target", TARGET);
      switcher.await("INFO  start family=ipv4");
      events.await("default via 192.0.2.1 dev eth0 proto 157 metric 10");
      renew(lab);
      events.await("Deleted default via 192.0.2.1 dev eth0 proto 157 metric 10");
      events.await("default via 192.0.2.1 dev eth0 proto 157 metric 10", 3);
    }
  }

  private static void renew(Lab lab) {
    lab.run("host", "--", "sh", "-c", "kill -USR1 $(cat " + UDHCPC_PID + ")");
  }

  @Test
  void after_a_crash_a_gateway_is_followed_by_the_next_start() {
    try (Lab lab = Lab.up()) {
      lab.startDhcpServer("primary");
      dhclient(lab, "primary", "--metric", "100");
      lab.ip("route add default via 198.51.100.1 dev eth1 metric 200");
      Background first = lab.startSwitcherBesideDhcp("--ping-target", TARGET);
      first.await("INFO  start family=ipv4");
      first.kill();
      // What a DHCP client does when the provider moves its router.
      lab.on("isp1", "ip", "address", "add", "192.0.2.254/24", "dev", "cust0");
      lab.ip("route replace default via 192.0.2.254 dev eth0 metric 100");
      assertThat(lab.host("ip", "route", "get", TARGET).get(0)).contains("via 192.0.2.1 dev eth0");
      Background second = lab.startSwitcherBesideDhcp("--ping-target", TARGET);
      second.await("INFO  start family=ipv4");
      assertThat(lab.host("ip", "route", "get", TARGET).get(0))
          .contains("via 192.0.2.254 dev eth0");
    }
  }

  private static void assertShown(String command) {
    try {
      assertThat(Files.readString(Lab.ROOT.resolve("docs/operating.md"))).contains(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void udhcpc_writes_no_lease_so_the_alarm_says_what_is_in_the_way_and_what_to_give() {
    try (Lab lab = labWithServers(false)) {
      udhcpc(lab, lab.startRouteEvents());
      assertThat(lab.defaults()).containsExactly(WITHOUT_METRIC);
      Background switcher =
          lab.startSwitcherBesideDhcp("--override-foreign-defaults", "--ping-target", TARGET);
      String alarm = switcher.await("alarm=no-gateway family=ipv4 subject=\"eth1\"");
      assertThat(alarm)
          .contains(
              "refuses a second one without a metric (EEXIST) beside "
                  + WITHOUT_METRIC
                  + " proto 3",
              "remedy=\"give --secondary-gateway, or ");
      assertThat(switcher.terminate()).isZero();
      // What the remedy says.
      Background given =
          lab.startSwitcherBesideDhcp(
              "--override-foreign-defaults",
              "--ping-target",
              TARGET,
              "--secondary-gateway",
              Lab.SECONDARY_GATEWAY);
      assertFailsOverAndBack(lab, given);
      assertThat(given.terminate()).isZero();
      assertThat(lab.defaults()).containsExactly(WITHOUT_METRIC);
    }
  }
}

package dev.routeswitcher.cli;

import static dev.routeswitcher.lab.Lab.PRIMARY_BASE;
import static dev.routeswitcher.lab.Lab.SECONDARY_BASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts that fail, and with which privileges one succeeds, on the real kernel. */
class StartIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--secondary-interface eth0    | --secondary-interface: 'eth0' is given twice; every",
        "--primary-interface eth0@if5  | --primary-interface: 'eth0@if5' is an interface as ip link",
        "--primary-gateway nowhere     | --primary-gateway: 'nowhere' is not an IP address; write",
        "--primary-gateway 224.0.0.1   | --primary-gateway: 224.0.0.1 is not the address of a host",
        "--secondary-gateway ff02::2   | --secondary-gateway: ff02::2 is not the address of a host",
        "--uplink interface=eth0       | --uplink: only one uplink is given; failover needs at",
        "--ping-target example         | --ping-target: 'example' is not an IP address; write it",
        "--primary-metric 5            | --primary-metric: 5 is not above failover-metric 5; met",
        "--failover-metric 0           | --failover-metric: 0 is out of range; give 1 to 4294967295",
        "--interval 10ms               | --interval: 10ms is out of range; give 50ms to 1h",
        "--timeout soon                | --timeout: 'soon' is not a duration; give a number with",
        "--ping-target fe80::1         | --ping-target: fe80::1 is a link-local address; give a",
        "--ping-target 127.0.0.1       | --ping-target: 127.0.0.1 is not the address of a host; gi",
        "--ping-target ::1             | --ping-target: ::1 is not the address of a host; give a h",
        "--failure-threshold 0         | --failure-threshold: 0 is out of range; give 1 to 1000",
        "--max-failback-delay 1s       | --max-failback-delay: 1s is less than failback-delay 60s",
        "--on-exit explode             | --on-exit: unknown value 'explode'; use restore or keep",
        "--log-level loud              | --log-level: unknown value 'loud'; use error, warn, info",
        "--no-such-option              | --no-such-option: there is no such option; --help lists",
        "--intervall 1s                | --intervall: there is no such option; did you mean --inter",
        "--interval --timeout 1s       | --interval: its value is missing; give --interval DURATION",
        "--interval 10 ms              | 'ms' is not understood; a value is one word and stands",
        "eth0 eth1                     | 'eth0 eth1' is not understood; a value is one word and",
        "month.trace                   | 'month.trace' is not understood; to replay a trace begin",
        "--never-use eth1 --never-use secondary | --never-use: 'secondary' is given twice; give",
        "--ping-target 192.0.2.8,192.0.2.9      | --ping-target: '192.0.2.8,192.0.2.9' is not an IP",
        "--record=                     | --record: '' is not the name of a file; give its path",
      })
  void a_fault_of_the_command_line_is_one_line_and_status_two_and_no_route_is_touched(
      String option, String complaint) {
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = lab.defaults();
      List<String> words = new ArrayList<>(List.of("bin/route-switcher"));
      words.addAll(List.of(option.split(" ")));
      Background switcher = lab.startOnHost(words);
      assertThat(switcher.exitStatus()).isEqualTo(2);
      assertThat(switcher.lines()).hasSize(2);
      assertThat(switcher.lines().get(0)).startsWith("route-switcher: " + complaint);
      assertThat(switcher.lines().get(1)).isEqualTo("Try 'route-switcher --help'.");
      assertThat(lab.defaults()).isEqualTo(before);
    }
  }

  @Test
  void an_address_of_the_host_is_no_target_and_no_route_is_touched() {
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = lab.defaults();
      Background switcher = lab.startSwitcher("--ping-target", "192.0.2.2");
      assertThat(switcher.exitStatus()).isEqualTo(1);
      assertThat(switcher.lines())
          .containsExactly(
              "route-switcher: cannot start: --ping-target: 192.0.2.2 is an address of this host; give"
                  + " a host beyond the provider");
      assertThat(lab.defaults()).isEqualTo(before);
    }
  }

  @Test
  void all_faults_are_told_together() {
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher("--quorum", "0", "--flap-window", "1y", "--bogus");
      assertThat(switcher.exitStatus()).isEqualTo(2);
      assertThat(switcher.lines("--quorum|--flap-window|--bogus")).hasSize(3);
    }
  }

  @Test
  void a_file_that_holds_something_else_is_not_recorded_to_and_no_route_is_touched(
      @TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = lab.defaults();
      Background switcher = lab.startSwitcher("--record", file.toString());
      assertThat(switcher.exitStatus()).isEqualTo(1);
      assertThat(switcher.lines())
          .containsExactly(
              "route-switcher: cannot start: --record "
                  + file
                  + ": that file is there already and holds no trace; name another file");
      assertThat(file).hasContent("root:x:0:0:root:/root:/bin/sh\n");
      assertThat(lab.defaults()).isEqualTo(before);
    }
  }

  @Test
  void a_second_instance_in_the_namespace_is_refused_and_the_first_goes_on() {
    try (Lab lab = Lab.up();
        Lab elsewhere = Lab.up()) {
      Background first = lab.startSwitcher();
      first.await(" start family=ipv4 to=primary");
      List<String> before = lab.defaults();
      Background second = lab.startSwitcher();
      assertThat(second.exitStatus()).isEqualTo(1);
      assertThat(second.lines())
          .singleElement()
          .asString()
          .startsWith(
              "route-switcher: cannot start: another route-switcher already runs in this network"
                  + " namespace");
      assertThat(lab.defaults()).isEqualTo(before);
      elsewhere.startSwitcher().await(" start family=ipv4 to=primary");
      lab.inject("silent", "primary");
      first.await(" failover ");
    }
  }

  @Test
  void without_netlink_the_start_fails_in_a_line_and_no_route_is_touched() {
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = lab.defaults();
      // The first socket that is bound is the lock, the others are of netlink.
      List<String> words =
          new ArrayList<>(
              List.of(
                  "strace",
                  "-f",
                  "-qq",
                  "-o",
                  "/dev/null",
                  "-e",
                  "trace=bind",
                  "-e",
                  "inject=bind:error=EPROTONOSUPPORT:when=2+",
                  "bin/route-switcher"));
      words.addAll(Lab.FAST);
      Background switcher = lab.startOnHost(words);
      assertThat(switcher.exitStatus()).isEqualTo(1);
      assertThat(switcher.lines())
          .singleElement()
          .asString()
          .startsWith("route-switcher: cannot start: ")
          .contains("netlink")
          .contains("EPROTONOSUPPORT");
      assertThat(lab.defaults()).isEqualTo(before);
    }
  }

  @Test
  void a_strict_reverse_path_filter_is_told_at_start_where_probes_go_by_the_main_table() {
    try (Lab lab = Lab.up("--rp-filter", "1")) {
      Background switcher = lab.startSwitcher("--probe-routing", "main");
      String alarm = switcher.await("WARN  alarm=rp-filter family=ipv4 subject=\"eth1\"");
      assertThat(alarm).contains("sysctl -w net.ipv4.conf.eth1.rp_filter=2");
    }
  }

  @ParameterizedTest
  @CsvSource({"net_raw, CAP_NET_ADMIN", "net_admin, CAP_NET_RAW"})
  void without_one_of_the_two_capabilities_the_start_fails_and_says_which(
      String has, String missing) {
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = lab.defaults();
      List<String> words = new ArrayList<>(withOnly("+" + has));
      words.add("bin/route-switcher");
      words.addAll(Lab.FAST);
      Background switcher = lab.startOnHost(words);
      assertThat(switcher.exitStatus()).isEqualTo(1);
      assertThat(switcher.lines())
          .singleElement()
          .asString()
          .startsWith("route-switcher: cannot start: ")
          .contains(missing);
      assertThat(lab.defaults()).isEqualTo(before);
    }
  }

  /** Root without the other capabilities. */
  private static List<String> withOnly(String capabilities) {
    return List.of("setpriv", "--bounding-set", "-all," + capabilities, "--inh-caps", "-all");
  }

  @Test
  void the_two_capabilities_are_enough_for_root() {
    try (Lab lab = Lab.up()) {
      List<String> words = new ArrayList<>(withOnly("+net_admin,+net_raw"));
      words.add("bin/route-switcher");
      words.addAll(Lab.FAST);
      failsOver(lab, lab.startOnHost(words));
    }
  }

  @Test
  void an_ordinary_user_with_the_two_capabilities_needs_nothing_else() throws IOException {
    try (OrdinaryUser user = new OrdinaryUser();
        Lab lab = Lab.up()) {
      failsOver(lab, lab.startOnHost(user.switcher()));
    }
  }

  private static void failsOver(Lab lab, Background switcher) {
    switcher.await("interface=eth1 health=responsive");
    assertThat(lab.defaults()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
    lab.inject("silent", "primary");
    switcher.await(" failover ");
    assertThat(switcher.terminate()).isZero();
    assertThat(lab.defaults()).isEmpty();
  }
}

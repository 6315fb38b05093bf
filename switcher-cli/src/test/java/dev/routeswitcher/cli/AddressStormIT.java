package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thousands of addresses that come at once, beside thousands of rules of other programs. */
class AddressStormIT {

  private static final int ADDRESSES = 2_048;
  private static final int FOREIGN_RULES = 4_000;

  /** One by one the rules alone took minutes, and a switch waited for all of them. */
  private static final Duration IN_TIME = Duration.ofSeconds(2);

  /** So long that no reply is late because the kernel is busy with the rules. */
  private static final String[] PATIENTLY = {"--timeout", "1s"};

  private static List<String> batch(int count, String line) {
    String script = "for (my $i = 0; $i < %d; $i++) { printf \"%s\\n\", $i >> 8, $i & 255 }";
    String perl = String.format(script, count, line);
    return List.of("sh", "-ec", "perl -e '" + perl + "' | ip -batch -");
  }

  private static Lab lab() {
    Lab lab = Lab.up("--defaults");
    lab.host(
        batch(FOREIGN_RULES, "rule add pref 20000 from 10.9.%d.%d lookup 999")
            .toArray(String[]::new));
    return lab;
  }

  private static List<String> storm() {
    return batch(ADDRESSES, "address add 10.200.%d.%d/32 dev eth0");
  }

  private static void assertEndsCleanly(Lab lab, Background switcher, List<String> before) {
    assertThat(switcher.terminate()).isZero();
    assertThat(lab.host("ip", "-4", "rule")).noneMatch(rule -> rule.contains("proto 157"));
    assertThat(lab.host("ip", "-4", "route", "show", "table", "all", "proto", "157")).isEmpty();
    assertThat(lab.defaults()).isEqualTo(before);
    assertThat(switcher.lines("left behind")).isEmpty();
  }

  @Test
  void a_carrier_that_is_lost_in_the_midst_of_it_is_no_reason_to_wait() {
    try (Lab lab = lab()) {
      List<String> before = lab.defaults();
      Background switcher = lab.startSwitcher(PATIENTLY);
      switcher.await("interface=eth0 health=responsive");
      switcher.await("interface=eth1 health=responsive");
      Background events = lab.startRouteEvents();
      Background storm = lab.startOnHost(storm());
      events.await("10\\.200\\.1\\.");
      long lostAt = System.nanoTime();
      lab.inject("carrier", "primary");
      events.await("default via 198.51.100.1 dev eth1 proto 157 metric 5");
      assertThat(Duration.ofNanos(System.nanoTime() - lostAt)).isLessThan(IN_TIME);
      assertThat(storm.exitStatus()).isZero();
      lab.heal("carrier", "primary");
      switcher.await(" failback ");
      assertThat(switcher.lines("health=down"))
          .allMatch(line -> line.contains("interface=eth0 health=down condition=no-carrier"));
      assertEndsCleanly(lab, switcher, before);
    }
  }

  @Test
  void a_start_among_them_calls_no_uplink_down() {
    try (Lab lab = lab()) {
      lab.host(storm().toArray(String[]::new));
      List<String> before = lab.defaults();
      Background switcher = lab.startSwitcher(PATIENTLY);
      switcher.await(" start family=ipv4 to=primary/eth0");
      switcher.await("interface=eth1 health=responsive");
      assertThat(switcher.lines("health=down")).isEmpty();
      assertEndsCleanly(lab, switcher, before);
    }
  }
}

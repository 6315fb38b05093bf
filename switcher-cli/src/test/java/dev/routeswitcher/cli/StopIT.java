package dev.routeswitcher.cli;

import static dev.routeswitcher.lab.Lab.FAILOVER_ROUTE;
import static dev.routeswitcher.lab.Lab.PRIMARY_BASE;
import static dev.routeswitcher.lab.Lab.SECONDARY_BASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stop, crash and the start after it, on the real kernel. */
class StopIT {

  private static Background inFallback(Lab lab, String... options) {
    Background switcher = lab.startSwitcher(options);
    switcher.await("interface=eth1 health=responsive");
    lab.inject("silent", "primary");
    switcher.await(" failover ");
    return switcher;
  }

  @Test
  void sigterm_in_fallback_leaves_the_table_as_found_and_warns_of_the_dead_primary() {
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = lab.defaults();
      Background switcher = inFallback(lab);
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults()).isEqualTo(before);
      assertThat(switcher.lines("WARN "))
          .anyMatch(
              line ->
                  line.contains(
                      "traffic of ipv4 leaves eth1 for eth0, which has not been found stable"));
    }
  }

  /** Two defaults of other programs, as two DHCP clients leave them, that prefer the secondary. */
  @Test
  void a_stop_that_moves_the_traffic_away_from_a_good_primary_says_so() {
    try (Lab lab = Lab.up()) {
      preferSecondary(lab);
      Background switcher = lab.startSwitcher();
      switcher.await(" start family=ipv4 to=primary.* in_force_ms=");
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains(" dev eth0 ");
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains(" dev eth1 ");
      assertThat(switcher.lines("traffic of ipv4 leaves eth0 for eth1")).hasSize(1);
    }
  }

  @Test
  void a_stop_in_fallback_that_moves_nothing_says_nothing_of_traffic() {
    try (Lab lab = Lab.up()) {
      preferSecondary(lab);
      Background switcher = inFallback(lab);
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains(" dev eth1 ");
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.host("ip", "route", "get", Lab.TARGET).get(0)).contains(" dev eth1 ");
      assertThat(switcher.lines("restored family=ipv4 removed_routes")).hasSize(1);
      assertThat(switcher.lines("traffic of|no default route")).isEmpty();
    }
  }

  private static void preferSecondary(Lab lab) {
    lab.ip("route add default via " + Lab.PRIMARY_GATEWAY + " dev eth0 metric 200");
    lab.ip("route add default via " + Lab.SECONDARY_GATEWAY + " dev eth1 metric 100");
  }

  @Test
  void keep_leaves_all_in_force_for_the_next_start() {
    try (Lab lab = Lab.up()) {
      Background switcher = inFallback(lab, "--on-exit", "keep");
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults()).containsExactly(FAILOVER_ROUTE, PRIMARY_BASE, SECONDARY_BASE);
    }
  }

  @Test
  void after_a_crash_the_decision_stays_in_force_and_is_adopted_without_losing_a_packet() {
    try (Lab lab = Lab.up()) {
      Background first = inFallback(lab);
      Background stream = lab.start("stream", "--interval-ms", "5", "--seconds", "60");
      first.kill();
      assertThat(lab.defaults()).containsExactly(FAILOVER_ROUTE, PRIMARY_BASE, SECONDARY_BASE);
      Background second = lab.startSwitcher();
      String adoption = second.await(" adoption ");
      assertThat(adoption)
          .contains("to=secondary/eth1 state=FALLBACK reason=\"adopted after restart\"");
      second.await("interface=eth0 health=down");
      lab.heal("silent", "primary");
      second.await(" failback ");
      stream.terminate();
      assertThat(Lab.figures(stream)).containsEntry("lost", "0").containsEntry("refused", "0");
      assertThat(lab.defaults()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
      assertThat(second.terminate()).isZero();
      assertThat(lab.defaults()).isEmpty();
    }
  }

  @Test
  void cleanup_takes_away_what_a_crash_left_and_nothing_while_a_switcher_runs() {
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = lab.defaults();
      Background switcher = inFallback(lab);
      Background refused = lab.startOnHost(List.of("bin/route-switcher", "cleanup"));
      assertThat(refused.exitStatus()).isEqualTo(1);
      assertThat(refused.lines("another route-switcher already runs")).hasSize(1);
      assertThat(lab.defaults()).contains(FAILOVER_ROUTE);
      switcher.kill();
      assertThat(lab.host("ip", "rule")).anyMatch(rule -> rule.contains("proto 157"));

      Background cleanup = lab.startOnHost(List.of("bin/route-switcher", "cleanup"));
      assertThat(cleanup.exitStatus()).isZero();
      assertThat(cleanup.lines("removed ipv4 route " + FAILOVER_ROUTE)).hasSize(1);
      assertThat(lab.defaults()).isEqualTo(before);
      assertThat(lab.host("ip", "rule")).noneMatch(rule -> rule.contains("proto 157"));
      assertThat(lab.host("ip", "route", "show", "table", "all", "proto", "157")).isEmpty();
    }
  }

  @Test
  void sighup_ends_nothing() {
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher();
      switcher.await(" start family=ipv4 to=primary");
      lab.host("kill", "-HUP", String.valueOf(switcher.pid()));
      lab.inject("silent", "primary");
      switcher.await(" failover ");
      assertThat(switcher.terminate()).isZero();
    }
  }

  @Test
  void sigint_stops_cleanly_too() {
    try (Lab lab = Lab.up()) {
      // What a shell runs in the background ignores SIGINT, the build and all it starts included.
      List<String> words =
          new ArrayList<>(List.of("env", "--default-signal=INT", "bin/route-switcher"));
      words.addAll(Lab.FAST);
      Background switcher = lab.startOnHost(words);
      switcher.await(" start family=ipv4 to=primary");
      lab.host("kill", "-INT", String.valueOf(switcher.pid()));
      assertThat(switcher.exitStatus()).isZero();
      assertThat(lab.defaults()).isEmpty();
    }
  }

  @Test
  void a_stop_on_a_slow_host_goes_on_until_nothing_is_left() {
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher();
      switcher.await(" start family=ipv4 to=primary");
      // Every request takes 0.4 s, and there are some twenty.
      Background strace =
          lab.startOnHost(
              List.of(
                  "strace",
                  "-f",
                  "-e",
                  "trace=sendto",
                  "-e",
                  "inject=sendto:delay_enter=400000",
                  "-p",
                  String.valueOf(switcher.pid())));
      strace.await("attached");
      assertThat(switcher.terminate()).isZero();
      assertThat(switcher.lines("WARN  the stop takes its time; .*remedy=")).hasSize(1);
      assertThat(switcher.lines("WARN  still stopping; a second signal ends it")).isNotEmpty();
      assertThat(switcher.await("INFO  stopped")).isNotEmpty();
      assertThat(lab.defaults()).isEmpty();
      assertThat(lab.host("ip", "rule")).noneMatch(rule -> rule.contains("proto 157"));
    }
  }

  @Test
  void a_second_sigterm_ends_a_stop_that_takes_its_time_at_once() {
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher();
      switcher.await(" start family=ipv4 to=primary");
      // No request reaches the kernel any more, so the stop waits for an answer that never comes. A
      // stop that had to be let go again could end before the second signal has been acted on.
      Background strace =
          lab.startOnHost(
              List.of(
                  "strace",
                  "-f",
                  "-e",
                  "trace=sendto",
                  "-e",
                  "inject=sendto:retval=1",
                  "-p",
                  String.valueOf(switcher.pid())));
      strace.await("attached");
      lab.host("kill", "-TERM", String.valueOf(switcher.pid()));
      switcher.await("INFO  stopping");
      assertThat(switcher.terminate()).isEqualTo(128 + 15);
    }
  }
}

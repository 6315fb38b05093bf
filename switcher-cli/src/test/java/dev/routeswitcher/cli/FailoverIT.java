package dev.routeswitcher.cli;

import static dev.routeswitcher.lab.Lab.FAILOVER_ROUTE;
import static dev.routeswitcher.lab.Lab.PRIMARY_BASE;
import static dev.routeswitcher.lab.Lab.SECONDARY_BASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the traffic moves, and when it does not, on the real kernel. */
class FailoverIT {

  private final Lab lab = Lab.up();

  @AfterEach
  void takeLabDown() {
    lab.close();
  }

  @Test
  void a_primary_that_answers_carries_the_traffic_and_both_base_routes_stand() {
    Background switcher = lab.startSwitcher();
    String start = switcher.await(" start family=ipv4 to=");
    assertThat(start).contains("to=primary/eth0 state=PRIMARY reason=\"eth0 answers at start\"");
    assertThat(lab.defaults()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
  }

  @ParameterizedTest
  @CsvSource({"silent", "dead-gateway", "return-path", "loss 100"})
  void three_failed_rounds_on_the_primary_move_the_traffic_to_the_secondary(String fault) {
    Background switcher = lab.startSwitcher();
    switcher.await(" start family=ipv4 to=");
    String[] words = fault.split(" ");
    lab.inject(words[0], words.length > 1 ? new String[] {"primary", words[1]} : primary());
    String failover = switcher.await(" failover ");
    assertThat(failover)
        .contains("from=primary/eth0 to=secondary/eth1 state=FALLBACK")
        .contains("reason=\"3 rounds failed in a row\"");
    assertThat(lab.defaults()).containsExactly(FAILOVER_ROUTE, PRIMARY_BASE, SECONDARY_BASE);
  }

  private static String[] primary() {
    return new String[] {"primary"};
  }

  @Test
  void the_traffic_returns_after_unbroken_success_without_losing_a_packet_or_a_route() {
    Background switcher = lab.startSwitcher();
    switcher.await(" start family=ipv4 to=");
    lab.inject("silent", "primary");
    switcher.await(" failover ");
    Background stream = lab.start("stream", "--interval-ms", "5", "--seconds", "60");
    Background lookups = lab.start("lookups", "--seconds", "60");
    lab.heal("silent", "primary");
    String failback = switcher.await(" failback ");
    assertThat(failback)
        .contains("from=secondary/eth1 to=primary/eth0 state=PRIMARY")
        .containsPattern("reason=\"stable for 2(\\.\\d+)?s, ");
    stream.terminate();
    lookups.terminate();
    Map<String, String> figures = Lab.figures(stream);
    assertThat(figures).containsEntry("lost", "0").containsEntry("refused", "0");
    assertThat(Lab.figures(lookups)).containsEntry("refused", "0");
    assertThat(lab.defaults()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
  }

  @Test
  void during_a_failover_there_is_a_route_at_every_moment() {
    Background switcher = lab.startSwitcher();
    switcher.await(" start family=ipv4 to=");
    Background lookups = lab.start("lookups", "--seconds", "60", "--every-us", "0");
    lab.inject("silent", "primary");
    switcher.await(" failover ");
    lookups.terminate();
    assertThat(Lab.figures(lookups)).containsEntry("refused", "0");
  }

  @ParameterizedTest
  @CsvSource({
    "carrier, carrier lost",
    "link-down, link set down",
    // The kernel sets an interface down before it deletes it, and may be caught in between.
    "interface-deleted, link set down|interface is gone",
    "address-removed, address lost"
  })
  void a_lost_link_moves_the_traffic_without_a_failed_round(String fault, String reason) {
    Background switcher = lab.startSwitcher("--interval", "5s", "--timeout", "5s");
    switcher.await("interface=eth1 health=responsive");
    lab.inject(fault, "primary");
    String failover = switcher.await(" failover ");
    assertThat(failover).containsPattern("reason=\"(" + reason + ")\"");
    assertThat(lab.defaults()).contains(FAILOVER_ROUTE);
    assertThat(switcher.lines("rounds? failed")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"carrier", "link-down", "interface-deleted", "address-removed"})
  void a_link_that_comes_back_gets_its_base_route_and_later_the_traffic(String fault) {
    Background switcher = lab.startSwitcher();
    switcher.await("interface=eth1 health=responsive");
    lab.inject(fault, "primary");
    switcher.await(" failover ");
    lab.heal(fault, "primary");
    switcher.await(" failback ");
    assertThat(lab.defaults()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
  }

  @Test
  void with_the_secondary_dead_nothing_moves_until_it_answers_again() {
    Background switcher = lab.startSwitcher();
    switcher.await("interface=eth1 health=responsive");
    lab.inject("silent", "secondary");
    switcher.await("interface=eth1 health=down");
    lab.inject("silent", "primary");
    switcher.await("alarm=no-uplink");
    assertThat(switcher.lines(" failover ")).isEmpty();
    assertThat(lab.defaults()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
    int answers = switcher.lines("interface=eth1 health=responsive").size();
    lab.heal("silent", "secondary");
    switcher.await(" failover ");
    // The very first answered round is enough for the first switch.
    assertThat(switcher.await("interface=eth1 health=responsive", answers + 1))
        .contains("detail=\"1 round answered\"");
    assertThat(lab.defaults()).containsExactly(FAILOVER_ROUTE, PRIMARY_BASE, SECONDARY_BASE);
  }

  @Test
  void while_both_are_silent_no_route_is_touched() {
    Background switcher = lab.startSwitcher("--log-level", "debug");
    switcher.await("interface=eth1 health=responsive");
    Background events = lab.startRouteEvents();
    lab.inject("silent", "secondary");
    switcher.await("interface=eth1 health=down");
    lab.inject("silent", "primary");
    switcher.await("alarm=no-uplink");
    int rounds = switcher.lines("verdict=LOST").size();
    switcher.await("verdict=LOST", rounds + 20);
    int marks = events.lines(Lab.MARK).size();
    lab.markRouteEvents();
    events.await(Lab.MARK, marks + 1);
    assertThat(events.lines("default")).isEmpty();
    assertThat(switcher.lines(" failover | failback ")).isEmpty();
  }

  @Test
  void both_set_down_and_up_again_get_their_base_routes_back_and_service_goes_on() {
    Background switcher = lab.startSwitcher("--log-level", "debug");
    switcher.await("interface=eth1 health=responsive");
    lab.inject("link-down", "both");
    switcher.await("interface=eth1 health=down condition=admin-down");
    assertThat(lab.defaults()).isEmpty();
    int answers0 = switcher.lines("interface=eth0 health=responsive").size();
    int answers1 = switcher.lines("interface=eth1 health=responsive").size();
    lab.heal("link-down", "both");
    switcher.await("interface=eth0 health=responsive", answers0 + 1);
    switcher.await("interface=eth1 health=responsive", answers1 + 1);
    assertThat(lab.defaults()).contains(PRIMARY_BASE, SECONDARY_BASE);
    Background stream = lab.start("stream", "--seconds", "1");
    assertThat(Lab.figures(stream)).containsEntry("lost", "0");
  }

  @Test
  void a_flapping_primary_is_left_once_and_not_taken_back_before_it_is_stable() {
    Background switcher = lab.startSwitcher();
    switcher.await("interface=eth1 health=responsive");
    lab.inject("flap", "primary", "8", "300");
    switcher.await(" failover ");
    switcher.await(" failback ");
    assertThat(switcher.lines("interface=eth0 health=down")).hasSizeGreaterThan(1);
    assertThat(switcher.lines(" failover ")).hasSize(1);
  }

  /** That twenty rounds in a row fail by chance is one in a million. */
  @Test
  void many_failed_rounds_that_are_not_in_a_row_move_nothing() {
    Background switcher = lab.startSwitcher("--log-level", "debug", "--failure-threshold", "20");
    switcher.await("interface=eth1 health=responsive");
    lab.inject("loss", "primary", "50");
    switcher.await("probe family=ipv4 interface=eth0 .* verdict=LOST", 25);
    assertThat(switcher.lines(" failover ")).isEmpty();
    assertThat(lab.defaults()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
  }
}

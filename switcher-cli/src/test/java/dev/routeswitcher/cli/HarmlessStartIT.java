package dev.routeswitcher.cli;

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

/** A start makes no working host worse, whatever it is told: on the real kernel, under traffic. */
class HarmlessStartIT {

  /** Addresses of the networks of the uplinks at which nobody is. */
  private static final String NOBODY_ON_ETH0 = "192.0.2.99";

  private static final String NOBODY_ON_ETH1 = "198.51.100.99";

  private static Background start(Lab lab, String... options) {
    return lab.startSwitcherWith(
        Stream.concat(Stream.of("--ping-target", Lab.TARGET), Stream.of(options))
            .toArray(String[]::new));
  }

  /** A packet each two milliseconds, and that all arrived. */
  private static void assertNothingIsLost(Background stream) {
    stream.terminate();
    assertThat(Lab.figures(stream)).containsEntry("lost", "0").containsEntry("refused", "0");
  }

  private static Background stream(Lab lab) {
    return lab.start("stream", "--interval-ms", "2", "--seconds", "60");
  }

  @Test
  void a_mistyped_gateway_of_the_primary_costs_no_packet() {
    try (Lab lab = Lab.up("--defaults")) {
      Background stream = stream(lab);
      Background switcher = start(lab, "--primary-gateway", NOBODY_ON_ETH0);
      switcher.await(" failover ");
      assertThat(lab.defaults()).noneMatch(route -> route.contains(NOBODY_ON_ETH0));
      switcher.terminate();
      assertThat(switcher.exitStatus()).isZero();
      assertNothingIsLost(stream);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "main"})
  void a_mistyped_gateway_of_the_secondary_costs_no_packet(String routing) {
    try (Lab lab = Lab.up("--defaults")) {
      lab.ip("route del default dev eth1");
      Background stream = stream(lab);
      Background switcher =
          start(lab, "--secondary-gateway", NOBODY_ON_ETH1, "--probe-routing", routing);
      switcher.await("interface=eth1 health=down");
      assertThat(lab.defaults())
          .contains(PRIMARY_BASE)
          .noneMatch(route -> route.contains(NOBODY_ON_ETH1) && route.contains("metric 20"));
      assertNothingIsLost(stream);
    }
  }

  @Test
  void where_both_are_mistyped_the_traffic_goes_on_as_it_was_found() {
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = lab.defaults();
      Background stream = stream(lab);
      Background switcher =
          start(lab, "--primary-gateway", NOBODY_ON_ETH0, "--secondary-gateway", NOBODY_ON_ETH1);
      switcher.await("alarm=no-uplink");
      switcher.await("interface=eth1 health=down");
      assertThat(lab.defaults()).isEqualTo(before);
      assertNothingIsLost(stream);
    }
  }

  @Test
  void after_a_crash_too() {
    try (Lab lab = Lab.up("--defaults")) {
      Background first = start(lab);
      first.await("interface=eth1 health=responsive");
      first.await(" start ");
      first.kill();
      assertThat(lab.defaults()).contains(PRIMARY_BASE, SECONDARY_BASE);
      Background stream = stream(lab);
      Background switcher = start(lab, "--primary-gateway", NOBODY_ON_ETH0);
      switcher.await(" failover ");
      assertThat(lab.defaults()).noneMatch(route -> route.contains(NOBODY_ON_ETH0));
      assertNothingIsLost(stream);
    }
  }

  @Test
  void a_gateway_in_no_subnet_of_the_link_is_used_if_that_is_said() {
    try (Lab lab = Lab.up("--defaults")) {
      lab.ip("address del 198.51.100.2/24 dev eth1");
      lab.ip("address add 198.51.100.2/32 dev eth1");
      String[] given = {"--secondary-gateway", Lab.SECONDARY_GATEWAY};
      List<String> before = lab.defaults();
      try (Background without = start(lab, given)) {
        without.await("alarm=off-link-gateway .* give --secondary-onlink");
        without.await(" start ");
        assertThat(lab.defaults()).isNotEqualTo(before).noneMatch(it -> it.contains("eth1"));
      }
      Background switcher =
          start(lab, "--secondary-gateway", Lab.SECONDARY_GATEWAY, "--secondary-onlink");
      switcher.await("interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      switcher.await(" failover ");
      assertThat(lab.defaults())
          .contains("default via 198.51.100.1 dev eth1 proto 157 metric 5 onlink");
    }
  }

  @Test
  void a_gateway_that_dhcp_made_a_host_route_for_is_taken_as_it_is() {
    try (Lab lab = Lab.up("--defaults")) {
      lab.ip("address del 198.51.100.2/24 dev eth1");
      lab.ip("address add 198.51.100.2/32 dev eth1");
      lab.ip("route add 198.51.100.1 dev eth1 scope link");
      lab.ip("route add default via 198.51.100.1 dev eth1 metric 200");
      Background switcher = start(lab);
      switcher.await("interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      switcher.await(" failover ");
      assertThat(switcher.lines("alarm=off-link-gateway")).isEmpty();
    }
  }

  @Test
  void a_dry_run_does_not_take_the_answers_of_another_gateway_for_those_of_the_one_given() {
    try (Lab lab = Lab.up("--defaults")) {
      Background switcher = start(lab, "--dry-run", "--primary-gateway", NOBODY_ON_ETH0);
      switcher.await("alarm=not-probeable .*interface=eth0|alarm=not-probeable .*eth0");
      switcher.await("interface=eth1 health=responsive");
      assertThat(switcher.lines("interface=eth0 health=responsive")).isEmpty();
    }
  }
}

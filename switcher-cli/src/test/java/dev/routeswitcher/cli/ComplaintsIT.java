package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What people lost their network over with other programs, on the real kernel, in both families.
 * More of it stands where it belongs: probes by the wrong interface ({@link ProbesIT}), connections
 * thrown away too early ({@link ConnectionsIT}), a default of IPv6 that stays dead ({@link
 * DualStackIT}), routes made worse while both uplinks are down ({@link FailoverIT}).
 */
class ComplaintsIT {

  /** A family with the lab's addresses of it. */
  enum Family {
    IPV4(Lab.PRIMARY_GATEWAY, Lab.SECONDARY_GATEWAY, "203.0.113.8", "203.0.113.9"),
    IPV6(Lab.LINK_GATEWAY6, Lab.LINK_GATEWAY6, "2001:db8:ff::8", "2001:db8:ff::9");

    private final List<String> gateways;
    private final String target;
    private final String otherTarget;

    Family(String primaryGateway, String secondaryGateway, String target, String otherTarget) {
      this.gateways =
          List.of("--primary-gateway", primaryGateway, "--secondary-gateway", secondaryGateway);
      this.target = target;
      this.otherTarget = otherTarget;
    }

    Lab labUp() {
      return this == IPV6 ? Lab.up("--ipv6") : Lab.up();
    }

    /** The switcher, asking one target through both uplinks. */
    Background start(Lab lab, String... options) {
      List<String> words = new ArrayList<>(gateways);
      words.addAll(List.of("--ping-target", target));
      words.addAll(List.of(options));
      return lab.startSwitcherWith(words.toArray(String[]::new));
    }

    List<String> defaults(Lab lab) {
      return this == IPV6 ? lab.defaults6() : lab.defaults();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_plug_pulled_for_a_tenth_of_a_second_is_one_failover_and_one_failback(Family family) {
    try (Lab lab = family.labUp()) {
      Background switcher = family.start(lab);
      switcher.await("interface=eth1 health=responsive");
      List<String> before = family.defaults(lab);
      lab.inject("flap", "primary", "1", "200");
      switcher.await(" failover ");
      switcher.await(" failback ");
      assertThat(switcher.lines(" (failover|failback) ")).hasSize(2);
      assertThat(family.defaults(lab)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failover_works_again_and_again(Family family) {
    try (Lab lab = family.labUp()) {
      Background switcher =
          family.start(lab, "--failback-delay", "1s", "--max-failback-delay", "1s");
      switcher.await("interface=eth1 health=responsive");
      for (int cycle = 1; cycle <= 4; cycle++) {
        lab.inject("silent", "primary");
        switcher.await(" failover ", cycle);
        lab.heal("silent", "primary");
        switcher.await(" failback ", cycle);
      }
      assertThat(switcher.lines(" (failover|failback) ")).hasSize(8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_target_is_asked_through_both_uplinks_and_each_is_judged_by_its_own_answers(
      Family family) {
    try (Lab lab = family.labUp()) {
      Background switcher = family.start(lab);
      switcher.await("interface=eth0 health=responsive");
      switcher.await("interface=eth1 health=responsive");
      String silent = "interface=eth1 health=down condition=no-reply";
      int before = switcher.lines(silent).size(); // a busy host may be slow at the start
      lab.inject("silent", "secondary");
      switcher.await(silent, before + 1);
      int answers = switcher.lines("interface=eth1 health=responsive").size();
      lab.heal("silent", "secondary");
      switcher.await("interface=eth1 health=responsive", answers + 1);
      assertThat(switcher.lines("interface=eth0 health=down")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_target_that_dies_on_every_uplink_causes_no_outage(Family family) {
    try (Lab lab = family.labUp()) {
      Background switcher =
          family.start(
              lab, "--ping-target", family.otherTarget, "--quorum", "2", "--log-level", "debug");
      switcher.await("interface=eth1 health=responsive");
      lab.on("inet", "ip", "address", "del", family.otherTarget, "dev", "lo");
      switcher.await("alarm=target-silent .*subject=\"" + family.otherTarget + "\"");
      String answered = "probe .*interface=eth0 .*verdict=REPLIED";
      switcher.await(answered, switcher.lines(answered).size() + 10);
      assertThat(switcher.lines("INFO .* failover ")).isEmpty();
      lab.inject("silent", "primary");
      switcher.await("INFO .*failover ");
    }
  }

  /**
   * Something near answers for it although the way to the internet is dead: the rest outvotes it.
   */
  @ParameterizedTest
  @EnumSource
  void a_target_that_answers_whatever_happens_hides_no_outage(Family family) {
    try (Lab lab = family.labUp()) {
      Background switcher = family.start(lab, "--ping-target", family.otherTarget, "--quorum", "2");
      switcher.await("interface=eth1 health=responsive");
      String length = family == Family.IPV6 ? "/128" : "/32";
      lab.on("isp1", "ip", "address", "add", family.otherTarget + length, "dev", "lo");
      lab.inject("silent", "primary");
      switcher.await(" failover ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void both_down_leaves_every_route_as_it_is_and_service_returns_with_the_first_that_answers(
      Family family) {
    try (Lab lab = family.labUp()) {
      Background switcher = family.start(lab);
      switcher.await("interface=eth1 health=responsive");
      List<String> before = family.defaults(lab);
      lab.inject("silent", "secondary");
      switcher.await("interface=eth1 health=down");
      lab.inject("silent", "primary");
      switcher.await("alarm=no-uplink");
      assertThat(family.defaults(lab)).isEqualTo(before);
      int answers = switcher.lines("interface=eth0 health=responsive").size();
      lab.heal("silent", "primary");
      switcher.await("interface=eth0 health=responsive", answers + 1);
      assertThat(family.defaults(lab)).isEqualTo(before);
      assertThat(switcher.lines(" (failover|failback) ")).isEmpty();
      Background stream = stream(lab, family);
      assertThat(Lab.figures(stream)).containsEntry("lost", "0").containsEntry("refused", "0");
    }
  }

  private static Background stream(Lab lab, Family family) {
    return family == Family.IPV6
        ? lab.start("stream", "--ipv6", "--seconds", "1")
        : lab.start("stream", "--seconds", "1");
  }

  @ParameterizedTest
  @EnumSource
  void with_a_dead_primary_at_boot_the_secondary_serves_as_soon_as_the_primary_is_known_to_be_down(
      Family family) {
    try (Lab lab = family.labUp()) {
      lab.inject("silent", "primary");
      Background switcher = family.start(lab, "--boot-window", "60s");
      String first = switcher.await("INFO .* to=");
      assertThat(first)
          .contains("to=secondary/eth1 state=FALLBACK reason=\"3 rounds failed in a row\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_start_before_the_interfaces_exist_serves_as_soon_as_one_answers(Family family) {
    try (Lab lab = family.labUp()) {
      lab.inject("interface-deleted", "both");
      Background switcher = family.start(lab);
      switcher.await("alarm=no-interface .*subject=\"eth0\"");
      switcher.await("alarm=no-interface .*subject=\"eth1\"");
      lab.heal("interface-deleted", "secondary");
      switcher.await("to=secondary/eth1 state=FALLBACK");
      lab.heal("interface-deleted", "primary");
      switcher.await("to=primary/eth0 state=PRIMARY");
      Map<String, String> figures = Lab.figures(stream(lab, family));
      assertThat(figures).containsEntry("lost", "0").containsEntry("refused", "0");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_interface_that_is_renamed_and_gets_its_name_back_serves_again(Family family) {
    try (Lab lab = family.labUp()) {
      Background switcher = family.start(lab);
      switcher.await("interface=eth1 health=responsive");
      lab.ip("link set eth0 down");
      lab.ip("link set eth0 name usb0");
      switcher.await(" failover ");
      lab.ip("link set usb0 name eth0");
      lab.inject("link-down", "primary");
      lab.heal("link-down", "primary");
      switcher.await(" failback ");
    }
  }
}

package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import org.junit.jupiter.api.Test;

/** What is over in a moment is no alarm, and what lasts is one, on the real kernel. */
class MomentsIT {

  private static Background start(Lab lab) {
    Background switcher =
        lab.startSwitcherWith(
            "--ping-target",
            Lab.TARGET,
            "--ping-target",
            Lab.OTHER_TARGET,
            "--log-level",
            "debug"); // which leaves no line out
    switcher.await(" start family=ipv4 to=primary");
    switcher.await("interface=eth1 health=responsive");
    return switcher;
  }

  private static void lease(Lab lab) {
    lab.ip("address add 198.51.100.2/24 dev eth1");
    lab.ip("route add default via 198.51.100.1 dev eth1 proto dhcp metric 200");
  }

  private static void awaitAgain(Background switcher, int times) {
    switcher.await("name=secondary interface=eth1 health=responsive", times + 1);
  }

  /** As DHCP clients do: the address first, then the route; ifdown takes both away. */
  @Test
  void leases_and_ifdown_raise_no_alarm_although_an_address_is_without_a_route_in_between() {
    try (Lab lab = Lab.up("--defaults")) {
      Background switcher = start(lab);
      for (int times = 1; times <= 3; times++) {
        lab.ip("address flush dev eth1");
        lab.ip("link set eth1 down");
        switcher.await("name=secondary interface=eth1 health=down", times);
        lab.ip("link set eth1 up");
        lease(lab);
        awaitAgain(switcher, times);
      }
      assertThat(switcher.lines("alarm=")).isEmpty();
    }
  }

  /** At a recovery one target answers before the others. */
  @Test
  void targets_that_answer_again_one_after_the_other_are_not_silent() {
    try (Lab lab = Lab.up("--defaults")) {
      Background switcher = start(lab);
      lab.inject("silent", "primary");
      lab.inject("silent", "secondary");
      switcher.await("alarm=no-uplink");
      lab.heal("silent", "secondary");
      switcher.await(" failover family=ipv4 from=primary/eth0 to=secondary/eth1");
      switcher.await(" cleared alarm=no-uplink");
      assertThat(switcher.lines("alarm=target-silent")).isEmpty();
    }
  }

  @Test
  void an_address_that_stays_without_a_route_is_an_alarm() {
    try (Lab lab = Lab.up()) {
      lab.ip("route add default via 192.0.2.1 dev eth0 proto dhcp metric 100");
      Background switcher = lab.startSwitcherWith("--ping-target", Lab.TARGET);
      switcher.await("alarm=no-gateway family=ipv4 subject=\"eth1\"");
      lab.ip("route add default via 198.51.100.1 dev eth1 proto dhcp metric 200");
      switcher.await("cleared alarm=no-gateway");
    }
  }
}

package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Default routes of other programs that lead nowhere, on the real kernel, in both families. */
class DeadEndIT {

  private static final List<String> KINDS =
      List.of("blackhole", "unreachable", "prohibit", "throw");

  private static String target(String family) {
    return family.equals("ipv4") ? Lab.TARGET : Lab.TARGET6;
  }

  private static String ip(String family) {
    return family.equals("ipv4") ? "ip" : "ip -6";
  }

  /** The interface that unbound packets leave by, or the kernel's refusal. */
  private static String wayOut(Lab lab, String family) {
    String lookup = ip(family) + " route get " + target(family) + " 2>&1 || true";
    return lab.host("sh", "-c", lookup).get(0).replaceAll(".* dev (\\w+) .*", "$1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--override-foreign-defaults", ""})
  void those_before_ours_are_named_unless_they_are_passed_by_and_others_do_no_harm(String option) {
    boolean override = !option.isEmpty();
    try (Lab lab = Lab.up("--ipv6")) {
      // Without a metric, which is 1024 in IPv6, and with one behind all others.
      KINDS.forEach(kind -> lab.ip("-6 route add " + kind + " default metric " + metric(kind)));
      KINDS.forEach(kind -> lab.ip("route add " + kind + " default metric " + metric(kind)));
      lab.ip("-6 route add blackhole default");
      Background switcher =
          override ? lab.startSwitcherWith(both(option)) : lab.startSwitcherWith(both());
      switcher.await(" start family=ipv4 to=primary/eth0 ");
      switcher.await(" start family=ipv6 to=primary/eth0 ");
      int alarms = 0;
      for (String family : List.of("ipv4", "ipv6")) {
        switcher.await("family=" + family + " .*interface=eth1 health=responsive");
        for (String metric : family.equals("ipv4") ? List.of("0", "7") : List.of("1", "7")) {
          for (String kind : KINDS) {
            String dead = kind + " default proto 3 metric " + metric;
            lab.ip((family.equals("ipv4") ? "" : "-6 ") + "route add " + dead);
            if (override && kind.equals("throw")) {
              assertThat(wayOut(lab, family)).isEqualTo("eth0");
              lab.ip((family.equals("ipv4") ? "" : "-6 ") + "route del " + dead);
            } else {
              alarms++;
              String alarm =
                  switcher.await(
                      "ERROR alarm=ineffective family=" + family + " .*nowhere: " + dead + "\\b");
              assertThat(wayOut(lab, family)).startsWith("RTNETLINK answers: ");
              lab.host("sh", "-c", alarm.replaceAll(".* remedy=\"([^;]*);.*", "$1"));
              switcher.await("cleared alarm=ineffective", alarms);
              assertThat(wayOut(lab, family)).isEqualTo("eth0");
            }
          }
        }
      }
      lab.inject("silent", "primary");
      for (String family : List.of("ipv4", "ipv6")) {
        switcher.await(" failover family=" + family + " from=primary/eth0 to=secondary/eth1");
        assertThat(wayOut(lab, family)).isEqualTo("eth1");
      }
      assertThat(switcher.lines(" alarm=")).hasSize(2 * alarms);
    }
  }

  private static String metric(String kind) {
    return Integer.toString(5000 + KINDS.indexOf(kind));
  }

  private static String[] both(String... further) {
    return Stream.concat(
            Stream.of(
                "--primary-gateway", Lab.PRIMARY_GATEWAY,
                "--primary-gateway", Lab.LINK_GATEWAY6,
                "--secondary-gateway", Lab.SECONDARY_GATEWAY,
                "--secondary-gateway", Lab.LINK_GATEWAY6,
                "--ping-target", Lab.TARGET,
                "--ping-target", Lab.TARGET6),
            Stream.of(further))
        .toArray(String[]::new);
  }
}

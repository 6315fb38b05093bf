package dev.routeswitcher.operations.doctor;

import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.operations.doctor.Examination.Uplink;
import dev.routeswitcher.operations.host.Manager;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Who configures the interfaces, and what that means for the metrics of default routes. */
final class ManagerCheck {

  private ManagerCheck() {}

  static Stream<Finding> findings(Examination examined) {
    return examined.uplinks().stream()
        .filter(uplink -> uplink.link().isPresent())
        .flatMap(uplink -> findings(examined, uplink));
  }

  private static Stream<Finding> findings(Examination examined, Uplink uplink) {
    String name = uplink.interfaceName();
    Collection<Manager> managers = examined.facts().managers().get(name);
    return managers.isEmpty()
        ? Stream.of(Finding.ok(Kind.MANAGER, name, "no program is known to configure it"))
        : managers.stream().map(manager -> finding(examined, name, manager));
  }

  private static Finding finding(Examination examined, String name, Manager manager) {
    List<Route> winning =
        examined.families().stream().flatMap(family -> winning(examined, family, name)).toList();
    String words = manager + " configures it";
    if (winning.isEmpty() || examined.layout().overridesForeign()) {
      return Finding.ok(Kind.MANAGER, name, words + note(manager));
    }
    long metric = examined.freeMetrics(examined.families().get(0)).nextLong();
    return Finding.advice(
        Kind.MANAGER,
        name,
        words + "; its default route has metric " + winning.get(0).metric() + ", before ours",
        remedy(manager, name, metric));
  }

  private static Stream<Route> winning(Examination examined, FamilyConfig family, String name) {
    return examined.routing(family.family()).through(name).stream()
        .filter(route -> !route.isOurs())
        .filter(route -> route.metric() <= Examination.highestMetric(family));
  }

  private static String note(Manager manager) {
    return switch (manager) {
      case SYSTEMD_NETWORKD ->
          "; its default routes do not win, and `networkctl reconfigure` takes ours away for half a"
              + " second";
      case UDHCPC ->
          "; it writes down no lease: if its default route is refused, the gateway must be given";
      default -> "; its default routes do not win over ours";
    };
  }

  /** How each sets a metric, of DHCP above all. */
  private static String remedy(Manager manager, String name, long metric) {
    return switch (manager) {
      case SYSTEMD_NETWORKD ->
          "RouteMetric=" + metric + " in [DHCPv4] of the .network file of " + name;
      case NETWORK_MANAGER -> "nmcli device modify " + name + " ipv4.route-metric " + metric;
      case IFUPDOWN ->
          "metric " + metric + " in the stanza of " + name + " in /etc/network/interfaces";
      case DHCLIENT -> "start it with -e IF_METRIC=" + metric;
      case DHCPCD -> "metric " + metric + " below interface " + name + " in /etc/dhcpcd.conf";
      case UDHCPC -> "metric " + metric + " in the ip route add of its script";
      case PPPD -> "defaultroute-metric " + metric + " in its options";
    };
  }
}

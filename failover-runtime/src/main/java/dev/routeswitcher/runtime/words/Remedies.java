package dev.routeswitcher.runtime.words;

import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.Route;
import java.util.stream.Collectors;

/** What the commands of remedies are made of. */
public final class Remedies {

  private Remedies() {}

  /** The ip(8) command for routes and rules of the family. */
  public static String ip(IpFamily family) {
    return family == IpFamily.IPV6 ? "ip -6" : "ip";
  }

  /**
   * Gives a route of another program another metric. The new one stands before the old one goes, so
   * that no packet is lost, and no host that has nothing else.
   */
  static String move(IpFamily family, Route route, long metric) {
    if (route.hops().isEmpty()) {
      return delete(family, route); // it leads nowhere
    }
    Route moved =
        new Route(
            route.table(),
            route.destination(),
            metric,
            route.protocol(),
            route.hops(),
            route.preferredSource(),
            route.metrics(),
            route.congestionControl(),
            route.preference(),
            route.deadEnd());
    return ip(family) + " route add " + words(moved) + " && " + delete(family, route);
  }

  static String delete(IpFamily family, Route route) {
    return ip(family) + " route del " + words(route);
  }

  /** As ip(8) takes it: next hops, if they are several, last. */
  private static String words(Route route) {
    String text = route.toString();
    int hops = text.indexOf(" nexthop ");
    if (hops < 0) {
      return text;
    }
    String destination = text.substring(0, hops);
    String all = route.hops().stream().map(hop -> " nexthop " + hop).collect(Collectors.joining());
    return destination + text.substring(hops + all.length()) + all;
  }

  /**
   * The name that sysctl(8) has for a setting of an interface; a slash in it stands for a dot in
   * the interface's name.
   */
  public static String sysctlName(IpFamily family, String interfaceName, String setting) {
    return "net." + Codes.of(family) + ".conf." + interfaceName.replace('.', '/') + "." + setting;
  }
}

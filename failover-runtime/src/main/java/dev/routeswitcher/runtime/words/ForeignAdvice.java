package dev.routeswitcher.runtime.words;

import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.Route;

/**
 * How a default route of another program gets another metric, which depends on who made it: the
 * route's protocol shows ({@code rtm_protocol}, linux/rtnetlink.h; further numbers as ip-route(8)
 * names them in {@code rt_protos}).
 */
public final class ForeignAdvice {

  private static final int BOOT = 3;
  private static final int STATIC = 4;
  private static final int RA = 9;
  private static final int DHCP = 16;

  private ForeignAdvice() {}

  /**
   * Where the metric is set, in a few words: {@code systemd-networkd: RouteMetric= in [DHCPv4]}.
   */
  static String whereTheMetricIsSet(Route route, IpFamily family) {
    String networkManager = "NetworkManager: " + Codes.of(family) + ".route-metric";
    return switch (route.protocol()) {
      case DHCP ->
          "systemd-networkd: RouteMetric= in [DHCPv4]; " + networkManager + "; dhcpcd: metric";
      case RA ->
          "the kernel: sysctl "
              + Remedies.sysctlName(
                  IpFamily.IPV6,
                  route.hops().size() == 1 ? route.hops().get(0).interfaceName() : "all",
                  "ra_defrtr_metric")
              + "; systemd-networkd: RouteMetric= in [IPv6AcceptRA]; "
              + networkManager;
      case BOOT ->
          "ifupdown with dhclient: metric in the stanza of the interface, which counts for nothing"
              + " where the lease has option 121; udhcpc: in its script;"
              + " pppd: defaultroute-metric; else the script that calls ip route";
      case STATIC -> "systemd-networkd: Metric= in [Route]; " + networkManager;
      default -> "it is made by " + program(route.protocol());
    };
  }

  /**
   * Who makes default routes of this protocol: {@code a DHCP client}.
   *
   * @param protocol the route's {@code rtm_protocol}, 0 to 255
   */
  public static String writer(int protocol) {
    return switch (protocol) {
      case DHCP -> "a DHCP client";
      case RA -> "router advertisements";
      case BOOT -> "a script, or by hand (proto boot)";
      case STATIC -> "an administrator (proto static)";
      case Route.PROTOCOL -> "Route-Switcher";
      default -> program(protocol);
    };
  }

  private static String program(int protocol) {
    return switch (protocol) {
      case 1 -> "an ICMP redirect";
      case 2 -> "the kernel";
      case 11 -> "zebra, of FRR or Quagga";
      case 12 -> "bird, which sets it by metric in its protocol kernel";
      case 14 -> "xorp";
      case 18 -> "keepalived";
      case 42 -> "babeld";
      case 84 -> "ovn";
      case 99 -> "openr";
      case 186 -> "a daemon for BGP";
      case 187 -> "a daemon for IS-IS";
      case 188 -> "a daemon for OSPF";
      case 189 -> "a daemon for RIP";
      case 192 -> "a daemon for EIGRP";
      default -> "the program that uses route protocol " + protocol;
    };
  }
}

package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.codec.Unsigned;
import java.util.stream.IntStream;

/**
 * Who installed a route ({@code RTPROT_*}, {@code rtm_protocol}). From 4 on the kernel only stores
 * the number; a daemon takes one of its own to recognise its routes.
 *
 * @param value 0 to 255
 */
public record RouteProtocol(int value) {
  /** None; in a request to delete, any. */
  public static final RouteProtocol UNSPEC = new RouteProtocol(0);

  /** ICMP redirects. */
  public static final RouteProtocol REDIRECT = new RouteProtocol(1);

  /** The kernel itself, such as for an address's prefix. */
  public static final RouteProtocol KERNEL = new RouteProtocol(2);

  /** What {@code ip route add} uses. */
  public static final RouteProtocol BOOT = new RouteProtocol(3);

  /** The administrator. */
  public static final RouteProtocol STATIC = new RouteProtocol(4);

  /** IPv6 router advertisements. */
  public static final RouteProtocol RA = new RouteProtocol(9);

  /** A DHCP client. */
  public static final RouteProtocol DHCP = new RouteProtocol(16);

  /** All of them, so that listing many routes makes none. */
  private static final RouteProtocol[] KNOWN =
      IntStream.range(0, 256).mapToObj(RouteProtocol::new).toArray(RouteProtocol[]::new);

  private static final Names NAMES =
      Names.from(0, "unspec", "redirect", "kernel", "boot", "static")
          .and(8, "gated", "ra", "mrt", "zebra", "bird", "dnrouted", "xorp", "ntk")
          .and(16, "dhcp", "mrouted", "keepalived")
          .and(42, "babel")
          .and(84, "ovn")
          .and(99, "openr")
          .and(186, "bgp", "isis", "ospf", "rip")
          .and(192, "eigrp");

  /** A u8. */
  public static final Form<RouteProtocol> FORM = Form.u8(RouteProtocol::of, RouteProtocol::value);

  public RouteProtocol {
    Unsigned.requireU8("route protocol", value);
  }

  /** The route protocol with this number. */
  public static RouteProtocol of(int value) {
    return value >= 0 && value < KNOWN.length ? KNOWN[value] : new RouteProtocol(value);
  }

  /** The name {@code ip} uses, such as {@code kernel}, or the number. */
  @Override
  public String toString() {
    return NAMES.of(value);
  }
}

package dev.routeswitcher.netlink.route;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.message.Names;
import java.util.stream.IntStream;

/**
 * Who installed a route ({@code RTPROT_*}, {@code rtm_protocol}). From 4 on the kernel only stores
 * the number; a daemon takes one of its own to tell its routes from others.
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

  private static final ImmutableMap<Integer, String> NAMES =
      ImmutableMap.<Integer, String>builder()
          .put(0, "unspec")
          .put(1, "redirect")
          .put(2, "kernel")
          .put(3, "boot")
          .put(4, "static")
          .put(8, "gated")
          .put(9, "ra")
          .put(10, "mrt")
          .put(11, "zebra")
          .put(12, "bird")
          .put(13, "dnrouted")
          .put(14, "xorp")
          .put(15, "ntk")
          .put(16, "dhcp")
          .put(17, "mrouted")
          .put(18, "keepalived")
          .put(42, "babel")
          .put(84, "ovn")
          .put(99, "openr")
          .put(186, "bgp")
          .put(187, "isis")
          .put(188, "ospf")
          .put(189, "rip")
          .put(192, "eigrp")
          .buildOrThrow();

  public RouteProtocol {
    Names.requireU8("route protocol", value);
  }

  /** The route protocol with this number. */
  public static RouteProtocol of(int value) {
    return value >= 0 && value < KNOWN.length ? KNOWN[value] : new RouteProtocol(value);
  }

  /** The name {@code ip} uses, such as {@code kernel}, or the number. */
  @Override
  public String toString() {
    return Names.of(NAMES, value);
  }
}

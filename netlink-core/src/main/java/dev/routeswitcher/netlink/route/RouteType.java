package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.codec.Unsigned;
import java.util.stream.IntStream;

/**
 * What a route does with a packet ({@code RTN_*}, {@code rtm_type}).
 *
 * @param value 0 to 255
 */
public record RouteType(int value) {
  /** None; in a request to delete, any. */
  public static final RouteType UNSPEC = new RouteType(0);

  /** Forwards it, directly or to a gateway. */
  public static final RouteType UNICAST = new RouteType(1);

  /** Accepts it here. */
  public static final RouteType LOCAL = new RouteType(2);

  /** Accepts and sends it as broadcast. */
  public static final RouteType BROADCAST = new RouteType(3);

  /** Accepts it as broadcast, sends it as unicast. */
  public static final RouteType ANYCAST = new RouteType(4);

  /** Multicast. */
  public static final RouteType MULTICAST = new RouteType(5);

  /** Drops it silently. */
  public static final RouteType BLACKHOLE = new RouteType(6);

  /** Refuses it: host unreachable. */
  public static final RouteType UNREACHABLE = new RouteType(7);

  /** Refuses it: administratively prohibited. */
  public static final RouteType PROHIBIT = new RouteType(8);

  /** Not in this table: the next rule is evaluated. */
  public static final RouteType THROW = new RouteType(9);

  /** Unused. */
  public static final RouteType NAT = new RouteType(10);

  /** Unused. */
  public static final RouteType XRESOLVE = new RouteType(11);

  /** All of them, so that listing many routes makes none. */
  private static final RouteType[] KNOWN =
      IntStream.range(0, 256).mapToObj(RouteType::new).toArray(RouteType[]::new);

  private static final Names NAMES =
      Names.from(0, "none", "unicast", "local", "broadcast", "anycast", "multicast")
          .and(6, "blackhole", "unreachable", "prohibit", "throw", "nat", "xresolve");

  public RouteType {
    Unsigned.requireU8("route type", value);
  }

  /** The route type with this number. */
  public static RouteType of(int value) {
    return value >= 0 && value < KNOWN.length ? KNOWN[value] : new RouteType(value);
  }

  /** True if a route of this type leads nowhere: it has no next hop. */
  public boolean leadsNowhere() {
    return equals(BLACKHOLE) || equals(UNREACHABLE) || equals(PROHIBIT) || equals(THROW);
  }

  /** The name {@code ip} uses, such as {@code unicast}, or the number. */
  @Override
  public String toString() {
    return NAMES.of(value);
  }
}

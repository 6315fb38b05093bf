package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.route.NextHopCursor;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteView;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which routes to list. The kernel filters where it can; what it sends is checked again.
 *
 * @param family {@link AddressFamily#UNSPEC} for every family
 * @param table of the route
 * @param protocol of the route
 * @param outputInterface of the route or of one of its next hops
 * @param defaultsOnly whether only default routes are listed; the kernel sends the others too, but
 *     none of them is kept
 */
public record RouteFilter(
    AddressFamily family,
    Optional<RouteTable> table,
    Optional<RouteProtocol> protocol,
    OptionalInt outputInterface,
    boolean defaultsOnly) {

  /** All routes of a family, of all tables. */
  public static RouteFilter of(AddressFamily family) {
    return new RouteFilter(family, Optional.empty(), Optional.empty(), OptionalInt.empty(), false);
  }

  /** Only those of this table. */
  public RouteFilter table(RouteTable only) {
    return new RouteFilter(family, Optional.of(only), protocol, outputInterface, defaultsOnly);
  }

  /** Only those of this protocol. */
  public RouteFilter protocol(RouteProtocol only) {
    return new RouteFilter(family, table, Optional.of(only), outputInterface, defaultsOnly);
  }

  /** Only those through this interface. */
  public RouteFilter outputInterface(int only) {
    return new RouteFilter(family, table, protocol, OptionalInt.of(only), defaultsOnly);
  }

  /** Only default routes, however many others there are. */
  public RouteFilter defaults() {
    return new RouteFilter(family, table, protocol, outputInterface, true);
  }

  /**
   * True for a route to list. One that cannot be judged because it is malformed is listed, so that
   * its fault is seen.
   */
  boolean accepts(RouteView route) {
    try {
      return (family.equals(AddressFamily.UNSPEC) || family.equals(route.family()))
          && (route.flags() & RouteFlags.CLONED) == 0
          && (!defaultsOnly || route.isDefault())
          && (protocol.isEmpty() || protocol.get().value() == route.protocol())
          && (table.isEmpty() || table.get().id() == route.table())
          && (outputInterface.isEmpty() || leavesBy(route, outputInterface.getAsInt()));
    } catch (MalformedAttributeException e) {
      return true;
    }
  }

  private static boolean leavesBy(RouteView route, int index) {
    if (route.outputInterface(0) == index) {
      return true;
    }
    NextHopCursor hops = route.nextHops();
    while (hops.next()) {
      if (hops.outputInterface() == index) {
        return true;
      }
    }
    return false;
  }

  /** As arguments of {@code ip route list}: {@code inet table main proto 157}. */
  @Override
  public String toString() {
    return family
        + (defaultsOnly ? " default" : "")
        + table.map(t -> " table " + t).orElse("")
        + protocol.map(p -> " proto " + p).orElse("")
        + (outputInterface.isPresent() ? " dev if" + outputInterface.getAsInt() : "");
  }
}

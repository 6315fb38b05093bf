package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.codec.Unsigned;
import java.util.stream.IntStream;

/**
 * How far away a destination, or an address, is ({@code RT_SCOPE_*}).
 *
 * @param value 0 to 255
 */
public record RouteScope(int value) {
  /** Everywhere: through a gateway. */
  public static final RouteScope UNIVERSE = new RouteScope(0);

  /** Within the site. */
  public static final RouteScope SITE = new RouteScope(200);

  /** On a link that is attached. */
  public static final RouteScope LINK = new RouteScope(253);

  /** This host. */
  public static final RouteScope HOST = new RouteScope(254);

  /** No destination; in a request to delete an IPv4 route, any scope. */
  public static final RouteScope NOWHERE = new RouteScope(255);

  /** All of them, so that listing many routes makes none. */
  private static final RouteScope[] KNOWN =
      IntStream.range(0, 256).mapToObj(RouteScope::new).toArray(RouteScope[]::new);

  private static final Names NAMES =
      Names.from(0, "global").and(200, "site").and(253, "link", "host", "nowhere");

  public RouteScope {
    Unsigned.requireU8("scope", value);
  }

  /** The scope with this number. */
  public static RouteScope of(int value) {
    return value >= 0 && value < KNOWN.length ? KNOWN[value] : new RouteScope(value);
  }

  /** The name {@code ip} uses, such as {@code link}, or the number. */
  @Override
  public String toString() {
    return NAMES.of(value);
  }
}

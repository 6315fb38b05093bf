package dev.routeswitcher.netlink.watch;

import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteBuilder;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteType;
import dev.routeswitcher.netlink.route.Via;
import dev.routeswitcher.netlink.watch.ObjectChanged.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an event does to the routes of one key. Of IPv4 there are several if some were appended
 * ({@code fib_table_insert} in {@code net/ipv4/fib_trie.c}): a new one goes to the front, an
 * appended one to the end, a replacing one in the place of the first. Of IPv6 ({@code
 * fib6_add_rt2node} in {@code net/ipv6/ip6_fib.c}) there is one route for each link without a
 * gateway, and one for all gateways: its event tells all ways, but if one of them goes the event
 * tells that one alone.
 */
final class RoutesOfOneKey {
  private final List<RtnetlinkMessage> routes;

  private RoutesOfOneKey(List<RtnetlinkMessage> routes) {
    this.routes = new ArrayList<>(routes);
  }

  /** What is left of a route that tells it from another of its key. */
  private record Way(
      RouteType type,
      Optional<IpAddress> gateway,
      Optional<Via> via,
      OptionalInt outputInterface,
      List<Hop> hops,
      OptionalLong nextHopId) {

    static Way of(RtnetlinkMessage object) {
      RouteMessage route = (RouteMessage) object;
      return new Way(
          route.type(),
          route.gateway(),
          route.via(),
          route.outputInterface(),
          route.nextHops().stream().map(Hop::of).toList(),
          route.nextHopId());
    }

    boolean hasGateway() {
      return gateway.isPresent() || !hops.isEmpty();
    }
  }

  /** A way of a multipath route, whose flags change without an event. */
  private record Hop(Optional<IpAddress> gateway, int outputInterface) {
    static Hop of(NextHop hop) {
      return new Hop(hop.gateway(), hop.outputInterface());
    }
  }

  static List<RtnetlinkMessage> after(
      List<RtnetlinkMessage> before, Change change, NetlinkHeader header, RouteMessage route) {
    RoutesOfOneKey all = new RoutesOfOneKey(before);
    boolean ipv6 = route.family().equals(AddressFamily.INET6);
    if (change == Change.DELETED) {
      if (!all.remove(route) && ipv6) {
        all.removeWay(route);
      }
    } else if (ipv6) {
      all.addIpv6(header, route);
    } else {
      all.addIpv4(header, route);
    }
    return all.routes;
  }

  /** Removes the route, or if its flags have changed the one that goes the same way. */
  private boolean remove(RouteMessage route) {
    if (routes.remove(route)) {
      return true;
    }
    Way way = Way.of(route);
    for (int i = 0; i < routes.size(); i++) {
      if (Way.of(routes.get(i)).equals(way)) {
        routes.remove(i);
        return true;
      }
    }
    return false;
  }

  private void addIpv4(NetlinkHeader header, RouteMessage route) {
    if (header.has(NetlinkHeader.REPLACE)) {
      if (!routes.isEmpty()) {
        routes.remove(0);
      }
      routes.remove(route);
      routes.add(0, route);
    } else if (!routes.contains(route)) {
      routes.add(header.has(NetlinkHeader.APPEND) ? routes.size() : 0, route);
    }
  }

  private void addIpv6(NetlinkHeader header, RouteMessage route) {
    Way way = Way.of(route);
    boolean replaces = header.has(NetlinkHeader.REPLACE);
    int place = routes.size();
    for (int i = routes.size() - 1; i >= 0; i--) {
      Way other = Way.of(routes.get(i));
      boolean alike = way.hasGateway() ? other.hasGateway() : replaces && !other.hasGateway();
      if (alike || other.equals(way)) {
        routes.remove(i);
        place = i;
      }
    }
    if (replaces && place == routes.size() && !routes.isEmpty()) {
      routes.remove(0);
      place = 0;
    }
    routes.add(place, route);
  }

  /** Removes one way of the multipath route. */
  private void removeWay(RouteMessage gone) {
    Hop way = new Hop(gone.gateway(), gone.outputInterface().orElse(0));
    for (int i = 0; i < routes.size(); i++) {
      RouteMessage route = (RouteMessage) routes.get(i);
      if (route.nextHops().isEmpty()) {
        continue;
      }
      List<NextHop> rest =
          route.nextHops().stream().filter(hop -> !Hop.of(hop).equals(way)).toList();
      if (rest.isEmpty()) {
        routes.remove(i);
        return;
      } else if (rest.size() < route.nextHops().size()) {
        routes.set(i, withWays(route, rest));
        return;
      }
    }
  }

  private static RouteMessage withWays(RouteMessage route, List<NextHop> ways) {
    if (ways.size() > 1) {
      return route.toBuilder().nextHops(ways).build();
    }
    NextHop last = ways.get(0);
    RouteBuilder single =
        route.toBuilder()
            .without(RouteAttributes.MULTIPATH)
            .outputInterface(last.outputInterface())
            .flags(last.flags());
    last.gateway().ifPresent(single::gateway);
    return single.build();
  }
}

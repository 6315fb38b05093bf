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
 * gateway, and one for all gateways: its event has all next hops, but if one of them is removed the
 * event has that one alone.
 */
final class RoutesOfOneKey {
  private final List<RtnetlinkMessage> routes;

  private RoutesOfOneKey(List<RtnetlinkMessage> routes) {
    this.routes = new ArrayList<>(routes);
  }

  /** What distinguishes a route from another of its key. */
  private record Path(
      RouteType type,
      Optional<IpAddress> gateway,
      Optional<Via> via,
      OptionalInt outputInterface,
      List<Hop> hops,
      OptionalLong nextHopId) {

    static Path of(RtnetlinkMessage object) {
      RouteMessage route = (RouteMessage) object;
      return new Path(
          route.type(),
          route.gateway(),
          route.via(),
          route.outputInterface(),
          route.nextHops().stream().map(Hop::of).toList(),
          route.attributes().get(RouteAttributes.NH_ID));
    }

    boolean hasGateway() {
      return gateway.isPresent() || !hops.isEmpty();
    }
  }

  /** One next hop of a multipath route, whose flags change without an event. */
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
        all.removeNextHop(route);
      }
    } else if (ipv6) {
      all.addIpv6(header, route);
    } else {
      all.addIpv4(header, route);
    }
    return all.routes;
  }

  /** Removes the route, or if its flags have changed the one with the same next hops. */
  private boolean remove(RouteMessage route) {
    if (routes.remove(route)) {
      return true;
    }
    Path path = Path.of(route);
    for (int i = 0; i < routes.size(); i++) {
      if (Path.of(routes.get(i)).equals(path)) {
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
    Path path = Path.of(route);
    boolean replaces = header.has(NetlinkHeader.REPLACE);
    int place = routes.size();
    for (int i = routes.size() - 1; i >= 0; i--) {
      Path other = Path.of(routes.get(i));
      boolean alike = path.hasGateway() ? other.hasGateway() : replaces && !other.hasGateway();
      if (alike || other.equals(path)) {
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

  /** Removes one next hop of the multipath route. */
  private void removeNextHop(RouteMessage gone) {
    Hop hop = new Hop(gone.gateway(), gone.outputInterface().orElse(0));
    for (int i = 0; i < routes.size(); i++) {
      RouteMessage route = (RouteMessage) routes.get(i);
      if (route.nextHops().isEmpty()) {
        continue;
      }
      List<NextHop> rest =
          route.nextHops().stream().filter(other -> !Hop.of(other).equals(hop)).toList();
      if (rest.isEmpty()) {
        routes.remove(i);
        return;
      } else if (rest.size() < route.nextHops().size()) {
        routes.set(i, withNextHops(route, rest));
        return;
      }
    }
  }

  private static RouteMessage withNextHops(RouteMessage route, List<NextHop> hops) {
    if (hops.size() > 1) {
      return route.toBuilder().nextHops(hops).build();
    }
    NextHop last = hops.get(0);
    RouteBuilder single =
        route.toBuilder()
            .without(RouteAttributes.MULTIPATH)
            .outputInterface(last.outputInterface())
            .flags(last.flags());
    last.gateway().ifPresent(single::gateway);
    return single.build();
  }
}

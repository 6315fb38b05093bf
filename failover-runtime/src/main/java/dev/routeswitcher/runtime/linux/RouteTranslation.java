package dev.routeswitcher.runtime.linux;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.NextHop;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.route.RouteBuilder;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteType;
import dev.routeswitcher.netlink.route.Via;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Default routes in the words of the engine and in those of netlink. */
final class RouteTranslation {

  private RouteTranslation() {}

  /** Tells the name of an interface by its index. */
  interface InterfaceNames {
    String nameOf(int index) throws IOException;
  }

  /** Tells the index of an interface by its name. */
  interface InterfaceIndexes {
    int indexOf(String name) throws NetlinkException;
  }

  /** The route of the engine that {@code message} is. */
  static DefaultRoute toEngine(RouteMessage message, InterfaceNames names) throws IOException {
    return new DefaultRoute(
        message.priority().orElse(0),
        message.protocol().value(),
        hops(message, names),
        message.preferredSource().map(IpAddress::toInetAddress).orElse(null),
        ImmutableSortedMap.copyOf(
            message.metrics().map(RouteMetrics::values).orElse(ImmutableMap.of())));
  }

  static ImmutableList<NextHop> hops(RouteMessage message, InterfaceNames names)
      throws IOException {
    ImmutableList.Builder<NextHop> hops = ImmutableList.builder();
    OptionalInt only = message.outputInterface();
    if (message.type().equals(RouteType.UNICAST) && only.isPresent()) {
      InetAddress gateway = gateway(message.gateway(), message.via());
      boolean onLink = message.flags().has(RouteFlags.ONLINK);
      hops.add(new NextHop(names.nameOf(only.getAsInt()), gateway, onLink));
    }
    for (dev.routeswitcher.netlink.route.NextHop hop : message.nextHops()) {
      InetAddress gateway = gateway(hop.gateway(), hop.via());
      boolean onLink = hop.flags().has(RouteFlags.ONLINK);
      hops.add(new NextHop(names.nameOf(hop.outputInterface()), gateway, onLink));
    }
    return hops.build();
  }

  private static @Nullable InetAddress gateway(Optional<IpAddress> gateway, Optional<Via> via) {
    return gateway.or(() -> via.flatMap(Via::ipAddress)).map(IpAddress::toInetAddress).orElse(null);
  }

  /** The family in the words of netlink. */
  static AddressFamily toNetlink(dev.routeswitcher.engine.AddressFamily family) {
    return family == dev.routeswitcher.engine.AddressFamily.IPV4
        ? AddressFamily.INET
        : AddressFamily.INET6;
  }

  /** What to ask the kernel to add or to put in place. */
  static RouteMessage toAdd(AddressFamily family, DefaultRoute route, InterfaceIndexes indexes)
      throws NetlinkException {
    RouteBuilder builder = keyOf(family, route, indexes);
    NextHop hop = route.hops().get(0);
    builder.type(RouteType.UNICAST);
    builder.scope(hop.gateway() == null ? RouteScope.LINK : RouteScope.UNIVERSE);
    if (hop.onLink()) {
      builder.onLink();
    }
    if (route.preferredSource() != null) {
      builder.preferredSource(IpAddress.of(route.preferredSource()));
    }
    if (!route.metrics().isEmpty()) {
      builder.metrics(RouteMetrics.of(route.metrics()));
    }
    return builder.build();
  }

  /** What to ask the kernel to delete: no route of another protocol matches it. */
  static RouteMessage toDelete(AddressFamily family, DefaultRoute route, InterfaceIndexes indexes)
      throws NetlinkException {
    return keyOf(family, route, indexes).type(RouteType.UNSPEC).scope(RouteScope.NOWHERE).build();
  }

  private static RouteBuilder keyOf(
      AddressFamily family, DefaultRoute route, InterfaceIndexes indexes) throws NetlinkException {
    RouteBuilder builder =
        RouteMessage.builder(family)
            .table(RouteTable.MAIN)
            .protocol(RouteProtocol.of(route.protocol()))
            .priority(route.metric());
    if (route.hops().size() == 1) {
      NextHop hop = route.hops().get(0);
      builder.outputInterface(indexes.indexOf(hop.interfaceName()));
      if (hop.gateway() != null) {
        builder.gateway(IpAddress.of(hop.gateway()));
      }
    }
    return builder;
  }
}

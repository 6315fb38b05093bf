package dev.routeswitcher.netlink.watch;

import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourFlags;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteTable;
import java.util.Optional;

/** The key of an object among those of its kind in the kernel. */
final class ObjectKey {
  private ObjectKey() {}

  private record Link(int index, AddressFamily family) {}

  private record Address(AddressFamily family, int link, Optional<IpAddress> own, int length) {}

  private record Neighbour(
      AddressFamily family, int link, Optional<IpAddress> address, boolean proxy) {}

  private record NextHop(long id) {}

  private record Route(
      AddressFamily family,
      RouteTable table,
      int length,
      Optional<IpPrefix> destination,
      Optional<IpPrefix> source,
      int tos,
      long priority) {}

  /** Equal for objects of one key. An object of another kind, such as a rule, is its own key. */
  static Object of(RtnetlinkMessage object) {
    if (object instanceof LinkMessage link) {
      return new Link(link.index(), link.family());
    } else if (object instanceof AddressMessage address) {
      return new Address(
          address.family(), address.interfaceIndex(), address.own(), address.prefixLength());
    } else if (object instanceof NeighbourMessage neighbour) {
      return new Neighbour(
          neighbour.family(),
          neighbour.interfaceIndex(),
          neighbour.destination(),
          neighbour.flags().has(NeighbourFlags.PROXY));
    } else if (object instanceof NextHopMessage hop) {
      return new NextHop(hop.id().orElse(0));
    } else if (object instanceof RouteMessage route) {
      return new Route(
          route.family(),
          route.table(),
          route.destinationLength(),
          route.isDefault() ? Optional.empty() : route.destination(),
          route.source(),
          route.tos(),
          route.priority().orElse(0));
    }
    return object;
  }
}

package dev.routeswitcher.netlink.client;

import static dev.routeswitcher.netlink.address.AddressFamily.INET;
import static dev.routeswitcher.netlink.address.AddressFamily.INET6;
import static dev.routeswitcher.netlink.address.AddressFamily.UNSPEC;

import dev.routeswitcher.netlink.address.AddressFamily;
import dev.routeswitcher.netlink.rtnetlink.AddressMessage;
import dev.routeswitcher.netlink.rtnetlink.LinkMessage;
import dev.routeswitcher.netlink.rtnetlink.NeighbourMessage;
import dev.routeswitcher.netlink.rtnetlink.NextHopMessage;
import dev.routeswitcher.netlink.rtnetlink.RouteMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessage;
import dev.routeswitcher.netlink.rtnetlink.RuleMessage;
import java.util.List;

/** A kind of objects that {@link RtnetlinkWatch} watches. */
public enum Watched {
  /** The links. */
  LINKS(MulticastGroup.LINK, Kind.LINK, UNSPEC),
  /** The IPv4 addresses. */
  IPV4_ADDRESSES(MulticastGroup.IPV4_ADDRESS, Kind.ADDRESS, INET),
  /** The IPv6 addresses. */
  IPV6_ADDRESSES(MulticastGroup.IPV6_ADDRESS, Kind.ADDRESS, INET6),
  /** The IPv4 neighbours. */
  IPV4_NEIGHBOURS(MulticastGroup.NEIGHBOUR, Kind.NEIGHBOUR, INET),
  /** The IPv6 neighbours. */
  IPV6_NEIGHBOURS(MulticastGroup.NEIGHBOUR, Kind.NEIGHBOUR, INET6),
  /** The IPv4 routes of all tables. */
  IPV4_ROUTES(MulticastGroup.IPV4_ROUTE, Kind.ROUTE, INET),
  /** The IPv6 routes of all tables. */
  IPV6_ROUTES(MulticastGroup.IPV6_ROUTE, Kind.ROUTE, INET6),
  /** The IPv4 rules. */
  IPV4_RULES(MulticastGroup.IPV4_RULE, Kind.RULE, INET),
  /** The IPv6 rules. */
  IPV6_RULES(MulticastGroup.IPV6_RULE, Kind.RULE, INET6),
  /** The next hop objects. */
  NEXT_HOPS(MulticastGroup.NEXT_HOP, Kind.NEXT_HOP, UNSPEC);

  private final MulticastGroup group;
  private final Kind kind;
  private final AddressFamily family;

  Watched(MulticastGroup group, Kind kind, AddressFamily family) {
    this.group = group;
    this.kind = kind;
    this.family = family;
  }

  MulticastGroup group() {
    return group;
  }

  /** True if the object is one of these. A bridge tells of its ports as links of its own family. */
  boolean includes(RtnetlinkMessage object) {
    if (object instanceof LinkMessage link) {
      return kind == Kind.LINK && family.equals(link.header().family());
    } else if (object instanceof AddressMessage address) {
      return kind == Kind.ADDRESS && family.equals(address.family());
    } else if (object instanceof NeighbourMessage neighbour) {
      return kind == Kind.NEIGHBOUR && family.equals(neighbour.family());
    } else if (object instanceof RouteMessage route) {
      return kind == Kind.ROUTE && family.equals(route.family());
    } else if (object instanceof RuleMessage rule) {
      return kind == Kind.RULE && family.equals(rule.family());
    }
    return object instanceof NextHopMessage && kind == Kind.NEXT_HOP;
  }

  /** All of them now. */
  List<? extends RtnetlinkMessage> list(RtnetlinkClient client) throws NetlinkException {
    return switch (kind) {
      case LINK -> client.links().list();
      case ADDRESS -> client.addresses().list(family);
      case NEIGHBOUR -> client.neighbours().list(family);
      case ROUTE -> client.routes().list(RouteFilter.of(family));
      case RULE -> client.rules().list(family);
      case NEXT_HOP -> client.nextHops().list();
      case CONNECTION -> throw new AssertionError("rtnetlink tells of no connections");
    };
  }

  /**
   * True if some of these go, or change, without an event of their own when a link goes down or
   * loses its carrier, or when an address goes.
   */
  boolean changeSilently() {
    return kind == Kind.ROUTE || kind == Kind.NEXT_HOP;
  }
}

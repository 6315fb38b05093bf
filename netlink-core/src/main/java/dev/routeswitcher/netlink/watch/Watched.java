package dev.routeswitcher.netlink.watch;

import static dev.routeswitcher.netlink.ip.AddressFamily.INET;
import static dev.routeswitcher.netlink.ip.AddressFamily.INET6;
import static dev.routeswitcher.netlink.ip.AddressFamily.UNSPEC;

import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.RouteFilter;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rule.RuleMessage;
import java.util.List;

/** A kind of objects that {@link RtnetlinkWatch} watches. */
public enum Watched {
  /** The links. */
  LINKS(MulticastGroup.LINK, LinkMessage.class, UNSPEC, client -> client.links().list()),
  /** The IPv4 addresses. */
  IPV4_ADDRESSES(
      MulticastGroup.IPV4_ADDRESS,
      AddressMessage.class,
      INET,
      client -> client.addresses().list(INET)),
  /** The IPv6 addresses. */
  IPV6_ADDRESSES(
      MulticastGroup.IPV6_ADDRESS,
      AddressMessage.class,
      INET6,
      client -> client.addresses().list(INET6)),
  /** The IPv4 neighbours. */
  IPV4_NEIGHBOURS(
      MulticastGroup.NEIGHBOUR,
      NeighbourMessage.class,
      INET,
      client -> client.neighbours().list(INET)),
  /** The IPv6 neighbours. */
  IPV6_NEIGHBOURS(
      MulticastGroup.NEIGHBOUR,
      NeighbourMessage.class,
      INET6,
      client -> client.neighbours().list(INET6)),
  /** The IPv4 routes of all tables. */
  IPV4_ROUTES(
      MulticastGroup.IPV4_ROUTE,
      RouteMessage.class,
      INET,
      client -> client.routes().list(RouteFilter.of(INET))),
  /** The IPv6 routes of all tables. */
  IPV6_ROUTES(
      MulticastGroup.IPV6_ROUTE,
      RouteMessage.class,
      INET6,
      client -> client.routes().list(RouteFilter.of(INET6))),
  /** The IPv4 rules. */
  IPV4_RULES(
      MulticastGroup.IPV4_RULE, RuleMessage.class, INET, client -> client.rules().list(INET)),
  /** The IPv6 rules. */
  IPV6_RULES(
      MulticastGroup.IPV6_RULE, RuleMessage.class, INET6, client -> client.rules().list(INET6)),
  /** The next hop objects. */
  NEXT_HOPS(
      MulticastGroup.NEXT_HOP, NextHopMessage.class, UNSPEC, client -> client.nextHops().list());

  private final MulticastGroup group;
  private final Class<? extends RtnetlinkMessage> kind;
  private final AddressFamily family;
  private final Listing listing;

  private interface Listing {
    List<? extends RtnetlinkMessage> of(RtnetlinkClient client) throws NetlinkException;
  }

  Watched(
      MulticastGroup group,
      Class<? extends RtnetlinkMessage> kind,
      AddressFamily family,
      Listing listing) {
    this.group = group;
    this.kind = kind;
    this.family = family;
    this.listing = listing;
  }

  MulticastGroup group() {
    return group;
  }

  /**
   * True if the object is one of these. A bridge reports its ports as links of its own family; next
   * hop objects are of one list, whatever their family.
   */
  boolean includes(RtnetlinkMessage object) {
    return kind.isInstance(object) && (this == NEXT_HOPS || family.equals(object.family()));
  }

  /** All of them now. */
  List<? extends RtnetlinkMessage> list(RtnetlinkClient client) throws NetlinkException {
    return listing.of(client);
  }

  /**
   * True if some of these go, or change, without an event of their own when a link goes down or
   * loses its carrier, or when an address goes.
   */
  boolean changeSilently() {
    return this == IPV4_ROUTES || this == IPV6_ROUTES || this == NEXT_HOPS;
  }
}

package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.client.Operation.Verb;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackType;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.rule.RuleMessage;
import java.util.EnumMap;
import java.util.Objects;

/** The kinds of objects: their word and their message types. */
enum Kind {
  LINK("link", RtnetlinkType.NEWLINK),
  ADDRESS("address", RtnetlinkType.NEWADDR),
  ROUTE("route", RtnetlinkType.NEWROUTE),
  NEIGHBOUR("neighbour", RtnetlinkType.NEWNEIGH),
  RULE("rule", RtnetlinkType.NEWRULE),
  NEXT_HOP("nexthop", RtnetlinkType.NEWNEXTHOP),
  CONNECTION("connection", ConntrackType.NEW, ConntrackType.DELETE);

  private final int newType;
  private final int deleteType;
  private final EnumMap<Verb, String> words = new EnumMap<>(Verb.class);

  /** A kind of rtnetlink. */
  Kind(String word, int newType) {
    this(word, newType, newType + 1);
  }

  Kind(String word, int newType, int deleteType) {
    this.newType = newType;
    this.deleteType = deleteType;
    for (Verb verb : Verb.values()) {
      words.put(verb, verb + " " + word);
    }
  }

  /** The kind of an object that can be changed. */
  static Kind of(NetlinkMessage object) {
    if (object instanceof RouteMessage) {
      return ROUTE;
    } else if (object instanceof LinkMessage) {
      return LINK;
    } else if (object instanceof AddressMessage) {
      return ADDRESS;
    } else if (object instanceof NeighbourMessage) {
      return NEIGHBOUR;
    } else if (object instanceof RuleMessage) {
      return RULE;
    } else if (object instanceof NextHopMessage) {
      return NEXT_HOP;
    } else if (object instanceof ConntrackMessage) {
      return CONNECTION;
    }
    throw new IllegalArgumentException("no object that can be changed: " + object);
  }

  /** The type of the message that tells of one, or asks for one to be made. */
  int newType() {
    return newType;
  }

  /** The type of the message that asks for one to be deleted. */
  int deleteType() {
    return deleteType;
  }

  /** Verb and kind, such as {@code add route}. */
  String words(Verb verb) {
    return Objects.requireNonNull(words.get(verb));
  }
}

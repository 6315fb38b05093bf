package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.client.Operation.Verb;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
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
  LINK("link", "links", RtnetlinkType.NEWLINK),
  ADDRESS("address", "addresses", RtnetlinkType.NEWADDR),
  ROUTE("route", "routes", RtnetlinkType.NEWROUTE),
  NEIGHBOUR("neighbour", "neighbours", RtnetlinkType.NEWNEIGH),
  RULE("rule", "rules", RtnetlinkType.NEWRULE),
  NEXT_HOP("nexthop", "nexthops", RtnetlinkType.NEWNEXTHOP),
  CONNECTION("connection", "connections", ConntrackType.NEW, ConntrackType.DELETE);

  private final String word;
  private final String plural;
  private final int newType;
  private final int deleteType;
  private final EnumMap<Verb, String> words = new EnumMap<>(Verb.class);

  /** A kind of rtnetlink. */
  Kind(String word, String plural, int newType) {
    this(word, plural, newType, newType + 1);
  }

  Kind(String word, String plural, int newType, int deleteType) {
    this.word = word;
    this.plural = plural;
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

  /** The type of the message that reports one, or asks for one to be made. */
  int newType() {
    return newType;
  }

  /** The type of the message that asks for one to be deleted. */
  int deleteType() {
    return deleteType;
  }

  /** The request for all objects of a kind of rtnetlink that a question asks for. */
  Request list(Object described, NetlinkMessage question) {
    return new Request("list " + plural, described, newType + 2, NetlinkHeader.DUMP, question);
  }

  /** The request for the one object of a kind of rtnetlink that a question asks for. */
  Request get(Object described, NetlinkMessage question) {
    return new Request("get " + word, described, newType + 2, NetlinkHeader.ACK, question);
  }

  /** Verb and kind, such as {@code add route}. */
  String words(Verb verb) {
    return Objects.requireNonNull(words.get(verb));
  }
}

package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.client.Operation.Verb;
import dev.routeswitcher.netlink.rtnetlink.AddressMessage;
import dev.routeswitcher.netlink.rtnetlink.LinkMessage;
import dev.routeswitcher.netlink.rtnetlink.NeighbourMessage;
import dev.routeswitcher.netlink.rtnetlink.NextHopMessage;
import dev.routeswitcher.netlink.rtnetlink.RouteMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.rtnetlink.RuleMessage;
import java.util.EnumMap;
import java.util.Objects;

/** The kinds of objects: their word and their message types. */
enum Kind {
  LINK("link", RtnetlinkType.NEWLINK),
  ADDRESS("address", RtnetlinkType.NEWADDR),
  ROUTE("route", RtnetlinkType.NEWROUTE),
  NEIGHBOUR("neighbour", RtnetlinkType.NEWNEIGH),
  RULE("rule", RtnetlinkType.NEWRULE),
  NEXT_HOP("nexthop", RtnetlinkType.NEWNEXTHOP);

  private final int newType;
  private final EnumMap<Verb, String> words = new EnumMap<>(Verb.class);

  Kind(String word, int newType) {
    this.newType = newType;
    for (Verb verb : Verb.values()) {
      words.put(verb, verb + " " + word);
    }
  }

  /** The kind of an object that can be changed. */
  static Kind of(RtnetlinkMessage object) {
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
    }
    throw new IllegalArgumentException("no object that can be changed: " + object);
  }

  /** {@code RTM_NEW*}. */
  int newType() {
    return newType;
  }

  /** Verb and kind, such as {@code add route}. */
  String words(Verb verb) {
    return Objects.requireNonNull(words.get(verb));
  }
}

package dev.routeswitcher.netlink.client;

import com.google.common.base.Ascii;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.rule.RuleMessage;

/**
 * A change to be asked for: what is to happen to which object. The verbs are those of {@code ip};
 * not every kind of object has all of them. A verb becomes flags of the request: the kernel may
 * refuse, or ignore, those that a kind of object does not have.
 *
 * @param verb what is to happen
 * @param object the object, as the verb's method of {@link Routes}, {@link Rules}, ... takes it
 */
public record Operation(Verb verb, NetlinkMessage object) {

  /**
   * A change to be asked for.
   *
   * @throws IllegalArgumentException if the object is of a kind that cannot be changed
   */
  public Operation {
    Kind unused = Kind.of(object);
  }

  /** What can happen to an object. */
  public enum Verb {
    /** Add it; there must be none of its key. */
    ADD(NetlinkHeader.CREATE | NetlinkHeader.EXCLUSIVE),
    /** Put it in the place of the one of its key, or add it. */
    REPLACE(NetlinkHeader.CREATE | NetlinkHeader.REPLACE),
    /** Put it in the place of the one of its key, which must exist. */
    CHANGE(NetlinkHeader.REPLACE),
    /** Add it behind those of its key. */
    APPEND(NetlinkHeader.CREATE | NetlinkHeader.APPEND),
    /** Delete it. */
    DELETE(0);

    private final int flags;

    Verb(int flags) {
      this.flags = flags;
    }

    /** The word, such as {@code add}. */
    @Override
    public String toString() {
      return Ascii.toLowerCase(name());
    }
  }

  /** To add this object. */
  public static Operation add(RtnetlinkMessage object) {
    return new Operation(Verb.ADD, object);
  }

  /** To put this object in the place of the one of its key, or add it. */
  public static Operation replace(RtnetlinkMessage object) {
    return new Operation(Verb.REPLACE, object);
  }

  /** To delete this object. */
  public static Operation delete(RtnetlinkMessage object) {
    return new Operation(Verb.DELETE, object);
  }

  Request request() {
    Kind kind = Kind.of(object);
    int type = verb == Verb.DELETE ? kind.deleteType() : kind.newType();
    int flags = verb == Verb.CHANGE && kind == Kind.LINK ? 0 : verb.flags;
    return new Request(kind.words(verb), object, type, flags | NetlinkHeader.ACK, body());
  }

  /** The object; of some kinds the kernel takes the key alone to delete one. */
  private NetlinkMessage body() {
    if (object instanceof RouteMessage route) {
      return verb == Verb.DELETE ? route.asDeleted() : route.asAdded();
    } else if (object instanceof RuleMessage rule) {
      return rule.asAdded();
    } else if (verb != Verb.DELETE) {
      return object;
    } else if (object instanceof LinkMessage link && link.index() != 0) {
      return LinkMessage.builder(link.attributes().order()).index(link.index()).build();
    } else if (object instanceof NextHopMessage hop && hop.id().isPresent()) {
      return NextHopMessage.builder(AddressFamily.UNSPEC, hop.attributes().order())
          .protocol(RouteProtocol.UNSPEC)
          .id(hop.id().getAsLong())
          .build();
    } else if (object instanceof ConntrackMessage entry) {
      return entry.key();
    }
    return object;
  }

  /** The verb, the kind and the object, such as {@code add route default via 192.0.2.1 dev if3}. */
  @Override
  public String toString() {
    return Kind.of(object).words(verb) + " " + object;
  }
}

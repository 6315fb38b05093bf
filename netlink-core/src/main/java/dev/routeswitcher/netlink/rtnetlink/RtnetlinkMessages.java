package dev.routeswitcher.netlink.rtnetlink;

import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rule.RuleMessage;

/** Reads messages of every kind. */
public final class RtnetlinkMessages {
  /** {@code struct rtgenmsg} is one byte, and often sent with the padding behind it. */
  private static final int SHORT_REQUEST = 4;

  private RtnetlinkMessages() {}

  /**
   * Reads the message that a cursor is at. Kinds that have no type of their own are {@link
   * RawMessage}s, and so are requests that name the family alone ({@code struct rtgenmsg}).
   *
   * @throws MalformedMessageException if its fixed part is not whole
   */
  public static RtnetlinkMessage read(MessageCursor cursor) {
    if (RtnetlinkType.isGet(cursor.type()) && cursor.bytesFrom(0).length() <= SHORT_REQUEST) {
      return RawMessage.read(cursor);
    }
    return switch (RtnetlinkType.newTypeOf(cursor.type())) {
      case RtnetlinkType.NEWLINK -> LinkMessage.read(cursor);
      case RtnetlinkType.NEWADDR, RtnetlinkType.NEWMULTICAST, RtnetlinkType.NEWANYCAST ->
          AddressMessage.read(cursor);
      case RtnetlinkType.NEWROUTE -> RouteMessage.read(cursor);
      case RtnetlinkType.NEWNEIGH -> NeighbourMessage.read(cursor);
      case RtnetlinkType.NEWRULE -> RuleMessage.read(cursor);
      case RtnetlinkType.NEWNEXTHOP -> NextHopMessage.read(cursor);
      default -> RawMessage.read(cursor);
    };
  }
}

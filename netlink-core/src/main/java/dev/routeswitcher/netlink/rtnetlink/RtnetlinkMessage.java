package dev.routeswitcher.netlink.rtnetlink;

import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkMessage;

/**
 * The body of an rtnetlink message: the object it is about. What happens to the object (new,
 * deleted) is the type in the message's header.
 *
 * <p>Kinds that have no type of their own yet are {@link RawMessage}s.
 */
public sealed interface RtnetlinkMessage extends NetlinkMessage
    permits LinkMessage,
        AddressMessage,
        RouteMessage,
        NeighbourMessage,
        RuleMessage,
        NextHopMessage,
        RawMessage {

  /**
   * One line as {@code ip} prints it. Never fails: what cannot be read is shown as its bytes, with
   * a question mark.
   *
   * @param names how interfaces are called; {@code toString} has {@link InterfaceNames#BY_INDEX}
   */
  String toText(InterfaceNames names);

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if its fixed part is not whole
   */
  static RtnetlinkMessage read(MessageCursor cursor) {
    return switch (RtnetlinkType.familyOf(cursor.type())) {
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

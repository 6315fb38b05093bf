package dev.routeswitcher.netlink.rtnetlink;

import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import java.util.List;

/**
 * The body of an rtnetlink message: the object it is about. What happens to the object (new,
 * deleted) is the type in the message's header.
 *
 * <p>Kinds that have no type of their own yet are {@link RawMessage}s.
 */
public sealed interface RtnetlinkMessage
    permits LinkMessage,
        AddressMessage,
        RouteMessage,
        NeighbourMessage,
        RuleMessage,
        NextHopMessage,
        RawMessage {

  /** The attributes in wire order, those without an accessor too. */
  Attributes attributes();

  /**
   * Writes the body, without a netlink header.
   *
   * @throws IllegalArgumentException if the writer has another byte order than {@link #attributes}
   */
  void writeTo(NetlinkWriter writer);

  /**
   * One line as {@code ip} prints it. Never fails: what cannot be read is shown as its bytes, with
   * a question mark.
   *
   * @param names how interfaces are called; {@code toString} has {@link InterfaceNames#BY_INDEX}
   */
  String toText(InterfaceNames names);

  /** Every attribute that cannot be read; empty for a well-formed message. */
  default List<MalformedAttributeException> problems() {
    return attributes().problems();
  }

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

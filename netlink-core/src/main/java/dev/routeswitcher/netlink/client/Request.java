package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessage;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A request to be sent, in words and in bytes.
 *
 * @param operation for errors, such as {@code add route}
 * @param object for errors, such as the route
 * @param type {@code nlmsg_type}
 * @param flags beyond {@link NetlinkHeader#REQUEST}
 * @param body the message
 */
record Request(String operation, String object, int type, int flags, RtnetlinkMessage body) {

  Bytes encode(ByteOrder order, long sequence) {
    NetlinkWriter writer = new NetlinkWriter(order);
    int start =
        writer.beginMessage(new NetlinkHeader(type, flags | NetlinkHeader.REQUEST, sequence, 0));
    body.writeTo(writer);
    return writer.endMessage(start).toBytes();
  }

  /** Names the attribute at an offset of the request as it was sent. */
  Optional<String> attributeAt(ByteOrder order, long offset) {
    MessageCursor cursor = new MessageCursor(order).over(encode(order, 0).asBuffer());
    cursor.next();
    return RtnetlinkMessage.read(cursor).attributes().pathAt(offset);
  }

  /** Names an attribute type of the message itself. */
  String attributeName(long attributeType) {
    return body.attributes().schema().name((int) attributeType);
  }
}

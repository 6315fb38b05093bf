package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import java.nio.ByteOrder;

/**
 * A request to be sent, in words and in bytes.
 *
 * @param operation for errors, such as {@code add route}
 * @param object for errors, such as the route; its text is made only when it is needed
 * @param type {@code nlmsg_type}
 * @param flags beyond {@link NetlinkHeader#REQUEST}
 * @param body the message
 */
record Request(String operation, Object object, int type, int flags, NetlinkMessage body) {

  /** Writes the whole message. */
  void writeTo(NetlinkWriter writer, long sequence) {
    int start =
        writer.beginMessage(new NetlinkHeader(type, flags | NetlinkHeader.REQUEST, sequence, 0));
    body.writeTo(writer);
    writer.endMessage(start);
  }

  /** The attributes as they were sent, with the offsets they had. */
  Attributes sent(ByteOrder order) {
    NetlinkWriter writer = new NetlinkWriter(order);
    writeTo(writer, 0);
    MessageCursor cursor = new MessageCursor(order).over(writer.written());
    cursor.next();
    Attributes attributes = body.attributes();
    return cursor.attributes(cursor.size() - attributes.length(), attributes.schema());
  }

  /**
   * True for a message that may belong to the answer. An answer's type is in the same block of four
   * as the request's.
   */
  boolean isAnsweredBy(int answerType) {
    return answerType >= NetlinkHeader.MIN_PROTOCOL_TYPE && (answerType & ~3) == (type & ~3);
  }
}

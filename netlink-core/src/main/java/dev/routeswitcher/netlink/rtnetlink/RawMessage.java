package dev.routeswitcher.netlink.rtnetlink;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A message of a kind that has no type of its own here, as its bytes.
 *
 * @param type {@code nlmsg_type}; see {@link RtnetlinkType}
 * @param body everything after the netlink header
 * @param order the byte order of the numbers in it
 */
public record RawMessage(int type, Bytes body, ByteOrder order) implements RtnetlinkMessage {

  /** Reads the message that a cursor is at. Never fails. */
  public static RawMessage read(MessageCursor cursor) {
    return new RawMessage(cursor.type(), cursor.body(), cursor.order());
  }

  /** None: where they start is not known. {@link #attributesAfter} takes the caller's word. */
  @Override
  public Attributes attributes() {
    return Attributes.empty(order, AttributeSchema.NONE);
  }

  /**
   * The attributes after a fixed part of this many bytes.
   *
   * @throws IllegalArgumentException if the body is shorter
   */
  public Attributes attributesAfter(int fixedLength) {
    if (fixedLength < 0 || fixedLength > body.length()) {
      throw new IllegalArgumentException(
          "fixed part of " + fixedLength + " bytes in a body of " + body.length());
    }
    return Attributes.copyOf(
        body.asBuffer(),
        fixedLength,
        body.length() - fixedLength,
        order,
        16 + fixedLength,
        AttributeSchema.NONE);
  }

  /**
   * The first byte of the body, which is the address family in most kinds; unspec if it is empty.
   */
  @Override
  public AddressFamily family() {
    return body.length() == 0
        ? AddressFamily.UNSPEC
        : AddressFamily.of(Byte.toUnsignedInt(body.asBuffer().get(0)));
  }

  @Override
  public void writeTo(NetlinkWriter writer) {
    writer.bytes(body.toArray());
  }

  /** Always empty: nothing is known of what the bytes should be. */
  @Override
  public List<MalformedAttributeException> problems() {
    return List.of();
  }

  /** The type's name and the bytes. */
  @Override
  public String toString() {
    return RtnetlinkType.name(type) + " " + body;
  }

  @Override
  public String toText(InterfaceNames names) {
    return toString();
  }
}

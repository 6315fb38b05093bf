package dev.routeswitcher.netlink.rtnetlink;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import java.nio.ByteOrder;

/**
 * A message of a kind that has no type of its own here, as its bytes. It has no attributes and no
 * problems, because where attributes start is not known.
 */
public final class RawMessage extends RtnetlinkMessage {
  private final int type;

  /**
   * A message of these bytes.
   *
   * @param type {@code nlmsg_type}; see {@link RtnetlinkType}
   * @param body everything after the netlink header
   * @param order the byte order of the numbers in it
   */
  public RawMessage(int type, Bytes body, ByteOrder order) {
    super(body.toArray(), Attributes.empty(order, AttributeSchema.NONE));
    this.type = type;
  }

  /** Reads the message that a cursor is at. Never fails. */
  public static RawMessage read(MessageCursor cursor) {
    return new RawMessage(cursor.type(), cursor.bytesFrom(0), cursor.order());
  }

  /** {@code nlmsg_type}; see {@link RtnetlinkType}. */
  public int type() {
    return type;
  }

  /** Everything after the netlink header. */
  public Bytes body() {
    return fixedPart();
  }

  /** The type's name and the bytes. */
  @Override
  protected String text(InterfaceNames names) {
    return RtnetlinkType.name(type) + " " + body();
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && other instanceof RawMessage that && type == that.type;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + type;
  }
}

package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.AttributeCursor;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.AddressValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Steps over the ways of a multipath route ({@code struct rtnexthop}, {@code RTNH_OK}, {@code
 * RTNH_NEXT}) and allocates nothing. The values are those of the way that the last {@link #next}
 * came to. Not thread-safe.
 */
public final class NextHopCursor {
  static final int HEADER_LENGTH = 8;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private ByteOrder order = ByteOrder.BIG_ENDIAN;
  private AddressFamily family = AddressFamily.UNSPEC;
  private int first;
  private int start;
  private int next;
  private int limit;
  private int length;
  private int messageOffset;
  private final AttributeCursor attribute = new AttributeCursor();

  /** A cursor over nothing yet. */
  public NextHopCursor() {}

  /** Puts the cursor before the first way of the {@code RTA_MULTIPATH} that another one is at. */
  public NextHopCursor over(AttributeCursor multipath, AddressFamily routeFamily) {
    return over(
        multipath.buffer(),
        multipath.payloadOffset(),
        multipath.payloadLength(),
        multipath.order(),
        multipath.messageOffset() + AttributeCursor.HEADER_LENGTH,
        routeFamily);
  }

  private NextHopCursor over(
      ByteBuffer newBuffer,
      int offset,
      int size,
      ByteOrder newOrder,
      int newMessageOffset,
      AddressFamily routeFamily) {
    this.buffer = newBuffer;
    this.order = newOrder;
    this.family = routeFamily;
    this.first = offset;
    this.start = offset;
    this.next = offset;
    this.limit = offset + size;
    this.length = 0;
    this.messageOffset = newMessageOffset;
    return this;
  }

  /** Makes it a cursor over nothing. */
  NextHopCursor overNothing() {
    return over(buffer, 0, 0, order, 0, family);
  }

  /**
   * Comes to the next way; false if there is none. After a failure there is none.
   *
   * @throws MalformedAttributeException if the length of what follows cannot be
   */
  public boolean next() {
    int remaining = limit - next;
    if (remaining <= 0) {
      return false;
    }
    start = next;
    next = limit;
    int stated = remaining < HEADER_LENGTH ? remaining : u16(start);
    if (stated < HEADER_LENGTH || stated > remaining) {
      throw new MalformedAttributeException(
          "RTA_MULTIPATH",
          messageOffset + position(),
          "an rtnexthop of 8 to " + remaining + " bytes",
          Integer.toString(stated),
          Bytes.copyOf(buffer, start, Math.min(remaining, 256)));
    }
    length = stated;
    next = (int) Math.min(limit, start + ((stated + 3L) & -4L));
    return true;
  }

  /** How far the way is from the first one, in bytes. */
  int position() {
    return start - first;
  }

  /** The length of the way's attributes in bytes. */
  int attributesLength() {
    return length - HEADER_LENGTH;
  }

  /** The low byte of {@link RouteFlags}. */
  public int flags() {
    return buffer.get(start + 2) & 0xff;
  }

  /** 1 to 256: its share of the traffic. */
  public int weight() {
    return (buffer.get(start + 3) & 0xff) + 1;
  }

  /** The index of its interface. */
  public int outputInterface() {
    int value = buffer.getInt(start + 4);
    return buffer.order() == order ? value : Integer.reverseBytes(value);
  }

  /**
   * Puts a cursor before the way's first attribute.
   *
   * @return {@code cursor}
   */
  public AttributeCursor attributes(AttributeCursor cursor) {
    return cursor
        .over(
            buffer,
            start + HEADER_LENGTH,
            attributesLength(),
            order,
            messageOffset + position() + HEADER_LENGTH)
        .named(RouteAttributes.hopSchemaOf(family));
  }

  /** True if it has a gateway of the route's family. */
  public boolean hasGateway() {
    return toGateway();
  }

  /** The first 64 bits of an IPv6 gateway; 0 for IPv4 or if there is none. */
  public long gatewayHigh() {
    return toGateway() ? AddressValue.high(attribute, family) : 0;
  }

  /** The last 64 bits of an IPv6 gateway, the 32 bits of an IPv4 one; 0 if there is none. */
  public long gatewayLow() {
    return toGateway() ? AddressValue.low(attribute, family) : 0;
  }

  private boolean toGateway() {
    attributes(attribute);
    while (attribute.next()) {
      if (attribute.type() == RouteAttributes.GATEWAY) {
        return true;
      }
    }
    return false;
  }

  private int u16(int index) {
    short value = buffer.getShort(index);
    return Short.toUnsignedInt(buffer.order() == order ? value : Short.reverseBytes(value));
  }
}

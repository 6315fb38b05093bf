package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.AttributeCursor;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.Structure;
import dev.routeswitcher.netlink.ip.AddressFamily;
import java.nio.ByteOrder;

/**
 * Steps over the next hops of a multipath route ({@code struct rtnexthop}, {@code RTNH_OK}, {@code
 * RTNH_NEXT}) and allocates nothing. The values are those of the next hop that the last {@link
 * #next} came to. Not thread-safe.
 */
public final class NextHopCursor extends Structure {
  static final int HEADER_LENGTH = 8;

  private final AttributeCursor attribute = new AttributeCursor();
  private AddressFamily family = AddressFamily.UNSPEC;
  private int first;
  private int next;
  private int limit;
  private int messageOffset;

  /** A cursor over nothing yet. */
  public NextHopCursor() {
    super(ByteOrder.BIG_ENDIAN);
  }

  /**
   * Puts the cursor before the first next hop of the {@code RTA_MULTIPATH} that another one is at.
   */
  public NextHopCursor over(AttributeCursor multipath, AddressFamily routeFamily) {
    this.family = routeFamily;
    this.first = multipath.payloadOffset();
    this.next = first;
    this.limit = first + multipath.payloadLength();
    this.messageOffset = multipath.messageOffset() + AttributeCursor.HEADER_LENGTH;
    place(multipath.buffer(), first, 0, multipath.order());
    return this;
  }

  /** Makes it a cursor over nothing. */
  NextHopCursor overNothing() {
    this.next = 0;
    this.limit = 0;
    return this;
  }

  /**
   * Comes to the next of them; false if there is none. After a failure there is none.
   *
   * @throws MalformedAttributeException if what follows has an impossible length
   */
  public boolean next() {
    int remaining = limit - next;
    if (remaining <= 0) {
      return false;
    }
    place(buffer(), next, remaining);
    next = limit;
    int stated = remaining < HEADER_LENGTH ? remaining : u16(0);
    if (stated < HEADER_LENGTH || stated > remaining) {
      throw new MalformedAttributeException(
          "RTA_MULTIPATH",
          messageOffset + position(),
          "an rtnexthop of 8 to " + remaining + " bytes",
          Integer.toString(stated),
          Bytes.copyOf(buffer(), start(), Math.min(remaining, 256)));
    }
    place(buffer(), start(), stated);
    next = (int) Math.min(limit, start() + align(stated));
    return true;
  }

  /** How far the next hop is from the first one, in bytes. */
  int position() {
    return start() - first;
  }

  /** The length of the next hop's attributes in bytes. */
  int attributesLength() {
    return size() - HEADER_LENGTH;
  }

  /** The low byte of {@link RouteFlags}. */
  public int flags() {
    return u8(2);
  }

  /** 1 to 256: its share of the traffic. */
  public int weight() {
    return u8(3) + 1;
  }

  /** The index of its interface. */
  public int outputInterface() {
    return s32(4);
  }

  /**
   * Puts a cursor before the next hop's first attribute.
   *
   * @return {@code cursor}
   */
  public AttributeCursor attributes(AttributeCursor cursor) {
    return cursor
        .over(
            buffer(),
            start() + HEADER_LENGTH,
            attributesLength(),
            order(),
            messageOffset + position() + HEADER_LENGTH)
        .named(RouteAttributes.HOP_SCHEMA.forFamily(family));
  }

  /** True if it has a gateway of the route's family. */
  public boolean hasGateway() {
    return toGateway();
  }

  /** The first 64 bits of an IPv6 gateway; 0 for IPv4 or if there is none. */
  public long gatewayHigh() {
    return toGateway() ? attribute.addressHigh() : 0;
  }

  /** The last 64 bits of an IPv6 gateway, the 32 bits of an IPv4 one; 0 if there is none. */
  public long gatewayLow() {
    return toGateway() ? attribute.addressLow() : 0;
  }

  private boolean toGateway() {
    attributes(attribute);
    while (attribute.next()) {
      if (attribute.type() == RouteAttributes.GATEWAY.number()) {
        return true;
      }
    }
    return false;
  }
}

package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.AttributeCursor;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A route read where it lies, in the buffer it was received in: for dumps of many routes, of which
 * nothing, or little, is kept. One view serves any number of routes and allocates nothing for them;
 * what it says holds until it is put over the next route, the message cursor moves on, or the
 * buffer is used again. {@link #toMessage} makes a copy that lasts. Not thread-safe.
 *
 * <p>Values are primitive: numbers of {@link RouteType}, {@link RouteProtocol} and {@link
 * RouteScope}, and the halves of addresses as {@link dev.routeswitcher.netlink.ip.IpAddress} has
 * them. {@link #has} distinguishes an absent attribute from a zero. Accessors of attributes throw
 * {@link MalformedAttributeException} if theirs cannot be read.
 *
 * <pre>{@code
 * RouteView route = new RouteView();
 * while (messages.next()) {
 *   if (messages.type() == RtnetlinkType.NEWROUTE && route.over(messages).isDefault()) {
 *     interfaces.add(route.outputInterface(0));
 *   }
 * }
 * }</pre>
 */
public final class RouteView {
  private static final int KNOWN_TYPES = 32;

  private final AttributeCursor attribute = new AttributeCursor();
  private final NextHopCursor nextHops = new NextHopCursor();
  private final int[] offsets = new int[KNOWN_TYPES];

  private @Nullable MessageCursor message;
  private boolean scanned;
  private @Nullable MalformedAttributeException defect;

  /** A view of nothing yet. */
  public RouteView() {}

  /**
   * Puts the view over the route message that a cursor is at.
   *
   * @return this
   * @throws MalformedMessageException if it is shorter than a {@code struct rtmsg}
   */
  public RouteView over(MessageCursor cursor) {
    cursor.requireBody("rtmsg", RouteMessage.SIZE);
    message = cursor;
    scanned = false;
    return this;
  }

  private MessageCursor message() {
    if (message == null) {
      throw new IllegalStateException("the view is over no route yet");
    }
    return message;
  }

  /** A copy of the route. */
  public RouteMessage toMessage() {
    return RouteMessage.read(message());
  }

  /** {@code RTM_NEWROUTE} or {@code RTM_DELROUTE}; see {@link RtnetlinkType}. */
  public int messageType() {
    return message().type();
  }

  /** The family of the destination. */
  public AddressFamily family() {
    return AddressFamily.of(message().u8(0));
  }

  /** The prefix length of the destination. */
  public int destinationLength() {
    return message().u8(RouteMessage.DESTINATION_LENGTH);
  }

  /** The prefix length of the source; 0 for any source. */
  public int sourceLength() {
    return message().u8(RouteMessage.SOURCE_LENGTH);
  }

  /** Type of service; 0 for any. */
  public int tos() {
    return message().u8(RouteMessage.TOS);
  }

  /** The table, above 255 too; a u32. */
  public long table() {
    return get(RouteAttributes.TABLE, message().u8(RouteMessage.TABLE));
  }

  /** The number of the {@link RouteProtocol}. */
  public int protocol() {
    return message().u8(RouteMessage.PROTOCOL);
  }

  /** The number of the {@link RouteScope}. */
  public int scope() {
    return message().u8(RouteMessage.SCOPE);
  }

  /** The number of the {@link RouteType}. */
  public int type() {
    return message().u8(RouteMessage.TYPE);
  }

  /** The bits of the {@link RouteFlags}. */
  public long flags() {
    return message().u32(RouteMessage.FLAGS);
  }

  /** True for the prefix of length 0, whether {@code RTA_DST} is absent or zero. */
  public boolean isDefault() {
    return destinationLength() == 0;
  }

  /**
   * True if the route has an attribute.
   *
   * @param type one of {@link RouteAttributes}, or any other
   */
  public boolean has(AttributeType type) {
    return offset(type.number()) != 0;
  }

  /** The value of an attribute, or {@code ifAbsent}. */
  public long get(AttributeType.OfLong type, long ifAbsent) {
    int offset = offset(type.number());
    return offset == 0 ? ifAbsent : type.form().read(at(offset));
  }

  /** The value of an attribute, or {@code ifAbsent}. */
  public int get(AttributeType.OfInt type, int ifAbsent) {
    int offset = offset(type.number());
    return offset == 0 ? ifAbsent : type.form().read(at(offset));
  }

  /** The index of the output interface, or {@code ifAbsent}. */
  public int outputInterface(int ifAbsent) {
    return get(RouteAttributes.OIF, ifAbsent);
  }

  /** The metric, or {@code ifAbsent}; IPv4 routes of metric 0 have no such attribute. */
  public long priority(long ifAbsent) {
    return get(RouteAttributes.PRIORITY, ifAbsent);
  }

  /**
   * The first 64 bits of an IPv6 address; 0 for IPv4.
   *
   * @param type such as {@link RouteAttributes#DST} or {@link RouteAttributes#GATEWAY}
   * @throws NoSuchElementException if there is none, such as the destination of most default routes
   */
  public long addressHigh(AttributeType.Of<IpAddress> type) {
    return address(type).addressHigh();
  }

  /**
   * The last 64 bits of an IPv6 address, or the 32 bits of an IPv4 address.
   *
   * @param type as of {@link #addressHigh}
   * @throws NoSuchElementException if there is none
   */
  public long addressLow(AttributeType.Of<IpAddress> type) {
    return address(type).addressLow();
  }

  private AttributeCursor address(AttributeType.Of<IpAddress> type) {
    int offset = offset(type.number());
    if (offset == 0) {
      throw new NoSuchElementException("no " + RouteAttributes.SCHEMA.name(type.number()));
    }
    return at(offset);
  }

  /** The next hops of a multipath route, before the first; of any other route there are none. */
  public NextHopCursor nextHops() {
    int offset = offset(RouteAttributes.MULTIPATH.number());
    return offset == 0 ? nextHops.overNothing() : nextHops.over(at(offset), family());
  }

  /**
   * Puts a cursor before the first attribute.
   *
   * @return {@code cursor}
   */
  public AttributeCursor attributes(AttributeCursor cursor) {
    return message()
        .attributes(RouteMessage.SIZE, cursor)
        .named(RouteAttributes.SCHEMA.forFamily(family()));
  }

  private AttributeCursor at(int offset) {
    attribute.moveTo(offset);
    return attribute;
  }

  /** Where an attribute starts in the buffer; 0 if there is none. */
  private int offset(int type) {
    if (!scanned) {
      scan();
    }
    int offset = type < KNOWN_TYPES ? offsets[type] : search(type);
    if (offset == 0 && defect != null) {
      throw defect;
    }
    return offset;
  }

  private void scan() {
    Arrays.fill(offsets, 0);
    defect = null;
    scanned = true;
    attributes(attribute);
    try {
      while (attribute.next()) {
        int type = attribute.type();
        if (type < KNOWN_TYPES) {
          offsets[type] = attribute.offset();
        }
      }
    } catch (MalformedAttributeException e) {
      defect = e.mayHideAttributes() ? e : null;
    }
  }

  private int search(int type) {
    int found = 0;
    attributes(attribute);
    try {
      while (attribute.next()) {
        found = attribute.type() == type ? attribute.offset() : found;
      }
    } catch (MalformedAttributeException e) {
      defect = e.mayHideAttributes() ? e : null;
    }
    return found;
  }

  /** One line as {@code ip route} prints it; interfaces by index: {@code dev if3}. */
  @Override
  public String toString() {
    return message == null ? "no route" : toMessage().toString();
  }
}

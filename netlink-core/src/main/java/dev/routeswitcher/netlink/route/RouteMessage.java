package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.encapsulation.MplsLabel;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A route ({@code RTM_NEWROUTE}, {@code struct rtmsg} and {@code RTA_*}).
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read; an
 * address must be of the route's family.
 */
public final class RouteMessage extends RtnetlinkMessage {
  // The size of struct rtmsg and the offsets of its fields, the family at 0.
  static final int SIZE = 12;
  static final int DESTINATION_LENGTH = 1; // u8
  static final int SOURCE_LENGTH = 2; // u8
  static final int TOS = 3; // u8
  static final int TABLE = 4; // u8
  static final int PROTOCOL = 5; // u8
  static final int SCOPE = 6; // u8
  static final int TYPE = 7; // u8
  static final int FLAGS = 8; // u32

  /** Which flags the kernel takes; others of a listing it refuses, or means something else by. */
  private static final long REQUESTED = RouteFlags.ONLINK | RouteFlags.PERVASIVE;

  /** Ticks of the clock in a second, as they are counted for programs (USER_HZ). */
  private static final int TICKS = 100;

  /** The fixed part by which it is deleted; null in one that was read. */
  private final byte @Nullable [] key;

  RouteMessage(byte[] fixed, byte @Nullable [] key, Attributes attributes) {
    super(fixed, attributes);
    this.key = key;
  }

  private RouteMessage(MessageCursor cursor) {
    super(cursor, "rtmsg", SIZE, RouteAttributes.SCHEMA);
    this.key = null;
  }

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct rtmsg}
   */
  public static RouteMessage read(MessageCursor cursor) {
    return new RouteMessage(cursor);
  }

  /**
   * A reader of many routes, as {@link #read}, that shares the fixed parts of those where they are
   * equal. Not thread-safe.
   */
  public static Function<MessageCursor, RouteMessage> reader() {
    byte[][] shared = new byte[256][];
    return cursor -> {
      cursor.requireBody("rtmsg", SIZE);
      int slot = cursor.u8(DESTINATION_LENGTH);
      byte[] fixed = shared[slot];
      if (fixed == null || !cursor.startsWith(fixed)) {
        fixed = cursor.fixedPart("rtmsg", SIZE);
        shared[slot] = fixed;
      }
      AttributeSchema schema = RouteAttributes.SCHEMA.forFamily(AddressFamily.of(cursor.u8(0)));
      return new RouteMessage(fixed, null, cursor.attributes(SIZE, schema));
    };
  }

  /** A default route of a family, to be completed; in the machine's byte order. */
  public static RouteBuilder builder(AddressFamily family) {
    return builder(family, ByteOrder.nativeOrder());
  }

  /** A default route of a family, to be completed. */
  public static RouteBuilder builder(AddressFamily family, ByteOrder order) {
    return new RouteBuilder(family, order);
  }

  /**
   * The same route, to be changed, {@link #asAdded as it is added}. A scope other than the usual
   * one stays until it is set.
   *
   * @throws MalformedAttributeException if the attributes end in a defect
   */
  public RouteBuilder toBuilder() {
    return new RouteBuilder(asAdded());
  }

  /**
   * The route as the kernel takes it: of one that was listed, without what only a listing has.
   * Those are flags that tell the state of a link, counters, and the next hops that a next hop
   * object stands for; the time at which it expires becomes the time that it is to live.
   */
  public RouteMessage asAdded() {
    if (key != null) {
      return this;
    }
    RouteBuilder route = new RouteBuilder(this);
    route.flags(requested(flags()));
    attributes()
        .get(RouteAttributes.CACHEINFO)
        .filter(info -> info.expires() > 0)
        .ifPresent(info -> route.set(RouteAttributes.EXPIRES, info.expires() / TICKS));
    route.without(RouteAttributes.CACHEINFO);
    OptionalLong hopId = attributes().get(RouteAttributes.NH_ID);
    if (hopId.isPresent()) {
      route.nextHopId(hopId.getAsLong());
    } else if (!nextHops().isEmpty()) {
      route.nextHops(
          nextHops().stream()
              .map(
                  hop ->
                      new NextHop(
                          hop.family(),
                          requested(hop.flags()),
                          hop.weight(),
                          hop.outputInterface(),
                          hop.attributes()))
              .toList());
    }
    return route.build();
  }

  private static RouteFlags requested(RouteFlags listed) {
    return new RouteFlags(listed.bits() & REQUESTED);
  }

  /**
   * What names the route in a request to delete it: all of it, if it was listed; of one that was
   * built what was set, so that the kernel does not look for the rest.
   */
  public RouteMessage asDeleted() {
    return key == null ? asAdded() : new RouteMessage(key.clone(), key, attributes());
  }

  /** What the route does with a packet. */
  public RouteType type() {
    return RouteType.of(header().u8(TYPE));
  }

  /** How far the destination is. */
  public RouteScope scope() {
    return RouteScope.of(header().u8(SCOPE));
  }

  /** Who installed it. */
  public RouteProtocol protocol() {
    return RouteProtocol.of(header().u8(PROTOCOL));
  }

  /** Type of service; 0 for any. */
  public int tos() {
    return header().u8(TOS);
  }

  /** The flags of the route or, if it has a single next hop, of that one. */
  public RouteFlags flags() {
    return new RouteFlags(header().u32(FLAGS));
  }

  /** The table, above 255 too. */
  public RouteTable table() {
    return RouteTable.of(attributes().get(RouteAttributes.TABLE).orElse(tableInHeader()));
  }

  /** The u8 of the fixed part; {@link RouteTable#COMPAT} where an attribute has the number. */
  int tableInHeader() {
    return header().u8(TABLE);
  }

  /** The prefix length of the destination; 0 is a default route. */
  public int destinationLength() {
    return header().u8(DESTINATION_LENGTH);
  }

  /** The prefix length of the source; 0 for any source. */
  public int sourceLength() {
    return header().u8(SOURCE_LENGTH);
  }

  /** True for the prefix of length 0, whether {@code RTA_DST} is absent or zero. */
  public boolean isDefault() {
    return destinationLength() == 0;
  }

  /**
   * {@code RTA_DST} and its length; empty if the attribute is absent, as in most default routes.
   */
  public Optional<IpPrefix> destination() {
    return prefix(RouteAttributes.DST, destinationLength());
  }

  /** {@code RTA_SRC} and its length: the sources it is for. */
  public Optional<IpPrefix> source() {
    return prefix(RouteAttributes.SRC, sourceLength());
  }

  /** The gateway; empty if there is none, it is {@link #via}, or there are several next hops. */
  public Optional<IpAddress> gateway() {
    return attributes().get(RouteAttributes.GATEWAY);
  }

  /** The gateway of another family. */
  public Optional<Via> via() {
    return attributes().get(RouteAttributes.VIA);
  }

  /** The index of the output interface. */
  public OptionalInt outputInterface() {
    return attributes().get(RouteAttributes.OIF);
  }

  /**
   * The metric: of two routes to one prefix the lower is used. IPv4 routes of metric 0 have no such
   * attribute.
   */
  public OptionalLong priority() {
    return attributes().get(RouteAttributes.PRIORITY);
  }

  /** The source address of packets that have none yet. */
  public Optional<IpAddress> preferredSource() {
    return attributes().get(RouteAttributes.PREFSRC);
  }

  /** The path metrics. */
  public Optional<RouteMetrics> metrics() {
    return attributes().get(RouteAttributes.METRICS);
  }

  /** The next hops of a multipath route; empty for any other. */
  public List<NextHop> nextHops() {
    return attributes().get(RouteAttributes.MULTIPATH).orElse(List.of());
  }

  /** How it wraps the packets it forwards. */
  public Optional<Encapsulation> encapsulation() {
    return attributes().get(RouteAttributes.ENCAP);
  }

  /** The label that an MPLS route is for, as a stack of one; empty for any other. */
  public List<MplsLabel> labels() {
    return labels(RouteAttributes.DST);
  }

  /** The labels that an MPLS route puts in its place; empty for any other. */
  public List<MplsLabel> newLabels() {
    return labels(RouteAttributes.NEWDST);
  }

  private List<MplsLabel> labels(AttributeType type) {
    return family().equals(AddressFamily.MPLS)
        ? attributes().find(type).map(MplsLabel.STACK::read).orElse(List.of())
        : List.of();
  }

  /** The preference of the router that announced an IPv6 route. */
  public Optional<RouterPreference> preference() {
    return attributes().get(RouteAttributes.PREF);
  }

  /** The realms. */
  public Optional<Realms> realms() {
    return attributes().get(RouteAttributes.FLOW);
  }

  /** The index of the input interface, in the answer to a lookup or in a multicast route. */
  public OptionalInt inputInterface() {
    return attributes().get(RouteAttributes.IIF);
  }

  /** The firewall mark that a lookup was made with. */
  public OptionalLong mark() {
    return attributes().get(RouteAttributes.MARK);
  }

  /** The remaining lifetime in seconds ({@code RTA_EXPIRES}). */
  public OptionalLong expires() {
    return attributes().get(RouteAttributes.EXPIRES);
  }

  /** What the kernel remembers of its use. */
  public Optional<RouteCacheInfo> cacheInfo() {
    return attributes().get(RouteAttributes.CACHEINFO);
  }

  @Override
  protected List<Supplier<?>> readings() {
    return List.of(this::destination, this::source);
  }

  @Override
  protected String text(InterfaceNames names) {
    return new RouteText(this, names).print();
  }
}

package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.encapsulation.LightweightTunnel;
import dev.routeswitcher.netlink.encapsulation.MplsLabel;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.AddressValue;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.Printed;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A route ({@code RTM_NEWROUTE}, {@code struct rtmsg} and {@code RTA_*}).
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read; an
 * address must be of the route's family.
 *
 * @param header the fixed part
 * @param attributes all attributes as they are on the wire
 */
public record RouteMessage(RouteHeader header, Attributes attributes) implements RtnetlinkMessage {
  static final int ATTRIBUTES_AT = NetlinkHeader.LENGTH + RouteHeader.SIZE;

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct rtmsg}
   */
  public static RouteMessage read(MessageCursor cursor) {
    RouteHeader header = RouteHeader.read(cursor);
    return new RouteMessage(
        header, cursor.attributes(RouteHeader.SIZE, RouteAttributes.schema(header.family())));
  }

  /**
   * A reader of many routes, as {@link #read}, that shares what they have in common. Not
   * thread-safe.
   */
  public static Function<MessageCursor, RouteMessage> reader() {
    RouteHeader.Reader headers = new RouteHeader.Reader();
    return cursor -> {
      RouteHeader header = headers.read(cursor);
      return new RouteMessage(
          header, cursor.attributes(RouteHeader.SIZE, RouteAttributes.schema(header.family())));
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
   * The same route, to be changed. Its scope and flags stay until they are set: of a route that was
   * listed, clear {@link RouteFlags#DEAD} and {@link RouteFlags#LINKDOWN}, which the kernel takes
   * from no one.
   *
   * @throws MalformedAttributeException if the attributes end in a defect
   */
  public RouteBuilder toBuilder() {
    return new RouteBuilder(this);
  }

  @Override
  public void writeTo(NetlinkWriter writer) {
    header.writeTo(writer);
    attributes.writeTo(writer);
  }

  /** The family of the destination. */
  @Override
  public AddressFamily family() {
    return header.family();
  }

  /** What the route does with a packet. */
  public RouteType type() {
    return header.type();
  }

  /** How far the destination is. */
  public RouteScope scope() {
    return header.scope();
  }

  /** Who installed it. */
  public RouteProtocol protocol() {
    return header.protocol();
  }

  /** Type of service; 0 for any. */
  public int tos() {
    return header.tos();
  }

  /** The flags of the route or, if it has a single way, of that way. */
  public RouteFlags flags() {
    return header.flags();
  }

  /** The table, above 255 too. */
  public RouteTable table() {
    return RouteTable.of(attributes.u32(RouteAttributes.TABLE).orElse(header.table()));
  }

  /** True for the prefix of length 0, whether {@code RTA_DST} is absent or zero. */
  public boolean isDefault() {
    return header.destinationLength() == 0;
  }

  /**
   * {@code RTA_DST} and its length; empty if the attribute is absent, as in most default routes.
   */
  public Optional<IpPrefix> destination() {
    return AddressValue.prefix(
        attributes, RouteAttributes.DST, family(), header.destinationLength());
  }

  /** {@code RTA_SRC} and its length: the sources it is for. */
  public Optional<IpPrefix> source() {
    return AddressValue.prefix(attributes, RouteAttributes.SRC, family(), header.sourceLength());
  }

  /** The gateway; empty if there is none, it is {@link #via}, or there are several ways. */
  public Optional<IpAddress> gateway() {
    return AddressValue.in(attributes, RouteAttributes.GATEWAY, family());
  }

  /** The gateway of another family. */
  public Optional<Via> via() {
    return attributes.find(RouteAttributes.VIA).map(Via::read);
  }

  /** The index of the output interface. */
  public OptionalInt outputInterface() {
    return attributes.s32(RouteAttributes.OIF);
  }

  /**
   * The metric: of two routes to one prefix the lower is used. IPv4 routes of metric 0 have no such
   * attribute.
   */
  public OptionalLong priority() {
    return attributes.u32(RouteAttributes.PRIORITY);
  }

  /** The source address of packets that have none yet. */
  public Optional<IpAddress> preferredSource() {
    return AddressValue.in(attributes, RouteAttributes.PREFSRC, family());
  }

  /** The path metrics. */
  public Optional<RouteMetrics> metrics() {
    return attributes.nested(RouteAttributes.METRICS).map(RouteMetrics::new);
  }

  /** The ways of a multipath route; empty for any other. */
  public List<NextHop> nextHops() {
    Optional<Attribute> multipath = attributes.find(RouteAttributes.MULTIPATH);
    return multipath.isPresent() ? NextHop.readAll(multipath.get(), family()) : List.of();
  }

  /** The next hop object it uses. */
  public OptionalLong nextHopId() {
    return attributes.u32(RouteAttributes.NH_ID);
  }

  /** How it wraps the packets it forwards. */
  public Optional<Encapsulation> encapsulation() {
    return LightweightTunnel.in(attributes, RouteAttributes.ENCAP_TYPE, RouteAttributes.ENCAP);
  }

  /** The label that an MPLS route is for, as a stack of one; empty for any other. */
  public List<MplsLabel> labels() {
    return labels(RouteAttributes.DST);
  }

  /** The labels that an MPLS route puts in its place; empty for any other. */
  public List<MplsLabel> newLabels() {
    return labels(RouteAttributes.NEWDST);
  }

  private List<MplsLabel> labels(int type) {
    return family().equals(AddressFamily.MPLS)
        ? attributes.find(type).map(MplsLabel::readStack).orElse(List.of())
        : List.of();
  }

  /** The preference of the router that announced an IPv6 route. */
  public Optional<RouterPreference> preference() {
    OptionalInt preference = attributes.u8(RouteAttributes.PREF);
    return preference.isPresent()
        ? Optional.of(RouterPreference.of(preference.getAsInt()))
        : Optional.empty();
  }

  /** The realms. */
  public Optional<Realms> realms() {
    return attributes.find(RouteAttributes.FLOW).map(Realms::read);
  }

  /** The index of the input interface, in the answer to a lookup or in a multicast route. */
  public OptionalInt inputInterface() {
    return attributes.s32(RouteAttributes.IIF);
  }

  /** The firewall mark that a lookup was made with. */
  public OptionalLong mark() {
    return attributes.u32(RouteAttributes.MARK);
  }

  /** The user id that a lookup was made with. */
  public OptionalLong user() {
    return attributes.u32(RouteAttributes.UID);
  }

  /** The remaining lifetime in seconds ({@code RTA_EXPIRES}). */
  public OptionalLong expires() {
    Optional<Attribute> found = attributes.find(RouteAttributes.EXPIRES);
    return found.isPresent() ? OptionalLong.of(found.get().uint()) : OptionalLong.empty();
  }

  /** What the kernel remembers of its use. */
  public Optional<RouteCacheInfo> cacheInfo() {
    return attributes.find(RouteAttributes.CACHEINFO).map(RouteCacheInfo::read);
  }

  /** One line as {@code ip route} prints it; interfaces by index: {@code dev if3}. */
  @Override
  public String toString() {
    return toText(InterfaceNames.BY_INDEX);
  }

  @Override
  public String toText(InterfaceNames names) {
    return Printed.printable(RouteText.of(this, names));
  }
}

package dev.routeswitcher.netlink.link;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.Printed;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A network interface ({@code RTM_NEWLINK}, {@code struct ifinfomsg} and {@code IFLA_*}).
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read.
 *
 * @param header the fixed part
 * @param attributes all attributes as they are on the wire
 */
public record LinkMessage(LinkHeader header, Attributes attributes) implements RtnetlinkMessage {
  static final int ATTRIBUTES_AT = NetlinkHeader.LENGTH + LinkHeader.SIZE;

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct ifinfomsg}
   */
  public static LinkMessage read(MessageCursor cursor) {
    LinkHeader header = LinkHeader.read(cursor);
    return new LinkMessage(header, cursor.attributes(LinkHeader.SIZE, LinkAttributes.SCHEMA));
  }

  /** What is to be changed of a link, or how a new one is to be; in the machine's byte order. */
  public static LinkBuilder builder() {
    return builder(ByteOrder.nativeOrder());
  }

  /** What is to be changed of a link, or how a new one is to be. */
  public static LinkBuilder builder(ByteOrder order) {
    return new LinkBuilder(order);
  }

  /** A message of these attributes. */
  public static LinkMessage of(LinkHeader header, AttributesBuilder attributes) {
    return new LinkMessage(header, attributes.build(ATTRIBUTES_AT, LinkAttributes.SCHEMA));
  }

  @Override
  public void writeTo(NetlinkWriter writer) {
    header.writeTo(writer);
    attributes.writeTo(writer);
  }

  /** {@link AddressFamily#UNSPEC}, but of a bridge's view of its ports. */
  @Override
  public AddressFamily family() {
    return header.family();
  }

  /** The interface's index: above 0, and its own as long as it exists. */
  public int index() {
    return header.index();
  }

  /** Its flags. */
  public LinkFlags flags() {
    return header.flags();
  }

  /** True if it is set up by the administrator ({@code IFF_UP}). */
  public boolean isUp() {
    return flags().has(LinkFlags.UP);
  }

  /** True if it has carrier ({@code IFF_LOWER_UP}). */
  public boolean isLowerUp() {
    return flags().has(LinkFlags.LOWER_UP);
  }

  /** Its name. */
  public Optional<String> name() {
    return attributes.text(LinkAttributes.IFNAME);
  }

  /** Its other names ({@code altname}). */
  public List<String> alternativeNames() {
    return attributes
        .nested(LinkAttributes.PROP_LIST)
        .map(Attributes::toList)
        .orElse(List.of())
        .stream()
        .filter(property -> property.type() == LinkAttributes.ALT_IFNAME)
        .map(Attribute::text)
        .toList();
  }

  /** Whether it can carry packets. */
  public Optional<OperationalState> operationalState() {
    OptionalInt state = attributes.u8(LinkAttributes.OPERSTATE);
    return state.isPresent()
        ? Optional.of(OperationalState.of(state.getAsInt()))
        : Optional.empty();
  }

  /** {@code IFLA_CARRIER}: 1 with carrier, 0 without. */
  public OptionalInt carrier() {
    return attributes.u8(LinkAttributes.CARRIER);
  }

  /** How often the carrier came or went. */
  public OptionalLong carrierChanges() {
    return attributes.u32(LinkAttributes.CARRIER_CHANGES);
  }

  /** The MTU in bytes. */
  public OptionalLong mtu() {
    return attributes.u32(LinkAttributes.MTU);
  }

  /** {@code IFLA_LINK}: the index of the link below, or of a veth's peer in its own namespace. */
  public OptionalInt link() {
    return attributes.s32(LinkAttributes.LINK);
  }

  /** {@link #link}, or the own index if there is none ({@code iflink} in sysfs). */
  public int lowerIndex() {
    return link().orElse(index());
  }

  /** The index of the bridge, bond or other link it belongs to. */
  public OptionalInt master() {
    return attributes.s32(LinkAttributes.MASTER);
  }

  /** The kind of a link made by software, such as {@code veth}; empty for most hardware. */
  public Optional<String> kind() {
    return info().flatMap(LinkInfo::kind);
  }

  /** What kind of link it is, and what is particular to that kind. */
  public Optional<LinkInfo> info() {
    return attributes.nested(LinkAttributes.LINKINFO).map(LinkInfo::new);
  }

  /** A description by the administrator. */
  public Optional<String> alias() {
    return attributes.text(LinkAttributes.IFALIAS);
  }

  /** The number of the group it is in; 0 by default. */
  public OptionalLong group() {
    return attributes.u32(LinkAttributes.GROUP);
  }

  /** The length of its send queue in packets. */
  public OptionalLong queueLength() {
    return attributes.u32(LinkAttributes.TXQLEN);
  }

  /** The name of its queueing discipline. */
  public Optional<String> queueingDiscipline() {
    return attributes.text(LinkAttributes.QDISC);
  }

  /** The id of the namespace that {@link #link} is in, if that is another. */
  public OptionalInt linkNamespace() {
    return attributes.s32(LinkAttributes.LINK_NETNSID);
  }

  /** Its link-layer address. */
  public Optional<LinkAddress> address() {
    return attributes.find(LinkAttributes.ADDRESS).map(a -> new LinkAddress(a.bytes()));
  }

  /** Its link-layer broadcast address; of a point-to-point link, the peer's address. */
  public Optional<LinkAddress> broadcast() {
    return attributes.find(LinkAttributes.BROADCAST).map(a -> new LinkAddress(a.bytes()));
  }

  /**
   * One line as {@code ip link} prints it, and the kind; a lower link by index: {@code eth0@if7}.
   */
  @Override
  public String toString() {
    return toText(InterfaceNames.BY_INDEX);
  }

  @Override
  public String toText(InterfaceNames names) {
    return Printed.printable(LinkText.of(this, names));
  }
}

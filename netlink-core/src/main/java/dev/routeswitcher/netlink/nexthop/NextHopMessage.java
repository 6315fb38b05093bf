package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.encapsulation.LightweightTunnel;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.AddressValue;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.Printed;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A next hop object ({@code RTM_NEWNEXTHOP}, {@code struct nhmsg} and {@code NHA_*}): a way, or a
 * group of ways, that many routes share by its number. ({@link NextHop} is a way that belongs to a
 * single multipath route.)
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read; an
 * address must be of the next hop's family.
 *
 * @param header the fixed part
 * @param attributes all attributes as they are on the wire
 */
public record NextHopMessage(NextHopHeader header, Attributes attributes)
    implements RtnetlinkMessage {
  static final int ATTRIBUTES_AT = NetlinkHeader.LENGTH + NextHopHeader.SIZE;

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct nhmsg}
   */
  public static NextHopMessage read(MessageCursor cursor) {
    NextHopHeader header = NextHopHeader.read(cursor);
    return new NextHopMessage(
        header, cursor.attributes(NextHopHeader.SIZE, NextHopAttributes.schema(header.family())));
  }

  /** A next hop of a family, to be completed; in the machine's byte order. */
  public static NextHopBuilder builder(AddressFamily family) {
    return builder(family, ByteOrder.nativeOrder());
  }

  /** A next hop of a family, {@link AddressFamily#UNSPEC} for a group, to be completed. */
  public static NextHopBuilder builder(AddressFamily family, ByteOrder order) {
    return new NextHopBuilder(family, order);
  }

  /**
   * The same next hop, to be changed. What only the kernel says, such as its scope, is left out.
   *
   * @throws MalformedAttributeException if the attributes end in a defect
   */
  public NextHopBuilder toBuilder() {
    return new NextHopBuilder(this);
  }

  @Override
  public void writeTo(NetlinkWriter writer) {
    header.writeTo(writer);
    attributes.writeTo(writer);
  }

  /** The family of the gateway; unspec for a group. */
  @Override
  public AddressFamily family() {
    return header.family();
  }

  /** Who installed it. */
  public RouteProtocol protocol() {
    return header.protocol();
  }

  /** How far the gateway is, in what the kernel says. */
  public RouteScope scope() {
    return header.scope();
  }

  /** The flags. */
  public RouteFlags flags() {
    return header.flags();
  }

  /** Its number. */
  public OptionalLong id() {
    return attributes.u32(NextHopAttributes.ID);
  }

  /** The gateway. */
  public Optional<IpAddress> gateway() {
    return AddressValue.in(attributes, NextHopAttributes.GATEWAY, family());
  }

  /** The index of the output interface. */
  public OptionalInt outputInterface() {
    return attributes.s32(NextHopAttributes.OIF);
  }

  /** True if it drops every packet. */
  public boolean isBlackhole() {
    return attributes.find(NextHopAttributes.BLACKHOLE).isPresent();
  }

  /** True if it is for a bridge's forwarding table. */
  public boolean isForwardingEntry() {
    return attributes.find(NextHopAttributes.FDB).isPresent();
  }

  /**
   * The members of a group; empty for a single next hop.
   *
   * <p>A weight is of 16 bits where the kernel says that it filled them in, and in a request that
   * names no group type. Elsewhere it is of 8 bits: kernels before 6.12 may leave anything in the
   * high byte.
   */
  public List<NextHopGroupMember> group() {
    Optional<Attribute> group = attributes.find(NextHopAttributes.GROUP);
    return group.isPresent()
        ? NextHopGroupMember.readAll(group.get(), hasWeightsOf16Bits(attributes))
        : List.of();
  }

  /** An answer always names the group's type. */
  static boolean hasWeightsOf16Bits(Attributes attributes) {
    return Printed.find(attributes, NextHopAttributes.GROUP_TYPE).isEmpty()
        || (Printed.u32(attributes, NextHopAttributes.OP_FLAGS).orElse(0)
                & NextHopAttributes.WEIGHTS_OF_16_BITS)
            != 0;
  }

  /** How it wraps the packets it forwards. */
  public Optional<Encapsulation> encapsulation() {
    return LightweightTunnel.in(attributes, NextHopAttributes.ENCAP_TYPE, NextHopAttributes.ENCAP);
  }

  /** How a group shares out traffic: 0 by hash thresholds, 1 resilient. */
  public OptionalInt groupType() {
    return attributes.u16(NextHopAttributes.GROUP_TYPE);
  }

  /** What is particular to a resilient group. */
  public Optional<ResilientGroup> resilientGroup() {
    return attributes.nested(NextHopAttributes.RES_GROUP).map(ResilientGroup::new);
  }

  /** One line as {@code ip nexthop} prints it; interfaces by index: {@code dev if3}. */
  @Override
  public String toString() {
    return toText(InterfaceNames.BY_INDEX);
  }

  @Override
  public String toText(InterfaceNames names) {
    return Printed.printable(NextHopText.of(this, names));
  }
}

package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.InterfaceNames;
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
 * A next hop object ({@code RTM_NEWNEXTHOP}, {@code struct nhmsg} and {@code NHA_*}): one next hop,
 * or a group of them, that many routes share by its number. ({@link NextHop} is one next hop of a
 * single multipath route.)
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read; an
 * address must be of the next hop's family.
 */
public final class NextHopMessage extends RtnetlinkMessage {
  // The size of struct nhmsg and the offsets of its fields, the family at 0.
  static final int SIZE = 8;
  static final int SCOPE = 1; // u8
  static final int PROTOCOL = 2; // u8
  static final int RESERVED = 3; // u8
  static final int FLAGS = 4; // u32

  NextHopMessage(byte[] fixed, Attributes attributes) {
    super(fixed, attributes);
  }

  private NextHopMessage(MessageCursor cursor) {
    super(cursor, "nhmsg", SIZE, NextHopAttributes.SCHEMA);
  }

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct nhmsg}
   */
  public static NextHopMessage read(MessageCursor cursor) {
    return new NextHopMessage(cursor);
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

  /** Who installed it. */
  public RouteProtocol protocol() {
    return RouteProtocol.of(header().u8(PROTOCOL));
  }

  /** How far the gateway is, in what the kernel says. */
  public RouteScope scope() {
    return RouteScope.of(header().u8(SCOPE));
  }

  /** The flags. */
  public RouteFlags flags() {
    return new RouteFlags(header().u32(FLAGS));
  }

  /** Its number. */
  public OptionalLong id() {
    return attributes().get(NextHopAttributes.ID);
  }

  /** The gateway. */
  public Optional<IpAddress> gateway() {
    return attributes().get(NextHopAttributes.GATEWAY);
  }

  /** The index of the output interface. */
  public OptionalInt outputInterface() {
    return attributes().get(NextHopAttributes.OIF);
  }

  /** True if it drops every packet. */
  public boolean isBlackhole() {
    return attributes().has(NextHopAttributes.BLACKHOLE);
  }

  /**
   * The members of a group; empty for a single next hop.
   *
   * <p>A weight is of 16 bits where the kernel says that it filled them in, and in a request that
   * names no group type. Elsewhere it is of 8 bits: kernels before 6.12 may leave anything in the
   * high byte.
   */
  public List<NextHopGroupMember> group() {
    return attributes().get(NextHopAttributes.GROUP).orElse(List.of());
  }

  /** How it wraps the packets it forwards. */
  public Optional<Encapsulation> encapsulation() {
    return attributes().get(NextHopAttributes.ENCAP);
  }

  /** What is particular to a resilient group. */
  public Optional<ResilientGroup> resilientGroup() {
    return attributes().get(NextHopAttributes.RES_GROUP);
  }

  @Override
  protected String text(InterfaceNames names) {
    return NextHopText.of(this, names);
  }
}

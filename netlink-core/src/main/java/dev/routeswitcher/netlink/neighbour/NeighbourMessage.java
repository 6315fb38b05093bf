package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteType;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A neighbour on a link ({@code RTM_NEWNEIGH}, {@code struct ndmsg} and {@code NDA_*}): an entry of
 * the ARP or ND cache, or of a bridge's forwarding table (family {@link AddressFamily#BRIDGE}).
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read.
 */
public final class NeighbourMessage extends RtnetlinkMessage {
  // The size of struct ndmsg and the offsets of its fields, the family at 0.
  static final int SIZE = 12;
  static final int INDEX = 4; // s32
  static final int STATE = 8; // u16
  static final int FLAGS = 10; // u8
  static final int TYPE = 11; // u8

  NeighbourMessage(byte[] fixed, Attributes attributes) {
    super(fixed, attributes);
  }

  private NeighbourMessage(MessageCursor cursor) {
    super(cursor, "ndmsg", SIZE, NeighbourAttributes.SCHEMA);
  }

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct ndmsg}
   */
  public static NeighbourMessage read(MessageCursor cursor) {
    return new NeighbourMessage(cursor);
  }

  /** A permanent neighbour of a family, to be completed; in the machine's byte order. */
  public static NeighbourBuilder builder(AddressFamily family) {
    return builder(family, ByteOrder.nativeOrder());
  }

  /** A permanent neighbour of a family, to be completed. */
  public static NeighbourBuilder builder(AddressFamily family, ByteOrder order) {
    return new NeighbourBuilder(family, order);
  }

  /**
   * The same neighbour, to be changed.
   *
   * @throws MalformedAttributeException if the attributes end in a defect
   */
  public NeighbourBuilder toBuilder() {
    return new NeighbourBuilder(this);
  }

  /** The index of the interface that it is on. */
  public int interfaceIndex() {
    return header().s32(INDEX);
  }

  /** Whether it can be reached. */
  public NeighbourState state() {
    return NeighbourState.of(header().u16(STATE));
  }

  /** What a route to it would be, such as {@link RouteType#UNICAST}; unspec in a request. */
  public RouteType type() {
    return RouteType.of(header().u8(TYPE));
  }

  /** All flags, those of {@code NDA_FLAGS_EXT} too. */
  public NeighbourFlags flags() {
    return flags(attributes().get(NeighbourAttributes.FLAGS_EXT).orElse(0));
  }

  NeighbourFlags flags(long extended) {
    return new NeighbourFlags(extended << 8 | header().u8(FLAGS));
  }

  /**
   * Its address; of a bridge's or tunnel's entry, the far end of the tunnel. Where the family does
   * not say how long an address is, 4 bytes are IPv4 and 16 are IPv6.
   */
  public Optional<IpAddress> destination() {
    return attributes().get(NeighbourAttributes.DST);
  }

  /** Its link-layer address; empty while it is not resolved, of no bytes where links have none. */
  public Optional<LinkAddress> linkLayerAddress() {
    return attributes().get(NeighbourAttributes.LLADDR);
  }

  /** Who made the entry, if somebody said. */
  public Optional<RouteProtocol> protocol() {
    return attributes().get(NeighbourAttributes.PROTOCOL);
  }

  /** The index of the bridge that has the entry. */
  public OptionalInt master() {
    return attributes().get(NeighbourAttributes.MASTER);
  }

  /** The ages of the entry. */
  public Optional<NeighbourCacheInfo> cacheInfo() {
    return attributes().get(NeighbourAttributes.CACHEINFO);
  }

  @Override
  protected String text(InterfaceNames names) {
    return NeighbourText.of(this, names);
  }
}

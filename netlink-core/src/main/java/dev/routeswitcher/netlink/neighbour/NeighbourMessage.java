package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.message.AddressValue;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.Printed;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A neighbour on a link ({@code RTM_NEWNEIGH}, {@code struct ndmsg} and {@code NDA_*}): an entry of
 * the ARP or ND cache, or of a bridge's forwarding table (family {@link AddressFamily#BRIDGE}).
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read.
 *
 * @param header the fixed part
 * @param attributes all attributes as they are on the wire
 */
public record NeighbourMessage(NeighbourHeader header, Attributes attributes)
    implements RtnetlinkMessage {
  static final int ATTRIBUTES_AT = NetlinkHeader.LENGTH + NeighbourHeader.SIZE;

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct ndmsg}
   */
  public static NeighbourMessage read(MessageCursor cursor) {
    NeighbourHeader header = NeighbourHeader.read(cursor);
    return new NeighbourMessage(
        header,
        cursor.attributes(NeighbourHeader.SIZE, NeighbourAttributes.schema(header.family())));
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

  @Override
  public void writeTo(NetlinkWriter writer) {
    header.writeTo(writer);
    attributes.writeTo(writer);
  }

  /** The family of its address; {@link AddressFamily#BRIDGE} for a forwarding entry. */
  @Override
  public AddressFamily family() {
    return header.family();
  }

  /** The index of the interface that it is on. */
  public int interfaceIndex() {
    return header.index();
  }

  /** Whether it can be reached. */
  public NeighbourState state() {
    return header.state();
  }

  /** All flags, those of {@code NDA_FLAGS_EXT} too. */
  public NeighbourFlags flags() {
    long extended = attributes.u32(NeighbourAttributes.FLAGS_EXT).orElse(0);
    return NeighbourFlags.of(extended << 8 | header.flags());
  }

  /**
   * Its address; of a bridge's or tunnel's entry, the far end of the tunnel. Where the family does
   * not say how long an address is, 4 bytes are IPv4 and 16 are IPv6.
   */
  public Optional<IpAddress> destination() {
    return attributes.find(NeighbourAttributes.DST).map(a -> address(a, family()));
  }

  static IpAddress address(Attribute attribute, AddressFamily family) {
    boolean told = AddressValue.length(family) != 0;
    return told ? AddressValue.read(attribute, family) : attribute.ipAddress();
  }

  /** Its link-layer address; empty while it is not resolved, of no bytes where links have none. */
  public Optional<LinkAddress> linkLayerAddress() {
    return attributes.find(NeighbourAttributes.LLADDR).map(a -> new LinkAddress(a.bytes()));
  }

  /** Who made the entry, if somebody said. */
  public Optional<RouteProtocol> protocol() {
    OptionalInt protocol = attributes.u8(NeighbourAttributes.PROTOCOL);
    return protocol.isPresent()
        ? Optional.of(RouteProtocol.of(protocol.getAsInt()))
        : Optional.empty();
  }

  /** How many probes were sent. */
  public OptionalLong probes() {
    return attributes.u32(NeighbourAttributes.PROBES);
  }

  /** The index of the bridge that has the entry. */
  public OptionalLong master() {
    return attributes.u32(NeighbourAttributes.MASTER);
  }

  /** The VLAN of a bridge's entry. */
  public OptionalInt vlan() {
    return attributes.u16(NeighbourAttributes.VLAN);
  }

  /** The ages of the entry. */
  public Optional<NeighbourCacheInfo> cacheInfo() {
    return attributes.find(NeighbourAttributes.CACHEINFO).map(NeighbourCacheInfo::read);
  }

  /** One line as {@code ip neigh} prints it; interfaces by index: {@code dev if3}. */
  @Override
  public String toString() {
    return toText(InterfaceNames.BY_INDEX);
  }

  @Override
  public String toText(InterfaceNames names) {
    return Printed.printable(NeighbourText.of(this, names));
  }
}

package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.message.AddressValue;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteType;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Makes a {@link NeighbourMessage}. What is not said is as {@code ip neigh add} has it: a permanent
 * entry without flags. Not thread-safe.
 */
public final class NeighbourBuilder {
  private final AddressFamily family;
  private final AttributesBuilder attributes;
  private int pad1;
  private int pad2;
  private int index;
  private NeighbourState state = NeighbourState.PERMANENT;
  private int flags;
  private RouteType type = RouteType.UNSPEC;

  NeighbourBuilder(AddressFamily family, ByteOrder order) {
    this.family = family;
    this.attributes = new AttributesBuilder(order);
  }

  NeighbourBuilder(NeighbourMessage neighbour) {
    NeighbourHeader header = neighbour.header();
    this.family = header.family();
    this.attributes = new AttributesBuilder(neighbour.attributes());
    this.pad1 = header.pad1();
    this.pad2 = header.pad2();
    this.index = header.index();
    this.state = header.state();
    this.flags = header.flags();
    this.type = header.type();
  }

  /** The index of the interface that it is on. */
  public NeighbourBuilder interfaceIndex(int newIndex) {
    this.index = newIndex;
    return this;
  }

  /** Its address; in a bridge's or tunnel's entry, the far end of the tunnel. */
  public NeighbourBuilder destination(IpAddress destination) {
    if (AddressValue.length(family) != 0 && !destination.family().equals(family)) {
      throw new IllegalArgumentException(destination + " is not of family " + family);
    }
    attributes.address(NeighbourAttributes.DST, destination);
    return this;
  }

  /** Its link-layer address. */
  public NeighbourBuilder linkLayerAddress(LinkAddress address) {
    attributes.bytes(NeighbourAttributes.LLADDR, address.bytes());
    return this;
  }

  /** The state to set. */
  public NeighbourBuilder state(NeighbourState newState) {
    this.state = newState;
    return this;
  }

  /** All flags; those beyond the header's byte go into {@code NDA_FLAGS_EXT}. */
  public NeighbourBuilder flags(NeighbourFlags newFlags) {
    this.flags = newFlags.inHeader();
    if (newFlags.extended() == 0) {
      attributes.remove(NeighbourAttributes.FLAGS_EXT);
    } else {
      attributes.u32(NeighbourAttributes.FLAGS_EXT, newFlags.extended());
    }
    return this;
  }

  /** Who makes the entry. */
  public NeighbourBuilder protocol(RouteProtocol protocol) {
    attributes.u8(NeighbourAttributes.PROTOCOL, protocol.value());
    return this;
  }

  /** The VLAN of a bridge's entry. */
  public NeighbourBuilder vlan(int vlan) {
    attributes.u16(NeighbourAttributes.VLAN, vlan);
    return this;
  }

  /**
   * Any attribute.
   *
   * @param rawType the type with any flag bits
   */
  public NeighbourBuilder attribute(int rawType, Consumer<NetlinkWriter> payload) {
    attributes.set(rawType, payload);
    return this;
  }

  /** Removes an attribute, such as one that the neighbour was read with. */
  public NeighbourBuilder without(int attributeType) {
    attributes.remove(attributeType);
    return this;
  }

  /** The neighbour. */
  public NeighbourMessage build() {
    return new NeighbourMessage(
        new NeighbourHeader(family, pad1, pad2, index, state, flags, type),
        attributes.build(NeighbourMessage.ATTRIBUTES_AT, NeighbourAttributes.schema(family)));
  }
}

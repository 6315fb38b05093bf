package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.message.MessageBuilder;
import dev.routeswitcher.netlink.route.RouteProtocol;
import java.nio.ByteOrder;

/**
 * Makes a {@link NeighbourMessage}. What is not set is as {@code ip neigh add} has it: a permanent
 * entry without flags. Not thread-safe.
 */
public final class NeighbourBuilder extends MessageBuilder<NeighbourBuilder> {
  NeighbourBuilder(AddressFamily family, ByteOrder order) {
    super(family, NeighbourMessage.SIZE, order);
    state(NeighbourState.PERMANENT);
  }

  NeighbourBuilder(NeighbourMessage neighbour) {
    super(neighbour);
  }

  /** The index of the interface that it is on. */
  public NeighbourBuilder interfaceIndex(int newIndex) {
    return s32(NeighbourMessage.INDEX, newIndex);
  }

  /** Its address; in a bridge's or tunnel's entry, the far end of the tunnel. */
  public NeighbourBuilder destination(IpAddress destination) {
    return set(
        NeighbourAttributes.DST,
        family().addressLength() == 0 ? destination : requireFamily(destination));
  }

  /** Its link-layer address. */
  public NeighbourBuilder linkLayerAddress(LinkAddress address) {
    return set(NeighbourAttributes.LLADDR, address);
  }

  /** The state to set. */
  public NeighbourBuilder state(NeighbourState newState) {
    return u16(NeighbourMessage.STATE, "neighbour state", newState.bits());
  }

  /** All flags; those beyond the header's byte go into {@code NDA_FLAGS_EXT}. */
  public NeighbourBuilder flags(NeighbourFlags newFlags) {
    u8(NeighbourMessage.FLAGS, "flags", newFlags.inHeader());
    return newFlags.extended() == 0
        ? without(NeighbourAttributes.FLAGS_EXT)
        : set(NeighbourAttributes.FLAGS_EXT, newFlags.extended());
  }

  /** Who makes the entry. */
  public NeighbourBuilder protocol(RouteProtocol protocol) {
    return set(NeighbourAttributes.PROTOCOL, protocol);
  }

  /** The neighbour. */
  public NeighbourMessage build() {
    return new NeighbourMessage(fixed(), attributes(NeighbourAttributes.SCHEMA));
  }
}

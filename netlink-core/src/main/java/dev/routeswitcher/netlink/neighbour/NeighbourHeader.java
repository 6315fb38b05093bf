package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.Names;
import dev.routeswitcher.netlink.route.RouteType;

/**
 * The fixed part of a neighbour message ({@code struct ndmsg}).
 *
 * @param family of the neighbour's address; {@link AddressFamily#BRIDGE} for a forwarding entry
 * @param pad1 u8 without a meaning, 0 from the kernel
 * @param pad2 u16 without a meaning, 0 from the kernel
 * @param index of the interface
 * @param state whether it can be reached
 * @param flags u8; {@link NeighbourMessage#flags} has all of them
 * @param type what a route to it would be: {@link RouteType#UNICAST} and others; 0 in a request
 */
public record NeighbourHeader(
    AddressFamily family,
    int pad1,
    int pad2,
    int index,
    NeighbourState state,
    int flags,
    RouteType type) {
  static final int SIZE = 12;

  public NeighbourHeader {
    Names.requireU8("ndm_pad1", pad1);
    Names.requireU16("ndm_pad2", pad2);
    Names.requireU8("ndm_flags", flags);
  }

  static NeighbourHeader read(MessageCursor cursor) {
    cursor.requireBody("ndmsg", SIZE);
    return new NeighbourHeader(
        AddressFamily.of(cursor.u8(0)),
        cursor.u8(1),
        cursor.u16(2),
        cursor.s32(4),
        NeighbourState.of(cursor.u16(8)),
        cursor.u8(10),
        RouteType.of(cursor.u8(11)));
  }

  void writeTo(NetlinkWriter writer) {
    writer.u8(family.value()).u8(pad1).u16(pad2).s32(index);
    writer.u16(state.bits()).u8(flags).u8(type.value());
  }
}

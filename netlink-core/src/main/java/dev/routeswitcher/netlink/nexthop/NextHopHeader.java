package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.Names;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;

/**
 * The fixed part of a next hop message ({@code struct nhmsg}).
 *
 * @param family of the gateway; unspec for a group
 * @param scope how far the gateway is; only the kernel says
 * @param protocol who installed it
 * @param reserved u8 without a meaning, 0 from the kernel
 * @param flags {@code RTNH_F_*}, u32
 */
public record NextHopHeader(
    AddressFamily family,
    RouteScope scope,
    RouteProtocol protocol,
    int reserved,
    RouteFlags flags) {
  static final int SIZE = 8;

  public NextHopHeader {
    Names.requireU8("resvd", reserved);
  }

  static NextHopHeader read(MessageCursor cursor) {
    cursor.requireBody("nhmsg", SIZE);
    return new NextHopHeader(
        AddressFamily.of(cursor.u8(0)),
        RouteScope.of(cursor.u8(1)),
        RouteProtocol.of(cursor.u8(2)),
        cursor.u8(3),
        RouteFlags.of(cursor.u32(4)));
  }

  void writeTo(NetlinkWriter writer) {
    writer.u8(family.value()).u8(scope.value()).u8(protocol.value()).u8(reserved);
    writer.u32(flags.bits());
  }
}

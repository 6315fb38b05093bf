package dev.routeswitcher.netlink.address;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.Names;
import dev.routeswitcher.netlink.route.RouteScope;

/**
 * The fixed part of an address message ({@code struct ifaddrmsg}).
 *
 * @param family of the address
 * @param prefixLength 0 to 32 or 0 to 128
 * @param flags u8; {@link AddressMessage#flags} has all of them
 * @param scope how far it is valid
 * @param index of the interface, a u32 here
 */
public record AddressHeader(
    AddressFamily family, int prefixLength, int flags, RouteScope scope, long index) {
  static final int SIZE = 8;

  public AddressHeader {
    Names.requireU8("prefix length", prefixLength);
    Names.requireU8("ifa_flags", flags);
    Names.requireU32("interface index", index);
  }

  static AddressHeader read(MessageCursor cursor) {
    cursor.requireBody("ifaddrmsg", SIZE);
    return new AddressHeader(
        AddressFamily.of(cursor.u8(0)),
        cursor.u8(1),
        cursor.u8(2),
        RouteScope.of(cursor.u8(3)),
        cursor.u32(4));
  }

  void writeTo(NetlinkWriter writer) {
    writer.u8(family.value()).u8(prefixLength).u8(flags).u8(scope.value()).u32(index);
  }
}

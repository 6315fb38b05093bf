package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.Names;
import org.jspecify.annotations.Nullable;

/**
 * The fixed part of a route message ({@code struct rtmsg}).
 *
 * @param family of the destination
 * @param destinationLength prefix length; 0 is a default route
 * @param sourceLength prefix length of the source; 0 for any source
 * @param tos type of service (IPv4); 0 for any
 * @param table u8; {@link RouteMessage#table} is the whole number
 * @param protocol who installed it
 * @param scope how far the destination is
 * @param type what it does
 * @param flags u32
 */
public record RouteHeader(
    AddressFamily family,
    int destinationLength,
    int sourceLength,
    int tos,
    int table,
    RouteProtocol protocol,
    RouteScope scope,
    RouteType type,
    RouteFlags flags) {
  static final int SIZE = 12;

  public RouteHeader {
    Names.requireU8("destination length", destinationLength);
    Names.requireU8("source length", sourceLength);
    Names.requireU8("tos", tos);
    Names.requireU8("rtm_table", table);
  }

  static RouteHeader read(MessageCursor cursor) {
    cursor.requireBody("rtmsg", SIZE);
    return new RouteHeader(
        AddressFamily.of(cursor.u8(0)),
        cursor.u8(1),
        cursor.u8(2),
        cursor.u8(3),
        cursor.u8(4),
        RouteProtocol.of(cursor.u8(5)),
        RouteScope.of(cursor.u8(6)),
        RouteType.of(cursor.u8(7)),
        RouteFlags.of(cursor.u32(8)));
  }

  /** Reads the headers of a listing, where few differ: equal ones are mostly one object. */
  static final class Reader {
    private final long[] fields = new long[256];
    private final long[] flags = new long[256];
    private final @Nullable RouteHeader[] headers = new RouteHeader[256];

    RouteHeader read(MessageCursor cursor) {
      cursor.requireBody("rtmsg", SIZE);
      int slot = cursor.u8(1);
      long newFields = cursor.u32(0) << 32 | cursor.u32(4);
      long newFlags = cursor.u32(8);
      RouteHeader header = headers[slot];
      if (header == null || fields[slot] != newFields || flags[slot] != newFlags) {
        header = RouteHeader.read(cursor);
        headers[slot] = header;
        fields[slot] = newFields;
        flags[slot] = newFlags;
      }
      return header;
    }
  }

  void writeTo(NetlinkWriter writer) {
    writer.u8(family.value()).u8(destinationLength).u8(sourceLength).u8(tos);
    writer.u8(table).u8(protocol.value()).u8(scope.value()).u8(type.value());
    writer.u32(flags.bits());
  }
}

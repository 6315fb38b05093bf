package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;

/**
 * The fixed part of a message of netfilter ({@code struct nfgenmsg}).
 *
 * @param family of the addresses; {@link AddressFamily#UNSPEC} for all of them in a request
 * @param version u8, {@code NFNETLINK_V0}
 * @param resourceId u16 that some subsystems use; 0 in ctnetlink
 */
public record NetfilterHeader(AddressFamily family, int version, int resourceId) {
  static final int SIZE = 4;

  public NetfilterHeader {
    if (version >>> 8 != 0 || resourceId >>> 16 != 0) {
      throw new IllegalArgumentException("no u8 and u16: " + version + ", " + resourceId);
    }
  }

  static NetfilterHeader read(MessageCursor cursor) {
    cursor.requireBody("nfgenmsg", SIZE);
    int resourceId = cursor.u8(2) << 8 | cursor.u8(3);
    return new NetfilterHeader(AddressFamily.of(cursor.u8(0)), cursor.u8(1), resourceId);
  }

  void writeTo(NetlinkWriter writer) {
    writer.u8(family.value()).u8(version).be16(resourceId);
  }
}

package dev.routeswitcher.netlink.link;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.Names;

/**
 * The fixed part of a link message ({@code struct ifinfomsg}).
 *
 * @param family unspec, but for a bridge's view of its ports
 * @param reserved u8 without a meaning, 0 from the kernel
 * @param hardwareType u16, {@code ARPHRD_*}
 * @param index the interface's index; 0 in a request that names it otherwise
 * @param flags its flags
 * @param change in a request, the flags to change; in an event, those that did
 */
public record LinkHeader(
    AddressFamily family,
    int reserved,
    int hardwareType,
    int index,
    LinkFlags flags,
    LinkFlags change) {
  static final int SIZE = 16;

  public LinkHeader {
    Names.requireU8("reserved", reserved);
    if (hardwareType >>> 16 != 0) {
      throw new IllegalArgumentException("hardware type must be a u16, is " + hardwareType);
    }
  }

  static LinkHeader read(MessageCursor cursor) {
    cursor.requireBody("ifinfomsg", SIZE);
    return new LinkHeader(
        AddressFamily.of(cursor.u8(0)),
        cursor.u8(1),
        cursor.u16(2),
        cursor.s32(4),
        LinkFlags.of(cursor.u32(8)),
        LinkFlags.of(cursor.u32(12)));
  }

  void writeTo(NetlinkWriter writer) {
    writer.u8(family.value()).u8(reserved).u16(hardwareType).s32(index);
    writer.u32(flags.bits()).u32(change.bits());
  }
}

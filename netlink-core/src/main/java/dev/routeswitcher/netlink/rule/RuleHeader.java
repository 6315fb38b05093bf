package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.Names;

/**
 * The fixed part of a rule message ({@code struct fib_rule_hdr}).
 *
 * @param family of the packets
 * @param destinationLength prefix length; 0 for any destination
 * @param sourceLength prefix length; 0 for any source
 * @param tos type of service; 0 for any
 * @param table u8; {@link RuleMessage#table} is the whole number
 * @param reserved1 u8 without a meaning, 0 from the kernel
 * @param reserved2 u8 without a meaning, 0 from the kernel
 * @param action what it does
 * @param flags u32
 */
public record RuleHeader(
    AddressFamily family,
    int destinationLength,
    int sourceLength,
    int tos,
    int table,
    int reserved1,
    int reserved2,
    RuleAction action,
    RuleFlags flags) {
  static final int SIZE = 12;

  public RuleHeader {
    Names.requireU8("destination length", destinationLength);
    Names.requireU8("source length", sourceLength);
    Names.requireU8("tos", tos);
    Names.requireU8("table", table);
    Names.requireU8("res1", reserved1);
    Names.requireU8("res2", reserved2);
  }

  static RuleHeader read(MessageCursor cursor) {
    cursor.requireBody("fib_rule_hdr", SIZE);
    return new RuleHeader(
        AddressFamily.of(cursor.u8(0)),
        cursor.u8(1),
        cursor.u8(2),
        cursor.u8(3),
        cursor.u8(4),
        cursor.u8(5),
        cursor.u8(6),
        RuleAction.of(cursor.u8(7)),
        RuleFlags.of(cursor.u32(8)));
  }

  void writeTo(NetlinkWriter writer) {
    writer.u8(family.value()).u8(destinationLength).u8(sourceLength).u8(tos);
    writer.u8(table).u8(reserved1).u8(reserved2).u8(action.value());
    writer.u32(flags.bits());
  }
}

package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.AddressValue;
import dev.routeswitcher.netlink.route.Realms;
import dev.routeswitcher.netlink.route.RouteProtocol;

/** Attribute types of a rule message ({@code FRA_*}, without the prefix). */
public final class RuleAttributes {
  /** The destination; its length is in the header. */
  public static final int DST = 1;

  /** The source; its length is in the header. */
  public static final int SRC = 2;

  /** The name of the input interface. */
  public static final int IIFNAME = 3;

  /** The priority of the rule to go to (u32). */
  public static final int GOTO = 4;

  /** The priority (u32): rules are asked from the lowest to the highest. */
  public static final int PRIORITY = 6;

  /** The firewall mark (u32). */
  public static final int FWMARK = 10;

  /** {@link Realms}. */
  public static final int FLOW = 11;

  /** The tunnel's key (u64 in network byte order). */
  public static final int TUN_ID = 12;

  /** The group of interfaces whose routes are not taken (s32); -1 for none. */
  public static final int SUPPRESS_IFGROUP = 13;

  /** Routes with prefixes of this length or less are not taken (s32); -1 for none. */
  public static final int SUPPRESS_PREFIXLEN = 14;

  /** The table (u32), in place of the header's u8. */
  public static final int TABLE = 15;

  /** The bits of the firewall mark that count (u32). */
  public static final int FWMASK = 16;

  /** The name of the output interface. */
  public static final int OIFNAME = 17;

  /** 1 if the table is that of the interface's VRF (u8). */
  public static final int L3MDEV = 19;

  /** {@link UserRange}. */
  public static final int UID_RANGE = 20;

  /** Who made the rule: {@link RouteProtocol} (u8). */
  public static final int PROTOCOL = 21;

  /** The IP protocol, such as 6 for TCP (u8). */
  public static final int IP_PROTO = 22;

  /** The source ports: {@link PortRange}. */
  public static final int SPORT_RANGE = 23;

  /** The destination ports: {@link PortRange}. */
  public static final int DPORT_RANGE = 24;

  /** The DSCP (u8, 0 to 63). */
  public static final int DSCP = 25;

  /** The IPv6 flow label (u32 in network byte order). */
  public static final int FLOWLABEL = 26;

  /** The bits of the flow label that count (u32 in network byte order). */
  public static final int FLOWLABEL_MASK = 27;

  /** The bits of the source port that count (u16). */
  public static final int SPORT_MASK = 28;

  /** The bits of the destination port that count (u16). */
  public static final int DPORT_MASK = 29;

  /** The bits of the DSCP that count (u8). */
  public static final int DSCP_MASK = 30;

  private static final AttributeSchema ANY = schema(0);
  private static final AttributeSchema INET = schema(4);
  private static final AttributeSchema INET6 = schema(16);

  private RuleAttributes() {}

  /** The schema for rules of a family: it decides how long an address is. */
  public static AttributeSchema schema(AddressFamily family) {
    return switch (AddressValue.length(family)) {
      case 4 -> INET;
      case 16 -> INET6;
      default -> ANY;
    };
  }

  private static AttributeSchema schema(int addressLength) {
    AddressValue address = new AddressValue(addressLength);
    return AttributeSchema.builder("FRA_")
        .value(DST, "DST", address)
        .value(SRC, "SRC", address)
        .raw(IIFNAME, "IIFNAME")
        .value(GOTO, "GOTO", Attribute::u32)
        .raw(5, "UNUSED2")
        .value(PRIORITY, "PRIORITY", Attribute::u32)
        .raw(7, "UNUSED3")
        .raw(8, "UNUSED4")
        .raw(9, "UNUSED5")
        .value(FWMARK, "FWMARK", Attribute::u32)
        .value(FLOW, "FLOW", Attribute::u32)
        .value(TUN_ID, "TUN_ID", Attribute::be64)
        .value(SUPPRESS_IFGROUP, "SUPPRESS_IFGROUP", Attribute::s32)
        .value(SUPPRESS_PREFIXLEN, "SUPPRESS_PREFIXLEN", Attribute::s32)
        .value(TABLE, "TABLE", Attribute::u32)
        .value(FWMASK, "FWMASK", Attribute::u32)
        .raw(OIFNAME, "OIFNAME")
        .raw(18, "PAD")
        .value(L3MDEV, "L3MDEV", Attribute::u8)
        .value(UID_RANGE, "UID_RANGE", UserRange::read)
        .value(PROTOCOL, "PROTOCOL", Attribute::u8)
        .value(IP_PROTO, "IP_PROTO", Attribute::u8)
        .value(SPORT_RANGE, "SPORT_RANGE", PortRange::read)
        .value(DPORT_RANGE, "DPORT_RANGE", PortRange::read)
        .value(DSCP, "DSCP", Attribute::u8)
        .value(FLOWLABEL, "FLOWLABEL", Attribute::be32)
        .value(FLOWLABEL_MASK, "FLOWLABEL_MASK", Attribute::be32)
        .value(SPORT_MASK, "SPORT_MASK", Attribute::u16)
        .value(DPORT_MASK, "DPORT_MASK", Attribute::u16)
        .value(DSCP_MASK, "DSCP_MASK", Attribute::u8)
        .build();
  }
}

package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType.Of;
import dev.routeswitcher.netlink.codec.AttributeType.OfInt;
import dev.routeswitcher.netlink.codec.AttributeType.OfLong;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.route.Realms;
import dev.routeswitcher.netlink.route.RouteProtocol;

/** Attribute types of a rule message ({@code FRA_*}, without the prefix). */
public final class RuleAttributes {
  private static final AttributeSchema.Builder FRA = AttributeSchema.builder("FRA_");

  /** The destination; its length is in the header. */
  public static final Of<IpAddress> DST = FRA.address(1, "DST");

  /** The source; its length is in the header. */
  public static final Of<IpAddress> SRC = FRA.address(2, "SRC");

  /** The name of the input interface. */
  public static final Of<String> IIFNAME = FRA.text(3, "IIFNAME");

  /** The priority of the rule to go to (u32). */
  public static final OfLong GOTO = FRA.u32(4, "GOTO");

  /** The priority (u32): rules are evaluated from the lowest to the highest. */
  public static final OfLong PRIORITY = FRA.u32(6, "PRIORITY");

  /** The firewall mark (u32). */
  public static final OfLong FWMARK = FRA.u32(10, "FWMARK");

  /** {@link Realms}. */
  public static final Of<Realms> FLOW = FRA.of(11, "FLOW", Realms.FORM);

  /** The tunnel's key (u64 in network byte order). */
  public static final OfLong TUN_ID = FRA.be64(12, "TUN_ID");

  /** The group of interfaces whose routes are not taken (s32); -1 for none. */
  public static final OfInt SUPPRESS_IFGROUP = FRA.s32(13, "SUPPRESS_IFGROUP");

  /** Routes with prefixes of this length or less are not taken (s32); -1 for none. */
  public static final OfInt SUPPRESS_PREFIXLEN = FRA.s32(14, "SUPPRESS_PREFIXLEN");

  /** The table (u32), in place of the header's u8. */
  public static final OfLong TABLE = FRA.u32(15, "TABLE");

  /** The bits of the firewall mark that count (u32). */
  public static final OfLong FWMASK = FRA.u32(16, "FWMASK");

  /** The name of the output interface. */
  public static final Of<String> OIFNAME = FRA.text(17, "OIFNAME");

  /** 1 if the table is that of the interface's VRF (u8). */
  public static final OfInt L3MDEV = FRA.u8(19, "L3MDEV");

  /** {@link UserRange}. */
  public static final Of<UserRange> UID_RANGE = FRA.of(20, "UID_RANGE", UserRange.FORM);

  /** Who made the rule: {@link RouteProtocol} (u8). */
  public static final Of<RouteProtocol> PROTOCOL = FRA.of(21, "PROTOCOL", RouteProtocol.FORM);

  /** The IP protocol, such as 6 for TCP (u8). */
  public static final OfInt IP_PROTO = FRA.u8(22, "IP_PROTO");

  /** The source ports: {@link PortRange}. */
  public static final Of<PortRange> SPORT_RANGE = FRA.of(23, "SPORT_RANGE", PortRange.FORM);

  /** The destination ports: {@link PortRange}. */
  public static final Of<PortRange> DPORT_RANGE = FRA.of(24, "DPORT_RANGE", PortRange.FORM);

  /** The DSCP (u8, 0 to 63). Since Linux 6.13. */
  public static final OfInt DSCP = FRA.u8(25, "DSCP");

  /** The IPv6 flow label (u32 of 20 bits in network byte order). Since Linux 6.14. */
  public static final OfLong FLOWLABEL = FRA.be32(26, "FLOWLABEL");

  /** The bits of the flow label that count (u32 in network byte order). */
  public static final OfLong FLOWLABEL_MASK = FRA.be32(27, "FLOWLABEL_MASK");

  /** The bits of a single source port that count (u16). Since Linux 6.15. */
  public static final OfInt SPORT_MASK = FRA.u16(28, "SPORT_MASK");

  /** The bits of a single destination port that count (u16). Since Linux 6.15. */
  public static final OfInt DPORT_MASK = FRA.u16(29, "DPORT_MASK");

  /** The bits of the DSCP that count (u8). Since Linux 6.15. */
  public static final OfInt DSCP_MASK = FRA.u8(30, "DSCP_MASK");

  static {
    FRA.opaque(5, "UNUSED2");
    FRA.opaque(7, "UNUSED3", "UNUSED4", "UNUSED5");
    FRA.opaque(18, "PAD");
  }

  /** All of them. */
  public static final AttributeSchema SCHEMA = FRA.build();

  private RuleAttributes() {}
}

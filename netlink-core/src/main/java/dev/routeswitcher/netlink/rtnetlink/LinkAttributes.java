package dev.routeswitcher.netlink.rtnetlink;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;

/** Attribute types of a link message ({@code IFLA_*}, without the prefix). */
public final class LinkAttributes {
  /** The link-layer address. */
  public static final int ADDRESS = 1;

  /** The link-layer broadcast address. */
  public static final int BROADCAST = 2;

  /** The name. */
  public static final int IFNAME = 3;

  /** The MTU in bytes (u32). */
  public static final int MTU = 4;

  /** The index of the link below or of the peer (s32), in its own namespace. */
  public static final int LINK = 5;

  /** The queueing discipline's name. */
  public static final int QDISC = 6;

  /** The index of the bridge, bond or other link it belongs to (s32). */
  public static final int MASTER = 10;

  /** The length of the send queue in packets (u32). */
  public static final int TXQLEN = 13;

  /** {@link OperationalState} (u8). */
  public static final int OPERSTATE = 16;

  /** The kind of link and what is particular to it (nested). */
  public static final int LINKINFO = 18;

  /** A description (text). */
  public static final int IFALIAS = 20;

  /** The group number (u32). */
  public static final int GROUP = 27;

  /** {@code RTEXT_FILTER_*} bits (u32), in a request. */
  public static final int EXT_MASK = 29;

  /** 1 with carrier, 0 without (u8). */
  public static final int CARRIER = 33;

  /** How often the carrier came or went (u32). */
  public static final int CARRIER_CHANGES = 35;

  /** The namespace id that {@link #LINK} is meant in (s32). */
  public static final int LINK_NETNSID = 37;

  /** Other names (nested). */
  public static final int PROP_LIST = 52;

  /** Another name, inside {@link #PROP_LIST}. */
  public static final int ALT_IFNAME = 53;

  /** The kind, inside {@link #LINKINFO}. */
  public static final int INFO_KIND = 1;

  private static final AttributeSchema INFO =
      AttributeSchema.builder("IFLA_INFO_")
          .raw(INFO_KIND, "KIND")
          .raw(2, "DATA")
          .raw(3, "XSTATS")
          .raw(4, "SLAVE_KIND")
          .raw(5, "SLAVE_DATA")
          .build();

  private static final AttributeSchema PROPERTIES =
      AttributeSchema.builder("IFLA_").raw(ALT_IFNAME, "ALT_IFNAME").build();

  /** The schema of a link's attributes. */
  public static final AttributeSchema SCHEMA =
      AttributeSchema.builder("IFLA_")
          .raw(ADDRESS, "ADDRESS")
          .raw(BROADCAST, "BROADCAST")
          .raw(IFNAME, "IFNAME")
          .value(MTU, "MTU", Attribute::u32)
          .value(LINK, "LINK", Attribute::s32)
          .raw(QDISC, "QDISC")
          .raw(7, "STATS")
          .raw(8, "COST")
          .raw(9, "PRIORITY")
          .value(MASTER, "MASTER", Attribute::s32)
          .raw(11, "WIRELESS")
          .raw(12, "PROTINFO")
          .value(TXQLEN, "TXQLEN", Attribute::u32)
          .raw(14, "MAP")
          .raw(15, "WEIGHT")
          .value(OPERSTATE, "OPERSTATE", Attribute::u8)
          .value(17, "LINKMODE", Attribute::u8)
          .nested(LINKINFO, "LINKINFO", INFO)
          .raw(19, "NET_NS_PID")
          .raw(IFALIAS, "IFALIAS")
          .value(21, "NUM_VF", Attribute::u32)
          .raw(22, "VFINFO_LIST")
          .raw(23, "STATS64")
          .raw(24, "VF_PORTS")
          .raw(25, "PORT_SELF")
          .raw(26, "AF_SPEC")
          .value(GROUP, "GROUP", Attribute::u32)
          .raw(28, "NET_NS_FD")
          .value(EXT_MASK, "EXT_MASK", Attribute::u32)
          .value(30, "PROMISCUITY", Attribute::u32)
          .value(31, "NUM_TX_QUEUES", Attribute::u32)
          .value(32, "NUM_RX_QUEUES", Attribute::u32)
          .value(CARRIER, "CARRIER", Attribute::u8)
          .raw(34, "PHYS_PORT_ID")
          .value(CARRIER_CHANGES, "CARRIER_CHANGES", Attribute::u32)
          .raw(36, "PHYS_SWITCH_ID")
          .value(LINK_NETNSID, "LINK_NETNSID", Attribute::s32)
          .raw(38, "PHYS_PORT_NAME")
          .value(39, "PROTO_DOWN", Attribute::u8)
          .value(40, "GSO_MAX_SEGS", Attribute::u32)
          .value(41, "GSO_MAX_SIZE", Attribute::u32)
          .raw(42, "PAD")
          .raw(43, "XDP")
          .raw(44, "EVENT")
          .raw(45, "NEW_NETNSID")
          .raw(46, "TARGET_NETNSID")
          .value(47, "CARRIER_UP_COUNT", Attribute::u32)
          .value(48, "CARRIER_DOWN_COUNT", Attribute::u32)
          .raw(49, "NEW_IFINDEX")
          .value(50, "MIN_MTU", Attribute::u32)
          .value(51, "MAX_MTU", Attribute::u32)
          .nested(PROP_LIST, "PROP_LIST", PROPERTIES)
          .raw(ALT_IFNAME, "ALT_IFNAME")
          .raw(54, "PERM_ADDRESS")
          .raw(55, "PROTO_DOWN_REASON")
          .raw(56, "PARENT_DEV_NAME")
          .raw(57, "PARENT_DEV_BUS_NAME")
          .value(58, "GRO_MAX_SIZE", Attribute::u32)
          .value(59, "TSO_MAX_SIZE", Attribute::u32)
          .value(60, "TSO_MAX_SEGS", Attribute::u32)
          .value(61, "ALLMULTI", Attribute::u32)
          .raw(62, "DEVLINK_PORT")
          .value(63, "GSO_IPV4_MAX_SIZE", Attribute::u32)
          .value(64, "GRO_IPV4_MAX_SIZE", Attribute::u32)
          .raw(65, "DPLL_PIN")
          .raw(66, "MAX_PACING_OFFLOAD_HORIZON")
          .value(67, "NETNS_IMMUTABLE", Attribute::u8)
          .value(68, "HEADROOM", Attribute::u16)
          .value(69, "TAILROOM", Attribute::u16)
          .build();

  private LinkAttributes() {}
}

package dev.routeswitcher.netlink.link;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType.Of;
import dev.routeswitcher.netlink.codec.AttributeType.OfInt;
import dev.routeswitcher.netlink.codec.AttributeType.OfLong;
import dev.routeswitcher.netlink.codec.Attributes;

/** Attribute types of a link message ({@code IFLA_*}, without the prefix). */
public final class LinkAttributes {
  private static final AttributeSchema.Builder IFLA = AttributeSchema.builder("IFLA_");

  /** The link-layer address. */
  public static final Of<LinkAddress> ADDRESS = IFLA.of(1, "ADDRESS", LinkAddress.FORM);

  /** The link-layer broadcast address. */
  public static final Of<LinkAddress> BROADCAST = IFLA.of(2, "BROADCAST", LinkAddress.FORM);

  /** The name. */
  public static final Of<String> IFNAME = IFLA.text(3, "IFNAME");

  /** The MTU in bytes (u32). */
  public static final OfLong MTU = IFLA.u32(4, "MTU");

  /** The index of the link below or of the peer (s32), in its own namespace. */
  public static final OfInt LINK = IFLA.s32(5, "LINK");

  /** The queueing discipline's name. */
  public static final Of<String> QDISC = IFLA.text(6, "QDISC");

  /** The index of the bridge, bond or other link it belongs to (s32). */
  public static final OfInt MASTER = IFLA.s32(10, "MASTER");

  /** The length of the send queue in packets (u32). */
  public static final OfLong TXQLEN = IFLA.u32(13, "TXQLEN");

  /** {@link OperationalState} (u8). */
  public static final Of<OperationalState> OPERSTATE =
      IFLA.of(16, "OPERSTATE", OperationalState.FORM);

  /** 0 by default, 1 dormant (u8). */
  public static final OfInt LINKMODE = IFLA.u8(17, "LINKMODE");

  /** The kind of link and what is particular to it (nested). */
  public static final Of<LinkInfo> LINKINFO = IFLA.of(18, "LINKINFO", LinkInfo.FORM);

  /** The namespace to move to, by a process in it (u32), in a request. */
  public static final OfLong NET_NS_PID = IFLA.u32(19, "NET_NS_PID");

  /** A description (text). */
  public static final Of<String> IFALIAS = IFLA.text(20, "IFALIAS");

  /** The number of virtual functions (u32). */
  public static final OfLong NUM_VF = IFLA.u32(21, "NUM_VF");

  /** What address families have to say, by family (nested). */
  public static final Of<Attributes> AF_SPEC = IFLA.nested(26, "AF_SPEC", LinkKinds.FAMILIES);

  /** The group number (u32). */
  public static final OfLong GROUP = IFLA.u32(27, "GROUP");

  /** The namespace to move to, by an open file (u32), in a request. */
  public static final OfLong NET_NS_FD = IFLA.u32(28, "NET_NS_FD");

  /** {@code RTEXT_FILTER_*} bits (u32), in a request. */
  public static final OfLong EXT_MASK = IFLA.u32(29, "EXT_MASK");

  /** How many ask for every packet (u32). */
  public static final OfLong PROMISCUITY = IFLA.u32(30, "PROMISCUITY");

  /** The number of send queues (u32). */
  public static final OfLong NUM_TX_QUEUES = IFLA.u32(31, "NUM_TX_QUEUES");

  /** The number of receive queues (u32). */
  public static final OfLong NUM_RX_QUEUES = IFLA.u32(32, "NUM_RX_QUEUES");

  /** 1 with carrier, 0 without (u8). */
  public static final OfInt CARRIER = IFLA.u8(33, "CARRIER");

  /** How often the carrier came or went (u32). */
  public static final OfLong CARRIER_CHANGES = IFLA.u32(35, "CARRIER_CHANGES");

  /** The namespace id that {@link #LINK} is meant in (s32). */
  public static final OfInt LINK_NETNSID = IFLA.s32(37, "LINK_NETNSID");

  /** The physical port's name. */
  public static final Of<String> PHYS_PORT_NAME = IFLA.text(38, "PHYS_PORT_NAME");

  /** 1 if a protocol keeps it down (u8). */
  public static final OfInt PROTO_DOWN = IFLA.u8(39, "PROTO_DOWN");

  /** The most segments it is given at once (u32). */
  public static final OfLong GSO_MAX_SEGS = IFLA.u32(40, "GSO_MAX_SEGS");

  /** The most bytes of IPv6 it is given at once (u32). */
  public static final OfLong GSO_MAX_SIZE = IFLA.u32(41, "GSO_MAX_SIZE");

  /** What an event is about (u32). */
  public static final OfLong EVENT = IFLA.u32(44, "EVENT");

  /** The id of the namespace it went to (s32). */
  public static final OfInt NEW_NETNSID = IFLA.s32(45, "NEW_NETNSID");

  /** The id of the namespace meant (s32), in a request. */
  public static final OfInt TARGET_NETNSID = IFLA.s32(46, "TARGET_NETNSID");

  /** How often the carrier came (u32). */
  public static final OfLong CARRIER_UP_COUNT = IFLA.u32(47, "CARRIER_UP_COUNT");

  /** How often the carrier went (u32). */
  public static final OfLong CARRIER_DOWN_COUNT = IFLA.u32(48, "CARRIER_DOWN_COUNT");

  /** Its index in the namespace it went to (s32). */
  public static final OfInt NEW_IFINDEX = IFLA.s32(49, "NEW_IFINDEX");

  /** The smallest MTU it can have (u32). */
  public static final OfLong MIN_MTU = IFLA.u32(50, "MIN_MTU");

  /** The largest MTU it can have (u32); 0 for any. */
  public static final OfLong MAX_MTU = IFLA.u32(51, "MAX_MTU");

  /** Another name, inside {@link #PROP_LIST}. */
  public static final Of<String> ALT_IFNAME = IFLA.text(53, "ALT_IFNAME");

  /** Other names (nested). */
  public static final Of<Attributes> PROP_LIST =
      IFLA.nested(52, "PROP_LIST", AttributeSchema.of("IFLA_", names -> names.add(ALT_IFNAME)));

  /** The link-layer address it was made with. */
  public static final Of<LinkAddress> PERM_ADDRESS = IFLA.of(54, "PERM_ADDRESS", LinkAddress.FORM);

  /** The name of the device it is on. */
  public static final Of<String> PARENT_DEV_NAME = IFLA.text(56, "PARENT_DEV_NAME");

  /** The name of that device's bus. */
  public static final Of<String> PARENT_DEV_BUS_NAME = IFLA.text(57, "PARENT_DEV_BUS_NAME");

  /** The most bytes of IPv6 that are put together (u32). */
  public static final OfLong GRO_MAX_SIZE = IFLA.u32(58, "GRO_MAX_SIZE");

  /** The most bytes that hardware can cut up (u32). */
  public static final OfLong TSO_MAX_SIZE = IFLA.u32(59, "TSO_MAX_SIZE");

  /** The most segments that hardware can make (u32). */
  public static final OfLong TSO_MAX_SEGS = IFLA.u32(60, "TSO_MAX_SEGS");

  /** How many ask for every multicast packet (u32). */
  public static final OfLong ALLMULTI = IFLA.u32(61, "ALLMULTI");

  /** The most bytes of IPv4 it is given at once (u32). */
  public static final OfLong GSO_IPV4_MAX_SIZE = IFLA.u32(63, "GSO_IPV4_MAX_SIZE");

  /** The most bytes of IPv4 that are put together (u32). */
  public static final OfLong GRO_IPV4_MAX_SIZE = IFLA.u32(64, "GRO_IPV4_MAX_SIZE");

  /** How far ahead hardware can send at a time, in nanoseconds (u32 or u64). */
  public static final OfLong MAX_PACING_OFFLOAD_HORIZON =
      IFLA.uint(66, "MAX_PACING_OFFLOAD_HORIZON");

  /** 1 if it cannot change its namespace (u8). */
  public static final OfInt NETNS_IMMUTABLE = IFLA.u8(67, "NETNS_IMMUTABLE");

  /** The bytes it needs before a packet (u16). */
  public static final OfInt HEADROOM = IFLA.u16(68, "HEADROOM");

  /** The bytes it needs behind a packet (u16). */
  public static final OfInt TAILROOM = IFLA.u16(69, "TAILROOM");

  static {
    IFLA.opaque(7, "STATS", "COST", "PRIORITY");
    IFLA.opaque(11, "WIRELESS", "PROTINFO");
    IFLA.opaque(14, "MAP");
    IFLA.u32(15, "WEIGHT");
    IFLA.opaque(22, "VFINFO_LIST", "STATS64", "VF_PORTS", "PORT_SELF");
    IFLA.opaque(34, "PHYS_PORT_ID");
    IFLA.opaque(36, "PHYS_SWITCH_ID");
    IFLA.opaque(42, "PAD", "XDP");
    IFLA.opaque(55, "PROTO_DOWN_REASON");
    IFLA.opaque(62, "DEVLINK_PORT");
    IFLA.opaque(65, "DPLL_PIN");
  }

  /** All of them. */
  public static final AttributeSchema SCHEMA = IFLA.build();

  private LinkAttributes() {}
}

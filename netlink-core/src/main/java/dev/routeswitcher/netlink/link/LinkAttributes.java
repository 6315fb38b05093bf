package dev.routeswitcher.netlink.link;

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

  /** Counters of 32 bits ({@code struct rtnl_link_stats}). */
  public static final int STATS = 7;

  /** Unused. */
  public static final int COST = 8;

  /** Unused. */
  public static final int PRIORITY = 9;

  /** An event of the wireless extensions. */
  public static final int WIRELESS = 11;

  /** What the family of the message has to say (nested). */
  public static final int PROTINFO = 12;

  /** The hardware's addresses ({@code struct rtnl_link_ifmap}). */
  public static final int MAP = 14;

  /** Unused (u32). */
  public static final int WEIGHT = 15;

  /** 0 by default, 1 dormant (u8). */
  public static final int LINKMODE = 17;

  /** The namespace to move to, by a process in it (u32), in a request. */
  public static final int NET_NS_PID = 19;

  /** The number of virtual functions (u32). */
  public static final int NUM_VF = 21;

  /** Virtual functions (nested). */
  public static final int VFINFO_LIST = 22;

  /** Counters of 64 bits ({@code struct rtnl_link_stats64}). */
  public static final int STATS64 = 23;

  /** Ports of virtual functions (nested). */
  public static final int VF_PORTS = 24;

  /** The own port (nested). */
  public static final int PORT_SELF = 25;

  /** What address families have to say, by family (nested). */
  public static final int AF_SPEC = 26;

  /** The namespace to move to, by an open file (u32), in a request. */
  public static final int NET_NS_FD = 28;

  /** How many ask for every packet (u32). */
  public static final int PROMISCUITY = 30;

  /** The number of send queues (u32). */
  public static final int NUM_TX_QUEUES = 31;

  /** The number of receive queues (u32). */
  public static final int NUM_RX_QUEUES = 32;

  /** The physical port's identity. */
  public static final int PHYS_PORT_ID = 34;

  /** The physical switch's identity. */
  public static final int PHYS_SWITCH_ID = 36;

  /** The physical port's name. */
  public static final int PHYS_PORT_NAME = 38;

  /** 1 if a protocol keeps it down (u8). */
  public static final int PROTO_DOWN = 39;

  /** The most segments it is given at once (u32). */
  public static final int GSO_MAX_SEGS = 40;

  /** The most bytes of IPv6 it is given at once (u32). */
  public static final int GSO_MAX_SIZE = 41;

  /** Without a meaning. */
  public static final int PAD = 42;

  /** The program that sees packets first (nested). */
  public static final int XDP = 43;

  /** What an event is about (u32). */
  public static final int EVENT = 44;

  /** The id of the namespace it went to (s32). */
  public static final int NEW_NETNSID = 45;

  /** The id of the namespace meant (s32), in a request. */
  public static final int TARGET_NETNSID = 46;

  /** How often the carrier came (u32). */
  public static final int CARRIER_UP_COUNT = 47;

  /** How often the carrier went (u32). */
  public static final int CARRIER_DOWN_COUNT = 48;

  /** Its index in the namespace it went to (s32). */
  public static final int NEW_IFINDEX = 49;

  /** The smallest MTU it can have (u32). */
  public static final int MIN_MTU = 50;

  /** The largest MTU it can have (u32); 0 for any. */
  public static final int MAX_MTU = 51;

  /** The link-layer address it was made with. */
  public static final int PERM_ADDRESS = 54;

  /** Why {@link #PROTO_DOWN} (nested). */
  public static final int PROTO_DOWN_REASON = 55;

  /** The name of the device it is on. */
  public static final int PARENT_DEV_NAME = 56;

  /** The name of that device's bus. */
  public static final int PARENT_DEV_BUS_NAME = 57;

  /** The most bytes of IPv6 that are put together (u32). */
  public static final int GRO_MAX_SIZE = 58;

  /** The most bytes that hardware can cut up (u32). */
  public static final int TSO_MAX_SIZE = 59;

  /** The most segments that hardware can make (u32). */
  public static final int TSO_MAX_SEGS = 60;

  /** How many ask for every multicast packet (u32). */
  public static final int ALLMULTI = 61;

  /** Its port in devlink (nested). */
  public static final int DEVLINK_PORT = 62;

  /** The most bytes of IPv4 it is given at once (u32). */
  public static final int GSO_IPV4_MAX_SIZE = 63;

  /** The most bytes of IPv4 that are put together (u32). */
  public static final int GRO_IPV4_MAX_SIZE = 64;

  /** The pin of its clock (nested). */
  public static final int DPLL_PIN = 65;

  /** How far ahead hardware can send at a time, in nanoseconds (u32 or u64). */
  public static final int MAX_PACING_OFFLOAD_HORIZON = 66;

  /** 1 if it cannot change its namespace (u8). */
  public static final int NETNS_IMMUTABLE = 67;

  /** The bytes it needs before a packet (u16). */
  public static final int HEADROOM = 68;

  /** The bytes it needs behind a packet (u16). */
  public static final int TAILROOM = 69;

  /** Other names (nested). */
  public static final int PROP_LIST = 52;

  /** Another name, inside {@link #PROP_LIST}. */
  public static final int ALT_IFNAME = 53;

  /** The kind (text), inside {@link #LINKINFO}. */
  public static final int INFO_KIND = 1;

  /** What is particular to the kind (nested), inside {@link #LINKINFO}. */
  public static final int INFO_DATA = 2;

  /** Counters of the kind, inside {@link #LINKINFO}. */
  public static final int INFO_XSTATS = 3;

  /** The kind of its master (text), inside {@link #LINKINFO}. */
  public static final int INFO_SLAVE_KIND = 4;

  /** What is particular to ports of such a master (nested), inside {@link #LINKINFO}. */
  public static final int INFO_SLAVE_DATA = 5;

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
          .raw(STATS, "STATS")
          .raw(COST, "COST")
          .raw(PRIORITY, "PRIORITY")
          .value(MASTER, "MASTER", Attribute::s32)
          .raw(WIRELESS, "WIRELESS")
          .raw(PROTINFO, "PROTINFO")
          .value(TXQLEN, "TXQLEN", Attribute::u32)
          .raw(MAP, "MAP")
          .value(WEIGHT, "WEIGHT", Attribute::u32)
          .value(OPERSTATE, "OPERSTATE", Attribute::u8)
          .value(LINKMODE, "LINKMODE", Attribute::u8)
          .nested(LINKINFO, "LINKINFO", LinkKinds.INFO)
          .value(NET_NS_PID, "NET_NS_PID", Attribute::u32)
          .raw(IFALIAS, "IFALIAS")
          .value(NUM_VF, "NUM_VF", Attribute::u32)
          .raw(VFINFO_LIST, "VFINFO_LIST")
          .raw(STATS64, "STATS64")
          .raw(VF_PORTS, "VF_PORTS")
          .raw(PORT_SELF, "PORT_SELF")
          .nested(AF_SPEC, "AF_SPEC", LinkKinds.FAMILIES)
          .value(GROUP, "GROUP", Attribute::u32)
          .value(NET_NS_FD, "NET_NS_FD", Attribute::u32)
          .value(EXT_MASK, "EXT_MASK", Attribute::u32)
          .value(PROMISCUITY, "PROMISCUITY", Attribute::u32)
          .value(NUM_TX_QUEUES, "NUM_TX_QUEUES", Attribute::u32)
          .value(NUM_RX_QUEUES, "NUM_RX_QUEUES", Attribute::u32)
          .value(CARRIER, "CARRIER", Attribute::u8)
          .raw(PHYS_PORT_ID, "PHYS_PORT_ID")
          .value(CARRIER_CHANGES, "CARRIER_CHANGES", Attribute::u32)
          .raw(PHYS_SWITCH_ID, "PHYS_SWITCH_ID")
          .value(LINK_NETNSID, "LINK_NETNSID", Attribute::s32)
          .raw(PHYS_PORT_NAME, "PHYS_PORT_NAME")
          .value(PROTO_DOWN, "PROTO_DOWN", Attribute::u8)
          .value(GSO_MAX_SEGS, "GSO_MAX_SEGS", Attribute::u32)
          .value(GSO_MAX_SIZE, "GSO_MAX_SIZE", Attribute::u32)
          .raw(PAD, "PAD")
          .raw(XDP, "XDP")
          .value(EVENT, "EVENT", Attribute::u32)
          .value(NEW_NETNSID, "NEW_NETNSID", Attribute::s32)
          .value(TARGET_NETNSID, "TARGET_NETNSID", Attribute::s32)
          .value(CARRIER_UP_COUNT, "CARRIER_UP_COUNT", Attribute::u32)
          .value(CARRIER_DOWN_COUNT, "CARRIER_DOWN_COUNT", Attribute::u32)
          .value(NEW_IFINDEX, "NEW_IFINDEX", Attribute::s32)
          .value(MIN_MTU, "MIN_MTU", Attribute::u32)
          .value(MAX_MTU, "MAX_MTU", Attribute::u32)
          .nested(PROP_LIST, "PROP_LIST", PROPERTIES)
          .raw(ALT_IFNAME, "ALT_IFNAME")
          .raw(PERM_ADDRESS, "PERM_ADDRESS")
          .raw(PROTO_DOWN_REASON, "PROTO_DOWN_REASON")
          .raw(PARENT_DEV_NAME, "PARENT_DEV_NAME")
          .raw(PARENT_DEV_BUS_NAME, "PARENT_DEV_BUS_NAME")
          .value(GRO_MAX_SIZE, "GRO_MAX_SIZE", Attribute::u32)
          .value(TSO_MAX_SIZE, "TSO_MAX_SIZE", Attribute::u32)
          .value(TSO_MAX_SEGS, "TSO_MAX_SEGS", Attribute::u32)
          .value(ALLMULTI, "ALLMULTI", Attribute::u32)
          .raw(DEVLINK_PORT, "DEVLINK_PORT")
          .value(GSO_IPV4_MAX_SIZE, "GSO_IPV4_MAX_SIZE", Attribute::u32)
          .value(GRO_IPV4_MAX_SIZE, "GRO_IPV4_MAX_SIZE", Attribute::u32)
          .raw(DPLL_PIN, "DPLL_PIN")
          .value(MAX_PACING_OFFLOAD_HORIZON, "MAX_PACING_OFFLOAD_HORIZON", Attribute::uint)
          .value(NETNS_IMMUTABLE, "NETNS_IMMUTABLE", Attribute::u8)
          .value(HEADROOM, "HEADROOM", Attribute::u16)
          .value(TAILROOM, "TAILROOM", Attribute::u16)
          .build();

  private LinkAttributes() {}
}

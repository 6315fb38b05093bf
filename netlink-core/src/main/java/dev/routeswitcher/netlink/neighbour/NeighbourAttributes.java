package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.AddressValue;
import dev.routeswitcher.netlink.route.RouteProtocol;

/** Attribute types of a neighbour message ({@code NDA_*}, without the prefix). */
public final class NeighbourAttributes {
  /** The neighbour's address; of a bridge's or tunnel's entry, the far end of the tunnel. */
  public static final int DST = 1;

  /** Its link-layer address. */
  public static final int LLADDR = 2;

  /** {@link NeighbourCacheInfo}. */
  public static final int CACHEINFO = 3;

  /** How many probes were sent (u32). */
  public static final int PROBES = 4;

  /** The VLAN of a bridge's entry (u16). */
  public static final int VLAN = 5;

  /** The UDP port of the far end of a tunnel (u16 in network byte order). */
  public static final int PORT = 6;

  /** The network identifier of the far end of a tunnel (u32). */
  public static final int VNI = 7;

  /** The interface by which the far end of a tunnel is reached (u32). */
  public static final int IFINDEX = 8;

  /** The bridge of an entry (u32); in a dump request, the bridge or VRF asked for. */
  public static final int MASTER = 9;

  /** The namespace id that {@link #IFINDEX} is meant in (s32). */
  public static final int LINK_NETNSID = 10;

  /** The network identifier of the near end of a tunnel (u32). */
  public static final int SRC_VNI = 11;

  /** Who made the entry: {@link RouteProtocol} (u8). */
  public static final int PROTOCOL = 12;

  /** The next hop object of a bridge's entry (u32). */
  public static final int NH_ID = 13;

  /** How a bridge's entry ages (nested). */
  public static final int FDB_EXT_ATTRS = 14;

  /** The upper bits of {@link NeighbourFlags} (u32). */
  public static final int FLAGS_EXT = 15;

  /** Which bits of the state a flush asks about (u16). */
  public static final int NDM_STATE_MASK = 16;

  /** Which bits of the flags a flush asks about (u8). */
  public static final int NDM_FLAGS_MASK = 17;

  private static final AttributeSchema ACTIVITY =
      AttributeSchema.builder("NFEA_")
          .value(1, "ACTIVITY_NOTIFY", Attribute::u8)
          .value(2, "DONT_REFRESH", Attribute::flag)
          .build();

  private static final AttributeSchema ANY = schema(0);
  private static final AttributeSchema INET = schema(4);
  private static final AttributeSchema INET6 = schema(16);

  private NeighbourAttributes() {}

  /** The schema for neighbours of a family: it decides how long an address is. */
  public static AttributeSchema schema(AddressFamily family) {
    return switch (AddressValue.length(family)) {
      case 4 -> INET;
      case 16 -> INET6;
      default -> ANY;
    };
  }

  private static AttributeSchema schema(int addressLength) {
    return AttributeSchema.builder("NDA_")
        .value(DST, "DST", new AddressValue(addressLength))
        .raw(LLADDR, "LLADDR")
        .value(CACHEINFO, "CACHEINFO", NeighbourCacheInfo::read)
        .value(PROBES, "PROBES", Attribute::u32)
        .value(VLAN, "VLAN", Attribute::u16)
        .value(PORT, "PORT", Attribute::be16)
        .value(VNI, "VNI", Attribute::u32)
        .value(IFINDEX, "IFINDEX", Attribute::u32)
        .value(MASTER, "MASTER", Attribute::u32)
        .value(LINK_NETNSID, "LINK_NETNSID", Attribute::s32)
        .value(SRC_VNI, "SRC_VNI", Attribute::u32)
        .value(PROTOCOL, "PROTOCOL", Attribute::u8)
        .value(NH_ID, "NH_ID", Attribute::u32)
        .nested(FDB_EXT_ATTRS, "FDB_EXT_ATTRS", ACTIVITY)
        .value(FLAGS_EXT, "FLAGS_EXT", Attribute::u32)
        .value(NDM_STATE_MASK, "NDM_STATE_MASK", Attribute::u16)
        .value(NDM_FLAGS_MASK, "NDM_FLAGS_MASK", Attribute::u8)
        .build();
  }
}

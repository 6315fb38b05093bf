package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType.Of;
import dev.routeswitcher.netlink.codec.AttributeType.OfInt;
import dev.routeswitcher.netlink.codec.AttributeType.OfLong;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.route.RouteProtocol;

/** Attribute types of a neighbour message ({@code NDA_*}, without the prefix). */
public final class NeighbourAttributes {
  private static final AttributeSchema.Builder NDA = AttributeSchema.builder("NDA_");

  private static final AttributeSchema ACTIVITY =
      AttributeSchema.of(
          "NFEA_",
          activity -> {
            activity.u8(1, "ACTIVITY_NOTIFY");
            activity.flag(2, "DONT_REFRESH");
          });

  /** The neighbour's address; of a bridge's or tunnel's entry, the far end of the tunnel. */
  public static final Of<IpAddress> DST = NDA.of(1, "DST", Form.ANY_ADDRESS);

  /** Its link-layer address. */
  public static final Of<LinkAddress> LLADDR = NDA.of(2, "LLADDR", LinkAddress.FORM);

  /** {@link NeighbourCacheInfo}. */
  public static final Of<NeighbourCacheInfo> CACHEINFO =
      NDA.of(3, "CACHEINFO", NeighbourCacheInfo.FORM);

  /** How many probes were sent (u32). */
  public static final OfLong PROBES = NDA.u32(4, "PROBES");

  /** The VLAN of a bridge's entry (u16). */
  public static final OfInt VLAN = NDA.u16(5, "VLAN");

  /** The UDP port of the far end of a tunnel (u16 in network byte order). */
  public static final OfInt PORT = NDA.be16(6, "PORT");

  /** The network identifier of the far end of a tunnel (u32). */
  public static final OfLong VNI = NDA.u32(7, "VNI");

  /** The interface by which the far end of a tunnel is reached (u32). */
  public static final OfLong IFINDEX = NDA.u32(8, "IFINDEX");

  /** The index of the bridge of an entry (s32); in a dump request, the bridge or VRF asked for. */
  public static final OfInt MASTER = NDA.s32(9, "MASTER");

  /** The namespace id that {@link #IFINDEX} is meant in (s32). */
  public static final OfInt LINK_NETNSID = NDA.s32(10, "LINK_NETNSID");

  /** The network identifier of the near end of a tunnel (u32). */
  public static final OfLong SRC_VNI = NDA.u32(11, "SRC_VNI");

  /** Who made the entry: {@link RouteProtocol} (u8). */
  public static final Of<RouteProtocol> PROTOCOL = NDA.of(12, "PROTOCOL", RouteProtocol.FORM);

  /** The next hop object of a bridge's entry (u32). */
  public static final OfLong NH_ID = NDA.u32(13, "NH_ID");

  /** How a bridge's entry ages (nested). */
  public static final Of<Attributes> FDB_EXT_ATTRS = NDA.nested(14, "FDB_EXT_ATTRS", ACTIVITY);

  /** The upper bits of {@link NeighbourFlags} (u32). */
  public static final OfLong FLAGS_EXT = NDA.u32(15, "FLAGS_EXT");

  /** Which bits of the state a flush asks about (u16). */
  public static final OfInt NDM_STATE_MASK = NDA.u16(16, "NDM_STATE_MASK");

  /** Which bits of the flags a flush asks about (u8). */
  public static final OfInt NDM_FLAGS_MASK = NDA.u8(17, "NDM_FLAGS_MASK");

  /** All of them. */
  public static final AttributeSchema SCHEMA = NDA.build();

  private NeighbourAttributes() {}
}

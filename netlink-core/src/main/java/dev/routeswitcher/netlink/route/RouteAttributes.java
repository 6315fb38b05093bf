package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType.Of;
import dev.routeswitcher.netlink.codec.AttributeType.OfInt;
import dev.routeswitcher.netlink.codec.AttributeType.OfLong;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.ip.IpAddress;
import java.util.List;

/** Attribute types of a route message ({@code RTA_*}, without the prefix). */
public final class RouteAttributes {
  private static final AttributeSchema.Builder RTA = AttributeSchema.builder("RTA_");

  /** The destination; its length is in the header. Absent from a default route. */
  public static final Of<IpAddress> DST = RTA.address(1, "DST");

  /** The source prefix of an IPv6 route; its length is in the header. */
  public static final Of<IpAddress> SRC = RTA.address(2, "SRC");

  /** The input interface (s32), in a lookup or a multicast route. */
  public static final OfInt IIF = RTA.s32(3, "IIF");

  /** The output interface (s32). */
  public static final OfInt OIF = RTA.s32(4, "OIF");

  /** The gateway, of the route's family. */
  public static final Of<IpAddress> GATEWAY = RTA.address(5, "GATEWAY");

  /** The metric (u32). */
  public static final OfLong PRIORITY = RTA.u32(6, "PRIORITY");

  /** The preferred source address. */
  public static final Of<IpAddress> PREFSRC = RTA.address(7, "PREFSRC");

  /** {@link RouteMetrics}. */
  public static final Of<RouteMetrics> METRICS = RTA.of(8, "METRICS", RouteMetrics.FORM);

  /** {@link NextHop}s. */
  public static final Of<List<NextHop>> MULTIPATH = RTA.of(9, "MULTIPATH", NextHop.FORM);

  /** {@link Realms}. */
  public static final Of<Realms> FLOW = RTA.of(11, "FLOW", Realms.FORM);

  /** {@link RouteCacheInfo}. */
  public static final Of<RouteCacheInfo> CACHEINFO = RTA.of(12, "CACHEINFO", RouteCacheInfo.FORM);

  /** The table (u32), in place of the header's u8. */
  public static final OfLong TABLE = RTA.u32(15, "TABLE");

  /** The firewall mark (u32), in a lookup. */
  public static final OfLong MARK = RTA.u32(16, "MARK");

  /** {@link Via}: a gateway of another family. */
  public static final Of<Via> VIA = RTA.of(18, "VIA", Via.FORM);

  /** The labels that take the place of {@link #DST} (MPLS). */
  public static final Of<Bytes> NEWDST = RTA.bytes(19, "NEWDST");

  /** The {@link RouterPreference} (u8, RFC 4191). */
  public static final Of<RouterPreference> PREF = RTA.of(20, "PREF", RouterPreference.FORM);

  /** How packets are encapsulated (u16). */
  public static final OfInt ENCAP_TYPE = RTA.u16(21, "ENCAP_TYPE");

  /** What {@link #ENCAP_TYPE} needs; may come before it. */
  public static final Of<Encapsulation> ENCAP = RTA.of(22, "ENCAP", Encapsulation.form(ENCAP_TYPE));

  /** The remaining lifetime in seconds (u32 or u64). */
  public static final OfLong EXPIRES = RTA.uint(23, "EXPIRES");

  /** The user id (u32), in a lookup. */
  public static final OfLong UID = RTA.u32(25, "UID");

  /** 1 if the time to live goes into the packet below the labels (u8, MPLS). */
  public static final OfInt TTL_PROPAGATE = RTA.u8(26, "TTL_PROPAGATE");

  /** The IP protocol (u8), in a lookup. */
  public static final OfInt IP_PROTO = RTA.u8(27, "IP_PROTO");

  /** The source port (u16 in network byte order), in a lookup. */
  public static final OfInt SPORT = RTA.be16(28, "SPORT");

  /** The destination port (u16 in network byte order), in a lookup. */
  public static final OfInt DPORT = RTA.be16(29, "DPORT");

  /** The next hop object (u32). */
  public static final OfLong NH_ID = RTA.u32(30, "NH_ID");

  /** The IPv6 flow label (u32 in network byte order), in a lookup. */
  public static final OfLong FLOWLABEL = RTA.be32(31, "FLOWLABEL");

  static {
    RTA.opaque(10, "PROTOINFO");
    RTA.opaque(13, "SESSION", "MP_ALGO");
    RTA.opaque(17, "MFC_STATS");
    RTA.opaque(24, "PAD");
  }

  /** The types in a route. */
  public static final AttributeSchema SCHEMA = RTA.build();

  /** The types in one next hop of a multipath route, where there are no further next hops. */
  static final AttributeSchema HOP_SCHEMA = SCHEMA.with(new Of<>(9, "MULTIPATH", Form.BYTES));

  private RouteAttributes() {}
}

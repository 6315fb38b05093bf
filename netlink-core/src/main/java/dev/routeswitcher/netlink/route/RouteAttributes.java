package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.encapsulation.LightweightTunnel;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.AddressValue;

/** Attribute types of a route message ({@code RTA_*}, without the prefix). */
public final class RouteAttributes {
  /** The destination; its length is in the header. Absent from a default route. */
  public static final int DST = 1;

  /** The source prefix of an IPv6 route; its length is in the header. */
  public static final int SRC = 2;

  /** The input interface (s32), in a lookup or a multicast route. */
  public static final int IIF = 3;

  /** The output interface (s32). */
  public static final int OIF = 4;

  /** The gateway, of the route's family. */
  public static final int GATEWAY = 5;

  /** The metric (u32). */
  public static final int PRIORITY = 6;

  /** The preferred source address. */
  public static final int PREFSRC = 7;

  /** {@link RouteMetrics}. */
  public static final int METRICS = 8;

  /** {@link NextHop}s. */
  public static final int MULTIPATH = 9;

  /** Unused. */
  public static final int PROTOINFO = 10;

  /** {@link Realms}. */
  public static final int FLOW = 11;

  /** {@link RouteCacheInfo}. */
  public static final int CACHEINFO = 12;

  /** Unused. */
  public static final int SESSION = 13;

  /** Unused. */
  public static final int MP_ALGO = 14;

  /** The table (u32), in place of the header's u8. */
  public static final int TABLE = 15;

  /** The firewall mark (u32), in a lookup. */
  public static final int MARK = 16;

  /** Packets and bytes of a multicast route (three u64). */
  public static final int MFC_STATS = 17;

  /** {@link Via}: a gateway of another family. */
  public static final int VIA = 18;

  /** The labels that take the place of {@link #DST} (MPLS). */
  public static final int NEWDST = 19;

  /** The {@link RouterPreference} (u8, RFC 4191). */
  public static final int PREF = 20;

  /** How packets are encapsulated (u16). */
  public static final int ENCAP_TYPE = 21;

  /** What {@link #ENCAP_TYPE} needs; may come before it. */
  public static final int ENCAP = 22;

  /** The remaining lifetime in seconds (u32 or u64). */
  public static final int EXPIRES = 23;

  /** Without a meaning. */
  public static final int PAD = 24;

  /** The user id (u32), in a lookup. */
  public static final int UID = 25;

  /** 1 if the time to live goes into the packet below the labels (u8, MPLS). */
  public static final int TTL_PROPAGATE = 26;

  /** The IP protocol (u8), in a lookup. */
  public static final int IP_PROTO = 27;

  /** The source port (u16 in network byte order), in a lookup. */
  public static final int SPORT = 28;

  /** The destination port (u16 in network byte order), in a lookup. */
  public static final int DPORT = 29;

  /** The next hop object (u32). */
  public static final int NH_ID = 30;

  /** The IPv6 flow label (u32 in network byte order), in a lookup. */
  public static final int FLOWLABEL = 31;

  private static final AttributeSchema ANY = routeSchema(AddressFamily.UNSPEC);
  private static final AttributeSchema INET = routeSchema(AddressFamily.INET);
  private static final AttributeSchema INET6 = routeSchema(AddressFamily.INET6);

  private static final AttributeSchema HOP_ANY = flatHopSchema(AddressFamily.UNSPEC);
  private static final AttributeSchema HOP_INET = flatHopSchema(AddressFamily.INET);
  private static final AttributeSchema HOP_INET6 = flatHopSchema(AddressFamily.INET6);

  private RouteAttributes() {}

  /** The schema for routes of a family: it decides how long an address is. */
  public static AttributeSchema schema(AddressFamily family) {
    return switch (AddressValue.length(family)) {
      case 4 -> INET;
      case 16 -> INET6;
      default -> ANY;
    };
  }

  /** The schema inside a next hop, where there are no further next hops. */
  static AttributeSchema hopSchemaOf(AddressFamily family) {
    return switch (AddressValue.length(family)) {
      case 4 -> HOP_INET;
      case 16 -> HOP_INET6;
      default -> HOP_ANY;
    };
  }

  private static AttributeSchema routeSchema(AddressFamily family) {
    return hopSchema(family)
        .runs(
            MULTIPATH,
            "MULTIPATH",
            a -> NextHop.readAll(a, family),
            a -> NextHop.readAll(a, family).stream().map(NextHop::attributes).toList())
        .build();
  }

  private static AttributeSchema flatHopSchema(AddressFamily family) {
    return hopSchema(family).raw(MULTIPATH, "MULTIPATH").build();
  }

  private static AttributeSchema.Builder hopSchema(AddressFamily family) {
    AddressValue address = new AddressValue(AddressValue.length(family));
    return AttributeSchema.builder("RTA_")
        .value(DST, "DST", address)
        .value(SRC, "SRC", address)
        .value(IIF, "IIF", Attribute::s32)
        .value(OIF, "OIF", Attribute::s32)
        .value(GATEWAY, "GATEWAY", address)
        .value(PRIORITY, "PRIORITY", Attribute::u32)
        .value(PREFSRC, "PREFSRC", address)
        .nested(METRICS, "METRICS", RouteMetrics.SCHEMA)
        .raw(PROTOINFO, "PROTOINFO")
        .value(FLOW, "FLOW", Realms::read)
        .value(CACHEINFO, "CACHEINFO", RouteCacheInfo::read)
        .raw(SESSION, "SESSION")
        .raw(MP_ALGO, "MP_ALGO")
        .value(TABLE, "TABLE", Attribute::u32)
        .value(MARK, "MARK", Attribute::u32)
        .raw(MFC_STATS, "MFC_STATS")
        .value(VIA, "VIA", Via::read)
        .raw(NEWDST, "NEWDST")
        .value(PREF, "PREF", Attribute::u8)
        .value(ENCAP_TYPE, "ENCAP_TYPE", Attribute::u16)
        .nestedBy(ENCAP, "ENCAP", run -> LightweightTunnel.schemaIn(run, ENCAP_TYPE))
        .value(EXPIRES, "EXPIRES", Attribute::uint)
        .raw(PAD, "PAD")
        .value(UID, "UID", Attribute::u32)
        .value(TTL_PROPAGATE, "TTL_PROPAGATE", Attribute::u8)
        .value(IP_PROTO, "IP_PROTO", Attribute::u8)
        .value(SPORT, "SPORT", Attribute::be16)
        .value(DPORT, "DPORT", Attribute::be16)
        .value(NH_ID, "NH_ID", Attribute::u32)
        .value(FLOWLABEL, "FLOWLABEL", Attribute::be32);
  }
}

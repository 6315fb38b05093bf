package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.encapsulation.LightweightTunnel;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.AddressValue;

/** Attribute types of a next hop message ({@code NHA_*}, without the prefix). */
public final class NextHopAttributes {
  /** The number by which routes refer to it (u32); 0 in a request lets the kernel choose. */
  public static final int ID = 1;

  /** {@link NextHopGroupMember}s; excludes gateway, interface and encapsulation. */
  public static final int GROUP = 2;

  /** How a group shares out traffic (u16): 0 by hash thresholds, 1 resilient. */
  public static final int GROUP_TYPE = 3;

  /** Drops every packet (no payload). */
  public static final int BLACKHOLE = 4;

  /** The index of the output interface (u32). */
  public static final int OIF = 5;

  /** The gateway, of the next hop's family. */
  public static final int GATEWAY = 6;

  /** How packets are encapsulated (u16). */
  public static final int ENCAP_TYPE = 7;

  /** What {@link #ENCAP_TYPE} needs. */
  public static final int ENCAP = 8;

  /** In a dump request: groups only (no payload). */
  public static final int GROUPS = 9;

  /** In a dump request: those by interfaces of this bridge or VRF (u32). */
  public static final int MASTER = 10;

  /** It is for a bridge's forwarding table (no payload). */
  public static final int FDB = 11;

  /** What is particular to a resilient group (nested). */
  public static final int RES_GROUP = 12;

  /** A bucket of a resilient group (nested). */
  public static final int RES_BUCKET = 13;

  /** What the kernel shall tell, or has filled in (u32; in a request with a mask). */
  public static final int OP_FLAGS = 14;

  /** Packets by member (nested). */
  public static final int GROUP_STATS = 15;

  /** Whether hardware shall count (u32). */
  public static final int HW_STATS_ENABLE = 16;

  /** Whether hardware counts (u32). */
  public static final int HW_STATS_USED = 17;

  /** A value of {@link #GROUP_TYPE}. */
  static final int RESILIENT_GROUP = 1;

  /** A bit of {@link #OP_FLAGS} in an answer: the high bytes of the weights are set. */
  static final long WEIGHTS_OF_16_BITS = 0x8000_0000L;

  static final AttributeSchema RESILIENT_SCHEMA =
      AttributeSchema.builder("NHA_RES_GROUP_")
          .raw(0, "PAD")
          .value(1, "BUCKETS", Attribute::u16)
          .value(2, "IDLE_TIMER", Attribute::u32)
          .value(3, "UNBALANCED_TIMER", Attribute::u32)
          .value(4, "UNBALANCED_TIME", Attribute::u64)
          .build();

  private static final AttributeSchema BUCKET =
      AttributeSchema.builder("NHA_RES_BUCKET_")
          .raw(0, "PAD")
          .value(1, "INDEX", Attribute::u16)
          .value(2, "IDLE_TIME", Attribute::u64)
          .value(3, "NH_ID", Attribute::u32)
          .build();

  private static final AttributeSchema STATISTICS =
      AttributeSchema.builder("NHA_GROUP_STATS_")
          .nested(
              1,
              "ENTRY",
              AttributeSchema.builder("NHA_GROUP_STATS_ENTRY_")
                  .value(1, "ID", Attribute::u32)
                  .value(2, "PACKETS", Attribute::uint)
                  .value(3, "PACKETS_HW", Attribute::uint)
                  .build())
          .build();

  private static final AttributeSchema ANY = schema(0);
  private static final AttributeSchema INET = schema(4);
  private static final AttributeSchema INET6 = schema(16);

  private NextHopAttributes() {}

  /** The schema for next hops of a family: it decides how long an address is. */
  public static AttributeSchema schema(AddressFamily family) {
    return switch (AddressValue.length(family)) {
      case 4 -> INET;
      case 16 -> INET6;
      default -> ANY;
    };
  }

  private static AttributeSchema schema(int addressLength) {
    return AttributeSchema.builder("NHA_")
        .value(ID, "ID", Attribute::u32)
        .value(GROUP, "GROUP", a -> NextHopGroupMember.readAll(a, false))
        .value(GROUP_TYPE, "GROUP_TYPE", Attribute::u16)
        .value(BLACKHOLE, "BLACKHOLE", Attribute::flag)
        .value(OIF, "OIF", Attribute::u32)
        .value(GATEWAY, "GATEWAY", new AddressValue(addressLength))
        .value(ENCAP_TYPE, "ENCAP_TYPE", Attribute::u16)
        .nestedBy(ENCAP, "ENCAP", run -> LightweightTunnel.schemaIn(run, ENCAP_TYPE))
        .value(GROUPS, "GROUPS", Attribute::flag)
        .value(MASTER, "MASTER", Attribute::u32)
        .value(FDB, "FDB", Attribute::flag)
        .nested(RES_GROUP, "RES_GROUP", RESILIENT_SCHEMA)
        .nested(RES_BUCKET, "RES_BUCKET", BUCKET)
        .value(OP_FLAGS, "OP_FLAGS", Attribute::uint)
        .nested(GROUP_STATS, "GROUP_STATS", STATISTICS)
        .value(HW_STATS_ENABLE, "HW_STATS_ENABLE", Attribute::u32)
        .value(HW_STATS_USED, "HW_STATS_USED", Attribute::u32)
        .build();
  }
}

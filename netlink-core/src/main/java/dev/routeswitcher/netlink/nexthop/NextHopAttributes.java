package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType.Of;
import dev.routeswitcher.netlink.codec.AttributeType.OfInt;
import dev.routeswitcher.netlink.codec.AttributeType.OfLong;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.ip.IpAddress;
import java.util.List;

/** Attribute types of a next hop message ({@code NHA_*}, without the prefix). */
public final class NextHopAttributes {
  private static final AttributeSchema.Builder NHA = AttributeSchema.builder("NHA_");

  /** A value of {@link #GROUP_TYPE}. */
  static final int RESILIENT_GROUP = 1;

  /** A bit of {@link #OP_FLAGS} in an answer: the high bytes of the weights are set. */
  static final long WEIGHTS_OF_16_BITS = 0x8000_0000L;

  private static final AttributeSchema BUCKET =
      AttributeSchema.of(
          "NHA_RES_BUCKET_",
          bucket -> {
            bucket.opaque(0, "PAD");
            bucket.u16(1, "INDEX");
            bucket.u64(2, "IDLE_TIME");
            bucket.u32(3, "NH_ID");
          });

  private static final AttributeSchema MEMBER_STATISTICS =
      AttributeSchema.of(
          "NHA_GROUP_STATS_ENTRY_",
          member -> {
            member.u32(1, "ID");
            member.uint(2, "PACKETS");
            member.uint(3, "PACKETS_HW");
          });

  private static final AttributeSchema STATISTICS =
      AttributeSchema.of("NHA_GROUP_STATS_", group -> group.nested(1, "ENTRY", MEMBER_STATISTICS));

  /** The number by which routes refer to it (u32); 0 in a request lets the kernel choose. */
  public static final OfLong ID = NHA.u32(1, "ID");

  /** {@link NextHopGroupMember}s; excludes gateway, interface and encapsulation. */
  public static final Of<List<NextHopGroupMember>> GROUP =
      NHA.of(2, "GROUP", NextHopGroupMember.FORM);

  /** How a group shares out traffic (u16): 0 by hash thresholds, 1 resilient. */
  public static final OfInt GROUP_TYPE = NHA.u16(3, "GROUP_TYPE");

  /** Drops every packet (no payload). */
  public static final Of<Boolean> BLACKHOLE = NHA.flag(4, "BLACKHOLE");

  /** The index of the output interface (s32). */
  public static final OfInt OIF = NHA.s32(5, "OIF");

  /** The gateway, of the next hop's family. */
  public static final Of<IpAddress> GATEWAY = NHA.address(6, "GATEWAY");

  /** How packets are encapsulated (u16). */
  public static final OfInt ENCAP_TYPE = NHA.u16(7, "ENCAP_TYPE");

  /** What {@link #ENCAP_TYPE} needs. */
  public static final Of<Encapsulation> ENCAP = NHA.of(8, "ENCAP", Encapsulation.form(ENCAP_TYPE));

  /** In a dump request: groups only (no payload). */
  public static final Of<Boolean> GROUPS = NHA.flag(9, "GROUPS");

  /** In a dump request: those by interfaces of this bridge or VRF (u32). */
  public static final OfLong MASTER = NHA.u32(10, "MASTER");

  /** It is for a bridge's forwarding table (no payload). */
  public static final Of<Boolean> FDB = NHA.flag(11, "FDB");

  /** What is particular to a resilient group (nested). */
  public static final Of<ResilientGroup> RES_GROUP = NHA.of(12, "RES_GROUP", ResilientGroup.FORM);

  /** A bucket of a resilient group (nested). */
  public static final Of<Attributes> RES_BUCKET = NHA.nested(13, "RES_BUCKET", BUCKET);

  /** What the kernel is to report, or has filled in (u32; in a request with a mask). */
  public static final OfLong OP_FLAGS = NHA.uint(14, "OP_FLAGS");

  /** Packets by member (nested). */
  public static final Of<Attributes> GROUP_STATS = NHA.nested(15, "GROUP_STATS", STATISTICS);

  /** Whether hardware shall count (u32). */
  public static final OfLong HW_STATS_ENABLE = NHA.u32(16, "HW_STATS_ENABLE");

  /** Whether hardware counts (u32). */
  public static final OfLong HW_STATS_USED = NHA.u32(17, "HW_STATS_USED");

  /** All of them. */
  public static final AttributeSchema SCHEMA = NHA.build();

  private NextHopAttributes() {}
}

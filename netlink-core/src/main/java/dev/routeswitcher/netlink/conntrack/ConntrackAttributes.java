package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;

/**
 * Attribute types of an entry ({@code CTA_*}, without the prefix). Numbers are in network byte
 * order unless said otherwise.
 */
public final class ConntrackAttributes {
  /** The tuple of the direction that began the connection: {@link TupleAttributes}. */
  public static final int TUPLE_ORIG = 1;

  /** The tuple of the other direction. */
  public static final int TUPLE_REPLY = 2;

  /** {@link ConntrackStatus} (u32). */
  public static final int STATUS = 3;

  /** What the tracker knows of the protocol's own state: attributes. */
  public static final int PROTOINFO = 4;

  /** The helper that follows the connection: attributes. */
  public static final int HELP = 5;

  /** In how many seconds the entry expires (u32). */
  public static final int TIMEOUT = 7;

  /** The mark (u32). */
  public static final int MARK = 8;

  /** Packets and bytes of the original direction: attributes. */
  public static final int COUNTERS_ORIG = 9;

  /** Packets and bytes of the other direction: attributes. */
  public static final int COUNTERS_REPLY = 10;

  /** How often the kernel refers to the entry (u32). */
  public static final int USE = 11;

  /**
   * A number that the kernel makes of the entry's tuple and place in memory (u32): a later entry of
   * the same tuple has another one, unless it happens to get the same place.
   */
  public static final int ID = 12;

  /** The tuple of the connection that announced this one. */
  public static final int TUPLE_MASTER = 14;

  /** The zone (u16) of both directions; absent for zone 0. */
  public static final int ZONE = 18;

  /** In a request, the bits of the mark that count (u32). */
  public static final int MARK_MASK = 21;

  /**
   * In a listing, which fields of the tuples it gives count: {@link #FILTER_ORIG_FLAGS}, {@link
   * #FILTER_REPLY_FLAGS}. Since Linux 5.8; before, it is ignored.
   */
  public static final int FILTER = 25;

  /** In a request, the bits of the status that count (u32). Older kernels ignore it. */
  public static final int STATUS_MASK = 26;

  /** {@code CTA_FILTER_ORIG_FLAGS}: fields of the original tuple (u32 in host order). */
  public static final int FILTER_ORIG_FLAGS = 1;

  /** {@code CTA_FILTER_REPLY_FLAGS}: fields of the reply tuple (u32 in host order). */
  public static final int FILTER_REPLY_FLAGS = 2;

  private static final AttributeSchema COUNTERS =
      AttributeSchema.builder("CTA_COUNTERS_")
          .value(1, "PACKETS", Attribute::be64)
          .value(2, "BYTES", Attribute::be64)
          .build();

  private static final AttributeSchema TCP =
      AttributeSchema.builder("CTA_PROTOINFO_TCP_")
          .value(1, "STATE", Attribute::u8)
          .value(2, "WSCALE_ORIGINAL", Attribute::u8)
          .value(3, "WSCALE_REPLY", Attribute::u8)
          .raw(4, "FLAGS_ORIGINAL")
          .raw(5, "FLAGS_REPLY")
          .build();

  private static final AttributeSchema PROTOCOL_INFO =
      AttributeSchema.builder("CTA_PROTOINFO_")
          .nested(1, "TCP", TCP)
          .nested(2, "DCCP", AttributeSchema.builder("CTA_PROTOINFO_DCCP_").build())
          .nested(3, "SCTP", AttributeSchema.builder("CTA_PROTOINFO_SCTP_").build())
          .build();

  private static final AttributeSchema HELPER =
      AttributeSchema.builder("CTA_HELP_").raw(1, "NAME").raw(2, "INFO").build();

  private static final AttributeSchema FILTER_FLAGS =
      AttributeSchema.builder("CTA_FILTER_")
          .value(FILTER_ORIG_FLAGS, "ORIG_FLAGS", Attribute::u32)
          .value(FILTER_REPLY_FLAGS, "REPLY_FLAGS", Attribute::u32)
          .build();

  /** The schema of an entry. */
  public static final AttributeSchema SCHEMA =
      AttributeSchema.builder("CTA_")
          .nested(TUPLE_ORIG, "TUPLE_ORIG", TupleAttributes.SCHEMA)
          .nested(TUPLE_REPLY, "TUPLE_REPLY", TupleAttributes.SCHEMA)
          .value(STATUS, "STATUS", Attribute::be32)
          .nested(PROTOINFO, "PROTOINFO", PROTOCOL_INFO)
          .nested(HELP, "HELP", HELPER)
          .raw(6, "NAT_SRC")
          .value(TIMEOUT, "TIMEOUT", Attribute::be32)
          .value(MARK, "MARK", Attribute::be32)
          .nested(COUNTERS_ORIG, "COUNTERS_ORIG", COUNTERS)
          .nested(COUNTERS_REPLY, "COUNTERS_REPLY", COUNTERS)
          .value(USE, "USE", Attribute::be32)
          .value(ID, "ID", Attribute::be32)
          .raw(13, "NAT_DST")
          .nested(TUPLE_MASTER, "TUPLE_MASTER", TupleAttributes.SCHEMA)
          .raw(15, "SEQ_ADJ_ORIG")
          .raw(16, "SEQ_ADJ_REPLY")
          .raw(17, "SECMARK")
          .value(ZONE, "ZONE", Attribute::be16)
          .raw(19, "SECCTX")
          .raw(20, "TIMESTAMP")
          .value(MARK_MASK, "MARK_MASK", Attribute::be32)
          .raw(22, "LABELS")
          .raw(23, "LABELS_MASK")
          .raw(24, "SYNPROXY")
          .nested(FILTER, "FILTER", FILTER_FLAGS)
          .value(STATUS_MASK, "STATUS_MASK", Attribute::be32)
          .build();

  private ConntrackAttributes() {}
}

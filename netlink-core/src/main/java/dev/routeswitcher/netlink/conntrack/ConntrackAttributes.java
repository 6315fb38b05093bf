package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType.IntForm;
import dev.routeswitcher.netlink.codec.AttributeType.Of;
import dev.routeswitcher.netlink.codec.AttributeType.OfInt;
import dev.routeswitcher.netlink.codec.AttributeType.OfLong;
import dev.routeswitcher.netlink.codec.Attributes;

/**
 * Attribute types of an entry ({@code CTA_*}, without the prefix). Numbers are in network byte
 * order unless said otherwise.
 */
public final class ConntrackAttributes {
  private static final AttributeSchema.Builder CTA = AttributeSchema.builder("CTA_");

  private static final AttributeSchema COUNTERS =
      AttributeSchema.of(
          "CTA_COUNTERS_",
          counters -> {
            counters.be64(1, "PACKETS");
            counters.be64(2, "BYTES");
          });

  private static final AttributeSchema TCP =
      AttributeSchema.of(
          "CTA_PROTOINFO_TCP_",
          tcp -> {
            tcp.u8(1, "STATE");
            tcp.u8(2, "WSCALE_ORIGINAL");
            tcp.u8(3, "WSCALE_REPLY");
            tcp.opaque(4, "FLAGS_ORIGINAL", "FLAGS_REPLY");
          });

  private static final AttributeSchema PROTOCOL_INFO =
      AttributeSchema.of(
          "CTA_PROTOINFO_",
          protocols -> {
            protocols.nested(1, "TCP", TCP);
            protocols.nested(2, "DCCP", AttributeSchema.builder("CTA_PROTOINFO_DCCP_").build());
            protocols.nested(3, "SCTP", AttributeSchema.builder("CTA_PROTOINFO_SCTP_").build());
          });

  private static final AttributeSchema HELPER =
      AttributeSchema.of("CTA_HELP_", helper -> helper.opaque(1, "NAME", "INFO"));

  private static final AttributeSchema.Builder CTA_FILTER = AttributeSchema.builder("CTA_FILTER_");

  /** {@code CTA_FILTER_ORIG_FLAGS}: fields of the original tuple (u32 in host order). */
  public static final OfLong FILTER_ORIG_FLAGS = CTA_FILTER.u32(1, "ORIG_FLAGS");

  /** {@code CTA_FILTER_REPLY_FLAGS}: fields of the reply tuple (u32 in host order). */
  public static final OfLong FILTER_REPLY_FLAGS = CTA_FILTER.u32(2, "REPLY_FLAGS");

  /** The tuple of the direction that began the connection: {@link TupleAttributes}. */
  public static final Of<ConntrackTuple> TUPLE_ORIG = CTA.of(1, "TUPLE_ORIG", TupleAttributes.FORM);

  /** The tuple of the other direction. */
  public static final Of<ConntrackTuple> TUPLE_REPLY =
      CTA.of(2, "TUPLE_REPLY", TupleAttributes.FORM);

  /** {@link ConntrackStatus} (u32). */
  public static final OfLong STATUS = CTA.be32(3, "STATUS");

  /** What the tracker knows of the protocol's own state: attributes. */
  public static final Of<Attributes> PROTOINFO = CTA.nested(4, "PROTOINFO", PROTOCOL_INFO);

  /** The helper that follows the connection: attributes. */
  public static final Of<Attributes> HELP = CTA.nested(5, "HELP", HELPER);

  /** In how many seconds the entry expires (u32). */
  public static final OfLong TIMEOUT = CTA.be32(7, "TIMEOUT");

  /** The mark (u32). */
  public static final OfLong MARK = CTA.be32(8, "MARK");

  /** Packets and bytes of the original direction: attributes. */
  public static final Of<Attributes> COUNTERS_ORIG = CTA.nested(9, "COUNTERS_ORIG", COUNTERS);

  /** Packets and bytes of the other direction: attributes. */
  public static final Of<Attributes> COUNTERS_REPLY = CTA.nested(10, "COUNTERS_REPLY", COUNTERS);

  /** How often the kernel refers to the entry (u32). */
  public static final OfLong USE = CTA.be32(11, "USE");

  /**
   * A number that the kernel makes of the entry's tuple and place in memory (u32): a later entry of
   * the same tuple has another one, unless it happens to get the same place.
   */
  public static final OfLong ID = CTA.be32(12, "ID");

  /** The tuple of the connection that announced this one. */
  public static final Of<ConntrackTuple> TUPLE_MASTER =
      CTA.of(14, "TUPLE_MASTER", TupleAttributes.FORM);

  /** The zone (u16, of which a longer one begins with it) of both directions; absent for zone 0. */
  public static final OfInt ZONE = CTA.add(new OfInt(18, "ZONE", IntForm.START_AS_BE16));

  /** In a request, the bits of the mark that count (u32). */
  public static final OfLong MARK_MASK = CTA.be32(21, "MARK_MASK");

  /**
   * In a listing, which fields of the tuples it gives count: {@link #FILTER_ORIG_FLAGS}, {@link
   * #FILTER_REPLY_FLAGS}. Since Linux 5.8; before, it is ignored.
   */
  public static final Of<Attributes> FILTER = CTA.nested(25, "FILTER", CTA_FILTER.build());

  /** In a request, the bits of the status that count (u32). Older kernels ignore it. */
  public static final OfLong STATUS_MASK = CTA.be32(26, "STATUS_MASK");

  static {
    CTA.opaque(6, "NAT_SRC");
    CTA.opaque(13, "NAT_DST");
    CTA.opaque(15, "SEQ_ADJ_ORIG", "SEQ_ADJ_REPLY", "SECMARK");
    CTA.opaque(19, "SECCTX", "TIMESTAMP");
    CTA.opaque(22, "LABELS", "LABELS_MASK", "SYNPROXY");
  }

  /** All of them. */
  public static final AttributeSchema SCHEMA = CTA.build();

  private ConntrackAttributes() {}
}

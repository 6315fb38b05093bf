package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType.IntForm;
import dev.routeswitcher.netlink.codec.AttributeType.Of;
import dev.routeswitcher.netlink.codec.AttributeType.OfInt;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;

/** Attribute types inside a tuple ({@code CTA_TUPLE_*}, {@code CTA_IP_*}, {@code CTA_PROTO_*}). */
public final class TupleAttributes {
  private static final AttributeSchema.Builder CTA_IP = AttributeSchema.builder("CTA_IP_");

  /** {@code CTA_IP_V4_SRC}, in {@link #IP}. */
  public static final Of<IpAddress> V4_SOURCE =
      CTA_IP.of(1, "V4_SRC", Form.address(AddressFamily.INET));

  /** {@code CTA_IP_V4_DST}. */
  public static final Of<IpAddress> V4_DESTINATION =
      CTA_IP.of(2, "V4_DST", Form.address(AddressFamily.INET));

  /** {@code CTA_IP_V6_SRC}. */
  public static final Of<IpAddress> V6_SOURCE =
      CTA_IP.of(3, "V6_SRC", Form.address(AddressFamily.INET6));

  /** {@code CTA_IP_V6_DST}. */
  public static final Of<IpAddress> V6_DESTINATION =
      CTA_IP.of(4, "V6_DST", Form.address(AddressFamily.INET6));

  private static final AttributeSchema.Builder CTA_PROTO = AttributeSchema.builder("CTA_PROTO_");

  /** {@code CTA_PROTO_NUM}, in {@link #PROTO}: the IP protocol (u8). */
  public static final OfInt NUMBER = CTA_PROTO.u8(1, "NUM");

  /** {@code CTA_PROTO_SRC_PORT} (u16). */
  public static final OfInt SOURCE_PORT = CTA_PROTO.be16(2, "SRC_PORT");

  /** {@code CTA_PROTO_DST_PORT} (u16). */
  public static final OfInt DESTINATION_PORT = CTA_PROTO.be16(3, "DST_PORT");

  /** {@code CTA_PROTO_ICMP_ID} (u16). */
  public static final OfInt ICMP_ID = CTA_PROTO.be16(4, "ICMP_ID");

  /** {@code CTA_PROTO_ICMP_TYPE} (u8). */
  public static final OfInt ICMP_TYPE = CTA_PROTO.u8(5, "ICMP_TYPE");

  /** {@code CTA_PROTO_ICMP_CODE} (u8). */
  public static final OfInt ICMP_CODE = CTA_PROTO.u8(6, "ICMP_CODE");

  /** {@code CTA_PROTO_ICMPV6_ID} (u16). */
  public static final OfInt ICMPV6_ID = CTA_PROTO.be16(7, "ICMPV6_ID");

  /** {@code CTA_PROTO_ICMPV6_TYPE} (u8). */
  public static final OfInt ICMPV6_TYPE = CTA_PROTO.u8(8, "ICMPV6_TYPE");

  /** {@code CTA_PROTO_ICMPV6_CODE} (u8). */
  public static final OfInt ICMPV6_CODE = CTA_PROTO.u8(9, "ICMPV6_CODE");

  private static final AttributeSchema.Builder CTA_TUPLE = AttributeSchema.builder("CTA_TUPLE_");

  /** {@code CTA_TUPLE_IP}: the addresses. */
  public static final Of<Attributes> IP = CTA_TUPLE.nested(1, "IP", CTA_IP.build());

  /** {@code CTA_TUPLE_PROTO}: the protocol and its ports, or what it has instead. */
  public static final Of<Attributes> PROTO = CTA_TUPLE.nested(2, "PROTO", CTA_PROTO.build());

  /** {@code CTA_TUPLE_ZONE}: as {@link ConntrackAttributes#ZONE}, but of this direction alone. */
  public static final OfInt ZONE = CTA_TUPLE.add(new OfInt(3, "ZONE", IntForm.START_AS_BE16));

  /** The types in a tuple; those inside {@link #IP} and {@link #PROTO} are in schemas of theirs. */
  public static final AttributeSchema SCHEMA = CTA_TUPLE.build();

  static final Form<ConntrackTuple> FORM =
      Form.nested(SCHEMA)
          .map((attribute, inside) -> new ConntrackTuple(inside), ConntrackTuple::attributes);

  private TupleAttributes() {}
}

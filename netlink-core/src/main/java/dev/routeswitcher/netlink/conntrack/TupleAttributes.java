package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import java.util.function.Consumer;

/** Attribute types inside a tuple ({@code CTA_TUPLE_*}, {@code CTA_IP_*}, {@code CTA_PROTO_*}). */
public final class TupleAttributes {
  /** {@code CTA_TUPLE_IP}: the addresses. */
  public static final int IP = 1;

  /** {@code CTA_TUPLE_PROTO}: the protocol and its ports, or what it has instead. */
  public static final int PROTO = 2;

  /** {@code CTA_TUPLE_ZONE}: the zone of this direction alone (u16). */
  public static final int ZONE = 3;

  /** {@code CTA_IP_V4_SRC}, in {@link #IP}. */
  public static final int V4_SOURCE = 1;

  /** {@code CTA_IP_V4_DST}. */
  public static final int V4_DESTINATION = 2;

  /** {@code CTA_IP_V6_SRC}. */
  public static final int V6_SOURCE = 3;

  /** {@code CTA_IP_V6_DST}. */
  public static final int V6_DESTINATION = 4;

  /** {@code CTA_PROTO_NUM}, in {@link #PROTO}: the IP protocol (u8). */
  public static final int NUMBER = 1;

  /** {@code CTA_PROTO_SRC_PORT} (u16). */
  public static final int SOURCE_PORT = 2;

  /** {@code CTA_PROTO_DST_PORT} (u16). */
  public static final int DESTINATION_PORT = 3;

  /** {@code CTA_PROTO_ICMP_ID} (u16). */
  public static final int ICMP_ID = 4;

  /** {@code CTA_PROTO_ICMP_TYPE} (u8). */
  public static final int ICMP_TYPE = 5;

  /** {@code CTA_PROTO_ICMP_CODE} (u8). */
  public static final int ICMP_CODE = 6;

  /** {@code CTA_PROTO_ICMPV6_ID} (u16). */
  public static final int ICMPV6_ID = 7;

  /** {@code CTA_PROTO_ICMPV6_TYPE} (u8). */
  public static final int ICMPV6_TYPE = 8;

  /** {@code CTA_PROTO_ICMPV6_CODE} (u8). */
  public static final int ICMPV6_CODE = 9;

  private static final AttributeSchema ADDRESSES =
      AttributeSchema.builder("CTA_IP_")
          .value(V4_SOURCE, "V4_SRC", address(4))
          .value(V4_DESTINATION, "V4_DST", address(4))
          .value(V6_SOURCE, "V6_SRC", address(16))
          .value(V6_DESTINATION, "V6_DST", address(16))
          .build();

  private static final AttributeSchema PROTOCOL =
      AttributeSchema.builder("CTA_PROTO_")
          .value(NUMBER, "NUM", Attribute::u8)
          .value(SOURCE_PORT, "SRC_PORT", Attribute::be16)
          .value(DESTINATION_PORT, "DST_PORT", Attribute::be16)
          .value(ICMP_ID, "ICMP_ID", Attribute::be16)
          .value(ICMP_TYPE, "ICMP_TYPE", Attribute::u8)
          .value(ICMP_CODE, "ICMP_CODE", Attribute::u8)
          .value(ICMPV6_ID, "ICMPV6_ID", Attribute::be16)
          .value(ICMPV6_TYPE, "ICMPV6_TYPE", Attribute::u8)
          .value(ICMPV6_CODE, "ICMPV6_CODE", Attribute::u8)
          .build();

  /** The schema of a tuple. */
  public static final AttributeSchema SCHEMA =
      AttributeSchema.builder("CTA_TUPLE_")
          .nested(IP, "IP", ADDRESSES)
          .nested(PROTO, "PROTO", PROTOCOL)
          .value(ZONE, "ZONE", Attribute::be16)
          .build();

  private TupleAttributes() {}

  private static Consumer<Attribute> address(int length) {
    return attribute -> requireLength(attribute, length);
  }

  static void requireLength(Attribute attribute, int length) {
    if (attribute.length() != length) {
      throw attribute.malformed(length + " bytes of address");
    }
  }
}

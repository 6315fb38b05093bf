package dev.routeswitcher.netlink.encapsulation;

import static dev.routeswitcher.netlink.codec.AttributeType.address;
import static dev.routeswitcher.netlink.codec.AttributeType.be16;
import static dev.routeswitcher.netlink.codec.AttributeType.be64;
import static dev.routeswitcher.netlink.codec.AttributeType.bytes;
import static dev.routeswitcher.netlink.codec.AttributeType.of;
import static dev.routeswitcher.netlink.codec.AttributeType.text;
import static dev.routeswitcher.netlink.codec.AttributeType.u8;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.AttributeText;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Gives the tunnel that the route leads to its far end and key ({@code LWTUNNEL_IP_*}, {@code
 * LWTUNNEL_IP6_*}).
 *
 * @param type {@link Encapsulation#IP} or {@link Encapsulation#IP6}
 * @param attributes as they are on the wire
 */
public record IpEncapsulation(int type, Attributes attributes) implements Encapsulation {
  private static final AttributeType.OfLong ID = be64(1, "ID");
  private static final AttributeType.Of<IpAddress> DST = address(2, "DST");
  private static final AttributeType.Of<IpAddress> SRC = address(3, "SRC");
  private static final AttributeType.OfInt HOP_LIMIT = u8(4, "HOPLIMIT");
  private static final AttributeType.OfInt TRAFFIC_CLASS = u8(5, "TC");
  private static final AttributeType.OfInt FLAGS = be16(6, "FLAGS");

  private static final int CHECKSUM_FLAG = 0x01;
  private static final int KEY_FLAG = 0x04;
  private static final int SEQUENCE_FLAG = 0x08;

  private static final AttributeSchema INET6_SCHEMA =
      schema("LWTUNNEL_IP6_").of(AddressFamily.INET6);

  private static final AttributeSchema INET_SCHEMA =
      schema("LWTUNNEL_IP_").with(u8(4, "TTL")).with(u8(5, "TOS")).of(AddressFamily.INET);

  private static AttributeSchema schema(String prefix) {
    return AttributeSchema.of(
        prefix, ID, DST, SRC, HOP_LIMIT, TRAFFIC_CLASS, FLAGS, bytes(7, "PAD"), bytes(8, "OPTS"));
  }

  static AttributeSchema schema(int type) {
    return type == IP ? INET_SCHEMA : INET6_SCHEMA;
  }

  public IpEncapsulation {
    if (type != IP && type != IP6) {
      throw new IllegalArgumentException("encapsulation type " + type + " is not ip or ip6");
    }
  }

  /** To a far end, with a key; in the machine's byte order. */
  public static IpEncapsulation of(long id, IpAddress destination) {
    return of(id, destination, ByteOrder.nativeOrder());
  }

  /** To a far end, with a key. */
  public static IpEncapsulation of(long id, IpAddress destination, ByteOrder order) {
    int type = destination.isIpv4() ? IP : IP6;
    AttributesBuilder attributes = new AttributesBuilder(order).set(ID, id).set(DST, destination);
    return new IpEncapsulation(type, attributes.build(0, schema(type)));
  }

  /** The tunnel's key: 64 bits, to be read as unsigned. */
  public OptionalLong id() {
    return attributes.get(ID);
  }

  /** The far end. */
  public Optional<IpAddress> destination() {
    return attributes.get(DST);
  }

  /** The near end. */
  public Optional<IpAddress> source() {
    return attributes.get(SRC);
  }

  /** The hop limit, or time to live, of the outer header. */
  public OptionalInt hopLimit() {
    return attributes.get(HOP_LIMIT);
  }

  /** The traffic class, or type of service, of the outer header. */
  public OptionalInt trafficClass() {
    return attributes.get(TRAFFIC_CLASS);
  }

  /** As {@code ip} prints it: {@code encap ip6 id 7 src :: dst 2001:db8::9 hoplimit 0 tc 0}. */
  @Override
  public String toString() {
    boolean ip4 = type == IP;
    AttributeText text =
        new AttributeText(attributes)
            .add("encap", NAMES.of(type))
            .add("id", ID)
            .add("src", SRC)
            .add("dst", DST)
            .add(ip4 ? "ttl" : "hoplimit", HOP_LIMIT)
            .add(ip4 ? "tos" : "tc", TRAFFIC_CLASS);
    int flags = text.get(FLAGS, 0);
    return text.addIf((flags & KEY_FLAG) != 0, "key")
        .addIf((flags & CHECKSUM_FLAG) != 0, "csum")
        .addIf((flags & SEQUENCE_FLAG) != 0, "seq")
        .toString();
  }
}

package dev.routeswitcher.netlink.encapsulation;

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
  private static final AttributeSchema.Builder IP6_TUNNEL =
      AttributeSchema.builder("LWTUNNEL_IP6_");

  private static final AttributeType.OfLong ID = IP6_TUNNEL.be64(1, "ID");
  private static final AttributeType.Of<IpAddress> DST = IP6_TUNNEL.address(2, "DST");
  private static final AttributeType.Of<IpAddress> SRC = IP6_TUNNEL.address(3, "SRC");
  private static final AttributeType.OfInt HOP_LIMIT = IP6_TUNNEL.u8(4, "HOPLIMIT");
  private static final AttributeType.OfInt TRAFFIC_CLASS = IP6_TUNNEL.u8(5, "TC");
  private static final AttributeType.OfInt FLAGS = IP6_TUNNEL.be16(6, "FLAGS");

  static {
    IP6_TUNNEL.opaque(7, "PAD", "OPTS");
  }

  private static final AttributeSchema INET6_SCHEMA =
      IP6_TUNNEL.build().forFamily(AddressFamily.INET6);

  /** The same types; two have other names. */
  private static final AttributeSchema INET_SCHEMA =
      AttributeSchema.of(
              "LWTUNNEL_IP_",
              tunnel -> {
                tunnel.add(ID);
                tunnel.add(DST);
                tunnel.add(SRC);
                tunnel.u8(4, "TTL");
                tunnel.u8(5, "TOS");
                tunnel.add(FLAGS);
                tunnel.opaque(7, "PAD", "OPTS");
              })
          .forFamily(AddressFamily.INET);

  private static final int CHECKSUM_FLAG = 0x01;
  private static final int KEY_FLAG = 0x04;
  private static final int SEQUENCE_FLAG = 0x08;

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

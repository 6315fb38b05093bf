package dev.routeswitcher.netlink.encapsulation;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.AddressValue;
import dev.routeswitcher.netlink.message.Printed;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * Tells the tunnel that the route leads to which far end and key to use ({@code LWTUNNEL_IP_*},
 * {@code LWTUNNEL_IP6_*}).
 *
 * @param type {@link Encapsulation#IP} or {@link Encapsulation#IP6}
 * @param attributes as they are on the wire
 */
public record IpEncapsulation(int type, Attributes attributes) implements Encapsulation {
  private static final int ID = 1;
  private static final int DST = 2;
  private static final int SRC = 3;
  private static final int HOP_LIMIT = 4;
  private static final int TRAFFIC_CLASS = 5;
  private static final int FLAGS = 6;

  private static final int CHECKSUM_FLAG = 0x01;
  private static final int KEY_FLAG = 0x04;
  private static final int SEQUENCE_FLAG = 0x08;

  static final AttributeSchema INET_SCHEMA = schema("LWTUNNEL_IP_", "TTL", "TOS", 4);
  static final AttributeSchema INET6_SCHEMA = schema("LWTUNNEL_IP6_", "HOPLIMIT", "TC", 16);

  private static AttributeSchema schema(String prefix, String hopLimit, String tos, int length) {
    AddressValue address = new AddressValue(length);
    return AttributeSchema.builder(prefix)
        .value(ID, "ID", Attribute::be64)
        .value(DST, "DST", address)
        .value(SRC, "SRC", address)
        .value(HOP_LIMIT, hopLimit, Attribute::u8)
        .value(TRAFFIC_CLASS, tos, Attribute::u8)
        .value(FLAGS, "FLAGS", Attribute::be16)
        .raw(7, "PAD")
        .raw(8, "OPTS")
        .build();
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
    AttributesBuilder attributes =
        new AttributesBuilder(order).be64(ID, id).address(DST, destination);
    boolean ip4 = destination.isIpv4();
    return new IpEncapsulation(
        ip4 ? IP : IP6, attributes.build(0, ip4 ? INET_SCHEMA : INET6_SCHEMA));
  }

  /** The tunnel's key: 64 bits, to be read as unsigned. */
  public OptionalLong id() {
    Optional<Attribute> id = attributes.find(ID);
    return id.isPresent() ? OptionalLong.of(id.get().be64()) : OptionalLong.empty();
  }

  /** The far end. */
  public Optional<IpAddress> destination() {
    return attributes.find(DST).map(this::address);
  }

  /** The near end. */
  public Optional<IpAddress> source() {
    return attributes.find(SRC).map(this::address);
  }

  private IpAddress address(Attribute attribute) {
    new AddressValue(type == IP ? 4 : 16).accept(attribute);
    return attribute.ipAddress();
  }

  /** The hop limit, or time to live, of the outer header. */
  public OptionalInt hopLimit() {
    return attributes.u8(HOP_LIMIT);
  }

  /** The traffic class, or type of service, of the outer header. */
  public OptionalInt trafficClass() {
    return attributes.u8(TRAFFIC_CLASS);
  }

  /** As {@code ip} prints it: {@code encap ip6 id 7 src :: dst 2001:db8::9 hoplimit 0 tc 0}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ").add("encap").add(LightweightTunnel.name(type));
    Printed.add(text, "id", attributes, ID, a -> Long.toUnsignedString(a.be64()));
    Printed.add(text, "src", attributes, SRC, a -> address(a).toString());
    Printed.add(text, "dst", attributes, DST, a -> address(a).toString());
    String hopLimit = type == IP ? "ttl" : "hoplimit";
    Printed.add(text, hopLimit, attributes, HOP_LIMIT, a -> Integer.toString(a.u8()));
    String tos = type == IP ? "tos" : "tc";
    Printed.add(text, tos, attributes, TRAFFIC_CLASS, a -> Integer.toString(a.u8()));
    Printed.find(attributes, FLAGS)
        .filter(a -> a.length() == 2)
        .ifPresent(flags -> addFlags(text, flags.be16()));
    return text.toString();
  }

  private static void addFlags(StringJoiner text, int flags) {
    if ((flags & KEY_FLAG) != 0) {
      text.add("key");
    }
    if ((flags & CHECKSUM_FLAG) != 0) {
      text.add("csum");
    }
    if ((flags & SEQUENCE_FLAG) != 0) {
      text.add("seq");
    }
  }
}

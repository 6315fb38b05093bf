package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the packets of one direction of a connection say: addresses, protocol, and ports or what the
 * protocol has instead. What is absent is empty; in a request, what is absent is not asked for.
 *
 * <p>Accessors throw {@link MalformedAttributeException} if theirs cannot be read.
 *
 * @param attributes {@link TupleAttributes} as they are on the wire
 */
public record ConntrackTuple(Attributes attributes) {

  /** A tuple to be completed, in the machine's byte order. */
  public static Builder builder() {
    return builder(ByteOrder.nativeOrder());
  }

  /** A tuple to be completed. */
  public static Builder builder(ByteOrder order) {
    return new Builder(order);
  }

  /** The family of the addresses; {@link AddressFamily#UNSPEC} if there is none. */
  public AddressFamily family() {
    return source().or(this::destination).map(IpAddress::family).orElse(AddressFamily.UNSPEC);
  }

  /** The address the packets come from. */
  public Optional<IpAddress> source() {
    return address(TupleAttributes.V4_SOURCE, TupleAttributes.V6_SOURCE);
  }

  /** The address the packets go to. */
  public Optional<IpAddress> destination() {
    return address(TupleAttributes.V4_DESTINATION, TupleAttributes.V6_DESTINATION);
  }

  private Optional<IpAddress> address(
      AttributeType.Of<IpAddress> ipv4, AttributeType.Of<IpAddress> ipv6) {
    Optional<Attributes> addresses = attributes.get(TupleAttributes.IP);
    return addresses
        .flatMap(inside -> inside.get(ipv4))
        .or(() -> addresses.flatMap(inside -> inside.get(ipv6)));
  }

  /** The IP protocol, such as 17 for UDP. */
  public OptionalInt protocol() {
    return ofProtocol(TupleAttributes.NUMBER);
  }

  /** The port the packets come from. */
  public OptionalInt sourcePort() {
    return ofProtocol(TupleAttributes.SOURCE_PORT);
  }

  /** The port the packets go to. */
  public OptionalInt destinationPort() {
    return ofProtocol(TupleAttributes.DESTINATION_PORT);
  }

  /** The type of an ICMP or ICMPv6 query. */
  public OptionalInt icmpType() {
    return either(TupleAttributes.ICMP_TYPE, TupleAttributes.ICMPV6_TYPE);
  }

  /** The code of an ICMP or ICMPv6 query. */
  public OptionalInt icmpCode() {
    return either(TupleAttributes.ICMP_CODE, TupleAttributes.ICMPV6_CODE);
  }

  /** The identifier of an ICMP or ICMPv6 query. */
  public OptionalInt icmpId() {
    return either(TupleAttributes.ICMP_ID, TupleAttributes.ICMPV6_ID);
  }

  /** The zone of this direction alone. */
  public OptionalInt zone() {
    return attributes.get(TupleAttributes.ZONE);
  }

  private OptionalInt either(AttributeType.OfInt first, AttributeType.OfInt second) {
    OptionalInt found = ofProtocol(first);
    return found.isPresent() ? found : ofProtocol(second);
  }

  private OptionalInt ofProtocol(AttributeType.OfInt type) {
    Optional<Attributes> inside = attributes.get(TupleAttributes.PROTO);
    return inside.isPresent() ? inside.get().get(type) : OptionalInt.empty();
  }

  /** As {@code conntrack} prints it: {@code src=192.0.2.9 dst=203.0.113.8 sport=40000 dport=53}. */
  @Override
  public String toString() {
    return ConntrackText.of(this);
  }

  /** Collects what a tuple says. Not thread-safe. */
  public static final class Builder {
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private final ByteOrder order;
    private final AttributesBuilder addresses;
    private final AttributesBuilder protocol;
    private final AttributesBuilder others;

    private Builder(ByteOrder order) {
      this.order = order;
      this.addresses = new AttributesBuilder(order);
      this.protocol = new AttributesBuilder(order);
      this.others = new AttributesBuilder(order);
    }

    /** The address the packets come from. */
    public Builder source(IpAddress address) {
      boolean ipv4 = address.isIpv4();
      addresses.set(ipv4 ? TupleAttributes.V4_SOURCE : TupleAttributes.V6_SOURCE, address);
      return this;
    }

    /** The address the packets go to. */
    public Builder destination(IpAddress address) {
      boolean ipv4 = address.isIpv4();
      addresses.set(
          ipv4 ? TupleAttributes.V4_DESTINATION : TupleAttributes.V6_DESTINATION, address);
      return this;
    }

    /** The IP protocol, such as 17 for UDP. */
    public Builder protocol(int number) {
      protocol.set(TupleAttributes.NUMBER, number);
      return this;
    }

    /** The ports the packets come from and go to. */
    public Builder ports(int source, int destination) {
      protocol.set(TupleAttributes.SOURCE_PORT, source);
      protocol.set(TupleAttributes.DESTINATION_PORT, destination);
      return this;
    }

    /** An ICMP query. */
    public Builder icmp(int id, int type, int code) {
      protocol(ICMP).protocol.set(TupleAttributes.ICMP_ID, id);
      protocol.set(TupleAttributes.ICMP_TYPE, type).set(TupleAttributes.ICMP_CODE, code);
      return this;
    }

    /** An ICMPv6 query. */
    public Builder icmpv6(int id, int type, int code) {
      protocol(ICMPV6).protocol.set(TupleAttributes.ICMPV6_ID, id);
      protocol.set(TupleAttributes.ICMPV6_TYPE, type).set(TupleAttributes.ICMPV6_CODE, code);
      return this;
    }

    /** The zone of this direction alone. */
    public Builder zone(int zone) {
      others.set(TupleAttributes.ZONE, zone);
      return this;
    }

    /** The tuple. */
    public ConntrackTuple build() {
      AttributesBuilder whole = new AttributesBuilder(order);
      if (!addresses.isEmpty()) {
        whole.set(TupleAttributes.IP, addresses.build());
      }
      if (!protocol.isEmpty()) {
        whole.set(TupleAttributes.PROTO, protocol.build());
      }
      others.build().forEach(whole::append);
      return new ConntrackTuple(whole.build(0, TupleAttributes.SCHEMA));
    }
  }
}

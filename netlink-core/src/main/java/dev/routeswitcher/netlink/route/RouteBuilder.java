package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.encapsulation.LightweightTunnel;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link RouteMessage}. What is not said is as {@code ip route add} has it: the default
 * route, type unicast, table main, protocol boot, and the scope that follows from type and gateway.
 * Not thread-safe.
 */
public final class RouteBuilder {
  private final AddressFamily family;
  private final AttributesBuilder attributes;
  private int destinationLength;
  private int sourceLength;
  private int tos;
  private int table = (int) RouteTable.MAIN.id();
  private RouteProtocol protocol = RouteProtocol.BOOT;
  private @Nullable RouteScope scope;
  private RouteType type = RouteType.UNICAST;
  private RouteFlags flags = RouteFlags.NONE;
  private boolean throughGateway;

  RouteBuilder(AddressFamily family, ByteOrder order) {
    this.family = family;
    this.attributes = new AttributesBuilder(order);
  }

  RouteBuilder(RouteMessage route) {
    RouteHeader header = route.header();
    this.family = header.family();
    this.attributes = new AttributesBuilder(route.attributes());
    this.destinationLength = header.destinationLength();
    this.sourceLength = header.sourceLength();
    this.tos = header.tos();
    this.table = header.table();
    this.protocol = header.protocol();
    this.scope = header.scope();
    this.type = header.type();
    this.flags = header.flags();
  }

  /**
   * The destination; bits beyond the prefix's length must be zero for the kernel to take it. A
   * prefix of length 0 is the default route.
   */
  public RouteBuilder destination(IpPrefix destination) {
    requireFamily(destination.address());
    destinationLength = destination.length();
    if (destinationLength == 0 && destination.address().isUnspecified()) {
      attributes.remove(RouteAttributes.DST);
    } else {
      attributes.address(RouteAttributes.DST, destination.address());
    }
    return this;
  }

  /** The source prefix (IPv6). */
  public RouteBuilder source(IpPrefix source) {
    requireFamily(source.address());
    sourceLength = source.length();
    attributes.address(RouteAttributes.SRC, source.address());
    return this;
  }

  /** Type of service. */
  public RouteBuilder tos(int newTos) {
    this.tos = newTos;
    return this;
  }

  /** The table; a number above 255 goes into {@code RTA_TABLE}. */
  public RouteBuilder table(RouteTable newTable) {
    boolean small = newTable.id() <= 255;
    this.table = small ? (int) newTable.id() : RouteTable.COMPAT;
    if (small) {
      attributes.remove(RouteAttributes.TABLE);
    } else {
      attributes.u32(RouteAttributes.TABLE, newTable.id());
    }
    return this;
  }

  /** Who installs it. */
  public RouteBuilder protocol(RouteProtocol newProtocol) {
    this.protocol = newProtocol;
    return this;
  }

  /** How far the destination is. */
  public RouteBuilder scope(RouteScope newScope) {
    this.scope = newScope;
    return this;
  }

  /** What the route does. */
  public RouteBuilder type(RouteType newType) {
    this.type = newType;
    return this;
  }

  /** All flags; {@link RouteFlags#ONLINK} is the one that makes sense in a request. */
  public RouteBuilder flags(RouteFlags newFlags) {
    this.flags = newFlags;
    return this;
  }

  /** Takes the gateway to be on the link whatever its address ({@code onlink}). */
  public RouteBuilder onLink() {
    return flags(flags.with(RouteFlags.ONLINK));
  }

  /** The gateway; one of another family becomes {@code RTA_VIA}. */
  public RouteBuilder gateway(IpAddress gateway) {
    throughGateway = true;
    if (gateway.family().equals(family)) {
      attributes.remove(RouteAttributes.VIA).address(RouteAttributes.GATEWAY, gateway);
    } else {
      attributes.remove(RouteAttributes.GATEWAY);
      attributes.set(RouteAttributes.VIA, Via.of(gateway)::writeTo);
    }
    return this;
  }

  /** The index of the output interface. */
  public RouteBuilder outputInterface(int index) {
    attributes.s32(RouteAttributes.OIF, index);
    return this;
  }

  /** The metric, a u32; lower is preferred. */
  public RouteBuilder priority(long priority) {
    attributes.u32(RouteAttributes.PRIORITY, priority);
    return this;
  }

  /** The source address of packets that have none yet. */
  public RouteBuilder preferredSource(IpAddress address) {
    requireFamily(address);
    attributes.address(RouteAttributes.PREFSRC, address);
    return this;
  }

  /** The path metrics. */
  public RouteBuilder metrics(RouteMetrics metrics) {
    attributes.nested(RouteAttributes.METRICS, metrics.attributes());
    return this;
  }

  /** Several ways, instead of one gateway and interface. */
  public RouteBuilder nextHops(List<NextHop> hops) {
    throughGateway = true;
    attributes.set(RouteAttributes.MULTIPATH, w -> hops.forEach(hop -> hop.writeTo(w)));
    return this;
  }

  /** Uses a next hop object, instead of gateway and interface. */
  public RouteBuilder nextHopId(long id) {
    throughGateway = true;
    attributes.u32(RouteAttributes.NH_ID, id);
    return this;
  }

  /** Wraps the packets it forwards. */
  public RouteBuilder encapsulation(Encapsulation encapsulation) {
    LightweightTunnel.set(
        attributes, RouteAttributes.ENCAP_TYPE, RouteAttributes.ENCAP, encapsulation);
    return this;
  }

  /** The realms. */
  public RouteBuilder realms(Realms realms) {
    attributes.u32(RouteAttributes.FLOW, realms.bits());
    return this;
  }

  /** The preference of an IPv6 router. */
  public RouteBuilder preference(RouterPreference preference) {
    attributes.u8(RouteAttributes.PREF, preference.value());
    return this;
  }

  /**
   * Any attribute.
   *
   * @param rawType the type with any flag bits
   */
  public RouteBuilder attribute(int rawType, Consumer<NetlinkWriter> payload) {
    attributes.set(rawType, payload);
    return this;
  }

  /** Removes an attribute, such as one that a route was read with. */
  public RouteBuilder without(int attributeType) {
    attributes.remove(attributeType);
    return this;
  }

  /** The route. */
  public RouteMessage build() {
    RouteHeader header =
        new RouteHeader(
            family,
            destinationLength,
            sourceLength,
            tos,
            table,
            protocol,
            scope == null ? usualScope() : scope,
            type,
            flags);
    return new RouteMessage(
        header, attributes.build(RouteMessage.ATTRIBUTES_AT, RouteAttributes.schema(family)));
  }

  private RouteScope usualScope() {
    if (!family.equals(AddressFamily.INET)) {
      return RouteScope.UNIVERSE;
    }
    if (type.equals(RouteType.LOCAL) || type.equals(RouteType.NAT)) {
      return RouteScope.HOST;
    }
    if (type.equals(RouteType.UNICAST) || type.equals(RouteType.UNSPEC)) {
      return throughGateway ? RouteScope.UNIVERSE : RouteScope.LINK;
    }
    boolean onLink =
        type.equals(RouteType.BROADCAST)
            || type.equals(RouteType.MULTICAST)
            || type.equals(RouteType.ANYCAST);
    return onLink ? RouteScope.LINK : RouteScope.UNIVERSE;
  }

  private void requireFamily(IpAddress address) {
    if (!address.family().equals(family)) {
      throw new IllegalArgumentException(address + " is not of family " + family);
    }
  }
}

package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.MessageBuilder;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Makes a {@link RouteMessage}. What is not set is as {@code ip route add} has it: the default
 * route, type unicast, table main, protocol boot, and the scope that follows from type and gateway;
 * in a request to delete it is as {@code ip route del} has it, where only the destination and the
 * table count. Not thread-safe.
 *
 * <p>A route has one next hop (gateway, output interface), or several, or a next hop object, or
 * leads nowhere by its type: what is set displaces the others that were.
 */
public final class RouteBuilder extends MessageBuilder<RouteBuilder> {
  private boolean scopeFollows;
  private boolean protocolFollows;
  private boolean typeFollows;

  RouteBuilder(AddressFamily family, ByteOrder order) {
    super(family, RouteMessage.SIZE, order);
    table(RouteTable.MAIN).protocol(RouteProtocol.BOOT).type(RouteType.UNICAST);
    scopeFollows = true;
    protocolFollows = true;
    typeFollows = true;
  }

  RouteBuilder(RouteMessage route) {
    super(route);
    scopeFollows = usualScope().equals(route.scope());
  }

  /**
   * The destination; bits beyond the prefix's length must be zero for the kernel to take it.
   * 0.0.0.0/0 or ::/0 is the default route, which has no {@code RTA_DST}.
   */
  public RouteBuilder destination(IpPrefix destination) {
    return prefix(RouteMessage.DESTINATION_LENGTH, RouteAttributes.DST, destination);
  }

  /** The source prefix (IPv6); ::/0 is every source, which has no {@code RTA_SRC}. */
  public RouteBuilder source(IpPrefix source) {
    return prefix(RouteMessage.SOURCE_LENGTH, RouteAttributes.SRC, source);
  }

  /** Type of service. */
  public RouteBuilder tos(int newTos) {
    return u8(RouteMessage.TOS, "tos", newTos);
  }

  /** The table; a number above 255 goes into {@code RTA_TABLE}. */
  public RouteBuilder table(RouteTable newTable) {
    u8(RouteMessage.TABLE, "table", newTable.inHeader());
    return newTable.fitsHeader()
        ? without(RouteAttributes.TABLE)
        : set(RouteAttributes.TABLE, newTable.id());
  }

  /** Who installs it. */
  public RouteBuilder protocol(RouteProtocol newProtocol) {
    protocolFollows = false;
    return u8(RouteMessage.PROTOCOL, "protocol", newProtocol.value());
  }

  /** How far the destination is. */
  public RouteBuilder scope(RouteScope newScope) {
    scopeFollows = false;
    return u8(RouteMessage.SCOPE, "scope", newScope.value());
  }

  /** What the route does. */
  public RouteBuilder type(RouteType newType) {
    typeFollows = false;
    if (newType.leadsNowhere()) {
      withoutNextHop().without(RouteAttributes.MULTIPATH).without(RouteAttributes.NH_ID);
    }
    return u8(RouteMessage.TYPE, "type", newType.value());
  }

  /** All flags; {@link RouteFlags#ONLINK} is the one that makes sense in a request. */
  public RouteBuilder flags(RouteFlags newFlags) {
    return flags(RouteMessage.FLAGS, newFlags);
  }

  /** Takes the gateway to be on the link whatever its address ({@code onlink}). */
  public RouteBuilder onLink() {
    return flags(new RouteFlags(u32(RouteMessage.FLAGS)).with(RouteFlags.ONLINK));
  }

  /** The gateway; one of another family becomes {@code RTA_VIA}. */
  public RouteBuilder gateway(IpAddress gateway) {
    somewhere().without(RouteAttributes.MULTIPATH).without(RouteAttributes.NH_ID);
    return gateway.family().equals(family())
        ? without(RouteAttributes.VIA).set(RouteAttributes.GATEWAY, gateway)
        : without(RouteAttributes.GATEWAY).set(RouteAttributes.VIA, Via.of(gateway));
  }

  /** The index of the output interface. */
  public RouteBuilder outputInterface(int index) {
    return without(RouteAttributes.MULTIPATH)
        .without(RouteAttributes.NH_ID)
        .set(RouteAttributes.OIF, index);
  }

  /** One next hop, without anything that an earlier one had. */
  public RouteBuilder nextHop(IpAddress gateway, int outputInterface) {
    long onLink = RouteFlags.ONLINK;
    return withoutNextHop()
        .flags(new RouteFlags(u32(RouteMessage.FLAGS)).without(onLink))
        .gateway(gateway)
        .outputInterface(outputInterface);
  }

  private RouteBuilder withoutNextHop() {
    return without(RouteAttributes.GATEWAY)
        .without(RouteAttributes.VIA)
        .without(RouteAttributes.OIF)
        .without(RouteAttributes.ENCAP)
        .without(RouteAttributes.ENCAP_TYPE);
  }

  /** It leads somewhere from now on. */
  private RouteBuilder somewhere() {
    boolean nowhere = RouteType.of(u8(RouteMessage.TYPE)).leadsNowhere();
    return nowhere ? type(RouteType.UNICAST) : this;
  }

  /** The metric, a u32; lower is preferred. */
  public RouteBuilder priority(long priority) {
    return set(RouteAttributes.PRIORITY, priority);
  }

  /** The source address of packets that have none yet. */
  public RouteBuilder preferredSource(IpAddress address) {
    return set(RouteAttributes.PREFSRC, requireFamily(address));
  }

  /** The path metrics. */
  public RouteBuilder metrics(RouteMetrics metrics) {
    return set(RouteAttributes.METRICS, metrics);
  }

  /** Several next hops. */
  public RouteBuilder nextHops(List<NextHop> hops) {
    somewhere().withoutNextHop().without(RouteAttributes.NH_ID);
    return set(RouteAttributes.MULTIPATH, hops);
  }

  /** Uses a next hop object. */
  public RouteBuilder nextHopId(long id) {
    somewhere().withoutNextHop().without(RouteAttributes.MULTIPATH);
    return set(RouteAttributes.NH_ID, id);
  }

  /** Wraps the packets it forwards. */
  public RouteBuilder encapsulation(Encapsulation encapsulation) {
    return set(RouteAttributes.ENCAP_TYPE, encapsulation.type())
        .set(RouteAttributes.ENCAP, encapsulation);
  }

  /** The realms. */
  public RouteBuilder realms(Realms realms) {
    return set(RouteAttributes.FLOW, realms);
  }

  /** The preference of an IPv6 router. */
  public RouteBuilder preference(RouterPreference preference) {
    return set(RouteAttributes.PREF, preference);
  }

  /** The route. */
  public RouteMessage build() {
    if (scopeFollows) {
      u8(RouteMessage.SCOPE, "scope", usualScope().value());
    }
    byte[] fixed = fixed();
    byte[] key = fixed.clone();
    clear(scopeFollows, key, RouteMessage.SCOPE, RouteScope.NOWHERE.value());
    clear(protocolFollows, key, RouteMessage.PROTOCOL, RouteProtocol.UNSPEC.value());
    clear(typeFollows, key, RouteMessage.TYPE, RouteType.UNSPEC.value());
    return new RouteMessage(fixed, key, attributes(RouteAttributes.SCHEMA));
  }

  private static void clear(boolean follows, byte[] fixed, int offset, int any) {
    if (follows) {
      fixed[offset] = (byte) any;
    }
  }

  private boolean throughGateway() {
    return has(RouteAttributes.GATEWAY)
        || has(RouteAttributes.VIA)
        || has(RouteAttributes.MULTIPATH)
        || has(RouteAttributes.NH_ID);
  }

  private RouteScope usualScope() {
    RouteType type = RouteType.of(u8(RouteMessage.TYPE));
    if (!family().equals(AddressFamily.INET)) {
      return RouteScope.UNIVERSE;
    }
    if (type.equals(RouteType.LOCAL) || type.equals(RouteType.NAT)) {
      return RouteScope.HOST;
    }
    if (type.equals(RouteType.UNICAST) || type.equals(RouteType.UNSPEC)) {
      return throughGateway() ? RouteScope.UNIVERSE : RouteScope.LINK;
    }
    boolean onLink =
        type.equals(RouteType.BROADCAST)
            || type.equals(RouteType.MULTICAST)
            || type.equals(RouteType.ANYCAST);
    return onLink ? RouteScope.LINK : RouteScope.UNIVERSE;
  }
}

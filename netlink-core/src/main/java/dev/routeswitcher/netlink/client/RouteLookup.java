package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteBuilder;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteType;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A packet whose route is asked for ({@code ip route get}).
 *
 * @param destination where it goes
 * @param source where it comes from
 * @param outputInterface that its socket is bound to
 * @param mark its firewall mark, a u32
 */
public record RouteLookup(
    IpAddress destination,
    Optional<IpAddress> source,
    OptionalInt outputInterface,
    OptionalLong mark) {

  /** A packet of an unbound socket. */
  public static RouteLookup to(IpAddress destination) {
    return new RouteLookup(
        destination, Optional.empty(), OptionalInt.empty(), OptionalLong.empty());
  }

  /** The same from this address. */
  public RouteLookup from(IpAddress address) {
    return new RouteLookup(destination, Optional.of(address), outputInterface, mark);
  }

  /** The same of a socket bound to this interface. */
  public RouteLookup outputInterface(int index) {
    return new RouteLookup(destination, source, OptionalInt.of(index), mark);
  }

  /** The same with this mark. */
  public RouteLookup mark(long bits) {
    return new RouteLookup(destination, source, outputInterface, OptionalLong.of(bits));
  }

  RouteMessage toMessage(ByteOrder order) {
    RouteBuilder request =
        RouteMessage.builder(destination.family(), order)
            .destination(IpPrefix.host(destination))
            .table(RouteTable.UNSPEC)
            .protocol(RouteProtocol.UNSPEC)
            .scope(RouteScope.UNIVERSE)
            .type(RouteType.UNSPEC);
    if (destination.isIpv4()) {
      // IPv6 always reports the table that answered, and refuses to be asked for it
      request.flags(new RouteFlags(RouteFlags.LOOKUP_TABLE));
    }
    source.ifPresent(address -> request.source(IpPrefix.host(address)));
    outputInterface.ifPresent(request::outputInterface);
    mark.ifPresent(bits -> request.set(RouteAttributes.MARK, bits));
    return request.build();
  }

  /** As arguments of {@code ip route get}: {@code 192.0.2.1 oif if3}. */
  @Override
  public String toString() {
    return destination
        + source.map(address -> " from " + address).orElse("")
        + (outputInterface.isPresent() ? " oif if" + outputInterface.getAsInt() : "")
        + (mark.isPresent() ? " mark " + mark.getAsLong() : "");
  }
}

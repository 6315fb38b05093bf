package dev.routeswitcher.runtime.linux;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.FirewallMark;
import dev.routeswitcher.engine.route.DeadEnd;
import dev.routeswitcher.engine.route.Encapsulation;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RouterPreference;
import dev.routeswitcher.engine.route.Subnet;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.encapsulation.RawEncapsulation;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteBuilder;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteType;
import dev.routeswitcher.netlink.route.Via;
import dev.routeswitcher.netlink.rule.RuleAction;
import dev.routeswitcher.netlink.rule.RuleAttributes;
import dev.routeswitcher.netlink.rule.RuleBuilder;
import dev.routeswitcher.netlink.rule.RuleMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Routes and rules as values of the engine and as messages of netlink. */
final class RoutingTranslation {

  private static final ImmutableMap<RouteType, DeadEnd> DEAD_ENDS =
      ImmutableMap.of(
          RouteType.BLACKHOLE, DeadEnd.BLACKHOLE,
          RouteType.UNREACHABLE, DeadEnd.UNREACHABLE,
          RouteType.PROHIBIT, DeadEnd.PROHIBIT,
          RouteType.THROW, DeadEnd.THROW);

  private RoutingTranslation() {}

  interface InterfaceNames {
    String nameOf(int index) throws IOException;
  }

  interface InterfaceIndexes {
    int indexOf(String name) throws NetlinkException;
  }

  /** The route of the engine that {@code message} is. */
  static Route toEngine(RouteMessage message, InterfaceNames names) throws IOException {
    return new Route(
        message.table().id(),
        message
            .destination()
            .map(prefix -> new Subnet(prefix.address().toInetAddress(), prefix.length()))
            .orElse(Subnet.all(family(message.family()))),
        message.priority().orElse(0),
        message.protocol().value(),
        hops(message, names),
        message.preferredSource().map(IpAddress::toInetAddress).orElse(null),
        ImmutableSortedMap.copyOf(
            message.metrics().map(RouteMetrics::values).orElse(ImmutableMap.of())),
        message.metrics().flatMap(RouteMetrics::congestionAlgorithm).orElse(null),
        message.preference().map(RoutingTranslation::preference).orElse(null),
        DEAD_ENDS.get(message.type()));
  }

  private static @Nullable RouterPreference preference(
      dev.routeswitcher.netlink.route.RouterPreference asked) {
    if (asked.equals(dev.routeswitcher.netlink.route.RouterPreference.HIGH)) {
      return RouterPreference.HIGH;
    }
    boolean low = asked.equals(dev.routeswitcher.netlink.route.RouterPreference.LOW);
    return low ? RouterPreference.LOW : null;
  }

  private static ImmutableList<Hop> hops(RouteMessage message, InterfaceNames names)
      throws IOException {
    ImmutableList.Builder<Hop> hops = ImmutableList.builder();
    OptionalInt only = message.outputInterface();
    if (message.type().equals(RouteType.UNICAST) && only.isPresent()) {
      InetAddress gateway = gateway(message.gateway(), message.via());
      boolean onLink = message.flags().has(RouteFlags.ONLINK);
      Encapsulation wrapping =
          message.encapsulation().map(RoutingTranslation::wrapping).orElse(null);
      hops.add(new Hop(names.nameOf(only.getAsInt()), gateway, onLink, wrapping));
    }
    for (NextHop hop : message.nextHops()) {
      InetAddress gateway = gateway(hop.gateway(), hop.via());
      boolean onLink = hop.flags().has(RouteFlags.ONLINK);
      Encapsulation wrapping = hop.encapsulation().map(RoutingTranslation::wrapping).orElse(null);
      hops.add(new Hop(names.nameOf(hop.outputInterface()), gateway, onLink, wrapping));
    }
    return hops.build();
  }

  private static @Nullable InetAddress gateway(Optional<IpAddress> gateway, Optional<Via> via) {
    return gateway.or(() -> via.flatMap(Via::ipAddress)).map(IpAddress::toInetAddress).orElse(null);
  }

  private static Encapsulation wrapping(
      dev.routeswitcher.netlink.encapsulation.Encapsulation shown) {
    return new Encapsulation(shown.type(), shown.attributes().bytes().toString());
  }

  private static RawEncapsulation toNetlink(Encapsulation wrapping) {
    Bytes attributes = Bytes.parseHex(wrapping.attributes());
    return new RawEncapsulation(
        wrapping.type(),
        Attributes.copyOf(
            attributes.asBuffer(),
            0,
            attributes.length(),
            ByteOrder.nativeOrder(),
            0,
            AttributeSchema.NONE));
  }

  static AddressFamily toNetlink(IpFamily family) {
    return family == IpFamily.IPV4 ? AddressFamily.INET : AddressFamily.INET6;
  }

  private static IpFamily family(AddressFamily family) {
    return family.equals(AddressFamily.INET) ? IpFamily.IPV4 : IpFamily.IPV6;
  }

  /** What to ask the kernel to add or to put in place. */
  static RouteMessage toAdd(AddressFamily family, Route route, InterfaceIndexes indexes)
      throws NetlinkException {
    RouteBuilder builder = keyOf(family, route, indexes);
    Hop hop = route.hops().get(0);
    builder.type(RouteType.UNICAST);
    builder.scope(hop.gateway() == null ? RouteScope.LINK : RouteScope.UNIVERSE);
    if (hop.onLink()) {
      builder.onLink();
    }
    if (route.preferredSource() != null) {
      builder.preferredSource(IpAddress.of(route.preferredSource()));
    }
    if (!route.metrics().isEmpty() || route.congestionControl() != null) {
      builder.metrics(metrics(route));
    }
    if (hop.encapsulation() != null) {
      builder.encapsulation(toNetlink(hop.encapsulation()));
    }
    return builder.build();
  }

  private static RouteMetrics metrics(Route route) {
    RouteMetrics numbers = RouteMetrics.of(route.metrics());
    String algorithm = route.congestionControl();
    return algorithm == null ? numbers : numbers.withCongestionAlgorithm(algorithm);
  }

  /** What to ask the kernel to delete: no route of another protocol matches it. */
  static RouteMessage toDelete(AddressFamily family, Route route, InterfaceIndexes indexes)
      throws NetlinkException {
    return keyOf(family, route, indexes).type(RouteType.UNSPEC).scope(RouteScope.NOWHERE).build();
  }

  private static RouteBuilder keyOf(AddressFamily family, Route route, InterfaceIndexes indexes)
      throws NetlinkException {
    RouteBuilder builder =
        RouteMessage.builder(family)
            .table(RouteTable.of(route.table()))
            .protocol(RouteProtocol.of(route.protocol()))
            .priority(route.metric());
    Subnet destination = route.destination();
    if (destination.length() > 0) {
      builder.destination(new IpPrefix(IpAddress.of(destination.address()), destination.length()));
    }
    if (route.hops().size() == 1) {
      Hop hop = route.hops().get(0);
      builder.outputInterface(indexes.indexOf(hop.interfaceName()));
      if (hop.gateway() != null) {
        builder.gateway(IpAddress.of(hop.gateway()));
      }
    }
    return builder;
  }

  /** The rule of the engine that {@code message} is; empty if it says what none of ours does. */
  static Optional<PolicyRule> toEngine(RuleMessage message) {
    Optional<IpPrefix> source = message.source();
    boolean plain =
        message.action().equals(RuleAction.TO_TABLE)
            && message.tos() == 0
            && message.destination().isEmpty()
            && message.inputInterface().isEmpty()
            && source.map(RoutingTranslation::isHost).orElse(true);
    OptionalInt suppressed = message.suppressedPrefixLength();
    return plain
        ? Optional.of(
            new PolicyRule(
                message.priority().orElse(0),
                message.isInverted(),
                source.map(prefix -> prefix.address().toInetAddress()).orElse(null),
                message.outputInterface().orElse(null),
                mark(message),
                message.table().id(),
                suppressed.isPresent() ? suppressed.getAsInt() : null,
                message.protocol().map(RouteProtocol::value).orElse(0)))
        : Optional.empty();
  }

  /** The kernel leaves out a mark that is zero, and both if the mask is zero too. */
  private static @Nullable FirewallMark mark(RuleMessage message) {
    OptionalLong mask = message.attributes().get(RuleAttributes.FWMASK);
    return mask.isPresent() || message.mark().isPresent()
        ? new FirewallMark(message.mark().orElse(0), mask.orElse(0xffff_ffffL))
        : null;
  }

  private static boolean isHost(IpPrefix prefix) {
    return prefix.equals(IpPrefix.host(prefix.address()));
  }

  /** What to ask the kernel to add or to delete: no rule of another protocol is the same. */
  static RuleMessage toNetlink(AddressFamily family, PolicyRule rule) {
    RuleBuilder builder =
        RuleMessage.builder(family)
            .priority(rule.preference())
            .lookup(RouteTable.of(rule.table()))
            .protocol(RouteProtocol.of(rule.protocol()));
    if (rule.source() != null) {
      builder.source(IpPrefix.host(IpAddress.of(rule.source())));
    }
    if (rule.outputInterface() != null) {
      builder.outputInterface(rule.outputInterface());
    }
    FirewallMark mark = rule.mark();
    if (mark != null) {
      builder.mark(mark.value(), mark.mask());
    }
    if (rule.suppressedLength() != null) {
      builder.suppressPrefixLength(rule.suppressedLength());
    }
    return rule.inverted() ? builder.inverted().build() : builder.build();
  }
}

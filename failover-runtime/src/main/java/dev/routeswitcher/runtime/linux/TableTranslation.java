package dev.routeswitcher.runtime.linux;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.routeswitcher.engine.route.NextHop;
import dev.routeswitcher.engine.table.PolicyRule;
import dev.routeswitcher.engine.table.Subnet;
import dev.routeswitcher.engine.table.TableRoute;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.RouteBuilder;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteType;
import dev.routeswitcher.netlink.rule.RuleAction;
import dev.routeswitcher.netlink.rule.RuleBuilder;
import dev.routeswitcher.netlink.rule.RuleMessage;
import dev.routeswitcher.runtime.linux.RouteTranslation.InterfaceIndexes;
import dev.routeswitcher.runtime.linux.RouteTranslation.InterfaceNames;
import java.io.IOException;
import java.util.Optional;

/** Rules and routes of other tables than main in the words of the engine and in netlink's. */
final class TableTranslation {

  private TableTranslation() {}

  /** The route of the engine that {@code message} is. */
  static TableRoute toEngine(RouteMessage message, InterfaceNames names) throws IOException {
    return new TableRoute(
        message.table().id(),
        message
            .destination()
            .map(prefix -> new Subnet(prefix.address().toInetAddress(), prefix.length()))
            .orElse(Subnet.all(family(message.family()))),
        message.priority().orElse(0),
        message.protocol().value(),
        RouteTranslation.hops(message, names),
        message.preferredSource().map(IpAddress::toInetAddress).orElse(null),
        ImmutableSortedMap.copyOf(
            message.metrics().map(RouteMetrics::values).orElse(ImmutableMap.of())));
  }

  /** What to ask the kernel to add or to put in place. */
  static RouteMessage toAdd(AddressFamily family, TableRoute route, InterfaceIndexes indexes)
      throws NetlinkException {
    RouteBuilder builder = keyOf(family, route, indexes);
    NextHop hop = route.hops().get(0);
    builder.type(RouteType.UNICAST);
    builder.scope(hop.gateway() == null ? RouteScope.LINK : RouteScope.UNIVERSE);
    if (hop.onLink()) {
      builder.onLink();
    }
    if (route.preferredSource() != null) {
      builder.preferredSource(IpAddress.of(route.preferredSource()));
    }
    if (!route.metrics().isEmpty()) {
      builder.metrics(RouteMetrics.of(route.metrics()));
    }
    return builder.build();
  }

  /** What to ask the kernel to delete: no route of another protocol matches it. */
  static RouteMessage toDelete(AddressFamily family, TableRoute route, InterfaceIndexes indexes)
      throws NetlinkException {
    return keyOf(family, route, indexes).type(RouteType.UNSPEC).scope(RouteScope.NOWHERE).build();
  }

  private static RouteBuilder keyOf(
      AddressFamily family, TableRoute route, InterfaceIndexes indexes) throws NetlinkException {
    RouteBuilder builder =
        RouteMessage.builder(family)
            .table(RouteTable.of(route.table()))
            .protocol(RouteProtocol.of(route.protocol()))
            .priority(route.metric());
    if (route.destination().length() > 0) {
      builder.destination(prefix(route.destination()));
    }
    if (route.hops().size() == 1) {
      NextHop hop = route.hops().get(0);
      builder.outputInterface(indexes.indexOf(hop.interfaceName()));
      if (hop.gateway() != null) {
        builder.gateway(IpAddress.of(hop.gateway()));
      }
    }
    return builder;
  }

  private static IpPrefix prefix(Subnet subnet) {
    return new IpPrefix(IpAddress.of(subnet.address()), subnet.length());
  }

  /** The rule of the engine that {@code message} is; empty if it says what none of ours does. */
  static Optional<PolicyRule> toEngine(RuleMessage message) {
    Optional<IpPrefix> source = message.source();
    boolean plain =
        message.action().equals(RuleAction.TO_TABLE)
            && !message.isInverted()
            && message.tos() == 0
            && message.destination().isEmpty()
            && message.inputInterface().isEmpty()
            && message.mark().isEmpty()
            && message.suppressedPrefixLength().orElse(0) == 0
            && source.map(TableTranslation::isHost).orElse(true);
    return plain
        ? Optional.of(
            new PolicyRule(
                message.priority().orElse(0),
                source.map(prefix -> prefix.address().toInetAddress()).orElse(null),
                message.outputInterface().orElse(null),
                message.table().id(),
                message.suppressedPrefixLength().isPresent(),
                message.protocol().map(RouteProtocol::value).orElse(0)))
        : Optional.empty();
  }

  private static boolean isHost(IpPrefix prefix) {
    return prefix.equals(IpPrefix.host(prefix.address()));
  }

  /** What to ask the kernel to add or to delete: no rule of another protocol is the same. */
  static RuleMessage toKernel(AddressFamily family, PolicyRule rule) {
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
    if (rule.withoutDefaults()) {
      builder.suppressPrefixLength(0);
    }
    return builder.build();
  }

  private static dev.routeswitcher.engine.AddressFamily family(AddressFamily family) {
    return family.equals(AddressFamily.INET)
        ? dev.routeswitcher.engine.AddressFamily.IPV4
        : dev.routeswitcher.engine.AddressFamily.IPV6;
  }
}

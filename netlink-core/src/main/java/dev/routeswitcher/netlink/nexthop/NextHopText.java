package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.message.AttributeText;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import java.util.List;
import java.util.stream.Collectors;

/** A next hop object as {@code ip nexthop} prints it. */
final class NextHopText {
  private static final Names GROUP_TYPES =
      Names.from(0, "").and(NextHopAttributes.RESILIENT_GROUP, "resilient");

  private NextHopText() {}

  static String of(NextHopMessage nextHop, InterfaceNames names) {
    AttributeText text = new AttributeText(nextHop.attributes());
    boolean universe = nextHop.scope().equals(RouteScope.UNIVERSE);
    boolean unowned = nextHop.protocol().equals(RouteProtocol.UNSPEC);
    RouteFlags flags = nextHop.flags();
    return text.add("id", Long.toString(text.get(NextHopAttributes.ID, 0)))
        .add("group", NextHopAttributes.GROUP, NextHopText::group)
        .add("type", NextHopAttributes.GROUP_TYPE, GROUP_TYPES::of)
        .add(NextHopAttributes.RES_GROUP)
        .add(NextHopAttributes.ENCAP)
        .add("via", NextHopAttributes.GATEWAY)
        .add("dev", NextHopAttributes.OIF, names::name)
        .addIf(!universe, "scope", nextHop.scope().toString())
        .addIf(text.has(NextHopAttributes.BLACKHOLE), "blackhole")
        .addIf(!unowned, "proto", nextHop.protocol().toString())
        .addIf(!flags.isEmpty(), flags.toString())
        .addIf(text.has(NextHopAttributes.FDB), "fdb")
        .line();
  }

  private static String group(List<NextHopGroupMember> members) {
    return members.stream().map(NextHopGroupMember::toString).collect(Collectors.joining("/"));
  }
}

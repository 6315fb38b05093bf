package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.encapsulation.LightweightTunnel;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.Printed;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** A next hop object as {@code ip nexthop} prints it. */
final class NextHopText {
  private NextHopText() {}

  static String of(NextHopMessage nextHop, InterfaceNames names) {
    NextHopHeader header = nextHop.header();
    Attributes attributes = nextHop.attributes();
    StringJoiner text = new StringJoiner(" ");
    text.add("id").add(Long.toString(Printed.u32(attributes, NextHopAttributes.ID).orElse(0)));
    Printed.add(text, "group", attributes, NextHopAttributes.GROUP, a -> group(a, attributes));
    Printed.find(attributes, NextHopAttributes.GROUP_TYPE)
        .filter(a -> a.length() != 2 || a.u16() != 0)
        .ifPresent(a -> text.add("type").add(Printed.value(a, NextHopText::groupType)));
    Printed.find(attributes, NextHopAttributes.RES_GROUP)
        .ifPresent(a -> text.add(new ResilientGroup(a.attributes()).toString()));
    Printed.find(attributes, NextHopAttributes.ENCAP)
        .flatMap(
            a ->
                LightweightTunnel.in(
                    attributes, NextHopAttributes.ENCAP_TYPE, NextHopAttributes.ENCAP))
        .ifPresent(encapsulation -> text.add(encapsulation.toString()));
    Printed.add(
        text,
        "via",
        attributes,
        NextHopAttributes.GATEWAY,
        a -> Printed.address(a, header.family()));
    Printed.add(text, "dev", attributes, NextHopAttributes.OIF, a -> names.name(a.s32()));
    if (!header.scope().equals(RouteScope.UNIVERSE)) {
      text.add("scope").add(header.scope().toString());
    }
    if (Printed.find(attributes, NextHopAttributes.BLACKHOLE).isPresent()) {
      text.add("blackhole");
    }
    if (!header.protocol().equals(RouteProtocol.UNSPEC)) {
      text.add("proto").add(header.protocol().toString());
    }
    if (!header.flags().equals(RouteFlags.NONE)) {
      text.add(header.flags().toString());
    }
    if (Printed.find(attributes, NextHopAttributes.FDB).isPresent()) {
      text.add("fdb");
    }
    Printed.addDefect(text, attributes);
    return text.toString();
  }

  private static String group(Attribute group, Attributes attributes) {
    return NextHopGroupMember.readAll(group, NextHopMessage.hasWeightsOf16Bits(attributes)).stream()
        .map(NextHopGroupMember::toString)
        .collect(Collectors.joining("/"));
  }

  private static String groupType(Attribute type) {
    int number = type.u16();
    return number == NextHopAttributes.RESILIENT_GROUP ? "resilient" : Integer.toString(number);
  }
}

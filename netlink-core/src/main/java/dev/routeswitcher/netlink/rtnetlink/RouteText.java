package dev.routeswitcher.netlink.rtnetlink;

import dev.routeswitcher.netlink.address.AddressFamily;
import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import java.util.StringJoiner;

/** A route as {@code ip route} prints it. */
final class RouteText {
  private RouteText() {}

  static String of(RouteMessage route) {
    RouteHeader header = route.header();
    Attributes attributes = route.attributes();
    AddressFamily family = header.family();
    StringJoiner text = new StringJoiner(" ");
    if (!header.type().equals(RouteType.UNICAST)) {
      text.add(header.type().toString());
    }
    text.add(prefix(route, RouteAttributes.DST, header.destinationLength(), "default"));
    if (header.sourceLength() != 0 || Printed.find(attributes, RouteAttributes.SRC).isPresent()) {
      text.add("from").add(prefix(route, RouteAttributes.SRC, header.sourceLength(), "all"));
    }
    if (header.tos() != 0) {
      text.add("tos").add("0x" + Integer.toHexString(header.tos()));
    }
    Printed.add(text, "nhid", attributes, RouteAttributes.NH_ID, Printed::number);
    Printed.add(text, "via", attributes, RouteAttributes.GATEWAY, a -> Printed.address(a, family));
    Printed.add(text, "via", attributes, RouteAttributes.VIA, a -> Via.read(a).toString());
    Printed.add(text, "dev", attributes, RouteAttributes.OIF, a -> "if" + a.s32());
    addKeys(text, header, attributes);
    Printed.add(text, "src", attributes, RouteAttributes.PREFSRC, a -> Printed.address(a, family));
    Printed.add(text, "metric", attributes, RouteAttributes.PRIORITY, Printed::number);
    if (!header.flags().equals(RouteFlags.NONE)) {
      text.add(header.flags().toString());
    }
    Printed.find(attributes, RouteAttributes.METRICS)
        .ifPresent(metrics -> text.add(new RouteMetrics(metrics.attributes()).toString()));
    Printed.find(attributes, RouteAttributes.MULTIPATH)
        .ifPresent(hops -> text.add(Printed.value(hops, a -> nextHops(a, family))));
    Printed.addDefect(text, attributes);
    return text.toString();
  }

  private static void addKeys(StringJoiner text, RouteHeader header, Attributes attributes) {
    RouteTable table =
        RouteTable.of(Printed.u32(attributes, RouteAttributes.TABLE).orElse(header.table()));
    if (!table.equals(RouteTable.MAIN)) {
      text.add("table").add(table.toString());
    }
    boolean told = !header.protocol().equals(RouteProtocol.UNSPEC);
    if (told && !header.protocol().equals(RouteProtocol.BOOT)) {
      text.add("proto").add(header.protocol().toString());
    }
    if (!header.scope().equals(RouteScope.UNIVERSE)) {
      text.add("scope").add(header.scope().toString());
    }
  }

  private static String prefix(RouteMessage route, int type, int length, String whenZero) {
    return Printed.prefix(route.attributes(), type, route.family(), length, whenZero);
  }

  private static String nextHops(Attribute multipath, AddressFamily family) {
    StringJoiner text = new StringJoiner(" ");
    NextHop.readAll(multipath, family).forEach(hop -> text.add(hop.toString()));
    return text.toString();
  }
}

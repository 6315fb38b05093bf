package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.encapsulation.MplsLabel;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.AttributeText;
import dev.routeswitcher.netlink.message.InterfaceNames;
import java.util.stream.Collectors;

/** A route as {@code ip route} prints it. */
final class RouteText {
  /** Flags that are shown elsewhere, or that {@code ip} does not show. */
  private static final long SILENT =
      RouteFlags.CLONED
          | RouteFlags.EQUALIZE
          | RouteFlags.PREFIX
          | RouteFlags.LOOKUP_TABLE
          | RouteFlags.FIB_MATCH;

  private final RouteMessage route;
  private final InterfaceNames names;
  private final AttributeText text;

  RouteText(RouteMessage route, InterfaceNames names) {
    this.route = route;
    this.names = names;
    this.text = new AttributeText(route.attributes());
  }

  String print() {
    addDestination();
    addNewLabels(text);
    text.add(RouteAttributes.ENCAP);
    text.addIf(route.tos() != 0, "tos", AttributeText.hex(route.tos()));
    addGateway(text);
    text.add("dev", RouteAttributes.OIF, names::name);
    addKeys();
    RouteFlags flags = route.flags().without(SILENT);
    text.add("src", RouteAttributes.PREFSRC)
        .add("metric", RouteAttributes.PRIORITY)
        .addIf(!flags.isEmpty(), flags.toString())
        .add("mark", RouteAttributes.MARK, RouteText::mark);
    addRealms(text);
    text.add("uid", RouteAttributes.UID)
        .addIf(route.flags().has(RouteFlags.CLONED), "cache")
        .add(RouteAttributes.CACHEINFO)
        .add(RouteAttributes.METRICS)
        .add("iif", RouteAttributes.IIF, names::name)
        .add("pref", RouteAttributes.PREF)
        // spelt as ip prints it
        .add(
            "ttl-propogate", RouteAttributes.TTL_PROPAGATE, on -> on == 0 ? "disabled" : "enabled");
    text.find(RouteAttributes.MULTIPATH)
        .ifPresent(multipath -> text.add(AttributeText.value(multipath, this::nextHops)));
    return text.line();
  }

  private void addDestination() {
    text.addIf(!route.type().equals(RouteType.UNICAST), route.type().toString());
    text.add(prefix(RouteAttributes.DST, route.destinationLength(), "default"));
    if (route.sourceLength() != 0 || text.has(RouteAttributes.SRC)) {
      text.add("from", prefix(RouteAttributes.SRC, route.sourceLength(), "all"));
    }
    text.add("nhid", RouteAttributes.NH_ID);
  }

  private String prefix(AttributeType.Of<IpAddress> type, int length, String whenZero) {
    return route.family().equals(AddressFamily.MPLS)
        ? text.find(type).map(MplsLabel::print).orElse(whenZero)
        : text.prefix(type, length, whenZero);
  }

  static void addNewLabels(AttributeText to) {
    to.find(RouteAttributes.NEWDST).ifPresent(labels -> to.add("as to", MplsLabel.print(labels)));
  }

  static void addGateway(AttributeText to) {
    to.add("via", RouteAttributes.GATEWAY).add("via", RouteAttributes.VIA);
  }

  static void addRealms(AttributeText to) {
    to.find(RouteAttributes.FLOW)
        .map(flow -> AttributeText.value(flow, RouteAttributes.FLOW::print))
        .ifPresent(realms -> to.add(realms.contains("/") ? "realms" : "realm", realms));
  }

  private void addKeys() {
    RouteTable table = RouteTable.of(text.get(RouteAttributes.TABLE, route.tableInHeader()));
    boolean usual = table.equals(RouteTable.MAIN) || table.equals(RouteTable.UNSPEC);
    text.addIf(!usual, "table", table.toString());
    if (!route.flags().has(RouteFlags.CLONED)) {
      boolean boot = route.protocol().equals(RouteProtocol.BOOT);
      text.addIf(!boot, "proto", route.protocol().toString());
      boolean universe = route.scope().equals(RouteScope.UNIVERSE);
      text.addIf(!universe, "scope", route.scope().toString());
    }
  }

  private static String mark(long mark) {
    if (mark == 0) {
      return "";
    }
    return mark < 16 ? Long.toString(mark) : AttributeText.hex(mark);
  }

  private String nextHops(Attribute multipath) {
    return RouteAttributes.MULTIPATH.form().read(multipath).stream()
        .map(hop -> hop.toText(names))
        .collect(Collectors.joining(" "));
  }
}

package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.encapsulation.LightweightTunnel;
import dev.routeswitcher.netlink.encapsulation.MplsLabel;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.Printed;
import java.util.StringJoiner;
import java.util.function.Function;

/** A route as {@code ip route} prints it. */
final class RouteText {
  /** Flags that are told elsewhere, or that {@code ip} does not tell. */
  private static final long SILENT =
      RouteFlags.CLONED
          | RouteFlags.EQUALIZE
          | RouteFlags.PREFIX
          | RouteFlags.LOOKUP_TABLE
          | RouteFlags.FIB_MATCH;

  private final RouteHeader header;
  private final Attributes attributes;
  private final InterfaceNames names;
  private final StringJoiner text = new StringJoiner(" ");

  private RouteText(RouteMessage route, InterfaceNames names) {
    this.header = route.header();
    this.attributes = route.attributes();
    this.names = names;
  }

  static String of(RouteMessage route, InterfaceNames names) {
    return new RouteText(route, names).print();
  }

  private String print() {
    addDestination();
    add("as to", RouteAttributes.NEWDST, RouteText::labels);
    addEncapsulation(text, attributes);
    if (header.tos() != 0) {
      text.add("tos").add("0x" + Integer.toHexString(header.tos()));
    }
    addGateway(text, attributes, header.family());
    add("dev", RouteAttributes.OIF, a -> names.name(a.s32()));
    addKeys();
    add("src", RouteAttributes.PREFSRC, a -> Printed.address(a, header.family()));
    add("metric", RouteAttributes.PRIORITY, Printed::number);
    RouteFlags flags = header.flags().without(SILENT);
    if (!flags.equals(RouteFlags.NONE)) {
      text.add(flags.toString());
    }
    Printed.find(attributes, RouteAttributes.MARK)
        .filter(a -> a.length() != 4 || a.u32() != 0)
        .ifPresent(a -> text.add("mark").add(Printed.value(a, RouteText::mark)));
    addRealms(text, attributes);
    add("uid", RouteAttributes.UID, Printed::number);
    if (header.flags().has(RouteFlags.CLONED)) {
      text.add("cache");
    }
    Printed.find(attributes, RouteAttributes.CACHEINFO)
        .map(a -> Printed.value(a, x -> RouteCacheInfo.read(x).toString()))
        .filter(info -> !info.isEmpty())
        .ifPresent(text::add);
    Printed.find(attributes, RouteAttributes.METRICS)
        .map(a -> new RouteMetrics(a.attributes()).toString())
        .filter(metrics -> !metrics.isEmpty())
        .ifPresent(text::add);
    add("iif", RouteAttributes.IIF, a -> names.name(a.s32()));
    add("pref", RouteAttributes.PREF, a -> RouterPreference.of(a.u8()).toString());
    add("ttl-propogate", RouteAttributes.TTL_PROPAGATE, a -> a.u8() == 0 ? "disabled" : "enabled");
    Printed.find(attributes, RouteAttributes.MULTIPATH)
        .ifPresent(hops -> text.add(Printed.value(hops, this::nextHops)));
    Printed.addDefect(text, attributes);
    return text.toString();
  }

  private void add(String label, int type, Function<Attribute, String> reading) {
    Printed.add(text, label, attributes, type, reading);
  }

  private void addDestination() {
    if (!header.type().equals(RouteType.UNICAST)) {
      text.add(header.type().toString());
    }
    text.add(prefix(RouteAttributes.DST, header.destinationLength(), "default"));
    if (header.sourceLength() != 0 || Printed.find(attributes, RouteAttributes.SRC).isPresent()) {
      text.add("from").add(prefix(RouteAttributes.SRC, header.sourceLength(), "all"));
    }
    add("nhid", RouteAttributes.NH_ID, Printed::number);
  }

  private String prefix(int type, int length, String whenZero) {
    if (header.family().equals(AddressFamily.MPLS)) {
      return Printed.find(attributes, type).map(RouteText::labels).orElse(whenZero);
    }
    return Printed.prefix(attributes, type, header.family(), length, whenZero);
  }

  static String labels(Attribute attribute) {
    return Printed.value(attribute, a -> MplsLabel.print(MplsLabel.readStack(a)));
  }

  static void addEncapsulation(StringJoiner to, Attributes run) {
    Printed.find(run, RouteAttributes.ENCAP)
        .flatMap(a -> LightweightTunnel.in(run, RouteAttributes.ENCAP_TYPE, RouteAttributes.ENCAP))
        .ifPresent(encapsulation -> to.add(encapsulation.toString()));
  }

  static void addGateway(StringJoiner to, Attributes run, AddressFamily family) {
    Printed.add(to, "via", run, RouteAttributes.GATEWAY, a -> Printed.address(a, family));
    Printed.add(to, "via", run, RouteAttributes.VIA, a -> Via.read(a).toString());
  }

  static void addRealms(StringJoiner to, Attributes run) {
    Printed.find(run, RouteAttributes.FLOW)
        .map(a -> Printed.value(a, x -> Realms.read(x).toString()))
        .ifPresent(realms -> to.add(realms.contains("/") ? "realms" : "realm").add(realms));
  }

  private void addKeys() {
    RouteTable table =
        RouteTable.of(Printed.u32(attributes, RouteAttributes.TABLE).orElse(header.table()));
    if (!table.equals(RouteTable.MAIN) && !table.equals(RouteTable.UNSPEC)) {
      text.add("table").add(table.toString());
    }
    if (header.flags().has(RouteFlags.CLONED)) {
      return;
    }
    if (!header.protocol().equals(RouteProtocol.BOOT)) {
      text.add("proto").add(header.protocol().toString());
    }
    if (!header.scope().equals(RouteScope.UNIVERSE)) {
      text.add("scope").add(header.scope().toString());
    }
  }

  private static String mark(Attribute attribute) {
    long mark = attribute.u32();
    return mark < 16 ? Long.toString(mark) : "0x" + Long.toHexString(mark);
  }

  private String nextHops(Attribute multipath) {
    StringJoiner ways = new StringJoiner(" ");
    NextHop.readAll(multipath, header.family()).forEach(hop -> ways.add(hop.toText(names)));
    return ways.toString();
  }
}

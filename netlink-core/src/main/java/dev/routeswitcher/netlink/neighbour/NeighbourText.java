package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.Printed;
import dev.routeswitcher.netlink.route.RouteProtocol;
import java.util.StringJoiner;

/** A neighbour as {@code ip neigh} prints it. */
final class NeighbourText {
  private NeighbourText() {}

  static String of(NeighbourMessage neighbour, InterfaceNames names) {
    NeighbourHeader header = neighbour.header();
    Attributes attributes = neighbour.attributes();
    StringJoiner text = new StringJoiner(" ");
    Printed.find(attributes, NeighbourAttributes.DST)
        .ifPresent(
            a ->
                text.add(
                    Printed.value(
                        a, x -> NeighbourMessage.address(x, header.family()).toString())));
    if (header.index() != 0) {
      text.add("dev").add(names.name(header.index()));
    }
    Printed.add(
        text,
        "lladdr",
        attributes,
        NeighbourAttributes.LLADDR,
        a -> new LinkAddress(a.bytes()).toString());
    Printed.add(text, "vlan", attributes, NeighbourAttributes.VLAN, a -> Integer.toString(a.u16()));
    Printed.add(text, "nhid", attributes, NeighbourAttributes.NH_ID, Printed::number);
    long extended = Printed.u32(attributes, NeighbourAttributes.FLAGS_EXT).orElse(0);
    NeighbourFlags flags = NeighbourFlags.of(extended << 8 | header.flags());
    if (!flags.equals(NeighbourFlags.NONE)) {
      text.add(flags.toString());
    }
    if (!header.state().equals(NeighbourState.NONE)) {
      text.add(header.state().toString());
    }
    Printed.add(
        text,
        "proto",
        attributes,
        NeighbourAttributes.PROTOCOL,
        a -> RouteProtocol.of(a.u8()).toString());
    Printed.addDefect(text, attributes);
    return text.toString();
  }
}

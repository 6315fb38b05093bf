package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.message.AttributeText;
import dev.routeswitcher.netlink.message.InterfaceNames;

/** A neighbour as {@code ip neigh} prints it. */
final class NeighbourText {
  private NeighbourText() {}

  static String of(NeighbourMessage neighbour, InterfaceNames names) {
    AttributeText text = new AttributeText(neighbour.attributes());
    int index = neighbour.interfaceIndex();
    long extended = text.get(NeighbourAttributes.FLAGS_EXT, 0);
    NeighbourFlags flags = neighbour.flags(extended);
    boolean stateless = neighbour.state().equals(NeighbourState.NONE);
    return text.add(NeighbourAttributes.DST)
        .addIf(index != 0, "dev", names.name(index))
        .add("lladdr", NeighbourAttributes.LLADDR)
        .add("vlan", NeighbourAttributes.VLAN)
        .add("nhid", NeighbourAttributes.NH_ID)
        .addIf(!flags.isEmpty(), flags.toString())
        .addIf(!stateless, neighbour.state().toString())
        .add("proto", NeighbourAttributes.PROTOCOL)
        .line();
  }
}

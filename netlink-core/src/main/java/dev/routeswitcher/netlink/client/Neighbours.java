package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.neighbour.NeighbourAttributes;
import dev.routeswitcher.netlink.neighbour.NeighbourBuilder;
import dev.routeswitcher.netlink.neighbour.NeighbourFlags;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourState;
import java.util.List;

/**
 * {@code ip neigh}: the ARP and ND caches, and with {@link AddressFamily#BRIDGE} the forwarding
 * tables of bridges. The key of a neighbour is its link and its address.
 */
public final class Neighbours extends ReplacingVerbs<NeighbourMessage> {
  Neighbours(Exchange exchange) {
    super(exchange, Kind.NEIGHBOUR, NeighbourMessage::read);
  }

  /**
   * The neighbours of a family on all links.
   *
   * @param family {@link AddressFamily#UNSPEC} for IPv4 and IPv6
   * @throws DumpInterruptedException if the neighbours keep changing while they are listed
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<NeighbourMessage> list(AddressFamily family) throws NetlinkException {
    return list(family, 0);
  }

  /**
   * The neighbours of a family on one link.
   *
   * @param interfaceIndex of the link; 0 for all links
   * @throws DumpInterruptedException if the neighbours keep changing while they are listed
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<NeighbourMessage> list(AddressFamily family, int interfaceIndex)
      throws NetlinkException {
    NeighbourBuilder question = question(family);
    if (interfaceIndex != 0 && exchange.transport().strictChecking()) {
      question.set(NeighbourAttributes.IFINDEX, interfaceIndex);
    }
    return list(
        family + dev(interfaceIndex),
        question.build(),
        neighbour -> interfaceIndex == 0 || neighbour.interfaceIndex() == interfaceIndex);
  }

  /**
   * The addresses that links answer for although they are not theirs ({@code ip neigh show proxy}).
   *
   * @param family {@link AddressFamily#UNSPEC} for IPv4 and IPv6
   * @throws DumpInterruptedException if they keep changing while they are listed
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<NeighbourMessage> listProxies(AddressFamily family) throws NetlinkException {
    NeighbourFlags proxy = new NeighbourFlags(NeighbourFlags.PROXY);
    return list(
        family + " proxy",
        question(family).flags(proxy).build(),
        neighbour -> neighbour.flags().has(NeighbourFlags.PROXY));
  }

  /**
   * The neighbour with an address on a link. Since Linux 5.0.
   *
   * @throws NetlinkException ENOENT if there is none, ENODEV if there is no such link
   */
  public NeighbourMessage get(int interfaceIndex, IpAddress address) throws NetlinkException {
    return get(
        address + dev(interfaceIndex),
        question(address.family()).interfaceIndex(interfaceIndex).destination(address).build());
  }

  private NeighbourBuilder question(AddressFamily family) {
    return NeighbourMessage.builder(family, order()).state(NeighbourState.NONE);
  }
}

package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.ip.AddressFamily;
import java.util.List;

/**
 * {@code ip address}.
 *
 * <p>The key of an address is its link, the address itself and, for IPv4, its prefix length.
 * Deleting the last primary IPv4 address of a network takes its secondary ones, and routes that
 * prefer it, along.
 */
public final class Addresses extends ReplacingVerbs<AddressMessage> {
  Addresses(Exchange exchange) {
    super(exchange, Kind.ADDRESS, AddressMessage::read);
  }

  /**
   * The addresses of a family on all links.
   *
   * @param family {@link AddressFamily#UNSPEC} for every family
   * @throws DumpInterruptedException if the addresses keep changing while they are listed
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<AddressMessage> list(AddressFamily family) throws NetlinkException {
    return list(family, 0);
  }

  /**
   * The addresses of a family on one link.
   *
   * @param interfaceIndex of the link; 0 for all links
   * @throws DumpInterruptedException if the addresses keep changing while they are listed
   * @throws NetlinkException ENODEV if there is no such link (since Linux 4.20; none before)
   */
  public List<AddressMessage> list(AddressFamily family, int interfaceIndex)
      throws NetlinkException {
    boolean strict = exchange.transport().strictChecking();
    return list(
        family + dev(interfaceIndex),
        AddressMessage.question(family, strict ? interfaceIndex : 0, order()),
        address ->
            (family.equals(AddressFamily.UNSPEC) || family.equals(address.family()))
                && (interfaceIndex == 0 || interfaceIndex == address.interfaceIndex()));
  }
}

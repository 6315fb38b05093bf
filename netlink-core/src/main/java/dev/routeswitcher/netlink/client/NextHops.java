package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.nexthop.NextHopBuilder;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import java.util.List;

/**
 * {@code ip nexthop}: the next hop objects that routes can share. Their key is their id. Since
 * Linux 5.3.
 */
public final class NextHops extends ReplacingVerbs<NextHopMessage> {
  NextHops(Exchange exchange) {
    super(exchange, Kind.NEXT_HOP, NextHopMessage::read);
  }

  /**
   * All next hop objects, groups too.
   *
   * @throws DumpInterruptedException if the objects keep changing while they are listed
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<NextHopMessage> list() throws NetlinkException {
    return list("all", question().build(), hop -> true);
  }

  /**
   * The next hop object with this id.
   *
   * @throws NetlinkException ENOENT if there is none
   */
  public NextHopMessage get(long id) throws NetlinkException {
    return get("id " + id, question().id(id).build());
  }

  /**
   * Deletes the next hop object with this id, and every route that uses it.
   *
   * @throws NetlinkException ENOENT if there is none
   */
  public Acknowledgement delete(long id) throws NetlinkException {
    return delete(question().id(id).build());
  }

  private NextHopBuilder question() {
    return NextHopMessage.builder(AddressFamily.UNSPEC, order()).protocol(RouteProtocol.UNSPEC);
  }
}

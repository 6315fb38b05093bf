package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.nexthop.NextHopBuilder;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.util.List;

/**
 * {@code ip nexthop}: the next hop objects that routes can share. Their key is their id. Since
 * Linux 5.3.
 */
public final class NextHops extends ReplacingVerbs<NextHopMessage> {
  NextHops(Exchange exchange) {
    super(exchange);
  }

  /**
   * All next hop objects, groups too.
   *
   * @throws DumpInterruptedException if the objects do not hold still
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<NextHopMessage> list() throws NetlinkException {
    Request request =
        new Request(
            "list nexthops",
            "all",
            RtnetlinkType.GETNEXTHOP,
            NetlinkHeader.DUMP,
            question().build());
    return exchange.list(request, NextHopMessage::read, hop -> true);
  }

  /**
   * The next hop object with this id.
   *
   * @throws NetlinkException ENOENT if there is none
   */
  public NextHopMessage get(long id) throws NetlinkException {
    Request request =
        new Request(
            "get nexthop",
            "id " + id,
            RtnetlinkType.GETNEXTHOP,
            NetlinkHeader.ACK,
            question().id(id).build());
    return exchange.get(request, NextHopMessage::read);
  }

  /**
   * Deletes the next hop object with this id, and every route that uses it.
   *
   * @throws NetlinkException ENOENT if there is none
   */
  public void delete(long id) throws NetlinkException {
    delete(question().id(id).build());
  }

  private NextHopBuilder question() {
    return NextHopMessage.builder(AddressFamily.UNSPEC, order()).protocol(RouteProtocol.UNSPEC);
  }
}

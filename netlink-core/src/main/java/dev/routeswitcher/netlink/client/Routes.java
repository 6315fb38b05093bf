package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.address.IpAddress;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.rtnetlink.RouteBuilder;
import dev.routeswitcher.netlink.rtnetlink.RouteFlags;
import dev.routeswitcher.netlink.rtnetlink.RouteMessage;
import dev.routeswitcher.netlink.rtnetlink.RouteProtocol;
import dev.routeswitcher.netlink.rtnetlink.RouteScope;
import dev.routeswitcher.netlink.rtnetlink.RouteTable;
import dev.routeswitcher.netlink.rtnetlink.RouteType;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.util.List;

/**
 * {@code ip route}.
 *
 * <p>The metric is part of an IPv4 route's key: {@link #replace} with another metric adds a second
 * route. A request to change something fails with a {@link NetlinkException} whose errno says why;
 * among them
 *
 * <table>
 * <caption>errors of a change</caption>
 * <tr><td>EEXIST</td><td>there is such a route (add)</td></tr>
 * <tr><td>ESRCH</td><td>there is none (delete)</td></tr>
 * <tr><td>ENOENT</td><td>there is none (change)</td></tr>
 * <tr><td>ENETUNREACH</td><td>the gateway cannot be reached</td></tr>
 * <tr><td>ENETDOWN</td><td>the interface is down</td></tr>
 * <tr><td>ENODEV</td><td>there is no such interface</td></tr>
 * <tr><td>EINVAL</td><td>the request makes no sense, such as a gateway beyond the link</td></tr>
 * <tr><td>EPERM</td><td>CAP_NET_ADMIN is missing</td></tr>
 * </table>
 */
public final class Routes {
  private final Exchange exchange;

  Routes(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * The routes that a filter asks for, in the kernel's order. A table that does not exist has no
   * routes. Routes the kernel made from others (path MTU exceptions) are not among them.
   *
   * @throws DumpInterruptedException if the routes do not hold still
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<RouteMessage> list(RouteFilter filter) throws NetlinkException {
    Request request =
        new Request(
            "list routes",
            filter.toString(),
            RtnetlinkType.GETROUTE,
            NetlinkHeader.DUMP,
            dumpRequest(filter));
    try {
      return exchange.dump(request, RouteMessage.reader(), filter::accepts);
    } catch (NetlinkException e) {
      if (e.is(Errno.ENOENT) && filter.table().isPresent()) {
        return List.of();
      }
      throw e;
    }
  }

  /** Without strict checking an old kernel ignores, or misreads, everything but the family. */
  private RouteMessage dumpRequest(RouteFilter filter) {
    RouteBuilder request =
        RouteMessage.builder(filter.family(), exchange.transport().order())
            .table(RouteTable.UNSPEC)
            .protocol(RouteProtocol.UNSPEC)
            .scope(RouteScope.UNIVERSE)
            .type(RouteType.UNSPEC);
    if (exchange.transport().strictChecking()) {
      filter.table().ifPresent(request::table);
      filter.protocol().ifPresent(request::protocol);
      filter.outputInterface().ifPresent(request::outputInterface);
    }
    return request.build();
  }

  /** {@link #get(RouteLookup)} for a packet of an unbound socket. */
  public RouteMessage get(IpAddress destination) throws NetlinkException {
    return get(RouteLookup.to(destination));
  }

  /**
   * The way that a packet would take now, as a route to its destination alone: gateway, output
   * interface, source address and the table that answered.
   *
   * @throws NetlinkException ENETUNREACH or EHOSTUNREACH if there is no way, EINVAL, EACCES and
   *     others if the route that matches says so
   */
  public RouteMessage get(RouteLookup lookup) throws NetlinkException {
    Request request =
        new Request(
            "get route",
            lookup.toString(),
            RtnetlinkType.GETROUTE,
            NetlinkHeader.ACK,
            lookup.toMessage(exchange.transport().order()));
    List<RouteMessage> answer = exchange.ask(request, RouteMessage::read);
    if (answer.isEmpty()) {
      throw new NetlinkException(request, "an acknowledgement, but no route", null);
    }
    return answer.get(0);
  }

  /**
   * The route of a table that decides the way a packet would take now, with the prefix it was
   * entered for ({@code ip route get fibmatch}): 0.0.0.0/0 is absent, as in a listing. Since Linux
   * 4.13.
   *
   * @throws NetlinkException as {@link #get(RouteLookup)}
   */
  public RouteMessage match(RouteLookup lookup) throws NetlinkException {
    RouteMessage question = lookup.toMessage(exchange.transport().order());
    Request request =
        new Request(
            "match route",
            lookup.toString(),
            RtnetlinkType.GETROUTE,
            NetlinkHeader.ACK,
            question.toBuilder().flags(question.flags().with(RouteFlags.FIB_MATCH)).build());
    List<RouteMessage> answer = exchange.ask(request, RouteMessage::read);
    if (answer.isEmpty()) {
      throw new NetlinkException(request, "an acknowledgement, but no route", null);
    }
    return answer.get(0);
  }

  /** Adds a route; one of its key must not exist (EEXIST). */
  public void add(RouteMessage route) throws NetlinkException {
    int flags = NetlinkHeader.CREATE | NetlinkHeader.EXCLUSIVE;
    change("add route", route, RtnetlinkType.NEWROUTE, flags);
  }

  /**
   * Puts a route in the place of the one of its key, whoever owns that, or adds it. There is no
   * moment without a route.
   */
  public void replace(RouteMessage route) throws NetlinkException {
    int flags = NetlinkHeader.CREATE | NetlinkHeader.REPLACE;
    change("replace route", route, RtnetlinkType.NEWROUTE, flags);
  }

  /** Puts a route in the place of the one of its key, which must exist (ENOENT). */
  public void change(RouteMessage route) throws NetlinkException {
    change("change route", route, RtnetlinkType.NEWROUTE, NetlinkHeader.REPLACE);
  }

  /**
   * Adds a route behind those of its key (IPv4), or as a further way of the one of its key (IPv6).
   */
  public void append(RouteMessage route) throws NetlinkException {
    int flags = NetlinkHeader.CREATE | NetlinkHeader.APPEND;
    change("append route", route, RtnetlinkType.NEWROUTE, flags);
  }

  /**
   * Deletes the first route that has everything this one says; ESRCH if none has. A route as it was
   * listed names itself. What is not said matches all: absent attributes, {@link
   * RouteProtocol#UNSPEC}, {@link RouteType#UNSPEC}, for IPv4 {@link RouteScope#NOWHERE} and a
   * metric of 0. So say table, metric, protocol, interface and gateway to delete no one else's.
   */
  public void delete(RouteMessage route) throws NetlinkException {
    change("delete route", route, RtnetlinkType.DELROUTE, 0);
  }

  private void change(String operation, RouteMessage route, int type, int flags)
      throws NetlinkException {
    exchange.change(
        new Request(operation, route.toString(), type, flags | NetlinkHeader.ACK, route));
  }
}

package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.client.Operation.Verb;
import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteBuilder;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteType;
import dev.routeswitcher.netlink.route.RouteView;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
public final class Routes extends ReplacingVerbs<RouteMessage> {
  Routes(Exchange exchange) {
    super(exchange, Kind.ROUTE, RouteMessage::read);
  }

  /**
   * The routes that a filter asks for, in the kernel's order. A table that does not exist has no
   * routes. Routes the kernel made from others (path MTU exceptions) are not among them.
   *
   * <p>An IPv4 route of more than 32 KiB, which is one of some 2,000 next hops, does not fit a part
   * of a listing. The kernel ends the listing before it, and if only IPv4 is listed, it says that
   * all is well: that route and those behind it are missing. If every family is listed ({@link
   * dev.routeswitcher.netlink.ip.AddressFamily#UNSPEC}), it fails with EMSGSIZE.
   *
   * @throws DumpInterruptedException if the routes keep changing while they are listed
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<RouteMessage> list(RouteFilter filter) throws NetlinkException {
    RouteView view = new RouteView();
    Function<MessageCursor, RouteMessage> reader = RouteMessage.reader();
    Sink.Collected<RouteMessage> routes =
        new Sink.Collected<>(
            object -> filter.accepts(view.over(object)) ? reader.apply(object) : null);
    dump(filter, routes);
    return routes.taken();
  }

  /**
   * Passes on the routes that {@link #list} would return, one by one, without keeping them: for
   * tables of a million routes. The visitor is called by this thread; it may change routes, but not
   * list anything of this client. What it throws ends the listing.
   *
   * @throws DumpInterruptedException if the routes keep changing while they are listed
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public void visit(RouteFilter filter, RouteVisitor visitor) throws NetlinkException {
    RouteView view = new RouteView();
    dump(
        filter,
        new Sink() {
          @Override
          public void accept(MessageCursor object) {
            if (filter.accepts(view.over(object))) {
              visitor.route(view);
            }
          }

          @Override
          public void restart() {
            visitor.restart();
          }
        });
  }

  private void dump(RouteFilter filter, Sink sink) throws NetlinkException {
    try {
      exchange.dump(Kind.ROUTE.list(filter, dumpRequest(filter)), sink);
    } catch (NetlinkException e) {
      if (!e.is(Errno.ENOENT) || filter.table().isEmpty()) {
        throw e;
      }
    }
  }

  /** Without strict checking an old kernel ignores, or misreads, everything but the family. */
  private RouteMessage dumpRequest(RouteFilter filter) {
    RouteBuilder request =
        RouteMessage.builder(filter.family(), order())
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
   * The route that a packet would take now, as a route to its destination alone: gateway, output
   * interface, source address and the table that answered.
   *
   * @throws NetlinkException ENETUNREACH or EHOSTUNREACH if there is no route, EINVAL, EACCES and
   *     others if the route that matches says so
   */
  public RouteMessage get(RouteLookup lookup) throws NetlinkException {
    return get(lookup, lookup.toMessage(order()));
  }

  /**
   * The route of a table that decides where a packet would go now, with the prefix it was entered
   * for ({@code ip route get fibmatch}): 0.0.0.0/0 is absent, as in a listing. Since Linux 4.13.
   *
   * @throws NetlinkException as {@link #get(RouteLookup)}
   */
  public RouteMessage match(RouteLookup lookup) throws NetlinkException {
    RouteMessage question = lookup.toMessage(order());
    RouteFlags flags = question.flags().with(RouteFlags.FIB_MATCH);
    Request request =
        new Request(
            "match route",
            lookup,
            RtnetlinkType.GETROUTE,
            NetlinkHeader.ACK,
            question.toBuilder().flags(flags).build());
    return exchange.get(request, RouteMessage::read);
  }

  /**
   * Puts a route in the place of the one of its key, whoever owns that, or adds it. There is no
   * moment without a route. Doing it again changes nothing.
   *
   * @throws NetlinkException if the kernel refuses
   */
  @Override
  public Acknowledgement replace(RouteMessage route) throws NetlinkException {
    return super.replace(route);
  }

  /**
   * Leads the default route of table main to this gateway, whatever it leads to now: of several,
   * the one that the kernel prefers. It keeps its metric, protocol and path metrics; a source
   * address and a lifetime, which belong to the link that it led to, go. If there is none it is
   * added.
   *
   * @return the route as it was; empty if there was none
   * @throws NetlinkException as {@link #replace}
   */
  public Optional<RouteMessage> pointDefault(IpAddress gateway, int outputInterface)
      throws NetlinkException {
    RouteFilter main = RouteFilter.of(gateway.family()).table(RouteTable.MAIN);
    Optional<RouteMessage> before =
        list(main).stream().filter(route -> route.isDefault() && route.tos() == 0).findFirst();
    RouteBuilder route =
        before
            .map(RouteMessage::toBuilder)
            .orElseGet(() -> RouteMessage.builder(gateway.family(), order()));
    replace(
        route
            .nextHop(gateway, outputInterface)
            .without(RouteAttributes.PREFSRC)
            .without(RouteAttributes.EXPIRES)
            .without(RouteAttributes.PREF)
            .build());
    return before;
  }

  /**
   * Adds a route behind those of its key (IPv4), or as a further next hop of the one of its key
   * (IPv6).
   *
   * @throws NetlinkException EEXIST if there is the very same
   */
  public Acknowledgement append(RouteMessage route) throws NetlinkException {
    return ask(Verb.APPEND, route);
  }

  /**
   * Deletes the first route that matches everything this one sets; ESRCH if none does. A route as
   * it was listed names itself. What is not set matches all, but for the table, which is main; so
   * does, for IPv4, a metric of 0. So set metric, protocol, interface and gateway so as not to
   * delete another owner's.
   */
  @Override
  public Acknowledgement delete(RouteMessage route) throws NetlinkException {
    return super.delete(route);
  }
}

package dev.routeswitcher.runtime.linux;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.AddressFamily;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.RouteOperation;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.RouteFilter;
import dev.routeswitcher.netlink.client.RouteLookup;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteType;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;

/** The main tables of IPv4 and IPv6 by rtnetlink. */
public final class NetlinkRouteTable implements dev.routeswitcher.runtime.port.RouteTable {

  /** The uplink itself cannot carry the route; anything else concerns all of them. */
  private static final ImmutableSet<Errno> CONCERN_THE_UPLINK =
      ImmutableSet.of(
          Errno.ENETUNREACH,
          Errno.EHOSTUNREACH,
          Errno.ENETDOWN,
          Errno.ENODEV,
          Errno.EINVAL,
          Errno.EACCES); // IPv6 is disabled on the interface

  private @Nullable RtnetlinkClient client;

  /** A table that is not open yet. */
  @Inject
  public NetlinkRouteTable() {}

  @Override
  public void open() throws IOException {
    client = RtnetlinkClient.open();
  }

  private RtnetlinkClient client() {
    RtnetlinkClient open = client;
    if (open == null) {
      throw new IllegalStateException("the route table is not open");
    }
    return open;
  }

  /** Asks to delete a route that cannot exist: ESRCH means allowed, EPERM not. */
  @Override
  public void requireWritable() throws IOException {
    RouteMessage impossible =
        RouteMessage.builder(dev.routeswitcher.netlink.ip.AddressFamily.INET)
            .destination(IpPrefix.parse("255.255.255.255/32"))
            .table(RouteTable.MAIN)
            .protocol(RouteProtocol.of(DefaultRoute.PROTOCOL))
            .scope(RouteScope.NOWHERE)
            .type(RouteType.UNSPEC)
            .build();
    try {
      client().routes().delete(impossible);
    } catch (NetlinkException e) {
      if (e.is(Errno.EPERM)) {
        throw new IOException(
            "routes may not be changed (EPERM); run as root or grant CAP_NET_ADMIN", e);
      } else if (!e.is(Errno.ESRCH)) {
        throw e;
      }
    }
  }

  @Override
  public ImmutableList<DefaultRoute> defaults(AddressFamily family) throws IOException {
    return list(defaultsOf(family));
  }

  /** The kernel leaves out other protocols by itself. */
  @Override
  public ImmutableList<DefaultRoute> ownDefaults(AddressFamily family) throws IOException {
    return list(defaultsOf(family).protocol(RouteProtocol.of(DefaultRoute.PROTOCOL)));
  }

  private static RouteFilter defaultsOf(AddressFamily family) {
    return RouteFilter.of(RouteTranslation.toNetlink(family)).table(RouteTable.MAIN).defaults();
  }

  private ImmutableList<DefaultRoute> list(RouteFilter filter) throws IOException {
    Map<Integer, String> names = new HashMap<>();
    ImmutableList.Builder<DefaultRoute> defaults = ImmutableList.builder();
    try {
      for (RouteMessage route : client().routes().list(filter)) {
        if (route.tos() == 0) {
          defaults.add(RouteTranslation.toEngine(route, index -> nameOf(index, names)));
        }
      }
    } catch (MalformedMessageException e) {
      throw new IOException("route that cannot be read: " + e.getMessage(), e);
    }
    return defaults.build();
  }

  private String nameOf(int index, Map<Integer, String> names) throws NetlinkException {
    String known = names.get(index);
    if (known != null) {
      return known;
    }
    String name = InterfaceLookup.nameOf(client(), index);
    names.put(index, name);
    return name;
  }

  @Override
  public TargetPath path(InetAddress target) throws IOException {
    RouteLookup lookup = RouteLookup.to(IpAddress.of(target));
    try {
      RouteMessage match = client().routes().match(lookup);
      // Of several ways only a plain lookup tells the one that is taken.
      RouteMessage way = match.nextHops().isEmpty() ? match : client().routes().get(lookup);
      int length = match.destination().map(IpPrefix::length).orElse(0);
      String name =
          way.outputInterface().isPresent()
              ? nameOf(way.outputInterface().getAsInt(), new HashMap<>())
              : null;
      return new TargetPath(target, name, length);
    } catch (NetlinkException e) {
      if (e.errno().isEmpty()) {
        throw e;
      }
      // No route at all, or one that leads nowhere: EHOSTUNREACH, EACCES, EINVAL. The kernel does
      // not tell its length; a default of that kind is seen among the default routes.
      int hostLength = 8 * target.getAddress().length;
      return new TargetPath(target, null, e.is(Errno.ENETUNREACH) ? 0 : hostLength);
    } catch (MalformedMessageException e) {
      throw new IOException("way to " + target + " that cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public OperationResult apply(AddressFamily family, RouteOperation operation) {
    dev.routeswitcher.netlink.ip.AddressFamily of = RouteTranslation.toNetlink(family);
    RouteTranslation.InterfaceIndexes indexes = name -> client().links().get(name).index();
    DefaultRoute route = operation.route();
    try {
      switch (operation.kind()) {
        case ADD -> client().routes().add(RouteTranslation.toAdd(of, route, indexes));
        case REPLACE -> client().routes().replace(RouteTranslation.toAdd(of, route, indexes));
        case DELETE -> client().routes().delete(RouteTranslation.toDelete(of, route, indexes));
      }
      return OperationResult.applied(operation);
    } catch (NetlinkException e) {
      return new OperationResult(operation, outcome(operation, e), InterfaceLookup.words(e));
    }
  }

  private static Outcome outcome(RouteOperation operation, NetlinkException failure) {
    Optional<Errno> errno = failure.errno();
    boolean deleting = operation.kind() == RouteOperation.Kind.DELETE;
    if (deleting && (failure.is(Errno.ESRCH) || failure.is(Errno.ENODEV))) {
      return Outcome.APPLIED;
    } else if (failure.is(Errno.EEXIST) || failure.is(Errno.ENOENT)) {
      return Outcome.STALE;
    } else if (errno.isPresent() && CONCERN_THE_UPLINK.contains(errno.get())) {
      return Outcome.REFUSED;
    }
    return Outcome.UNAVAILABLE;
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}

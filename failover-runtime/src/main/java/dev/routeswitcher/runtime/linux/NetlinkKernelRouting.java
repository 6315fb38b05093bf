package dev.routeswitcher.runtime.linux;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.netlink.client.BatchResult;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.Operation;
import dev.routeswitcher.netlink.client.RouteFilter;
import dev.routeswitcher.netlink.client.RouteLookup;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.neighbour.NeighbourBuilder;
import dev.routeswitcher.netlink.neighbour.NeighbourFlags;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourState;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteType;
import dev.routeswitcher.netlink.rule.RuleMessage;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.NoPolicyRoutingException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes and policy rules of IPv4 and IPv6 by rtnetlink. */
public final class NetlinkKernelRouting implements KernelRouting {

  private static final Logger log = LoggerFactory.getLogger(NetlinkKernelRouting.class);

  private static final RouteProtocol OURS = RouteProtocol.of(Route.PROTOCOL);

  /** The uplink itself cannot carry the route; anything else concerns all of them. */
  private static final ImmutableSet<Errno> CONCERN_THE_UPLINK =
      ImmutableSet.of(
          Errno.ENETUNREACH,
          Errno.EHOSTUNREACH,
          Errno.ENETDOWN,
          Errno.ENODEV,
          Errno.EINVAL,
          Errno.EACCES); // IPv6 is disabled on the interface

  private final SharedRtnetlink shared;
  private @Nullable RtnetlinkClient client;

  @Inject
  public NetlinkKernelRouting(SharedRtnetlink shared) {
    this.shared = shared;
  }

  @Override
  public void open() throws IOException {
    if (client == null) {
      client = shared.acquire();
    }
  }

  private RtnetlinkClient client() {
    RtnetlinkClient current = client;
    if (current == null) {
      throw new IllegalStateException("the kernel's routing is not open");
    }
    return current;
  }

  /** Asks to delete a route that cannot exist: ESRCH means allowed, EPERM not. */
  @Override
  public void requireWritable() throws IOException {
    RouteMessage impossible =
        RouteMessage.builder(AddressFamily.INET)
            .destination(IpPrefix.parse("255.255.255.255/32"))
            .table(RouteTable.MAIN)
            .protocol(OURS)
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

  // Reading

  @Override
  public ImmutableList<Route> defaults(IpFamily family) throws IOException {
    return list(all(family).table(RouteTable.MAIN).defaults(), new HashMap<>());
  }

  /** The kernel leaves out other protocols by itself. */
  @Override
  public ImmutableList<Route> ownDefaults(IpFamily family) throws IOException {
    return list(all(family).table(RouteTable.MAIN).defaults().protocol(OURS), new HashMap<>());
  }

  /** One listing for each table: the kernel need not walk through a main table of any size. */
  @Override
  public KernelTables tables(IpFamily family, List<Long> tables) throws IOException {
    ImmutableList<PolicyRule> rules = rules(family);
    ImmutableList.Builder<Route> routes = ImmutableList.builder();
    Map<Integer, String> names = new HashMap<>();
    for (long table : tables) {
      routes.addAll(list(all(family).table(RouteTable.of(table)), names));
    }
    return new KernelTables(rules, routes.build());
  }

  @Override
  public KernelTables allTables(IpFamily family, List<Long> tables) throws IOException {
    KernelTables known = tables(family, tables);
    ImmutableList.Builder<Route> routes = ImmutableList.builder();
    routes.addAll(known.routes());
    list(all(family).protocol(OURS), new HashMap<>()).stream()
        .filter(route -> !route.isOfMainTable() && !tables.contains(route.table()))
        .forEach(routes::add);
    return new KernelTables(known.rules(), routes.build());
  }

  private static RouteFilter all(IpFamily family) {
    return RouteFilter.of(RoutingTranslation.toNetlink(family));
  }

  private ImmutableList<PolicyRule> rules(IpFamily family) throws IOException {
    try {
      ImmutableList.Builder<PolicyRule> rules = ImmutableList.builder();
      for (RuleMessage rule : client().rules().list(RoutingTranslation.toNetlink(family))) {
        RoutingTranslation.toEngine(rule).filter(PolicyRule::isOurs).ifPresent(rules::add);
      }
      return rules.build();
    } catch (NetlinkException e) {
      if (e.is(Errno.EAFNOSUPPORT) || e.is(Errno.EOPNOTSUPP)) {
        throw new NoPolicyRoutingException(words(e), e);
      }
      throw e;
    } catch (MalformedMessageException e) {
      throw new IOException("rule that cannot be read: " + e.getMessage(), e);
    }
  }

  /** Those for all packets: of any type of service, from any source address. */
  private ImmutableList<Route> list(RouteFilter filter, Map<Integer, String> names)
      throws IOException {
    try {
      ImmutableList.Builder<Route> routes = ImmutableList.builder();
      for (RouteMessage route : client().routes().list(filter)) {
        if (route.tos() == 0 && route.sourceLength() == 0) {
          routes.add(RoutingTranslation.toEngine(route, index -> nameOf(index, names)));
        }
      }
      return routes.build();
    } catch (MalformedMessageException e) {
      throw new IOException("route that cannot be read: " + e.getMessage(), e);
    }
  }

  private String nameOf(int index, Map<Integer, String> names) throws NetlinkException {
    String known = names.get(index);
    if (known == null) {
      known = nameOf(index);
      names.put(index, known);
    }
    return known;
  }

  /** The name of an interface; one of its number if it is gone since a route by it was listed. */
  private String nameOf(int index) throws NetlinkException {
    try {
      return client().links().get(index).name().orElse("if" + index);
    } catch (NetlinkException e) {
      if (!e.is(Errno.ENODEV)) {
        throw e;
      }
      return "if" + index;
    }
  }

  @Override
  public TargetPath path(InetAddress target) throws IOException {
    RouteLookup lookup = RouteLookup.to(IpAddress.of(target));
    return path(
        target,
        () -> {
          RouteMessage match = client().routes().match(lookup);
          Optional<IpAddress> source = match.attributes().get(RouteAttributes.PREFSRC);
          // As connect() does: rules by that address may lead elsewhere.
          return source.isPresent()
              ? path(target, lookup.from(source.get()))
              : path(target, lookup, match);
        });
  }

  @Override
  public TargetPath pathFrom(InetAddress source, InetAddress target) throws IOException {
    RouteLookup lookup = RouteLookup.to(IpAddress.of(target)).from(IpAddress.of(source));
    return path(target, () -> path(target, lookup));
  }

  private TargetPath path(InetAddress target, RouteLookup lookup) throws IOException {
    return path(target, lookup, client().routes().match(lookup));
  }

  private TargetPath path(InetAddress target, RouteLookup lookup, RouteMessage match)
      throws IOException {
    // Of several next hops only a plain lookup shows the one that is taken.
    RouteMessage taken = match.nextHops().isEmpty() ? match : client().routes().get(lookup);
    int length = match.destination().map(IpPrefix::length).orElse(0);
    String name =
        taken.outputInterface().isPresent() ? nameOf(taken.outputInterface().getAsInt()) : null;
    return new TargetPath(target, name, length, taken.type().equals(RouteType.LOCAL));
  }

  private interface Lookup {
    TargetPath make() throws IOException;
  }

  private static TargetPath path(InetAddress target, Lookup lookup) throws IOException {
    try {
      return lookup.make();
    } catch (NetlinkException e) {
      if (e.errno().isEmpty()) {
        throw e;
      }
      // No route at all, or one that leads nowhere: EHOSTUNREACH, EACCES, EINVAL. The kernel does
      // not report its length; a default of that kind is seen among the default routes.
      int hostLength = 8 * target.getAddress().length;
      return new TargetPath(target, null, e.is(Errno.ENETUNREACH) ? 0 : hostLength);
    } catch (MalformedMessageException e) {
      throw new IOException("path to " + target + " that cannot be read: " + e.getMessage(), e);
    }
  }

  // Changing

  /** An entry that is valid is asked again; of one that failed, or that is not there, a new one. */
  @Override
  public void askFor(Neighbour neighbour) {
    IpAddress address = IpAddress.of(neighbour.address());
    try {
      int index = client().links().get(neighbour.interfaceName()).index();
      NeighbourBuilder entry =
          NeighbourMessage.builder(address.family()).interfaceIndex(index).destination(address);
      try {
        client().neighbours().change(entry.state(NeighbourState.PROBE).build());
      } catch (NetlinkException e) {
        NeighbourFlags use = new NeighbourFlags(NeighbourFlags.USE);
        client().neighbours().replace(entry.state(NeighbourState.NONE).flags(use).build());
      }
    } catch (NetlinkException e) {
      log.debug("neighbour {} is not asked for: {}", neighbour, e.getMessage());
    }
  }

  @Override
  public OperationResult apply(IpFamily family, RoutingOperation operation) {
    AddressFamily of = RoutingTranslation.toNetlink(family);
    try {
      if (operation.entry() instanceof PolicyRule rule) {
        change(operation.kind(), RoutingTranslation.toNetlink(of, rule));
      } else if (operation.entry() instanceof Route route) {
        change(operation.kind(), of, route);
      }
      return OperationResult.applied(operation);
    } catch (NetlinkException e) {
      return failed(operation, e);
    }
  }

  /** Rules in one batch, the rest one by one. */
  @Override
  public ImmutableList<OperationResult> applyAll(
      IpFamily family, List<RoutingOperation> operations) {
    if (operations.size() == 1 || !operations.stream().allMatch(RoutingOperation::isOfRule)) {
      return KernelRouting.super.applyAll(family, operations);
    }
    OperationResult[] results =
        operations.stream().map(OperationResult::applied).toArray(OperationResult[]::new);
    try {
      for (BatchResult.Failure failure : client().batch(requests(family, operations)).failures()) {
        int index = Math.toIntExact(failure.index());
        results[index] = failed(operations.get(index), failure.reason());
      }
      return ImmutableList.copyOf(results);
    } catch (NetlinkException e) {
      // What became of some is not known: all of them are asked for again.
      log.debug("batch of {} operations broke off: {}", operations.size(), e.getMessage());
      return operations.stream()
          .map(operation -> failed(operation, e))
          .collect(ImmutableList.toImmutableList());
    }
  }

  private static List<Operation> requests(IpFamily family, List<RoutingOperation> operations) {
    AddressFamily of = RoutingTranslation.toNetlink(family);
    return operations.stream()
        .map(
            operation -> {
              RuleMessage rule = RoutingTranslation.toNetlink(of, (PolicyRule) operation.entry());
              return operation.kind() == RoutingOperation.Kind.DELETE
                  ? Operation.delete(rule)
                  : Operation.add(rule);
            })
        .toList();
  }

  private static OperationResult failed(RoutingOperation operation, NetlinkException e) {
    return isDoneAlready(operation.kind(), e)
        ? OperationResult.applied(operation)
        : new OperationResult(operation, outcome(e), words(e));
  }

  private void change(RoutingOperation.Kind kind, RuleMessage rule) throws NetlinkException {
    switch (kind) {
      case ADD -> client().rules().add(rule);
      case DELETE -> client().rules().delete(rule);
      case REPLACE -> throw new IllegalArgumentException("a rule cannot be replaced");
    }
  }

  private void change(RoutingOperation.Kind kind, AddressFamily family, Route route)
      throws NetlinkException {
    RoutingTranslation.InterfaceIndexes indexes = name -> client().links().get(name).index();
    switch (kind) {
      case ADD -> client().routes().add(RoutingTranslation.toAdd(family, route, indexes));
      case REPLACE -> client().routes().replace(RoutingTranslation.toAdd(family, route, indexes));
      case DELETE -> client().routes().delete(RoutingTranslation.toDelete(family, route, indexes));
    }
  }

  private static boolean isDoneAlready(RoutingOperation.Kind kind, NetlinkException failure) {
    return kind == RoutingOperation.Kind.DELETE
        && (failure.is(Errno.ESRCH) || failure.is(Errno.ENODEV) || failure.is(Errno.ENOENT));
  }

  private static OperationResult.Outcome outcome(NetlinkException failure) {
    Optional<Errno> errno = failure.errno();
    if (failure.is(Errno.EEXIST) || failure.is(Errno.ENOENT)) {
      return OperationResult.Outcome.STALE;
    } else if (errno.isPresent() && CONCERN_THE_UPLINK.contains(errno.get())) {
      return OperationResult.Outcome.REFUSED;
    }
    return OperationResult.Outcome.UNAVAILABLE;
  }

  /** The kernel's words for a refusal: {@code ENETUNREACH: Nexthop has invalid gateway}. */
  private static String words(NetlinkException failure) {
    String name = failure.errno().map(Errno::name).orElse(String.valueOf(failure.getMessage()));
    return name + failure.kernelMessage().map(text -> ": " + text).orElse("");
  }

  @Override
  public void close() {
    if (client != null) {
      client = null;
      shared.release();
    }
  }
}

package dev.routeswitcher.runtime.linux;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.AddressFamily;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.RouteOperation.Kind;
import dev.routeswitcher.engine.table.KernelTables;
import dev.routeswitcher.engine.table.PolicyRule;
import dev.routeswitcher.engine.table.TableOperation;
import dev.routeswitcher.engine.table.TableRoute;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.RouteFilter;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.rule.RuleMessage;
import dev.routeswitcher.runtime.port.NoPolicyRoutingException;
import dev.routeswitcher.runtime.port.PolicyRouting;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Policy rules, and the tables besides main, by rtnetlink. */
public final class NetlinkPolicyRouting implements PolicyRouting {

  private static final RouteProtocol OURS = RouteProtocol.of(DefaultRoute.PROTOCOL);

  private @Nullable RtnetlinkClient client;

  /** Not open yet. */
  @Inject
  public NetlinkPolicyRouting() {}

  @Override
  public void open() throws IOException {
    client = RtnetlinkClient.open();
  }

  private RtnetlinkClient client() {
    RtnetlinkClient open = client;
    if (open == null) {
      throw new IllegalStateException("policy routing is not open");
    }
    return open;
  }

  /** One listing for each table: the kernel need not walk through a main table of any size. */
  @Override
  public KernelTables read(AddressFamily family, List<Long> tables) throws IOException {
    ImmutableList<PolicyRule> rules = rules(family);
    ImmutableList.Builder<TableRoute> routes = ImmutableList.builder();
    Map<Integer, String> names = new HashMap<>();
    for (long table : tables) {
      RouteFilter ofTable = all(family).table(RouteTable.of(table));
      routes.addAll(list(ofTable, names));
    }
    return new KernelTables(rules, routes.build());
  }

  @Override
  public KernelTables readEverywhere(AddressFamily family, List<Long> tables) throws IOException {
    KernelTables known = read(family, tables);
    ImmutableList.Builder<TableRoute> routes = ImmutableList.builder();
    routes.addAll(known.routes());
    list(all(family).protocol(OURS), new HashMap<>()).stream()
        .filter(route -> route.table() != RouteTable.MAIN.id() && !tables.contains(route.table()))
        .forEach(routes::add);
    return new KernelTables(known.rules(), routes.build());
  }

  private static RouteFilter all(AddressFamily family) {
    return RouteFilter.of(RouteTranslation.toNetlink(family));
  }

  private ImmutableList<PolicyRule> rules(AddressFamily family) throws IOException {
    try {
      ImmutableList.Builder<PolicyRule> rules = ImmutableList.builder();
      for (RuleMessage rule : client().rules().list(RouteTranslation.toNetlink(family))) {
        TableTranslation.toEngine(rule).filter(PolicyRule::isOurs).ifPresent(rules::add);
      }
      return rules.build();
    } catch (NetlinkException e) {
      if (e.is(Errno.EAFNOSUPPORT) || e.is(Errno.EOPNOTSUPP)) {
        throw new NoPolicyRoutingException(InterfaceLookup.words(e), e);
      }
      throw e;
    } catch (MalformedMessageException e) {
      throw new IOException("rule that cannot be read: " + e.getMessage(), e);
    }
  }

  private ImmutableList<TableRoute> list(RouteFilter filter, Map<Integer, String> names)
      throws IOException {
    try {
      ImmutableList.Builder<TableRoute> routes = ImmutableList.builder();
      for (RouteMessage route : client().routes().list(filter)) {
        if (route.tos() == 0) {
          routes.add(TableTranslation.toEngine(route, index -> nameOf(index, names)));
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
      known = InterfaceLookup.nameOf(client(), index);
      names.put(index, known);
    }
    return known;
  }

  @Override
  public Optional<String> apply(AddressFamily family, TableOperation operation) {
    try {
      if (operation.entry() instanceof PolicyRule rule) {
        change(
            operation.kind(), TableTranslation.toKernel(RouteTranslation.toNetlink(family), rule));
      } else if (operation.entry() instanceof TableRoute route) {
        change(operation.kind(), RouteTranslation.toNetlink(family), route);
      }
      return Optional.empty();
    } catch (NetlinkException e) {
      return isDoneAlready(operation, e) ? Optional.empty() : Optional.of(InterfaceLookup.words(e));
    }
  }

  private void change(Kind kind, RuleMessage rule) throws NetlinkException {
    switch (kind) {
      case ADD -> client().rules().add(rule);
      case DELETE -> client().rules().delete(rule);
      case REPLACE -> throw new IllegalArgumentException("a rule cannot be replaced");
    }
  }

  private void change(
      Kind kind, dev.routeswitcher.netlink.ip.AddressFamily family, TableRoute route)
      throws NetlinkException {
    RouteTranslation.InterfaceIndexes indexes = name -> client().links().get(name).index();
    switch (kind) {
      case ADD -> client().routes().add(TableTranslation.toAdd(family, route, indexes));
      case REPLACE -> client().routes().replace(TableTranslation.toAdd(family, route, indexes));
      case DELETE -> client().routes().delete(TableTranslation.toDelete(family, route, indexes));
    }
  }

  private static boolean isDoneAlready(TableOperation operation, NetlinkException failure) {
    return operation.kind() == Kind.DELETE
        && (failure.is(Errno.ENOENT) || failure.is(Errno.ESRCH) || failure.is(Errno.ENODEV));
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}

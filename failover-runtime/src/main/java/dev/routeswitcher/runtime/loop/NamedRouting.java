package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingEntry;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.port.KernelRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's routing with the interfaces of uplinks called as the configuration calls them:
 * routes and rules go by the kernel's name of an interface, the engine by the configured one.
 */
final class NamedRouting implements KernelRouting {

  private final KernelRouting kernel;
  private final LinkBook links;

  NamedRouting(KernelRouting kernel, LinkBook links) {
    this.kernel = kernel;
    this.links = links;
  }

  @Override
  public void open() throws IOException {
    kernel.open();
  }

  @Override
  public void requireWritable() throws IOException {
    kernel.requireWritable();
  }

  @Override
  public ImmutableList<Route> defaults(IpFamily family) throws IOException {
    return configured(kernel.defaults(family));
  }

  @Override
  public ImmutableList<Route> ownDefaults(IpFamily family) throws IOException {
    return configured(kernel.ownDefaults(family));
  }

  @Override
  public TargetPath path(InetAddress target) throws IOException {
    return configured(kernel.path(target));
  }

  @Override
  public TargetPath pathFrom(InetAddress source, InetAddress target) throws IOException {
    return configured(kernel.pathFrom(source, target));
  }

  @Override
  public KernelTables tables(IpFamily family, List<Long> tables) throws IOException {
    return configured(kernel.tables(family, tables));
  }

  @Override
  public KernelTables allTables(IpFamily family, List<Long> tables) throws IOException {
    return configured(kernel.allTables(family, tables));
  }

  @Override
  public void askFor(Neighbour neighbour) {
    String name = links.kernelName(neighbour.interfaceName());
    kernel.askFor(new Neighbour(name, neighbour.address()));
  }

  @Override
  public OperationResult apply(IpFamily family, RoutingOperation operation) {
    if (!links.hasAliases()) {
      return kernel.apply(family, operation);
    }
    RoutingEntry named = renamed(operation.entry(), links::kernelName);
    OperationResult result = kernel.apply(family, new RoutingOperation(operation.kind(), named));
    return new OperationResult(operation, result.outcome(), result.detail());
  }

  @Override
  public ImmutableList<OperationResult> applyAll(
      IpFamily family, List<RoutingOperation> operations) {
    return links.hasAliases()
        ? KernelRouting.super.applyAll(family, operations)
        : kernel.applyAll(family, operations);
  }

  @Override
  public boolean leadsOutBy(UplinkKey uplink, @Nullable InetAddress gateway) {
    return kernel.leadsOutBy(uplink, gateway);
  }

  @Override
  public void close() {
    kernel.close();
  }

  private KernelTables configured(KernelTables tables) {
    if (!links.hasAliases()) {
      return tables;
    }
    ImmutableList<PolicyRule> rules =
        tables.rules().stream()
            .map(rule -> renamed(rule, links::configuredName))
            .collect(ImmutableList.toImmutableList());
    return new KernelTables(rules, configured(tables.routes()));
  }

  private ImmutableList<Route> configured(ImmutableList<Route> routes) {
    return links.hasAliases()
        ? routes.stream()
            .map(route -> renamed(route, links::configuredName))
            .collect(ImmutableList.toImmutableList())
        : routes;
  }

  private TargetPath configured(TargetPath path) {
    String name = path.interfaceName();
    return name == null
        ? path
        : new TargetPath(
            path.target(), links.configuredName(name), path.prefixLength(), path.local());
  }

  private static RoutingEntry renamed(RoutingEntry entry, UnaryOperator<String> names) {
    return entry instanceof Route route
        ? renamed(route, names)
        : renamed((PolicyRule) entry, names);
  }

  private static Route renamed(Route route, UnaryOperator<String> names) {
    return new Route(
        route.table(),
        route.destination(),
        route.metric(),
        route.protocol(),
        route.hops().stream()
            .map(
                hop ->
                    new Hop(
                        names.apply(hop.interfaceName()),
                        hop.gateway(),
                        hop.onLink(),
                        hop.encapsulation()))
            .collect(ImmutableList.toImmutableList()),
        route.preferredSource(),
        route.metrics(),
        route.congestionControl(),
        route.preference(),
        route.deadEnd());
  }

  private static PolicyRule renamed(PolicyRule rule, UnaryOperator<String> names) {
    String bound = rule.outputInterface();
    return new PolicyRule(
        rule.preference(),
        rule.inverted(),
        rule.source(),
        bound == null ? null : names.apply(bound),
        rule.mark(),
        rule.table(),
        rule.suppressedLength(),
        rule.protocol());
  }
}

package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Iterables;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Multimaps;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.FirewallMark;
import dev.routeswitcher.engine.config.TableLayout;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operations that bring rules and tables to what is wanted, in the order in which they are to
 * be carried out: routes before the rules that lead to them, rules that go before the routes they
 * led to. A rule that leads into a table of ours always stands behind the one that looks up main
 * without its defaults, so it is added after it and deleted before it: whoever cannot carry out an
 * operation on a rule must leave out those that follow.
 *
 * <p>A plan made again after the operations were applied is empty. Rules and routes of other
 * protocols are never changed; where a route of theirs stands in a slot of ours, the slot is left
 * to it.
 *
 * <p>The operations may be many, two for each address. Any first part of them may be carried out
 * and the rest planned again. What serves probes is in front; the rules of addresses follow in
 * blocks, so that those of the first ones are complete long before those of the last.
 */
public final class TablePlan {

  /** The metric of every route of ours there; the same for both families, as 0 would not be. */
  static final long METRIC = 1;

  /** So many addresses have their rules added together. */
  private static final int BLOCK = 16;

  private static final Comparator<PolicyRule> BY_PREFERENCE =
      Comparator.comparingLong(PolicyRule::preference);

  private final PlanRequest request;
  private final TableLayout layout;
  private final KernelTables kernel;
  private final ImmutableSet<InetAddress> shared;
  private final ListMultimap<Slot, Route> bySlot;
  private final Map<Route, List<Route>> routes = new LinkedHashMap<>();
  private final Set<PolicyRule> rules = new LinkedHashSet<>();
  private final Set<Route> left = new LinkedHashSet<>();
  private final ImmutableList.Builder<RoutingOperation> operations = ImmutableList.builder();

  /** What the kernel takes for the place of one route. */
  private record Slot(long table, long metric, Subnet destination) {
    static Slot of(Route route) {
      return new Slot(route.table(), route.metric(), route.destination());
    }
  }

  /** A rule to be added, and with which block of them. */
  private record Missing(int block, PolicyRule rule) {
    static final Comparator<Missing> ORDER =
        Comparator.comparingInt(Missing::block).thenComparing(Missing::rule, BY_PREFERENCE);
  }

  private TablePlan(PlanRequest request, KernelTables kernel) {
    this.request = request;
    this.layout = request.layout();
    this.kernel = kernel;
    this.shared = ImmutableSet.copyOf(request.sharedAddresses());
    this.bySlot = Multimaps.index(kernel.routes(), Slot::of);
  }

  /** The operations for {@code request}; empty if the kernel is as wanted, or cannot be yet. */
  public static ImmutableList<RoutingOperation> of(PlanRequest request) {
    KernelTables kernel = request.tables();
    if (kernel == null) {
      return ImmutableList.of();
    }
    TablePlan plan = new TablePlan(request, kernel);
    if (request.layout().overridesForeign()) {
      plan.wantBypass(); // A switch replaces its route: it goes before all upkeep.
    }
    if (request.layout().probeTables()) {
      for (int i = 0; i < request.uplinks().size(); i++) {
        plan.wantProbeTable(i);
      }
      plan.wantSharedAddresses();
    }
    plan.putRoutes();
    plan.changeRules();
    plan.deleteStaleRoutes();
    return plan.operations.build();
  }

  /** The deletions that take everything of ours away, whatever configuration made it. */
  public static ImmutableList<RoutingOperation> removal(KernelTables tables) {
    ImmutableList.Builder<RoutingOperation> operations = ImmutableList.builder();
    Iterables.concat(
            highestPreferenceFirst(tables.rules()),
            Iterables.filter(tables.routes(), Route::isOurs))
        .forEach(entry -> operations.add(RoutingOperation.delete(entry)));
    return operations.build();
  }

  private static List<PolicyRule> highestPreferenceFirst(List<PolicyRule> rules) {
    return rules.stream().filter(PolicyRule::isOurs).sorted(BY_PREFERENCE.reversed()).toList();
  }

  // What is wanted

  private void wantProbeTable(int index) {
    PlannedUplink uplink = request.uplinks().get(index);
    long table = layout.tableOf(index);
    for (InterfaceAddress address : uplink.addresses()) {
      if (!shared.contains(address.local())) {
        wantSource(address.local(), table);
      }
    }
    FirewallMark mark = layout.markOf(index);
    if (mark != null && !uplink.unmarked()) {
      rules.add(PolicyRule.localOf(request.family(), layout.firstPreference(), mark));
      rules.add(PolicyRule.lookup(boundPreference(), mark, table));
    }
    rules.add(PolicyRule.lookupBound(boundPreference(), uplink.interfaceName(), table));
    if (uplink.routable()) {
      wantSubnets(uplink, table);
      if (uplink.plannable()) {
        want(defaultBy(uplink, table));
      }
    } else {
      // The kernel would take no route now; those that it still has are right when it is up again.
      kernel.in(table).stream()
          .filter(route -> route.usesOnly(uplink.interfaceName()))
          .forEach(left::add);
    }
  }

  private long boundPreference() {
    return layout.firstPreference() + 1;
  }

  /** Two rules lead what comes from an address to a table, but for what main knows better. */
  private void wantSource(InetAddress address, long table) {
    rules.add(PolicyRule.localOf(request.family(), layout.firstPreference(), address));
    rules.add(PolicyRule.lookup(layout.firstPreference() + 2, address, table));
  }

  /**
   * An address that several uplinks have says nothing about the way: it leads to the one in use, or
   * has no rules while that one does not have it. Before the first decision they stay as they are.
   */
  private void wantSharedAddresses() {
    if (request.isDecided()) {
      request.wantedUplink().addresses().stream()
          .map(InterfaceAddress::local)
          .filter(shared::contains)
          .forEach(address -> wantSource(address, layout.tableOf(request.wanted())));
    } else {
      kernel.rules().stream()
          .filter(rule -> rule.isOurs() && rule.source() != null && shared.contains(rule.source()))
          .forEach(rules::add);
    }
  }

  /** The subnets on the link: neighbours are not to be reached by the gateway. */
  private void wantSubnets(PlannedUplink uplink, long table) {
    Set<Subnet> known = new LinkedHashSet<>();
    for (InterfaceAddress address : uplink.addresses()) {
      Subnet subnet = Subnet.of(address);
      boolean itself = subnet.isHost() && subnet.address().equals(address.local());
      if (!itself && subnet.length() > 0 && known.add(subnet)) {
        want(onLink(table, subnet, uplink.interfaceName(), address.local()));
      }
    }
    if (request.family() == IpFamily.IPV6 && known.add(Subnet.LINK_LOCAL_IPV6)) {
      want(onLink(table, Subnet.LINK_LOCAL_IPV6, uplink.interfaceName(), null));
    }
  }

  private static Route onLink(
      long table, Subnet subnet, String interfaceName, @Nullable InetAddress source) {
    return new Route(
        table,
        subnet,
        METRIC,
        Route.PROTOCOL,
        ImmutableList.of(new Hop(interfaceName, null, false)),
        source,
        ImmutableSortedMap.of());
  }

  /** Until the traffic may be led to the wanted uplink, what an earlier run has left stays. */
  private void wantBypass() {
    long table = layout.bypassTable();
    boolean leads = request.isDecided() && request.mayCarry(request.wantedUplink());
    if (leads && request.wantedUplink().plannable()) {
      want(defaultBy(request.wantedUplink(), table));
    } else {
      left.addAll(kernel.in(table));
    }
    if (leads || Iterables.any(kernel.in(table), Route::isOurs)) {
      rules.add(PolicyRule.mainWithoutDefaults(TableLayout.BYPASS_PREFERENCE));
      rules.add(PolicyRule.lookup(TableLayout.BYPASS_PREFERENCE + 1, table));
    }
  }

  private Route defaultBy(PlannedUplink uplink, long table) {
    return uplink.route(request.family(), table, METRIC);
  }

  private void want(Route route) {
    routes.put(route, bySlot.get(Slot.of(route)));
  }

  // What is missing

  private void putRoutes() {
    routes.forEach(
        (route, there) -> {
          if (there.isEmpty()) {
            operations.add(RoutingOperation.add(route));
          } else if (there.stream().allMatch(Route::isOurs) && !there.contains(route)) {
            operations.add(RoutingOperation.replace(route));
            left.add(there.get(0)); // it is what the kernel puts the new one in place of
          }
        });
  }

  private void changeRules() {
    Set<PolicyRule> there = new HashSet<>(kernel.rules());
    Set<InetAddress> sources = new HashSet<>();
    List<Missing> missing = new ArrayList<>();
    for (PolicyRule rule : rules) {
      if (!there.contains(rule)) {
        if (rule.source() != null) {
          sources.add(rule.source());
        }
        missing.add(new Missing(Math.max(0, sources.size() - 1) / BLOCK, rule));
      }
    }
    missing.stream()
        .sorted(Missing.ORDER)
        .forEach(each -> operations.add(RoutingOperation.add(each.rule())));
    highestPreferenceFirst(kernel.rules()).stream()
        .filter(rule -> !rules.contains(rule))
        .forEach(rule -> operations.add(RoutingOperation.delete(rule)));
  }

  private void deleteStaleRoutes() {
    kernel.routes().stream()
        .filter(Route::isOurs)
        .filter(route -> !routes.containsKey(route) && !left.contains(route))
        .forEach(route -> operations.add(RoutingOperation.delete(route)));
  }
}

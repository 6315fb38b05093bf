package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.TableLayout;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
 */
public final class TablePlan {

  private static final Comparator<PolicyRule> FIRST_ASKED =
      Comparator.comparingLong(PolicyRule::preference);

  private final TableRequest request;
  private final TableLayout layout;
  private final KernelTables kernel;
  private final Map<TableRoute, List<TableRoute>> routes = new LinkedHashMap<>();
  private final Set<PolicyRule> rules = new LinkedHashSet<>();
  private final Set<TableRoute> left = new LinkedHashSet<>();
  private final ImmutableList.Builder<TableOperation> operations = ImmutableList.builder();

  private TablePlan(TableRequest request) {
    this.request = request;
    this.layout = request.layout();
    this.kernel = request.kernel();
  }

  /** The operations for {@code request}; empty if the kernel is as wanted, or cannot be yet. */
  public static ImmutableList<TableOperation> of(TableRequest request) {
    TablePlan plan = new TablePlan(request);
    if (request.layout().probeTables()) {
      for (int i = 0; i < request.uplinks().size(); i++) {
        plan.wantProbeTable(request.uplinks().get(i), request.layout().tableOf(i));
      }
    }
    if (request.layout().overridesForeign()) {
      plan.wantOverride();
    }
    plan.putRoutes();
    plan.changeRules();
    plan.deleteStaleRoutes();
    return plan.operations.build();
  }

  /** The operations that take every rule and route of ours away, whatever made them. */
  public static ImmutableList<TableOperation> removal(KernelTables kernel) {
    ImmutableList.Builder<TableOperation> operations = ImmutableList.builder();
    lastAskedFirst(kernel.rules()).forEach(rule -> operations.add(TableOperation.delete(rule)));
    kernel.routes().stream()
        .filter(TableRoute::isOurs)
        .forEach(route -> operations.add(TableOperation.delete(route)));
    return operations.build();
  }

  private static List<PolicyRule> lastAskedFirst(List<PolicyRule> rules) {
    return rules.stream().filter(PolicyRule::isOurs).sorted(FIRST_ASKED.reversed()).toList();
  }

  // What is wanted

  private void wantProbeTable(PlannedUplink uplink, long table) {
    long preference = layout.firstPreference();
    for (InterfaceAddress address : uplink.addresses()) {
      rules.add(PolicyRule.mainWithoutDefaults(preference, address.local()));
      rules.add(PolicyRule.lookup(preference + 2, address.local(), table));
    }
    rules.add(PolicyRule.lookupBound(preference + 1, uplink.interfaceName(), table));
    if (uplink.routable()) {
      wantSubnets(uplink, table);
      if (uplink.plannable()) {
        want(defaultBy(uplink, table));
      }
    } else {
      // The kernel would take no route now; those that it still has are right when it is up again.
      kernel.in(table).stream()
          .filter(route -> route.leavesBy(uplink.interfaceName()))
          .forEach(left::add);
    }
  }

  /** The subnets on the link: neighbours are not to be reached by the gateway. */
  private void wantSubnets(PlannedUplink uplink, long table) {
    Set<Subnet> known = new LinkedHashSet<>();
    for (InterfaceAddress address : uplink.addresses()) {
      Subnet subnet = Subnet.of(address);
      boolean itself = subnet.isHost() && subnet.address().equals(address.local());
      if (!itself && subnet.length() > 0 && known.add(subnet)) {
        want(TableRoute.onLink(table, subnet, uplink.interfaceName(), address.local()));
      }
    }
    if (request.family() == IpFamily.IPV6 && known.add(Subnet.LINK_LOCAL_IPV6)) {
      want(TableRoute.onLink(table, Subnet.LINK_LOCAL_IPV6, uplink.interfaceName(), null));
    }
  }

  /** Before the first decision, what an earlier run has left stays. */
  private void wantOverride() {
    long table = layout.overrideTable();
    PlannedUplink uplink = request.isDecided() ? request.uplinks().get(request.wanted()) : null;
    if (uplink != null && uplink.plannable()) {
      want(defaultBy(uplink, table));
    } else {
      left.addAll(kernel.in(table));
    }
    if (request.isDecided() || Iterables.any(kernel.in(table), TableRoute::isOurs)) {
      rules.add(PolicyRule.mainWithoutDefaults(TableLayout.OVERRIDE_PREFERENCE, null));
      rules.add(PolicyRule.lookup(TableLayout.OVERRIDE_PREFERENCE + 1, null, table));
    }
  }

  private TableRoute defaultBy(PlannedUplink uplink, long table) {
    return TableRoute.of(table, Subnet.all(request.family()), uplink.route(TableRoute.METRIC));
  }

  private void want(TableRoute route) {
    routes.put(route, kernel.inSlotOf(route));
  }

  // What is missing

  private void putRoutes() {
    routes.forEach(
        (route, there) -> {
          if (there.isEmpty()) {
            operations.add(TableOperation.add(route));
          } else if (there.stream().allMatch(TableRoute::isOurs) && !there.contains(route)) {
            operations.add(TableOperation.replace(route));
            left.add(there.get(0)); // it is what the kernel puts the new one in place of
          }
        });
  }

  private void changeRules() {
    rules.stream()
        .filter(rule -> !kernel.has(rule))
        .sorted(FIRST_ASKED)
        .forEach(rule -> operations.add(TableOperation.add(rule)));
    lastAskedFirst(kernel.rules()).stream()
        .filter(rule -> !rules.contains(rule))
        .forEach(rule -> operations.add(TableOperation.delete(rule)));
  }

  private void deleteStaleRoutes() {
    kernel.routes().stream()
        .filter(TableRoute::isOurs)
        .filter(route -> !routes.containsKey(route) && !left.contains(route))
        .forEach(route -> operations.add(TableOperation.delete(route)));
  }
}

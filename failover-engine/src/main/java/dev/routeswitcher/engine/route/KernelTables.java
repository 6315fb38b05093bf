package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.TableLayout;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the kernel has of rules and of routes outside the main table, for one address family.
 *
 * @param rules every rule of ours; those of others do not matter
 * @param routes every route of ours outside the main table, and those of others in our tables
 */
public record KernelTables(ImmutableList<PolicyRule> rules, ImmutableList<Route> routes) {

  /** A kernel without anything of ours. */
  public static final KernelTables EMPTY = new KernelTables(ImmutableList.of(), ImmutableList.of());

  /** What it has once the operations are carried out, of which none concerns what another does. */
  public KernelTables after(List<RoutingOperation> operations) {
    Set<RoutingEntry> gone = new HashSet<>();
    ImmutableList.Builder<PolicyRule> addedRules = ImmutableList.builder();
    ImmutableList.Builder<Route> addedRoutes = ImmutableList.builder();
    for (RoutingOperation operation : operations) {
      if (operation.kind() == RoutingOperation.Kind.DELETE) {
        gone.add(operation.entry());
      } else if (operation.entry() instanceof PolicyRule rule) {
        addedRules.add(rule);
      } else if (operation.entry() instanceof Route route) {
        addedRoutes.add(route);
        if (operation.kind() == RoutingOperation.Kind.REPLACE) {
          routes.stream().filter(route::sharesSlotWith).findFirst().ifPresent(gone::add);
        }
      }
    }
    return new KernelTables(
        changed(rules, gone, addedRules.build()), changed(routes, gone, addedRoutes.build()));
  }

  private static <T extends RoutingEntry> ImmutableList<T> changed(
      ImmutableList<T> before, Set<RoutingEntry> gone, ImmutableList<T> added) {
    ImmutableList.Builder<T> after = ImmutableList.builderWithExpectedSize(before.size());
    before.stream().filter(entry -> gone.isEmpty() || !gone.contains(entry)).forEach(after::add);
    return after.addAll(added).build();
  }

  /** Our default route that a rule of ours leads all traffic to, past those of the main table. */
  public Optional<Route> bypass() {
    return rules.stream()
        .filter(rule -> rule.preference() == TableLayout.BYPASS_PREFERENCE + 1)
        .flatMap(rule -> in(rule.table()).stream())
        .filter(route -> route.isOurs() && route.isDefault())
        .findFirst();
  }

  /** Whether a rule of ours leads what comes from the address to a default route of ours. */
  public boolean leadsOut(InetAddress source) {
    return rules.stream()
        .filter(rule -> rule.isOurs() && source.equals(rule.source()))
        .flatMap(rule -> in(rule.table()).stream())
        .anyMatch(route -> route.isOurs() && route.isDefault());
  }

  /** The routes of other programs in one of these tables. */
  ImmutableList<Route> foreignIn(List<Long> tables) {
    return routes.stream()
        .filter(route -> !route.isOurs() && tables.contains(route.table()))
        .collect(ImmutableList.toImmutableList());
  }

  List<Route> in(long table) {
    return routes.stream().filter(route -> route.table() == table).toList();
  }
}

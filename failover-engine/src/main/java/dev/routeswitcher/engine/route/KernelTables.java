package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.TableLayout;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel has of rules and of routes outside the main table, for one address family.
 *
 * @param rules every rule of ours; those of others do not matter
 * @param routes every route of ours outside the main table, and those of others in our tables
 */
public record KernelTables(ImmutableList<PolicyRule> rules, ImmutableList<Route> routes) {

  /** A kernel without anything of ours. */
  public static final KernelTables EMPTY = new KernelTables(ImmutableList.of(), ImmutableList.of());

  /** What it has once the operation is carried out. */
  public KernelTables after(RoutingOperation operation) {
    if (operation.entry() instanceof PolicyRule rule) {
      return new KernelTables(changed(rules, operation, rule, List.of(rule)), routes);
    }
    Route route = (Route) operation.entry();
    List<Route> slot = routes.stream().filter(route::sharesSlotWith).toList();
    return new KernelTables(rules, changed(routes, operation, route, slot));
  }

  private static <T extends RoutingEntry> ImmutableList<T> changed(
      List<T> before, RoutingOperation operation, T entry, List<T> slot) {
    List<T> after = new ArrayList<>(before);
    switch (operation.kind()) {
      case ADD -> after.add(entry);
      case REPLACE -> {
        after.removeAll(slot.subList(0, Math.min(1, slot.size())));
        after.add(entry);
      }
      case DELETE -> after.remove(entry);
    }
    return ImmutableList.copyOf(after);
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

  List<Route> inSlotOf(Route route) {
    return routes.stream().filter(route::sharesSlotWith).toList();
  }

  List<Route> in(long table) {
    return routes.stream().filter(route -> route.table() == table).toList();
  }
}

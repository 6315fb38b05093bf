package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel has of rules and of routes outside the main table, for one address family.
 *
 * @param rules every rule of ours; those of others do not matter
 * @param routes every route of ours outside the main table, and those of others in our tables
 */
public record KernelTables(ImmutableList<PolicyRule> rules, ImmutableList<TableRoute> routes) {

  /** A kernel without anything of ours. */
  public static final KernelTables EMPTY = new KernelTables(ImmutableList.of(), ImmutableList.of());

  /** What it has once the operation is carried out. */
  public KernelTables after(TableOperation operation) {
    if (operation.entry() instanceof PolicyRule rule) {
      return new KernelTables(changed(rules, operation, rule, List.of(rule)), routes);
    }
    TableRoute route = (TableRoute) operation.entry();
    List<TableRoute> slot = routes.stream().filter(route::sharesSlotWith).toList();
    return new KernelTables(rules, changed(routes, operation, route, slot));
  }

  private static <T extends TableEntry> ImmutableList<T> changed(
      List<T> before, TableOperation operation, T entry, List<T> slot) {
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

  boolean has(PolicyRule rule) {
    return rules.contains(rule);
  }

  List<TableRoute> inSlotOf(TableRoute route) {
    return routes.stream().filter(route::sharesSlotWith).toList();
  }

  List<TableRoute> in(long table) {
    return routes.stream().filter(route -> route.table() == table).toList();
  }
}

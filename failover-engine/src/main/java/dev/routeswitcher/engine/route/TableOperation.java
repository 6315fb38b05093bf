package dev.routeswitcher.engine.route;

import dev.routeswitcher.engine.route.RouteOperation.Kind;

/**
 * One change of the kernel's rules or of a table of ours: a single netlink request.
 *
 * @param kind what to do; a rule is never replaced
 * @param entry the rule or route to add, to put in place of the one in its slot, or to delete
 */
public record TableOperation(Kind kind, TableEntry entry) {

  static TableOperation add(TableEntry entry) {
    return new TableOperation(Kind.ADD, entry);
  }

  static TableOperation replace(TableRoute route) {
    return new TableOperation(Kind.REPLACE, route);
  }

  static TableOperation delete(TableEntry entry) {
    return new TableOperation(Kind.DELETE, entry);
  }

  /** Whether it concerns a rule: the operations behind it rely on such a one. */
  public boolean isOfRule() {
    return entry instanceof PolicyRule;
  }

  /** The operation as {@code ip} would be told: {@code rule add from ...}. */
  @Override
  public String toString() {
    String verb =
        switch (kind) {
          case ADD -> "add ";
          case REPLACE -> "replace ";
          case DELETE -> "del ";
        };
    return (isOfRule() ? "rule " : "route ") + verb + entry;
  }
}

package dev.routeswitcher.engine.route;

/**
 * One change of the kernel's routes or rules: a single netlink request.
 *
 * @param kind what to do; a rule is never replaced
 * @param entry the route or rule to add, to put in place of the one in its slot, or to delete
 */
public record RoutingOperation(Kind kind, RoutingEntry entry) {

  /** What a {@link RoutingOperation} does. */
  public enum Kind {
    /** Add what is not there yet ({@code NLM_F_CREATE | NLM_F_EXCL}). */
    ADD,
    /** Put the route in place of ours of the same slot ({@code NLM_F_CREATE | NLM_F_REPLACE}). */
    REPLACE,
    /** Delete exactly this: no route or rule of another program matches. */
    DELETE
  }

  static RoutingOperation add(RoutingEntry entry) {
    return new RoutingOperation(Kind.ADD, entry);
  }

  static RoutingOperation replace(Route route) {
    return new RoutingOperation(Kind.REPLACE, route);
  }

  static RoutingOperation delete(RoutingEntry entry) {
    return new RoutingOperation(Kind.DELETE, entry);
  }

  /** Whether it concerns a rule. The operations behind it may rely on it. */
  public boolean isOfRule() {
    return entry instanceof PolicyRule;
  }

  /** Whether it concerns the main table. */
  public boolean isOfMainTable() {
    return entry.isOfMainTable();
  }

  /**
   * The operation as {@code ip} takes it: {@code rule add pref ...}; of the main table without the
   * first word, {@code add default via ...}.
   */
  @Override
  public String toString() {
    String verb =
        switch (kind) {
          case ADD -> "add ";
          case REPLACE -> "replace ";
          case DELETE -> "delete ";
        };
    if (isOfMainTable()) {
      return verb + entry;
    }
    return (isOfRule() ? "rule " : "route ") + verb + entry;
  }
}

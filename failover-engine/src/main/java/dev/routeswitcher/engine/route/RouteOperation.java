package dev.routeswitcher.engine.route;

/**
 * One change of the kernel's main table: a single netlink request.
 *
 * @param kind what to do with the route
 * @param route the route to add, to put in place of the one with its metric, or to delete
 */
public record RouteOperation(Kind kind, DefaultRoute route) {

  /** What a {@link RouteOperation} does. */
  public enum Kind {
    /** Add a route whose metric is free ({@code NLM_F_CREATE | NLM_F_EXCL}). */
    ADD,
    /** Put the route in place of ours of the same metric ({@code NLM_F_CREATE | NLM_F_REPLACE}). */
    REPLACE,
    /** Delete exactly this route: by table, metric, protocol, interface and gateway. */
    DELETE
  }

  static RouteOperation add(DefaultRoute route) {
    return new RouteOperation(Kind.ADD, route);
  }

  static RouteOperation replace(DefaultRoute route) {
    return new RouteOperation(Kind.REPLACE, route);
  }

  static RouteOperation delete(DefaultRoute route) {
    return new RouteOperation(Kind.DELETE, route);
  }

  /** The operation as {@code ip route} would be told: {@code add default via ...}. */
  @Override
  public String toString() {
    return switch (kind) {
      case ADD -> "add " + route;
      case REPLACE -> "replace " + route;
      case DELETE -> "delete " + route;
    };
  }
}

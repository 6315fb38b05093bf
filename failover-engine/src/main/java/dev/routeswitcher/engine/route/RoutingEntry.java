package dev.routeswitcher.engine.route;

/** What the kernel's routing is made of: routes, and the rules that lead to their tables. */
public sealed interface RoutingEntry permits Route, PolicyRule {

  /** Who made it, 0 to 255 ({@code rtm_protocol}, {@code FRA_PROTOCOL}). */
  int protocol();

  /** Whether Route-Switcher made it: its protocol is {@link Route#PROTOCOL}. */
  default boolean isOurs() {
    return protocol() == Route.PROTOCOL;
  }

  /** Whether it is a route of the main table, which carries the traffic. */
  boolean isOfMainTable();
}

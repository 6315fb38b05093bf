package dev.routeswitcher.engine.route;

/** Something in the kernel that a {@link TableOperation} adds or deletes: a rule or a route. */
public sealed interface TableEntry permits PolicyRule, TableRoute {

  /** Who made it, 0 to 255 ({@code FRA_PROTOCOL}, {@code rtm_protocol}). */
  int protocol();

  /** Whether Route-Switcher made it: its protocol is {@link DefaultRoute#PROTOCOL}. */
  default boolean isOurs() {
    return protocol() == DefaultRoute.PROTOCOL;
  }
}

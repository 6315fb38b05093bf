package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.route.RouteView;

/** Takes the routes of a listing one by one; see {@link Routes#visit}. */
@FunctionalInterface
public interface RouteVisitor {
  /**
   * Takes a route.
   *
   * @param route holds it until this method returns, when the cursor below it moves on; {@link
   *     RouteView#toMessage} makes a copy that lasts
   */
  void route(RouteView route);

  /**
   * Forgets the routes so far: they changed while they were listed, and come again from the first.
   */
  default void restart() {}
}

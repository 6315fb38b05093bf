package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.Comparator;
import java.util.List;

/**
 * The kernel's routes as last read.
 *
 * @param routes the default routes of the main table
 * @param paths the path to each target
 * @param fresh false from a change of ours until the routes were read again
 */
record KernelView(ImmutableList<Route> routes, ImmutableList<TargetPath> paths, boolean fresh) {

  KernelView stale() {
    return new KernelView(routes, paths, false);
  }

  /**
   * Whether the traffic leaves by the interface: every target that follows the default does. If
   * none does, because each has a route of its own, the best default shows it.
   */
  boolean prefers(String interfaceName) {
    boolean anyTells = false;
    for (TargetPath path : paths) {
      if (path.followsDefault()) {
        anyTells = true;
        if (!interfaceName.equals(path.interfaceName())) {
          return false;
        }
      }
    }
    if (anyTells) {
      return true;
    }
    return routes.stream()
        .min(Comparator.comparingLong(Route::metric))
        .filter(best -> best.usesOnly(interfaceName))
        .isPresent();
  }

  /** The routes through one interface, multipath ones that have a hop there among them. */
  List<Route> through(String interfaceName) {
    return routes.stream().filter(route -> route.hopThrough(interfaceName).isPresent()).toList();
  }
}

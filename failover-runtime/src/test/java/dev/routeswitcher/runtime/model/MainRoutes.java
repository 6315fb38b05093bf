package dev.routeswitcher.runtime.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.Subnet;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Makes default routes of the main table. */
public final class MainRoutes {

  private MainRoutes() {}

  public static Route mainDefault(
      IpFamily family,
      long metric,
      int protocol,
      ImmutableList<Hop> hops,
      @Nullable InetAddress preferredSource,
      ImmutableSortedMap<Integer, Long> metrics) {
    return new Route(
        Route.MAIN, Subnet.all(family), metric, protocol, hops, preferredSource, metrics);
  }
}

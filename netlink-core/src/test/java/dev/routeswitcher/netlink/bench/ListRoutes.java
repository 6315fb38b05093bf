package dev.routeswitcher.netlink.bench;

import dev.routeswitcher.netlink.client.RouteFilter;
import dev.routeswitcher.netlink.client.RouteVisitor;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.route.RouteView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * Lists the IPv4 routes of its network namespace, as often as it is asked: each line {@code visit}
 * or {@code typed} on standard input is one listing, answered by one line of how many routes there
 * were, the milliseconds it took and the bytes that were allocated for each route. {@code
 * bench/list-routes} drives it, so that other programs can take turns with it.
 */
public final class ListRoutes {
  private static final RouteFilter ALL = RouteFilter.of(AddressFamily.INET);

  private ListRoutes() {}

  /** Counts, and reads a little of each route, so that there is something to report. */
  private static final class Sum implements RouteVisitor {
    private long routes;
    private long interfaces;

    @Override
    public void route(RouteView route) {
      routes++;
      interfaces += route.outputInterface(0);
    }

    @Override
    public void restart() {
      routes = 0;
      interfaces = 0;
    }
  }

  /** Answers until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (RtnetlinkClient client = RtnetlinkClient.open()) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        long routes = line.equals("visit") ? visit(client) : typed(client);
        double millis = (System.nanoTime() - start) / 1e6;
        long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
        System.out.printf("%d %.1f %.2f%n", routes, millis, (double) bytes / routes);
      }
    }
  }

  private static long visit(RtnetlinkClient client) throws IOException {
    Sum sum = new Sum();
    client.routes().visit(ALL, sum);
    if (sum.interfaces == 0) {
      throw new IllegalStateException("no route has an interface");
    }
    return sum.routes;
  }

  private static long typed(RtnetlinkClient client) throws IOException {
    return client.routes().list(ALL).size();
  }
}

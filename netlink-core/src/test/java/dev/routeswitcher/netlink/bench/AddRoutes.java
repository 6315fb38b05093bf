package dev.routeswitcher.netlink.bench;

import dev.routeswitcher.netlink.client.BatchResult;
import dev.routeswitcher.netlink.client.Operation;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * Adds routes to its network namespace in a batch, as often as it is asked: each line {@code TABLE
 * COUNT} on standard input adds that many to a table, and is answered by the milliseconds it took,
 * from the making of the messages to the last acknowledgement. {@code bench/add-routes} drives it.
 */
public final class AddRoutes {
  private AddRoutes() {}

  /** Answers until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (RtnetlinkClient client = RtnetlinkClient.open()) {
      int device = client.links().get("bench0").index();
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        String[] words = line.split(" ");
        RouteTable table = RouteTable.of(Long.parseLong(words[0]));
        int count = Integer.parseInt(words[1]);
        long start = System.nanoTime();
        BatchResult result =
            client.batch(
                () ->
                    IntStream.range(0, count)
                        .mapToObj(i -> Operation.add(route(i, table, device)))
                        .iterator());
        result.orThrow();
        System.out.printf("%.1f%n", (System.nanoTime() - start) / 1e6);
      }
    }
  }

  /** The same routes as those that {@code bench/add-routes} writes for {@code ip -batch}. */
  private static RouteMessage route(int i, RouteTable table, int device) {
    byte[] address = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
    return RouteMessage.builder(AddressFamily.INET)
        .destination(IpPrefix.host(IpAddress.of(address)))
        .gateway(GATEWAY)
        .outputInterface(device)
        .protocol(RouteProtocol.of(42))
        .table(table)
        .build();
  }

  private static final IpAddress GATEWAY = IpAddress.parse("192.0.2.1");
}

package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackStatus;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteView;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.rule.RuleMessage;
import dev.routeswitcher.netlink.socket.NetworkNamespace;
import dev.routeswitcher.netlink.socket.SocketOptions;
import dev.routeswitcher.netlink.testkit.ScriptedKernel;
import dev.routeswitcher.netlink.watch.Mirror;
import dev.routeswitcher.netlink.watch.RtnetlinkWatch;
import dev.routeswitcher.netlink.watch.WatchEvent;
import dev.routeswitcher.netlink.watch.Watched;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The pieces of code of the module's README, between {@code begin} and {@code end}. */
final class ClientTour {
  private ClientTour() {}

  static void objects(RtnetlinkClient client, PrintStream out) throws NetlinkException {
    // begin objects
    int eth0 = client.links().get("eth0").index();
    client.links().setMtu(eth0, 1400);
    client.links().setUp(eth0);
    client
        .addresses()
        .addIfAbsent(AddressMessage.builder(IpPrefix.parse("192.0.2.2/24"), eth0).build());
    client
        .nextHops()
        .replace(
            NextHopMessage.builder(AddressFamily.INET)
                .id(8)
                .gateway(IpAddress.parse("192.0.2.1"))
                .outputInterface(eth0)
                .build());

    RuleMessage marked =
        RuleMessage.builder(AddressFamily.INET)
            .priority(100)
            .mark(7)
            .lookup(RouteTable.of(99))
            .build();
    client.rules().addIfAbsent(marked);
    client.rules().list(AddressFamily.INET).forEach(out::println);
    client.neighbours().list(AddressFamily.INET, eth0).forEach(out::println);
    boolean wasThere = client.rules().deleteIfPresent(marked);
    // end objects
    out.println(wasThere);
  }

  static void pointDefault(RtnetlinkClient client, int eth0, PrintStream out)
      throws NetlinkException {
    // begin default
    Optional<RouteMessage> before =
        client.routes().pointDefault(IpAddress.parse("192.0.2.254"), eth0);
    out.println(before); // empty, or the default as it was; routes().replace(...) puts it back
    // end default
  }

  static void batch(RtnetlinkClient client, int eth0, PrintStream out) throws NetlinkException {
    // begin batch
    Iterable<Operation> additions =
        () -> IntStream.range(0, 256).mapToObj(i -> Operation.add(route(i, eth0))).iterator();
    BatchResult result = client.batch(additions);
    out.println(result.applied() + " routes added");
    for (BatchResult.Failure failure : result.failures()) {
      out.println(failure.index() + ": " + failure.reason().getMessage());
    }
    // end batch
  }

  private static RouteMessage route(int i, int eth0) {
    return RouteMessage.builder(AddressFamily.INET)
        .destination(IpPrefix.parse("203.0.113." + i + "/32"))
        .gateway(IpAddress.parse("192.0.2.1"))
        .outputInterface(eth0)
        .build();
  }

  // begin visitor
  /** How many routes there are of each prefix length. */
  static final class Lengths implements RouteVisitor {
    final int[] routes = new int[129];

    @Override
    public void route(RouteView route) {
      routes[route.destinationLength()]++;
    }

    @Override
    public void restart() { // the routes changed meanwhile: they come again from the first
      Arrays.fill(routes, 0);
    }
  }

  // end visitor

  static void visit(RtnetlinkClient client, PrintStream out) throws NetlinkException {
    // begin visit
    Lengths lengths = new Lengths();
    client.routes().visit(RouteFilter.of(AddressFamily.INET).table(RouteTable.MAIN), lengths);
    out.println(lengths.routes[32] + " host routes");
    // end visit
  }

  static void watch(PrintStream out) throws IOException {
    // begin watch
    Mirror mirror = new Mirror();
    try (RtnetlinkWatch watch = RtnetlinkWatch.open(List.of(Watched.LINKS, Watched.IPV4_ROUTES))) {
      Optional<WatchEvent> event;
      while ((event = watch.next(Duration.ofMillis(500))).isPresent()) {
        out.println(event.get()); // SNAPSHOT (start) of 12 objects, NEW default via 192.0.2.1, ...
        mirror.apply(event.get());
      }
    }
    mirror.objects(RouteMessage.class).forEach(out::println);
    // end watch
  }

  static void connections(PrintStream out) throws IOException {
    // begin connections
    ConntrackFilter pinned =
        ConntrackFilter.of(AddressFamily.INET)
            .replyDestination(IpAddress.parse("198.51.100.2"))
            .status(ConntrackStatus.SOURCE_NAT);
    try (ConntrackClient connections = ConntrackClient.open()) {
      List<ConntrackMessage> entries = connections.list(pinned);
      entries.forEach(out::println); // udp src=192.0.2.9 dst=203.0.113.8 sport=40000 dport=53 ...
      BatchResult deleted = connections.deleteAll(entries); // ENOENT: was gone by itself
      out.println(deleted.applied() + " of " + connections.statistics().entries().orElseThrow());
    }
    // end connections
  }

  static void namespace(PrintStream out) throws IOException {
    // begin namespace
    NetworkNamespace blue = NetworkNamespace.named("blue"); // or .at(Path.of("/proc/4711/ns/net"))
    try (RtnetlinkClient there = RtnetlinkClient.open(SocketOptions.DEFAULT.in(blue))) {
      there.links().list().forEach(out::println);
    }
    // end namespace
  }

  static void test(RouteMessage route) throws NetlinkException {
    // begin test
    ScriptedKernel kernel = new ScriptedKernel();
    kernel.expect(RtnetlinkType.GETROUTE).part(RtnetlinkType.NEWROUTE, route).done();
    kernel.expect(RtnetlinkType.NEWROUTE).error(Errno.EEXIST);
    RtnetlinkClient client = RtnetlinkClient.over(kernel.transport(), Duration.ofSeconds(1));

    client.routes().list(RouteFilter.of(AddressFamily.INET)); // one route
    client.routes().addIfAbsent(route); // false
    kernel.verify();
    // end test
  }
}

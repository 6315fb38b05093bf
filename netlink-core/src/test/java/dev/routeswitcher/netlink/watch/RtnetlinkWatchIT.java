package dev.routeswitcher.netlink.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.Operation;
import dev.routeswitcher.netlink.client.RouteFilter;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rule.RuleMessage;
import dev.routeswitcher.netlink.socket.SocketOptions;
import dev.routeswitcher.netlink.watch.WatchEvent.Snapshot;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@SuppressWarnings("NullAway.Init")
class RtnetlinkWatchIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofMillis(200);

  private final TestNamespace namespace = TestNamespace.create();
  private final Mirror mirror = new Mirror();
  private RtnetlinkClient client;
  private int snapshots;
  private int changes;

  @BeforeEach
  void open() {
    namespace.run(
        "ip link add v0 index 10 type veth peer name v1 index 21",
        "ip link set v0 up",
        "ip link set v1 up",
        "ip addr add 192.0.2.2/24 dev v0",
        "ip -6 addr add 2001:db8::2/64 dev v0 nodad");
    client = namespace.call(() -> RtnetlinkClient.open());
  }

  @AfterEach
  void close() {
    client.close();
    namespace.close();
  }

  private RtnetlinkWatch watch(int receiveBuffer, Watched... watched) {
    SocketOptions options = SocketOptions.DEFAULT.receiveBuffer(receiveBuffer);
    return namespace.call(() -> RtnetlinkWatch.open(options, Arrays.asList(watched)));
  }

  /** Applies events until none has come for a while; the last snapshot of them. */
  private void follow(RtnetlinkWatch watch, Duration firstTimeout) throws Exception {
    Duration timeout = firstTimeout;
    WatchEvent event;
    while ((event = watch.next(timeout).orElse(null)) != null) {
      mirror.apply(event);
      snapshots += event instanceof Snapshot ? 1 : 0;
      changes += event instanceof ObjectChanged ? 1 : 0;
      timeout = QUIET;
    }
  }

  /** Objects as sorted lines; of a multipath route the ways are sorted too. */
  private static List<String> texts(List<? extends RtnetlinkMessage> objects) {
    return objects.stream()
        .map(
            object -> {
              String[] ways = object.toString().split(" nexthop ");
              Arrays.sort(ways, 1, ways.length);
              return String.join(" nexthop ", ways);
            })
        .sorted()
        .toList();
  }

  private void expectRoutesOfMirrorAndKernelToBeEqual() throws Exception {
    List<RouteMessage> listed = client.routes().list(RouteFilter.of(AddressFamily.INET));
    assertThat(mirror.objects()).hasSameSizeAs(listed);
    assertThat(mirror.objects(RouteMessage.class)).containsExactlyInAnyOrderElementsOf(listed);
  }

  private interface Check {
    void run() throws Exception;
  }

  /**
   * Follows until the check holds. The kernel does some things a little later, such as reporting
   * that a carrier is lost, and may do so between two looks.
   */
  private void followUntil(RtnetlinkWatch watch, Check check) throws Exception {
    follow(watch, LONG);
    for (int i = 0; i < 20; i++) {
      try {
        check.run();
        return;
      } catch (AssertionError e) {
        follow(watch, QUIET);
      }
    }
    check.run();
  }

  /** Random additions, replacements, appendings and deletions among a few hundred keys. */
  private static Iterator<Operation> randomOperations(int count, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              RouteMessage route =
                  RouteMessage.builder(AddressFamily.INET)
                      .destination(IpPrefix.parse("203.0.113." + random.nextInt(256) + "/32"))
                      .gateway(IpAddress.parse("192.0.2." + (3 + random.nextInt(4))))
                      .outputInterface(10)
                      .priority(1 + random.nextInt(4))
                      .build();
              Operation.Verb[] verbs = Operation.Verb.values();
              return new Operation(verbs[random.nextInt(verbs.length)], route);
            })
        .iterator();
  }

  @Test
  void sixty_thousand_route_changes_end_as_a_fresh_listing_through_forced_overruns()
      throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    try (RtnetlinkWatch watch = watch(32 * 1024, Watched.IPV4_ROUTES)) {
      assertThat(watch.receiveBufferSize()).isEqualTo(64 * 1024);
      follow(watch, LONG);
      assertThat(snapshots).isEqualTo(1);

      // A first flood that nobody reads overruns for certain; of the others each may, or not.
      int applied = applied(randomOperations(20_000, seed));
      CompletableFuture<Integer> more = new CompletableFuture<>();
      CountDownLatch reading = new CountDownLatch(1);
      Thread changer = new Thread(() -> change(more, reading, seed));
      changer.start();
      while (!more.isDone()) {
        follow(watch, QUIET);
        reading.countDown();
      }
      follow(watch, QUIET);
      changer.join();
      applied += more.get();

      assertThat(applied).as("seed %s", seed).isGreaterThanOrEqualTo(60_000);
      assertThat(snapshots).as("seed %s", seed).isGreaterThan(1);
      assertThat(changes).as("seed %s", seed).isPositive();
      expectRoutesOfMirrorAndKernelToBeEqual();
    }
  }

  /**
   * More than 40,000 further operations, in pieces that fit into the buffer and in some that do
   * not.
   */
  private void change(CompletableFuture<Integer> done, CountDownLatch reading, long seed) {
    try {
      reading.await();
      int applied = 0;
      for (int i = 0; applied < 50_000; i++) {
        applied += applied(randomOperations(i % 10 == 0 ? 5000 : 100, seed + i));
      }
      done.complete(applied);
    } catch (Exception e) {
      done.completeExceptionally(e);
    }
  }

  private int applied(Iterator<Operation> operations) throws NetlinkException {
    return (int) client.batch(() -> operations).applied();
  }

  @Test
  void objects_of_every_kind_are_followed() throws Exception {
    try (RtnetlinkWatch watch = watch(0, Watched.values())) {
      follow(watch, LONG);
      namespace.run(
          "ip link add br0 index 50 type bridge",
          "ip link set br0 up mtu 1400",
          "ip link set v1 master br0",
          "ip addr add 198.51.100.2/24 dev v0",
          "ip addr add 198.51.100.3/24 dev v0",
          "ip addr del 198.51.100.2/24 dev v0",
          "ip neigh add 192.0.2.7 lladdr 02:00:00:00:00:07 dev v0",
          "ip neigh replace 192.0.2.7 lladdr 02:00:00:00:00:08 dev v0",
          "ip neigh add 2001:db8::7 lladdr 02:00:00:00:00:07 dev v0",
          "ip neigh del 2001:db8::7 dev v0",
          "ip nexthop add id 7 via 192.0.2.1 dev v0",
          "ip nexthop add id 8 via 192.0.2.3 dev v0",
          "ip nexthop replace id 7 via 192.0.2.9 dev v0",
          "ip nexthop del id 8",
          "ip rule add pref 99 from 192.0.2.0/24 lookup 99",
          "ip -6 rule add pref 98 lookup 98",
          "ip rule del pref 99",
          "ip route add 203.0.113.0/24 nhid 7");
      followUntil(
          watch, () -> assertThat(steady(mirror.objects())).isEqualTo(steady(listEverything())));

      assertThat(mirror.objects(LinkMessage.class)).hasSize(4);
      assertThat(mirror.objects(NextHopMessage.class)).hasSize(1);
      assertThat(texts(mirror.objects(RuleMessage.class))).isEqualTo(texts(rules()));
    }
  }

  /** Without what the kernel does by itself, now or a little later: IPv6's own, carriers, NOARP. */
  private static List<String> steady(List<? extends RtnetlinkMessage> objects) {
    return texts(objects).stream()
        .filter(text -> !text.matches(".*( fe80::|^fe80::|ff0[02]::|NOARP).*"))
        .map(text -> text.replaceAll("<.*>| state [A-Z]+", ""))
        .toList();
  }

  private List<RuleMessage> rules() throws NetlinkException {
    List<RuleMessage> rules = client.rules().list(AddressFamily.INET);
    rules.addAll(client.rules().list(AddressFamily.INET6));
    return rules;
  }

  private List<RtnetlinkMessage> listEverything() throws NetlinkException {
    Mirror everything = new Mirror();
    try (RtnetlinkWatch watch = watch(0, Watched.values())) {
      everything.apply(watch.next(LONG).orElseThrow());
    }
    return everything.objects();
  }

  @Test
  void the_next_hops_of_an_ipv6_multipath_route_are_followed_one_by_one() throws Exception {
    try (RtnetlinkWatch watch = watch(0, Watched.IPV6_ROUTES)) {
      follow(watch, LONG);
      String route = "ip -6 route %s 2001:db8:1::/48 via 2001:db8::%d dev v0 metric 7";
      for (int i = 10; i < 14; i++) {
        namespace.run(String.format(route, "append", i));
      }
      namespace.run(String.format(route, "del", 11));
      expectIpv6Routes(watch);
      namespace.run(String.format(route, "del", 10), String.format(route, "del", 13));
      expectIpv6Routes(watch);
      namespace.run(String.format(route, "replace", 20));
      expectIpv6Routes(watch);
      namespace.run(String.format(route, "del", 20));
      expectIpv6Routes(watch);
      assertThat(snapshots).isEqualTo(1);
    }
  }

  private void expectIpv6Routes(RtnetlinkWatch watch) throws Exception {
    followUntil(
        watch,
        () ->
            assertThat(texts(mirror.objects()))
                .isEqualTo(texts(client.routes().list(RouteFilter.of(AddressFamily.INET6)))));
  }

  @Test
  void what_goes_silently_with_a_link_or_an_address_is_seen_to_be_gone() throws Exception {
    namespace.run(
        "ip addr add 192.0.2.3/24 dev v0",
        "ip route add 203.0.113.0/25 via 192.0.2.1 src 192.0.2.3",
        "ip route add 203.0.113.128/25 via 192.0.2.1",
        "ip nexthop add id 7 via 192.0.2.1 dev v0");
    try (RtnetlinkWatch watch =
        watch(0, Watched.IPV4_ROUTES, Watched.IPV6_ROUTES, Watched.NEXT_HOPS)) {
      follow(watch, LONG);
      assertThat(mirror.objects(NextHopMessage.class)).hasSize(1);

      namespace.run("ip addr del 192.0.2.3/24 dev v0");
      followUntil(watch, this::expectSame);

      namespace.run("ip link set v1 down");
      followUntil(watch, this::expectSame);

      namespace.run("ip link set v0 down");
      followUntil(watch, this::expectSame);
      assertThat(mirror.objects(NextHopMessage.class)).isEmpty();
      assertThat(snapshots).isGreaterThanOrEqualTo(4);
    }
  }

  private void expectSame() throws NetlinkException {
    List<RouteMessage> routes = client.routes().list(RouteFilter.of(AddressFamily.UNSPEC));
    assertThat(steady(mirror.objects(RouteMessage.class))).isEqualTo(steady(routes));
    assertThat(texts(mirror.objects(NextHopMessage.class)))
        .isEqualTo(texts(client.nextHops().list()));
  }
}

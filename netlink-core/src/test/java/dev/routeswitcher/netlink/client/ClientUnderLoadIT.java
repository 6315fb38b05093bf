package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.socket.NetlinkSocket;
import dev.routeswitcher.netlink.socket.SocketOptions;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads on one client, long listings, and what the kernel filters by itself. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class ClientUnderLoadIT {
  private static final int THREADS = 8;
  private static final int ROUNDS = 50;
  private static final int MANY = 5000;
  private static final RouteFilter ALL = RouteFilter.of(AddressFamily.INET);

  private final TestNamespace namespace = TestNamespace.create();
  private RtnetlinkClient client;

  @BeforeEach
  void open() {
    namespace.run(
        "ip link add v0 index 10 type veth peer name v1 index 21",
        "ip link set v0 up",
        "ip link set v1 up",
        "ip addr add 192.0.2.2/24 dev v0");
    client = namespace.call(() -> RtnetlinkClient.open());
  }

  @AfterEach
  void close() {
    client.close();
    namespace.close();
  }

  private static RouteMessage route(int priority, int protocol) {
    return RouteMessage.builder(AddressFamily.INET)
        .destination(IpPrefix.parse("203.0.113.0/24"))
        .gateway(IpAddress.parse("192.0.2.1"))
        .outputInterface(10)
        .priority(priority)
        .protocol(RouteProtocol.of(protocol))
        .build();
  }

  private void fill() throws NetlinkException {
    client
        .batch(IntStream.range(1, MANY + 1).mapToObj(i -> Operation.add(route(i, 42))).toList())
        .orThrow();
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  private static List<CompletableFuture<Void>> inThreads(int count, Work work) {
    return IntStream.range(0, count)
        .mapToObj(
            thread -> {
              CompletableFuture<Void> done = new CompletableFuture<>();
              new Thread(
                      () -> {
                        try {
                          work.run(thread);
                          done.complete(null);
                        } catch (Throwable e) {
                          done.completeExceptionally(e);
                        }
                      })
                  .start();
              return done;
            })
        .toList();
  }

  @Test
  void every_one_of_many_threads_gets_the_answers_to_its_own_requests() throws Exception {
    for (CompletableFuture<Void> done : inThreads(THREADS, this::changeLookUpAndList)) {
      done.get(100, TimeUnit.SECONDS);
    }
    assertThat(client.routes().list(ALL.protocol(RouteProtocol.of(157)))).isEmpty();
  }

  private void changeLookUpAndList(int thread) throws NetlinkException {
    for (int i = 0; i < ROUNDS; i++) {
      RouteMessage mine = route(1000 * (thread + 1) + i, 157);
      IpAddress target = IpAddress.parse("198.51.100." + (100 + thread));
      client.routes().add(mine);
      assertThat(client.routes().addIfAbsent(mine)).isFalse();
      assertThat(client.routes().list(ALL.protocol(RouteProtocol.of(157))))
          .extracting(RouteMessage::toString)
          .contains(mine.toString());
      assertThatThrownBy(() -> client.routes().get(target))
          .hasMessageStartingWith("get route " + target + ": ENETUNREACH");
      assertThat(client.links().get(thread % 2 == 0 ? 10 : 21).index())
          .isEqualTo(thread % 2 == 0 ? 10 : 21);
      assertThat(client.batch(List.of(Operation.delete(mine), Operation.delete(mine))).applied())
          .isEqualTo(1);
    }
  }

  @Test
  void a_listing_that_takes_long_delays_no_change() throws Exception {
    fill();
    CountDownLatch listing = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    AtomicInteger seen = new AtomicInteger();
    CompletableFuture<Void> visit =
        inThreads(
                1,
                thread ->
                    client
                        .routes()
                        .visit(
                            ALL.protocol(RouteProtocol.of(42)),
                            route -> {
                              listing.countDown();
                              awaitQuietly(changed);
                              seen.incrementAndGet();
                            }))
            .get(0);
    listing.await();

    client.routes().replace(route(1, 157));
    client.routes().get(IpAddress.parse("203.0.113.8"));
    changed.countDown();

    visit.get(100, TimeUnit.SECONDS);
    assertThat(seen.get()).isGreaterThanOrEqualTo(MANY - 1);
  }

  @Test
  void a_visitor_makes_no_garbage_for_each_route() throws Exception {
    fill();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    AtomicInteger seen = new AtomicInteger();
    long allocated = 0;
    for (int i = 0; i < 5; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      client.routes().visit(ALL, route -> seen.addAndGet(route.outputInterface(0)));
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }

    assertThat(seen.get()).isGreaterThan(5 * MANY * 10);
    assertThat(allocated).as("bytes for %d routes", MANY).isLessThan(4 * MANY);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void closing_ends_the_calls_of_all_threads() throws Exception {
    fill();
    CountDownLatch working = new CountDownLatch(THREADS);
    List<CompletableFuture<Void>> all =
        inThreads(
            THREADS,
            thread -> {
              while (true) {
                client.routes().list(ALL);
                working.countDown();
                client.links().list();
                client.routes().get(IpAddress.parse("203.0.113.8"));
              }
            });
    working.await();

    client.close();

    for (CompletableFuture<Void> one : all) {
      assertThatThrownBy(() -> one.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(NetlinkClosedException.class);
    }
  }

  @Test
  void the_kernel_sends_nothing_but_what_a_filter_asks_for() throws Exception {
    fill();
    namespace.run(
        "ip route add 198.51.100.0/24 via 192.0.2.1 dev v0 proto 157",
        "ip route add 198.51.100.0/24 via 192.0.2.1 dev v0 table 99",
        "ip route add 198.51.100.0/24 dev lo metric 9");
    try (CountingTransport transport =
            new CountingTransport(
                namespace.call(() -> NetlinkSocket.openRoute(SocketOptions.DEFAULT)));
        RtnetlinkClient counted =
            RtnetlinkClient.over(transport, RtnetlinkClient.DEFAULT_TIMEOUT)) {
      for (RouteFilter filter :
          List.of(
              ALL.protocol(RouteProtocol.of(157)),
              ALL.table(RouteTable.of(99)),
              ALL.table(RouteTable.MAIN).outputInterface(1))) {
        assertThat(counted.routes().list(filter)).as("%s", filter).hasSize(1);
        assertThat(transport.received()).as("%s", filter).isEqualTo(2); // the route and DONE
      }
      assertThat(counted.routes().list(ALL)).hasSizeGreaterThan(MANY);
      assertThat(transport.received()).isGreaterThan(MANY);
    }
  }

  @Test
  void a_batch_sends_many_requests_in_one_datagram() throws Exception {
    try (CountingTransport transport =
            new CountingTransport(
                namespace.call(() -> NetlinkSocket.openRoute(SocketOptions.DEFAULT)));
        RtnetlinkClient counted =
            RtnetlinkClient.over(transport, RtnetlinkClient.DEFAULT_TIMEOUT)) {
      counted
          .batch(IntStream.range(1, 1001).mapToObj(i -> Operation.add(route(i, 42))).toList())
          .orThrow();

      assertThat(transport.sent()).isLessThan(50);
      assertThat(transport.received()).isEqualTo(1000);
    }
  }
}

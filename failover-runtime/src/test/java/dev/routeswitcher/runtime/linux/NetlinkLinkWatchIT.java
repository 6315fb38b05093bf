package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.runtime.port.NetworkChange;
import dev.routeswitcher.runtime.port.NetworkChange.AddressGone;
import dev.routeswitcher.runtime.port.NetworkChange.AddressSeen;
import dev.routeswitcher.runtime.port.NetworkChange.InterfaceGone;
import dev.routeswitcher.runtime.port.NetworkChange.InterfaceSeen;
import dev.routeswitcher.runtime.port.NetworkChange.NeighbourSeen;
import dev.routeswitcher.runtime.port.NetworkChange.Reachability;
import dev.routeswitcher.runtime.port.NetworkChange.ReadAgain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kernel tells of a namespace of its own. */
@Timeout(60)
class NetlinkLinkWatchIT {

  private static final int ETH0 = 100;
  private static final InterfaceAddress OWN =
      InterfaceAddress.of(InetAddresses.forString("192.0.2.2"), 24);

  private final NetworkNamespace namespace = NetworkNamespace.create();
  private final NetlinkLinkWatch watch = new NetlinkLinkWatch(new SharedRtnetlink());
  private final BlockingQueue<NetworkChange> reported = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    watch.close();
    namespace.close();
  }

  private void open(Consumer<NetworkChange> sink) {
    namespace.call(
        () -> {
          watch.open(sink);
          return watch;
        });
  }

  /** Waits for a change; returns what came before it. */
  private List<NetworkChange> await(NetworkChange expected) throws InterruptedException {
    List<NetworkChange> before = new ArrayList<>();
    while (true) {
      NetworkChange next = reported.poll(20, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no " + expected + " but " + before);
      } else if (next.equals(expected)) {
        return before;
      }
      before.add(next);
    }
  }

  @Test
  void a_watch_that_hangs_takes_no_turns() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    open(
        change -> {
          hanging.countDown();
          Uninterruptibles.awaitUninterruptibly(released);
          reported.add(change);
        });
    assertThat(watch.isTurning()).isTrue();
    awaitTurns();
    namespace.ip("route add 203.0.113.128/25 dev lo");
    hanging.await();
    boolean before = watch.isTurning();
    assertThat(watch.isTurning()).as("once more after: " + before).isFalse();
    released.countDown();
    await(new ReadAgain());
    awaitTurns();
    watch.close();
    assertThat(watch.isTurning()).isFalse();
  }

  private void awaitTurns() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!watch.isTurning()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void the_snapshot_has_every_link_and_address() throws Exception {
    open(reported::add);
    assertThat(watch.snapshot())
        .contains(
            new InterfaceSeen(ETH0, "eth0", true, true), new AddressSeen(ETH0, OWN, true, false));
  }

  @Test
  void addresses_of_ipv6_are_reported_and_routes_of_ipv6_ask_for_a_look() throws Exception {
    open(reported::add);
    InterfaceAddress own = InterfaceAddress.of(InetAddresses.forString("2001:db8:1::2"), 64);
    namespace.ip("-6 address add 2001:db8:1::2/64 dev eth0 nodad");
    await(new AddressSeen(ETH0, own, true, false));
    assertThat(watch.snapshot()).contains(new AddressSeen(ETH0, own, true, false));
    namespace.ip("-6 address del 2001:db8:1::2/64 dev eth0");
    await(new AddressGone(ETH0, own));
    reported.clear();
    namespace.ip("-6 route add 2001:db8:77::/64 dev lo");
    await(new ReadAgain());
  }

  private static Neighbour router(String address) {
    return new Neighbour("eth0", InetAddresses.forString(address));
  }

  @Test
  void of_neighbours_those_that_are_attended_to_are_reported_and_no_others() throws Exception {
    open(reported::add);
    Neighbour first = router("192.0.2.70");
    Neighbour second = router("192.0.2.71");
    Neighbour unknown = router("192.0.2.72");
    Neighbour elsewhere = new Neighbour("eth9", first.address());
    namespace.ip("neigh add 192.0.2.70 dev eth0 lladdr 02:00:00:00:00:70 nud stale");
    namespace.ip("neigh add 192.0.2.71 dev eth0 nud failed");
    assertThat(watch.attend(ImmutableSet.of(first, second, unknown, elsewhere)))
        .containsExactly(
            new NeighbourSeen(first, Reachability.REACHABLE),
            new NeighbourSeen(second, Reachability.UNREACHABLE),
            new NeighbourSeen(unknown, Reachability.UNDECIDED));
    namespace.ip("neigh add 192.0.2.80 dev eth0 nud failed");
    namespace.ip("neigh add 192.0.2.70 dev eth1 nud failed");
    namespace.ip("neigh del 192.0.2.71 dev eth0");
    namespace.ip("neigh replace 192.0.2.70 dev eth0 lladdr 02:00:00:00:00:70 nud probe");
    assertThat(await(new NeighbourSeen(first, Reachability.ASKED_AGAIN)))
        .noneMatch(
            change -> change instanceof NeighbourSeen seen && !seen.neighbour().equals(second))
        .noneMatch(ReadAgain.class::isInstance);
    // Nobody answers there.
    await(new NeighbourSeen(first, Reachability.UNREACHABLE));
    namespace.ip("neigh replace 192.0.2.70 dev eth0 lladdr 02:00:00:00:00:70 nud reachable");
    await(new NeighbourSeen(first, Reachability.REACHABLE));
    assertThat(watch.attend(ImmutableSet.of())).isEmpty();
    namespace.ip("neigh replace 192.0.2.70 dev eth0 nud failed");
    namespace.ip("address add 192.0.2.3/24 dev eth0");
    assertThat(
            await(
                new AddressSeen(
                    ETH0,
                    InterfaceAddress.of(InetAddresses.forString("192.0.2.3"), 24),
                    true,
                    false)))
        .noneMatch(NeighbourSeen.class::isInstance);
  }

  @Test
  void a_lost_carrier_is_reported_and_its_return() throws Exception {
    open(reported::add);
    namespace.beyond("link set peer0 down");
    await(new InterfaceSeen(ETH0, "eth0", true, false));
    namespace.beyond("link set peer0 up");
    await(new InterfaceSeen(ETH0, "eth0", true, true));
  }

  @Test
  void a_link_set_down_is_distinguished_from_a_lost_carrier() throws Exception {
    open(reported::add);
    namespace.ip("link set eth0 down");
    await(new InterfaceSeen(ETH0, "eth0", false, false));
  }

  @Test
  void a_rename_is_reported_under_the_same_index() throws Exception {
    open(reported::add);
    namespace.ip("link set eth0 down");
    namespace.ip("link set eth0 name wan0");
    await(new InterfaceSeen(ETH0, "wan0", false, false));
  }

  @Test
  void an_interface_deleted_and_made_again_is_reported_with_both_indexes() throws Exception {
    open(reported::add);
    namespace.ip("link del eth0");
    await(new InterfaceGone(ETH0));
    namespace.ip("link add eth0 index 300 type veth peer name other index 301");
    await(new InterfaceSeen(300, "eth0", false, false));
  }

  @Test
  void addresses_are_reported_as_they_go_and_come_with_peer_and_deprecation() throws Exception {
    open(reported::add);
    namespace.ip("address del 192.0.2.2/24 dev eth0");
    await(new AddressGone(ETH0, OWN));
    namespace.ip("address add 192.0.2.2 peer 198.51.100.77/32 dev eth0");
    InterfaceAddress peer =
        new InterfaceAddress(
            InetAddresses.forString("192.0.2.2"), InetAddresses.forString("198.51.100.77"), 32);
    await(new AddressSeen(ETH0, peer, true, false));
    namespace.ip("address add 192.0.2.9/24 dev eth0 valid_lft 100 preferred_lft 0");
    await(
        new AddressSeen(
            ETH0, InterfaceAddress.of(InetAddresses.forString("192.0.2.9"), 24), true, true));
  }

  @Test
  void an_address_of_the_link_alone_is_of_no_use() throws Exception {
    open(reported::add);
    namespace.ip("address add 192.0.2.7/32 dev eth0 scope link");
    await(
        new AddressSeen(
            ETH0, InterfaceAddress.of(InetAddresses.forString("192.0.2.7"), 32), false, false));
  }

  @Test
  void a_port_that_leaves_a_bridge_is_no_link_that_is_gone() throws Exception {
    namespace.ip("link add br0 type bridge");
    namespace.ip("link set eth0 master br0");
    open(reported::add);
    namespace.ip("link set eth0 nomaster");
    namespace.ip("link set eth1 down");
    assertThat(await(new InterfaceSeen(101, "eth1", false, false)))
        .doesNotContain(new InterfaceGone(ETH0));
  }

  @Test
  void routes_and_rules_ask_for_another_look() throws Exception {
    open(reported::add);
    namespace.ip("route add default via 192.0.2.1 dev eth0");
    await(new ReadAgain());
    reported.clear();
    namespace.ip("rule add pref 100 lookup 77");
    await(new ReadAgain());
  }

  @Test
  void lost_events_ask_for_another_look_and_the_watch_goes_on() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    open(
        change -> {
          awaitUninterrupted(released);
          reported.add(change);
        });
    StringBuilder batch = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      batch.append("route add 203.0.113.").append(i % 250 + 1).append("/32 dev eth0\n");
      batch.append("route del 203.0.113.").append(i % 250 + 1).append("/32 dev eth0\n");
    }
    java.nio.file.Path script = java.nio.file.Files.createTempFile("routes", ".batch");
    java.nio.file.Files.writeString(script, batch);
    namespace.ip("-batch " + script);
    java.nio.file.Files.delete(script);
    namespace.beyond("link set peer0 down");
    released.countDown();
    await(new ReadAgain());
    while (reported.poll(200, TimeUnit.MILLISECONDS) != null) {
      // The rest of the storm.
    }
    namespace.beyond("link set peer0 up");
    await(new InterfaceSeen(ETH0, "eth0", true, true));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closing_ends_the_thread_even_while_it_waits_in_the_sink() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    open(
        change -> {
          reached.countDown();
          awaitUninterrupted(new CountDownLatch(1));
        });
    namespace.ip("link set eth0 down");
    reached.await();
    watch.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(
            thread ->
                ImmutableSet.of("route-switcher-links", "route-switcher-watch")
                    .contains(thread.getName()));
  }
}

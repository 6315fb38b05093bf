package dev.routeswitcher.netlink.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.client.NetlinkClosedException;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.RouteFilter;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rule.RuleMessage;
import dev.routeswitcher.netlink.socket.NetlinkSocket;
import dev.routeswitcher.netlink.socket.SocketOptions;
import dev.routeswitcher.netlink.watch.MonitorEvent.Resync;
import dev.routeswitcher.netlink.watch.ObjectChanged.Change;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@SuppressWarnings("NullAway.Init")
class RtnetlinkMonitorIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final List<MulticastGroup> GROUPS =
      List.of(
          MulticastGroup.LINK,
          MulticastGroup.IPV4_ADDRESS,
          MulticastGroup.IPV4_ROUTE,
          MulticastGroup.IPV4_RULE,
          MulticastGroup.IPV6_ADDRESS,
          MulticastGroup.IPV6_ROUTE,
          MulticastGroup.IPV6_RULE);

  private final TestNamespace namespace = TestNamespace.create();
  private RtnetlinkMonitor monitor;

  @BeforeEach
  void open() {
    namespace.run(
        "ip link add v0 index 10 type veth peer name v1 index 21",
        "ip link set v0 up",
        "ip link set v1 up",
        "ip addr add 192.0.2.2/24 dev v0");
    monitor = namespace.call(() -> RtnetlinkMonitor.open(GROUPS));
  }

  @AfterEach
  void close() {
    monitor.close();
    namespace.close();
  }

  /** The next event of an object of this kind that is as wanted. */
  private <T extends RtnetlinkMessage> ObjectChanged await(Class<T> kind, Predicate<T> wanted)
      throws Exception {
    while (true) {
      MonitorEvent event = monitor.next(LONG).orElseThrow();
      if (event instanceof ObjectChanged changed
          && kind.isInstance(changed.object())
          && wanted.test(kind.cast(changed.object()))) {
        return changed;
      }
    }
  }

  @Test
  void a_lost_carrier_and_its_return_are_reported() throws Exception {
    namespace.run("ip link set v1 down");
    ObjectChanged lost = await(LinkMessage.class, link -> link.index() == 10 && !link.isLowerUp());
    assertThat(((LinkMessage) lost.object()).isUp()).isTrue();
    assertThat(((LinkMessage) lost.object()).name()).hasValue("v0");

    namespace.run("ip link set v1 up");
    await(LinkMessage.class, link -> link.index() == 10 && link.isLowerUp());
  }

  @Test
  void a_link_that_goes_is_reported_as_deleted() throws Exception {
    namespace.run("ip link del v0");

    Change last;
    do {
      last = await(LinkMessage.class, link -> link.index() == 10).change();
    } while (last != Change.DELETED);
  }

  @Test
  void addresses_that_come_and_go_are_reported() throws Exception {
    namespace.run("ip addr add 198.51.100.2/25 dev v0", "ip addr del 198.51.100.2/25 dev v0");

    Predicate<AddressMessage> ours =
        address -> address.prefix().equals(Optional.of(IpPrefix.parse("198.51.100.2/25")));
    assertThat(await(AddressMessage.class, ours).change()).isEqualTo(Change.NEW);
    assertThat(await(AddressMessage.class, ours).change()).isEqualTo(Change.DELETED);
  }

  @Test
  void routes_that_come_change_and_go_are_reported() throws Exception {
    namespace.run(
        "ip route add default via 192.0.2.1 metric 5",
        "ip route replace default via 192.0.2.9 metric 5",
        "ip route del default via 192.0.2.9 metric 5");

    Predicate<RouteMessage> ours =
        route -> route.isDefault() && route.family().equals(AddressFamily.INET);
    ObjectChanged added = await(RouteMessage.class, ours);
    ObjectChanged replaced = await(RouteMessage.class, ours);
    ObjectChanged deleted = await(RouteMessage.class, ours);

    assertThat(List.of(added.change(), replaced.change(), deleted.change()))
        .containsExactly(Change.NEW, Change.NEW, Change.DELETED);
    assertThat(replaced.header().has(NetlinkHeader.REPLACE)).isTrue();
    assertThat(deleted).hasToString("DELETED default via 192.0.2.9 dev if10 metric 5");
  }

  @Test
  void an_event_carries_the_port_of_the_client_that_caused_it() throws Exception {
    try (RtnetlinkClient client = namespace.call(() -> RtnetlinkClient.open())) {
      client
          .routes()
          .add(RouteMessage.builder(AddressFamily.INET).outputInterface(10).priority(7).build());

      ObjectChanged event = await(RouteMessage.class, RouteMessage::isDefault);

      assertThat(event.header().portId()).isEqualTo(client.portId());
    }
  }

  @Test
  void rules_of_both_families_are_reported() throws Exception {
    namespace.run("ip rule add pref 1234 lookup 99", "ip -6 rule add pref 1234 lookup 99");

    await(RuleMessage.class, rule -> rule.family().equals(AddressFamily.INET));
    await(RuleMessage.class, rule -> rule.family().equals(AddressFamily.INET6));
  }

  @Test
  void a_real_overrun_is_a_resync_after_which_events_are_newer_than_a_fresh_list()
      throws Exception {
    monitor.close();
    monitor =
        namespace.call(
            () ->
                RtnetlinkMonitor.over(
                    NetlinkSocket.openRoute(SocketOptions.DEFAULT.receiveBuffer(8192)),
                    List.of(MulticastGroup.IPV4_ROUTE)));
    StringBuilder batch = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      batch.append("route add 203.0.113.").append(i % 250).append(" dev v0 metric ").append(1 + i);
      batch.append('\n');
    }
    namespace.pipe(batch.toString(), "ip -batch -");

    MonitorEvent first = monitor.next(LONG).orElseThrow();
    assertThat(first).isInstanceOf(Resync.class);
    assertThat(monitor.next(Duration.ZERO)).isEmpty();

    try (RtnetlinkClient client = namespace.call(() -> RtnetlinkClient.open())) {
      Set<RouteMessage> known = new HashSet<>(routes(client));
      assertThat(known).hasSizeGreaterThanOrEqualTo(500);
      namespace.run("ip route add 203.0.113.251 dev v0", "ip route del 203.0.113.0 metric 1");
      ObjectChanged added = (ObjectChanged) monitor.next(LONG).orElseThrow();
      ObjectChanged deleted = (ObjectChanged) monitor.next(LONG).orElseThrow();
      known.add((RouteMessage) added.object());
      assertThat(known.remove(deleted.object())).isTrue();
      assertThat(known).isEqualTo(new HashSet<>(routes(client)));
    }
  }

  private static List<RouteMessage> routes(RtnetlinkClient client) throws NetlinkException {
    return client.routes().list(RouteFilter.of(AddressFamily.INET).outputInterface(10));
  }

  @Test
  void closing_ends_a_waiting_reader_of_the_real_socket() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    new Thread(
            () ->
                thrown.complete(
                    catchThrowableOfType(
                        NetlinkException.class,
                        () -> {
                          while (true) {
                            monitor.next(LONG);
                          }
                        })))
        .start();

    monitor.close();

    assertThat(thrown.get(60, TimeUnit.SECONDS)).isInstanceOf(NetlinkClosedException.class);
  }

  @Test
  void the_receive_buffer_is_larger_than_the_default_where_that_is_allowed() {
    assertThat(monitor.receiveBufferSize()).isGreaterThanOrEqualTo(212_992);
  }
}

package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteBuilder;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.socket.NetlinkSocket;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import dev.routeswitcher.netlink.socket.SocketOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@SuppressWarnings("NullAway.Init")
class RtnetlinkClientIT {
  private static final int V0 = 10;
  private static final RouteFilter MAIN = RouteFilter.of(AddressFamily.INET).table(RouteTable.MAIN);

  private final TestNamespace namespace = TestNamespace.create();
  private RtnetlinkClient client;

  @BeforeEach
  void open() {
    namespace.run(
        "ip link add v0 index 10 type veth peer name v1 index 21",
        "ip link set v0 up",
        "ip link set v1 up",
        "ip addr add 192.0.2.2/24 dev v0",
        "ip addr add 192.0.2.3/24 dev v0");
    client = namespace.call(() -> RtnetlinkClient.open());
  }

  @AfterEach
  void close() {
    client.close();
    namespace.close();
  }

  /** The failover route of the program this library was written for. */
  private static RouteBuilder ours() {
    return RouteMessage.builder(AddressFamily.INET)
        .gateway(IpAddress.parse("192.0.2.1"))
        .outputInterface(V0)
        .priority(5)
        .protocol(RouteProtocol.of(157));
  }

  private List<RouteMessage> listOurs() throws NetlinkException {
    return client.routes().list(MAIN.protocol(RouteProtocol.of(157)).outputInterface(V0));
  }

  @Test
  void an_added_route_is_listed_with_everything_it_was_added_with() throws Exception {
    RouteMetrics metrics =
        RouteMetrics.of(Map.of(RouteMetrics.MTU, 1400L, RouteMetrics.LOCK, 1L << RouteMetrics.MTU));
    client
        .routes()
        .add(ours().preferredSource(IpAddress.parse("192.0.2.3")).metrics(metrics).build());

    RouteMessage listed = listOurs().get(0);

    assertThat(listed.isDefault()).isTrue();
    assertThat(listed.destination()).isEmpty();
    assertThat(listed.gateway()).hasValue(IpAddress.parse("192.0.2.1"));
    assertThat(listed.outputInterface()).hasValue(V0);
    assertThat(listed.priority()).hasValue(5);
    assertThat(listed.preferredSource()).hasValue(IpAddress.parse("192.0.2.3"));
    assertThat(listed.scope()).isEqualTo(RouteScope.UNIVERSE);
    assertThat(listed.metrics().orElseThrow().values()).isEqualTo(metrics.values());
    assertThat(namespace.run("ip route show proto 157"))
        .startsWith("default via 192.0.2.1 dev v0 src 192.0.2.3 metric 5 mtu lock 1400");
  }

  @Test
  void adding_a_route_of_the_same_key_is_eexist() throws Exception {
    client.routes().add(ours().build());

    assertThat(failure(() -> client.routes().add(ours().build())).errno()).hasValue(Errno.EEXIST);
  }

  @Test
  void replacing_changes_the_gateway_in_place() throws Exception {
    client.routes().replace(ours().build());
    client.routes().replace(ours().gateway(IpAddress.parse("192.0.2.9")).build());

    assertThat(listOurs())
        .singleElement()
        .satisfies(r -> assertThat(r.gateway()).hasValue(IpAddress.parse("192.0.2.9")));
  }

  @Test
  void replacing_with_another_metric_adds_a_second_route() throws Exception {
    client.routes().replace(ours().build());
    client.routes().replace(ours().priority(6).build());

    assertThat(listOurs()).hasSize(2);
  }

  @Test
  void changing_what_is_not_there_is_enoent() throws Exception {
    assertThat(failure(() -> client.routes().change(ours().build())).errno())
        .hasValue(Errno.ENOENT);
    client.routes().add(ours().build());
    client.routes().change(ours().gateway(IpAddress.parse("192.0.2.9")).build());
    assertThat(listOurs())
        .singleElement()
        .hasToString("default via 192.0.2.9 dev if10 proto 157 metric 5");
  }

  @Test
  void appending_adds_a_second_entry_of_the_same_metric() throws Exception {
    client.routes().append(ours().build());
    client.routes().append(ours().gateway(IpAddress.parse("192.0.2.9")).build());

    assertThat(listOurs()).hasSize(2);
  }

  @Test
  void deleting_takes_the_route_that_has_everything_and_no_other() throws Exception {
    namespace.run(
        "ip route add default via 192.0.2.1 dev v0 metric 4 proto 157",
        "ip route add default via 192.0.2.1 dev v0 metric 5 proto static",
        "ip route append default via 192.0.2.9 dev v0 metric 5 proto 157",
        "ip route append default via 192.0.2.1 dev v0 metric 5 proto 157",
        "ip route add default via 192.0.2.1 dev v0 metric 5 proto 157 table 99");

    client.routes().delete(ours().build());

    assertThat(namespace.run("ip route show table all default").lines().map(String::strip))
        .containsExactlyInAnyOrder(
            "default via 192.0.2.1 dev v0 proto 157 metric 4",
            "default via 192.0.2.1 dev v0 proto static metric 5",
            "default via 192.0.2.9 dev v0 proto 157 metric 5",
            "default via 192.0.2.1 dev v0 table 99 proto 157 metric 5");
    assertThat(failure(() -> client.routes().delete(ours().build())).errno()).hasValue(Errno.ESRCH);
  }

  @Test
  void every_listed_route_names_itself_for_deletion() throws Exception {
    namespace.run(
        "ip route add default via 192.0.2.1 metric 5 mtu 1400 src 192.0.2.3",
        "ip route add blackhole 203.0.113.0/26",
        "ip route add 203.0.113.64/26 nexthop via 192.0.2.1 weight 2 nexthop via 192.0.2.9",
        "ip route add 203.0.113.128/26 via inet6 2001:db8::1 dev v0 onlink",
        "ip -6 route add 2001:db8:1::/48 dev v0 metric 77",
        "ip link set v1 down");

    for (AddressFamily family : List.of(AddressFamily.INET, AddressFamily.INET6)) {
      for (RouteMessage route : client.routes().list(RouteFilter.of(family))) {
        client.routes().delete(route);
      }
      assertThat(client.routes().list(RouteFilter.of(family))).isEmpty();
    }
  }

  @Test
  void a_gateway_beyond_the_link_is_refused_with_the_words_of_the_kernel_unless_on_link()
      throws Exception {
    RouteBuilder beyond = ours().gateway(IpAddress.parse("203.0.113.1"));

    NetlinkException e = failure(() -> client.routes().add(beyond.build()));
    assertThat(e.is(Errno.ENETUNREACH) || e.is(Errno.EINVAL)).isTrue();
    assertThat(e.kernelMessage()).hasValue("Nexthop has invalid gateway");
    assertThat(e.operation()).isEqualTo("add route");
    assertThat(e.object()).isEqualTo("default via 203.0.113.1 dev if10 proto 157 metric 5");

    client.routes().add(beyond.onLink().build());
    assertThat(listOurs().get(0).flags().has(RouteFlags.ONLINK)).isTrue();
  }

  @Test
  void a_route_through_a_link_that_is_set_down_is_refused() {
    namespace.run("ip link set v0 down");

    NetlinkException e = failure(() -> client.routes().add(ours().build()));

    assertThat(e.is(Errno.ENETDOWN) || e.is(Errno.ENETUNREACH)).isTrue();
    assertThat(e.kernelMessage()).isPresent();
  }

  @Test
  void a_route_through_a_link_without_carrier_is_taken_and_marked() throws Exception {
    namespace.run("ip link set v1 down");

    client.routes().add(ours().build());

    assertThat(listOurs().get(0).flags().has(RouteFlags.LINKDOWN)).isTrue();
  }

  @Test
  void a_missing_interface_is_enodev() {
    RouteBuilder nowhere = ours().outputInterface(4711);
    RouteMessage direct = nowhere.without(RouteAttributes.GATEWAY).build();

    assertThat(failure(() -> client.routes().add(direct)).errno()).hasValue(Errno.ENODEV);
    assertThat(failure(() -> client.links().get(4711)).errno()).hasValue(Errno.ENODEV);
    assertThat(failure(() -> client.links().get("nosuch")).errno()).hasValue(Errno.ENODEV);
    assertThat(failure(() -> client.addresses().list(AddressFamily.INET, 4711)).errno())
        .hasValue(Errno.ENODEV);
  }

  @Test
  void a_malformed_request_is_refused_with_the_name_of_its_attribute() {
    RouteMessage mtuOfTwoBytes =
        ours().attribute(8 | 0x8000, w -> w.u16(6).u16(RouteMetrics.MTU).u16(1400).u16(0)).build();

    NetlinkException e = failure(() -> client.routes().add(mtuOfTwoBytes));

    assertThat(e.is(Errno.EINVAL)).isTrue();
    assertThat(e.kernelMessage()).hasValue("Invalid attribute in metrics");
    assertThat(e.attribute()).hasValue("RTA_METRICS/RTAX_MTU");
  }

  @Test
  void without_capabilities_a_list_works_and_a_change_is_eperm() throws Exception {
    namespace.dropCapabilities();
    try (RtnetlinkClient weak = namespace.call(() -> RtnetlinkClient.open())) {
      assertThat(weak.routes().list(MAIN)).isNotEmpty();

      NetlinkException e = namespace.call(() -> failure(() -> weak.routes().add(ours().build())));

      assertThat(e.is(Errno.EPERM)).isTrue();
      assertThat(e).hasMessageContaining("CAP_NET_ADMIN is needed");
    }
  }

  @Test
  void a_lookup_returns_gateway_interface_and_source() throws Exception {
    client.routes().add(ours().preferredSource(IpAddress.parse("192.0.2.3")).build());

    RouteMessage way = client.routes().get(IpAddress.parse("203.0.113.8"));

    assertThat(way.gateway()).hasValue(IpAddress.parse("192.0.2.1"));
    assertThat(way.outputInterface()).hasValue(V0);
    assertThat(way.preferredSource()).hasValue(IpAddress.parse("192.0.2.3"));
    assertThat(way.destination()).hasValue(IpPrefix.parse("203.0.113.8/32"));
    assertThat(way.table()).isEqualTo(RouteTable.MAIN);
  }

  @Test
  void a_lookup_bound_to_an_interface_uses_its_default_though_another_is_better() throws Exception {
    namespace.run(
        "ip link add w0 index 30 type veth peer name w1 index 41",
        "ip link set w0 up",
        "ip addr add 198.51.100.2/24 dev w0",
        "ip route add default via 198.51.100.1 dev w0 metric 20");
    client.routes().add(ours().build());
    IpAddress target = IpAddress.parse("203.0.113.8");

    assertThat(client.routes().get(target).outputInterface()).hasValue(V0);
    assertThat(client.routes().get(RouteLookup.to(target).outputInterface(30)).gateway())
        .hasValue(IpAddress.parse("198.51.100.1"));
  }

  @Test
  void an_ipv6_lookup_returns_its_gateway_too() throws Exception {
    namespace.run("ip -6 addr add 2001:db8::2/64 dev v0 nodad");
    namespace.run("ip -6 route add default via 2001:db8::1 dev v0");

    RouteMessage way = client.routes().get(IpAddress.parse("2001:db8:ffff::1"));

    assertThat(way.gateway()).hasValue(IpAddress.parse("2001:db8::1"));
    assertThat(way.outputInterface()).hasValue(V0);
    assertThat(way.table()).isEqualTo(RouteTable.MAIN);
  }

  @Test
  void a_lookup_without_a_route_is_enetunreach() {
    assertThat(failure(() -> client.routes().get(IpAddress.parse("203.0.113.8"))).errno())
        .hasValue(Errno.ENETUNREACH);
    assertThat(failure(() -> client.routes().get(IpAddress.parse("2001:db8:ffff::1"))).errno())
        .hasValue(Errno.ENETUNREACH);
  }

  @Test
  void a_table_that_does_not_exist_is_empty() throws Exception {
    assertThat(client.routes().list(MAIN.table(RouteTable.of(4_000_000_000L)))).isEmpty();
    client.routes().add(ours().table(RouteTable.of(4_000_000_000L)).build());
    assertThat(client.routes().list(MAIN.table(RouteTable.of(4_000_000_000L)))).hasSize(1);
  }

  @Test
  void links_are_found_by_index_and_by_name() throws Exception {
    assertThat(client.links().get(V0).name()).hasValue("v0");
    assertThat(client.links().get("v1").index()).isEqualTo(21);
    assertThat(client.links().get("v0").link()).hasValue(21);
  }

  @Test
  void a_long_list_comes_whole_in_many_datagrams() throws Exception {
    fill(5000);

    assertThat(client.routes().list(MAIN.protocol(RouteProtocol.of(42)))).hasSize(5000);
  }

  @Test
  void a_dump_that_someone_left_unread_does_not_block_the_next_one() throws Exception {
    fill(5000);
    NetlinkTransport socket = namespace.call(() -> NetlinkSocket.openRoute(SocketOptions.DEFAULT));
    NetlinkWriter writer = new NetlinkWriter(socket.order());
    int start =
        writer.beginMessage(
            new NetlinkHeader(
                RtnetlinkType.GETROUTE, NetlinkHeader.REQUEST | NetlinkHeader.DUMP, 777, 0));
    writer.u32(AddressFamily.INET.value()).u64(0);
    socket.send(writer.endMessage(start).toBytes().asBuffer());
    try (RtnetlinkClient late = RtnetlinkClient.over(socket, RtnetlinkClient.DEFAULT_TIMEOUT)) {
      assertThat(late.routes().list(MAIN.protocol(RouteProtocol.of(42)))).hasSize(5000);
    }
  }

  private void fill(int count) {
    StringBuilder batch = new StringBuilder();
    for (int i = 0; i < count; i++) {
      batch.append("route add 203.0.113.").append(i % 256).append(" dev v0 proto 42 metric ");
      batch.append(1 + i).append('\n');
    }
    namespace.pipe(batch.toString(), "ip -batch -");
  }

  private interface Call {
    void run() throws NetlinkException;
  }

  private static NetlinkException failure(Call call) {
    return catchThrowableOfType(NetlinkException.class, call::run);
  }
}

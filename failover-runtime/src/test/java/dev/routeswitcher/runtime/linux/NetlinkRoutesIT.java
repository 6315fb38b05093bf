package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RouterPreference;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.RoutingOperation.Kind;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.model.MainRoutes;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main table of a namespace of its own, changed by us and read by {@code ip}, and back. */
class NetlinkRoutesIT {

  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");
  private static final int RTAX_MTU = 2;

  private final NetworkNamespace namespace = NetworkNamespace.create();
  private final NetlinkKernelRouting table = new NetlinkKernelRouting(new SharedRtnetlink());

  @BeforeEach
  void open() {
    namespace.call(
        () -> {
          table.open();
          return table;
        });
  }

  @AfterEach
  void close() {
    table.close();
    namespace.close();
  }

  private static Route route(long metric, int protocol, Hop... hops) {
    IpFamily family =
        Arrays.stream(hops).anyMatch(hop -> hop.gateway() instanceof Inet6Address)
            ? IpFamily.IPV6
            : IpFamily.IPV4;
    return MainRoutes.mainDefault(
        family, metric, protocol, ImmutableList.copyOf(hops), null, ImmutableSortedMap.of());
  }

  private static Route ours(long metric, String interfaceName, @Nullable String gateway) {
    return route(metric, Route.PROTOCOL, hop(interfaceName, gateway, false));
  }

  private static Hop hop(String interfaceName, @Nullable String gateway, boolean onLink) {
    return new Hop(
        interfaceName, gateway == null ? null : InetAddresses.forString(gateway), onLink);
  }

  private OperationResult apply(Kind kind, Route route) {
    return table.apply(IpFamily.IPV4, new RoutingOperation(kind, route));
  }

  private Outcome outcome(Kind kind, Route route) {
    return apply(kind, route).outcome();
  }

  private List<String> shown() {
    return namespace.ip("-4 route show default").lines().map(String::strip).toList();
  }

  private ImmutableList<Route> read() throws Exception {
    return table.defaults(IpFamily.IPV4);
  }

  @Test
  void a_route_is_added_read_back_replaced_and_deleted() throws Exception {
    Route first = ours(5, "eth1", "198.51.100.1");
    assertThat(outcome(Kind.ADD, first)).isEqualTo(Outcome.APPLIED);
    assertThat(shown()).containsExactly("default via 198.51.100.1 dev eth1 proto 157 metric 5");
    assertThat(read()).containsExactly(first);
    Route second = ours(5, "eth0", "192.0.2.1");
    assertThat(outcome(Kind.REPLACE, second)).isEqualTo(Outcome.APPLIED);
    assertThat(read()).containsExactly(second);
    assertThat(outcome(Kind.DELETE, second)).isEqualTo(Outcome.APPLIED);
    assertThat(read()).isEmpty();
  }

  @Test
  void our_own_routes_are_read_without_those_of_others() throws Exception {
    Route own = ours(5, "eth1", "198.51.100.1");
    assertThat(outcome(Kind.ADD, own)).isEqualTo(Outcome.APPLIED);
    namespace.ip("route add default via 192.0.2.1 dev eth0 metric 7");
    assertThat(read()).hasSize(2);
    assertThat(table.ownDefaults(IpFamily.IPV4)).containsExactly(own);
    assertThat(table.ownDefaults(IpFamily.IPV6)).isEmpty();
  }

  @Test
  void source_metrics_and_onlink_are_written_and_read() throws Exception {
    Route full =
        MainRoutes.mainDefault(
            IpFamily.IPV4,
            10,
            Route.PROTOCOL,
            ImmutableList.of(hop("eth0", "203.0.113.1", true)),
            InetAddresses.forString("192.0.2.2"),
            ImmutableSortedMap.of(RTAX_MTU, 1400L));
    assertThat(outcome(Kind.ADD, full)).isEqualTo(Outcome.APPLIED);
    assertThat(shown())
        .singleElement()
        .asString()
        .contains("via 203.0.113.1 dev eth0", "src 192.0.2.2", "onlink", "mtu 1400");
    assertThat(read()).containsExactly(full);
  }

  @Test
  void a_route_without_a_gateway_is_one_of_the_link() throws Exception {
    Route device = ours(10, "eth0", null);
    assertThat(outcome(Kind.ADD, device)).isEqualTo(Outcome.APPLIED);
    assertThat(shown()).containsExactly("default dev eth0 proto 157 scope link metric 10");
    assertThat(read()).containsExactly(device);
    assertThat(outcome(Kind.DELETE, device)).isEqualTo(Outcome.APPLIED);
    assertThat(read()).isEmpty();
  }

  @Test
  void what_concerns_one_uplink_is_refused_in_the_kernels_words() {
    assertThat(apply(Kind.ADD, ours(10, "eth0", "203.0.113.1")))
        .extracting(OperationResult::outcome, OperationResult::detail)
        .containsExactly(Outcome.REFUSED, "ENETUNREACH: Nexthop has invalid gateway");
    assertThat(apply(Kind.ADD, ours(10, "eth9", "192.0.2.1")))
        .extracting(OperationResult::outcome)
        .isEqualTo(Outcome.REFUSED);
    namespace.ip("link set eth0 down");
    assertThat(apply(Kind.ADD, ours(10, "eth0", "192.0.2.1")).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(shown()).isEmpty();
  }

  @Test
  void a_route_of_somebody_else_in_the_slot_is_left_alone() {
    namespace.ip("route add default via 192.0.2.1 dev eth0 proto static metric 10");
    assertThat(apply(Kind.ADD, ours(10, "eth0", "192.0.2.1")).outcome()).isEqualTo(Outcome.STALE);
    assertThat(shown()).containsExactly("default via 192.0.2.1 dev eth0 proto static metric 10");
  }

  @Test
  void a_deletion_takes_no_route_of_somebody_else_however_alike() {
    namespace.ip("route add default via 192.0.2.1 dev eth0 proto static metric 10");
    namespace.ip("route add default via 192.0.2.1 dev eth0");
    assertThat(outcome(Kind.DELETE, ours(10, "eth0", "192.0.2.1"))).isEqualTo(Outcome.APPLIED);
    assertThat(shown()).hasSize(2);
  }

  @Test
  void a_deletion_takes_only_the_one_it_names() throws Exception {
    apply(Kind.ADD, ours(10, "eth0", "192.0.2.1"));
    apply(Kind.ADD, ours(20, "eth1", "198.51.100.1"));
    apply(Kind.ADD, ours(5, "eth1", "198.51.100.1"));
    assertThat(outcome(Kind.DELETE, ours(5, "eth0", "192.0.2.1"))).isEqualTo(Outcome.APPLIED);
    assertThat(outcome(Kind.DELETE, ours(5, "eth1", "198.51.100.9"))).isEqualTo(Outcome.APPLIED);
    assertThat(read()).hasSize(3);
    apply(Kind.DELETE, ours(5, "eth1", "198.51.100.1"));
    assertThat(read())
        .containsExactly(ours(10, "eth0", "192.0.2.1"), ours(20, "eth1", "198.51.100.1"));
  }

  @Test
  void a_deletion_through_an_interface_that_is_gone_is_done_already() {
    assertThat(outcome(Kind.DELETE, ours(5, "eth9", "192.0.2.1"))).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void what_carries_our_protocol_but_leads_nowhere_or_two_ways_can_be_deleted() throws Exception {
    namespace.ip("route add blackhole default proto 157 metric 7");
    namespace.ip(
        "route add default proto 157 metric 8 nexthop via 192.0.2.1 dev eth0"
            + " nexthop via 198.51.100.1 dev eth1");
    assertThat(read()).extracting(route -> route.hops().size()).containsExactly(0, 2);
    for (Route odd : read()) {
      assertThat(outcome(Kind.DELETE, odd)).isEqualTo(Outcome.APPLIED);
    }
    assertThat(read()).isEmpty();
  }

  @Test
  void foreign_routes_are_read_as_they_are_and_other_prefixes_not_at_all() throws Exception {
    namespace.ip("route add default via 192.0.2.1 dev eth0 proto dhcp src 192.0.2.2 metric 100");
    namespace.ip("route add 203.0.113.0/24 via 192.0.2.1 dev eth0");
    namespace.ip("route add 0.0.0.0/1 via 192.0.2.1 dev eth0");
    namespace.ip("route add default via 198.51.100.1 dev eth1 table 77");
    assertThat(read())
        .containsExactly(
            MainRoutes.mainDefault(
                IpFamily.IPV4,
                100,
                16,
                ImmutableList.of(hop("eth0", "192.0.2.1", false)),
                InetAddresses.forString("192.0.2.2"),
                ImmutableSortedMap.of()));
  }

  @Test
  void the_path_names_interface_and_length_of_what_decides_it() throws Exception {
    assertThat(table.path(TARGET)).isEqualTo(new TargetPath(TARGET, null, 0));
    namespace.ip("route add default via 192.0.2.1 dev eth0 metric 10");
    assertThat(table.path(TARGET)).isEqualTo(new TargetPath(TARGET, "eth0", 0));
    namespace.ip("route add 128.0.0.0/1 via 198.51.100.1 dev eth1");
    assertThat(table.path(TARGET)).isEqualTo(new TargetPath(TARGET, "eth1", 1));
    namespace.ip("route add 203.0.113.8/32 via 192.0.2.1 dev eth0");
    assertThat(table.path(TARGET)).isEqualTo(new TargetPath(TARGET, "eth0", 32));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unreachable", "prohibit", "blackhole"})
  void a_target_whose_own_route_leads_nowhere_says_nothing_of_the_default(String type)
      throws Exception {
    namespace.ip("route add default via 192.0.2.1 dev eth0 metric 10");
    namespace.ip("route add " + type + " 203.0.113.0/24");
    assertThat(table.path(TARGET))
        .extracting(TargetPath::interfaceName, TargetPath::followsDefault)
        .containsExactly(null, false);
  }

  @Test
  void the_path_follows_rules_too() throws Exception {
    namespace.ip("route add default via 192.0.2.1 dev eth0 metric 10");
    namespace.ip("route add default via 198.51.100.1 dev eth1 table 77");
    namespace.ip("rule add pref 100 lookup 77");
    assertThat(table.path(TARGET)).isEqualTo(new TargetPath(TARGET, "eth1", 0));
  }

  @Test
  void asking_for_the_right_to_write_changes_nothing() throws Exception {
    String before = namespace.ip("route show table all");
    table.requireWritable();
    assertThat(namespace.ip("route show table all")).isEqualTo(before);
  }

  @Test
  void without_the_right_to_write_it_is_said_what_is_missing() {
    NetlinkKernelRouting powerless = new NetlinkKernelRouting(new SharedRtnetlink());
    Throwable refusal =
        namespace.callWithoutCapabilities(
            () -> {
              powerless.open();
              return catchThrowable(powerless::requireWritable);
            });
    assertThat(refusal)
        .isInstanceOf(java.io.IOException.class)
        .hasMessageContaining("CAP_NET_ADMIN");
    powerless.close();
  }

  // IPv6

  private static Route inIpv6(Route route) {
    return MainRoutes.mainDefault(
        IpFamily.IPV6,
        route.metric(),
        route.protocol(),
        route.hops(),
        route.preferredSource(),
        route.metrics());
  }

  private Outcome outcome6(Kind kind, Route route) {
    return table.apply(IpFamily.IPV6, new RoutingOperation(kind, route)).outcome();
  }

  private ImmutableList<Route> read6() throws Exception {
    return table.defaults(IpFamily.IPV6).stream()
        .filter(route -> !route.hops().isEmpty())
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void a_route_by_a_link_local_gateway_is_added_read_back_replaced_and_deleted() throws Exception {
    Route first = ours(5, "eth1", "fe80::1");
    assertThat(outcome6(Kind.ADD, first)).isEqualTo(Outcome.APPLIED);
    assertThat(read6()).containsExactly(first);
    assertThat(outcome6(Kind.ADD, ours(5, "eth0", "fe80::1"))).isEqualTo(Outcome.STALE);
    Route second = ours(5, "eth0", "fe80::1");
    assertThat(outcome6(Kind.REPLACE, second)).isEqualTo(Outcome.APPLIED);
    assertThat(read6()).containsExactly(second);
    assertThat(read()).isEmpty();
    assertThat(outcome6(Kind.DELETE, ours(5, "eth1", "fe80::1"))).isEqualTo(Outcome.APPLIED);
    assertThat(read6()).containsExactly(second);
    assertThat(outcome6(Kind.DELETE, second)).isEqualTo(Outcome.APPLIED);
    assertThat(read6()).isEmpty();
  }

  @Test
  void source_metrics_and_onlink_of_ipv6_are_written_and_read() throws Exception {
    namespace.ip("-6 address add 2001:db8:1::2/64 dev eth0 nodad");
    Route full =
        MainRoutes.mainDefault(
            IpFamily.IPV6,
            10,
            Route.PROTOCOL,
            ImmutableList.of(hop("eth0", "2001:db8:7::1", true)),
            InetAddresses.forString("2001:db8:1::2"),
            ImmutableSortedMap.of(RTAX_MTU, 1400L));
    assertThat(outcome6(Kind.ADD, full)).isEqualTo(Outcome.APPLIED);
    assertThat(read6()).containsExactly(full);
    Route device = inIpv6(ours(20, "eth1", null));
    assertThat(outcome6(Kind.ADD, device)).isEqualTo(Outcome.APPLIED);
    assertThat(read6()).containsExactly(full, device);
  }

  @Test
  void a_multipath_route_of_ipv6_is_one_route_and_its_replacement_takes_all_of_it()
      throws Exception {
    namespace.ip(
        "-6 route add default proto 157 metric 8 nexthop via fe80::1 dev eth0"
            + " nexthop via fe80::1 dev eth1");
    assertThat(read6())
        .singleElement()
        .extracting(Route::hops)
        .isEqualTo(ImmutableList.of(hop("eth0", "fe80::1", false), hop("eth1", "fe80::1", false)));
    Route single = ours(8, "eth1", "fe80::2");
    assertThat(outcome6(Kind.REPLACE, single)).isEqualTo(Outcome.APPLIED);
    assertThat(read6()).containsExactly(single);
  }

  @Test
  void a_foreign_route_of_ipv6_without_a_metric_has_one_of_1024() throws Exception {
    namespace.ip("-6 route add default via fe80::1 dev eth0 metric 0 proto static");
    assertThat(read6()).singleElement().extracting(Route::metric).isEqualTo(1024L);
  }

  @Test
  void the_path_of_ipv6_names_interface_and_length_too() throws Exception {
    InetAddress target = InetAddresses.forString("2001:db8:ff::8");
    assertThat(table.path(target)).isEqualTo(new TargetPath(target, null, 0));
    namespace.ip("-6 route add default via fe80::1 dev eth0 metric 10");
    assertThat(table.path(target)).isEqualTo(new TargetPath(target, "eth0", 0));
    namespace.ip("-6 route add 2000::/3 via fe80::1 dev eth1");
    assertThat(table.path(target)).isEqualTo(new TargetPath(target, "eth1", 3));
    assertThat(table.path(target).followsDefault()).isTrue();
    namespace.ip("-6 route add unreachable 2001:db8:ff::/64");
    assertThat(table.path(target))
        .extracting(TargetPath::interfaceName, TargetPath::followsDefault)
        .containsExactly(null, false);
  }

  @Test
  void where_ipv6_is_switched_off_its_routes_are_refused_and_ipv4_goes_on() {
    namespace.call(
        () -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/eth0/disable_ipv6"), "1"));
    assertThat(outcome6(Kind.ADD, ours(10, "eth0", "fe80::1"))).isEqualTo(Outcome.REFUSED);
    assertThat(outcome(Kind.ADD, ours(10, "eth0", "192.0.2.1"))).isEqualTo(Outcome.APPLIED);
  }

  // What is learned and carried over

  @Test
  void encapsulations_are_read_and_written_as_they_are() throws Exception {
    namespace.ip("-6 address add 2001:db8:1::2/64 dev eth0 nodad");
    namespace.ip(
        "route add default encap ip id 77 dst 192.0.2.9 ttl 7 via 192.0.2.1 dev eth0 metric 100");
    namespace.ip(
        "route add default encap ip6 dst 2001:db8::9 via 198.51.100.1 dev eth1 metric 101");
    namespace.ip(
        "-6 route add default encap seg6 mode encap segs 2001:db8::77,2001:db8::78 via fe80::1"
            + " dev eth0 metric 100");
    namespace.ip(
        "-6 route add default encap seg6local action End.X nh6 fe80::1 via fe80::1 dev eth0"
            + " metric 101");
    List<Route> learned = new ArrayList<>(read());
    learned.addAll(read6());
    assertThat(learned)
        .extracting(route -> String.valueOf(route.hops().get(0).encapsulation()))
        .containsExactly("encap ip", "encap ip6", "encap seg6", "encap seg6local");
    for (Route route : learned) {
      IpFamily family = IpFamily.of(route.destination().address());
      Route ours =
          new Route(
              Route.MAIN,
              route.destination(),
              route.metric() - 90,
              Route.PROTOCOL,
              route.hops(),
              null,
              route.metrics());
      RoutingOperation add = new RoutingOperation(Kind.ADD, ours);
      assertThat(table.apply(family, add)).isEqualTo(OperationResult.applied(add));
      assertThat(table.ownDefaults(family)).as("%s", route).containsExactly(ours);
      assertThat(table.apply(family, new RoutingOperation(Kind.DELETE, ours)).outcome())
          .isEqualTo(Outcome.APPLIED);
      assertThat(table.ownDefaults(family)).isEmpty();
    }
  }

  @Test
  void the_encapsulation_of_a_hop_of_a_multipath_route_is_read() throws Exception {
    namespace.ip(
        "route add default metric 100 nexthop encap ip id 77 dst 192.0.2.9 via 192.0.2.1 dev eth0"
            + " nexthop via 198.51.100.1 dev eth1");
    assertThat(read())
        .singleElement()
        .extracting(Route::toString)
        .isEqualTo(
            "default nexthop encap ip via 192.0.2.1 dev eth0 nexthop via 198.51.100.1 dev eth1"
                + " proto 3 metric 100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"congctl cubic", "mtu lock 1400 congctl lock cubic", "congctl cubic rtt 5"})
  void the_congestion_control_is_read_and_written(String metrics) throws Exception {
    namespace.ip("route add default via 192.0.2.1 dev eth0 metric 100 " + metrics);
    Route learned = read().get(0);
    assertThat(learned.congestionControl()).isEqualTo("cubic");
    Route ours =
        new Route(
            Route.MAIN,
            learned.destination(),
            10,
            Route.PROTOCOL,
            learned.hops(),
            null,
            learned.metrics(),
            learned.congestionControl(),
            null,
            null);
    assertThat(outcome(Kind.ADD, ours)).isEqualTo(Outcome.APPLIED);
    assertThat(table.ownDefaults(IpFamily.IPV4)).containsExactly(ours);
    assertThat(shown().get(0)).endsWith(shown().get(1).replaceFirst(".* metric 100", ""));
  }

  @Test
  void what_a_router_of_ipv6_asks_for_is_read() throws Exception {
    namespace.ip("-6 route add default via fe80::1 dev eth0 metric 100 pref low");
    namespace.ip("-6 route add default via fe80::1 dev eth0 metric 101 pref medium");
    namespace.ip("-6 route add default via fe80::1 dev eth0 metric 102 pref high");
    assertThat(read6())
        .extracting(Route::preference)
        .containsExactly(RouterPreference.LOW, null, RouterPreference.HIGH);
  }

  @Test
  void a_default_for_some_source_addresses_is_none_of_those_for_all() throws Exception {
    namespace.ip("-6 route add default from 2001:db8:1::/48 via fe80::1 dev eth0 metric 1");
    namespace.ip("-6 route add default via fe80::2 dev eth0 metric 100");
    assertThat(read6()).extracting(Route::metric).containsExactly(100L);
  }

  // Neighbours

  @Test
  void a_neighbour_is_asked_for_whatever_is_known_of_it() {
    Neighbour unknown = new Neighbour("eth0", InetAddresses.forString("192.0.2.77"));
    Neighbour failed = new Neighbour("eth0", InetAddresses.forString("192.0.2.78"));
    Neighbour known = new Neighbour("eth0", InetAddresses.forString("192.0.2.79"));
    namespace.ip("neigh add 192.0.2.78 dev eth0 nud failed");
    namespace.ip("neigh add 192.0.2.79 dev eth0 lladdr 02:00:00:00:00:79 nud stale");
    table.askFor(unknown);
    table.askFor(failed);
    table.askFor(known);
    table.askFor(new Neighbour("eth9", unknown.address()));
    String shown = namespace.ip("neigh show dev eth0");
    assertThat(shown)
        .containsPattern("192.0.2.77 +INCOMPLETE")
        .containsPattern("192.0.2.78 +INCOMPLETE")
        .containsPattern("192.0.2.79 lladdr 02:00:00:00:00:79 +PROBE");
  }
}

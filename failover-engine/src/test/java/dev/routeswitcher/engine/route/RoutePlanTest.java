package dev.routeswitcher.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.MainRoutes;
import dev.routeswitcher.engine.config.TableLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans for single situations, as the `ip route` commands they amount to. */
class RoutePlanTest {

  private static final String BASE_0 = "default via 192.0.2.1 dev eth0 proto 157 metric 10";
  private static final String BASE_1 = "default via 198.51.100.1 dev eth1 proto 157 metric 20";
  private static final String FAILOVER_1 = "default via 198.51.100.1 dev eth1 proto 157 metric 5";
  private static final String FAILOVER_0 = "default via 192.0.2.1 dev eth0 proto 157 metric 5";

  @Test
  void an_empty_table_gets_the_failover_route_before_the_base_routes() {
    assertThat(plan(1)).containsExactly("add " + FAILOVER_1, "add " + BASE_0, "add " + BASE_1);
    assertThat(plan(0)).containsExactly("add " + BASE_0, "add " + BASE_1);
    assertThat(plan(PlanRequest.UNDECIDED)).containsExactly("add " + BASE_0, "add " + BASE_1);
  }

  @Test
  void a_failback_is_one_deletion() {
    assertThat(plan(0, ours(1, 5), ours(0, 10), ours(1, 20)))
        .containsExactly("delete " + FAILOVER_1);
  }

  @Test
  void without_the_base_route_a_failback_replaces_first_and_deletes_in_the_next_pass() {
    assertThat(plan(0, ours(1, 5), ours(1, 20)))
        .containsExactly("replace " + FAILOVER_0, "add " + BASE_0);
    assertThat(plan(0, ours(0, 5), ours(0, 10), ours(1, 20)))
        .containsExactly("delete " + FAILOVER_0);
  }

  @Test
  void the_failover_route_stays_while_another_would_win_over_the_primary() {
    assertThat(plan(0, ours(1, 5), foreign(1, 7), ours(0, 10), ours(1, 20)))
        .containsExactly("replace " + FAILOVER_0);
    assertThat(plan(0, ours(0, 5), foreign(1, 7), ours(0, 10), ours(1, 20))).isEmpty();
  }

  @Test
  void the_failover_route_stays_while_the_primary_takes_no_routes() {
    PlanRequest request =
        request(
            ImmutableList.of(uplink(0, false), uplink(1, true)),
            5,
            0,
            ImmutableList.of(ours(1, 5), ours(0, 10), ours(1, 20)));
    assertThat(RoutePlan.of(request)).isEmpty();
  }

  @Test
  void a_move_between_fallbacks_is_one_replacement() {
    PlanRequest request =
        request(
            ImmutableList.of(uplink(0, true), uplink(1, true), uplink(2, true)),
            5,
            2,
            ImmutableList.of(ours(1, 5), ours(0, 10), ours(1, 20), ours(2, 30)));
    assertThat(RoutePlan.of(request))
        .extracting(RoutingOperation::toString)
        .containsExactly("replace default via 198.18.2.1 dev eth2 proto 157 metric 5");
  }

  @Test
  void a_foreign_route_in_a_slot_is_left_alone() {
    assertThat(plan(1, foreign(0, 5), foreign(1, 10), ours(1, 20))).isEmpty();
  }

  @Test
  void a_foreign_base_route_counts_as_present() {
    assertThat(plan(0, ours(1, 5), foreign(0, 10), ours(1, 20)))
        .containsExactly("delete " + FAILOVER_1);
  }

  @Test
  void routes_of_an_earlier_configuration_go_once_the_wanted_one_stands() {
    assertThat(plan(0, ours(1, 3), ours(1, 20))).containsExactly("add " + BASE_0);
    assertThat(plan(0, ours(1, 3), ours(0, 10), ours(1, 20)))
        .containsExactly("delete default via 198.51.100.1 dev eth1 proto 157 metric 3");
  }

  @Test
  void the_others_of_ours_in_a_slot_go_once_the_wanted_one_is_among_them() {
    assertThat(plan(1, ours(0, 5), ours(1, 5), ours(0, 10), ours(1, 20)))
        .containsExactly("delete " + FAILOVER_0);
  }

  /** Or the traffic would go by the second on the way out of the first. */
  @Test
  void of_these_others_the_one_in_force_goes_last() {
    Route byAnOldGateway = withGateway("198.51.100.254", ours(1, 5));
    assertThat(plan(1, byAnOldGateway, ours(0, 5), ours(1, 5), ours(0, 10), ours(1, 20)))
        .containsExactly("delete " + FAILOVER_0, "delete " + byAnOldGateway);
  }

  @Test
  void of_several_failover_routes_the_one_in_force_is_deleted_last() {
    assertThat(plan(0, ours(0, 5), ours(1, 5), ours(0, 10), ours(1, 20)))
        .containsExactly("delete " + FAILOVER_1, "delete " + FAILOVER_0);
  }

  @Test
  void removal_takes_only_what_is_ours_and_the_failover_route_first() {
    assertThat(
            RoutePlan.removal(
                List.of(ours(0, 10), foreign(1, 20), ours(1, 5), foreign(0, 0), ours(1, 30))))
        .extracting(RoutingOperation::toString)
        .containsExactly(
            "delete " + FAILOVER_1,
            "delete " + BASE_0,
            "delete default via 198.51.100.1 dev eth1 proto 157 metric 30");
  }

  private static List<String> plan(int wanted, Route... kernel) {
    PlanRequest request =
        request(
            ImmutableList.of(uplink(0, true), uplink(1, true)),
            5,
            wanted,
            ImmutableList.copyOf(kernel));
    return RoutePlan.of(request).stream().map(RoutingOperation::toString).toList();
  }

  static PlanRequest request(
      ImmutableList<PlannedUplink> uplinks,
      long failoverMetric,
      int wanted,
      ImmutableList<Route> defaults) {
    return new PlanRequest(
        IpFamily.IPV4,
        uplinks,
        failoverMetric,
        TableLayout.NONE,
        wanted,
        false,
        false,
        defaults,
        null);
  }

  static PlannedUplink uplink(int index, boolean routable) {
    return new PlannedUplink(
        "eth" + index,
        10L * (index + 1),
        GatewayRoute.via(InetAddresses.forString(prefix(index) + ".1")),
        ImmutableList.of(InterfaceAddress.of(InetAddresses.forString(prefix(index) + ".2"), 24)),
        routable,
        true,
        false);
  }

  static Route ours(int index, long metric) {
    return route(index, metric, Route.PROTOCOL);
  }

  private static Route withGateway(String gateway, Route route) {
    Hop hop = new Hop(route.hops().get(0).interfaceName(), InetAddresses.forString(gateway), false);
    return MainRoutes.mainDefault(
        IpFamily.IPV4,
        route.metric(),
        route.protocol(),
        ImmutableList.of(hop),
        null,
        ImmutableSortedMap.of());
  }

  static Route foreign(int index, long metric) {
    return route(index, metric, 16);
  }

  private static Route route(int index, long metric, int protocol) {
    Hop hop = new Hop("eth" + index, InetAddresses.forString(prefix(index) + ".1"), false);
    return MainRoutes.mainDefault(
        IpFamily.IPV4, metric, protocol, ImmutableList.of(hop), null, ImmutableSortedMap.of());
  }

  private static String prefix(int index) {
    return switch (index) {
      case 0 -> "192.0.2";
      case 1 -> "198.51.100";
      default -> "198.18." + index;
    };
  }
}

package dev.routeswitcher.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.MainRoutes;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the kernel's routes teach about the way through an uplink, and what is made of it. */
class GatewayRouteTest {

  private static final InetAddress GATEWAY = InetAddresses.forString("192.0.2.1");
  private static final InetAddress SOURCE = InetAddresses.forString("192.0.2.2");

  /** What DHCP left: a default with a source address and an MTU. */
  private static Route byDhcp(InetAddress gateway) {
    return MainRoutes.mainDefault(
        IpFamily.IPV4,
        100,
        16,
        ImmutableList.of(new Hop("eth0", gateway, false)),
        SOURCE,
        ImmutableSortedMap.of(2, 1400L));
  }

  private static @Nullable GatewayRoute learn(
      @Nullable InetAddress configured, @Nullable GatewayRoute known, Route... routes) {
    return GatewayRoute.learn("eth0", configured, known, List.of(routes), false);
  }

  @Test
  void a_default_of_another_program_tells_gateway_source_and_metrics() {
    assertThat(learn(null, null, byDhcp(GATEWAY)))
        .isEqualTo(new GatewayRoute(GATEWAY, SOURCE, ImmutableSortedMap.of(2, 1400L)));
  }

  @Test
  void a_route_of_ours_tells_nothing_but_when_it_is_adopted() {
    Route ours = RoutePlanTest.ours(0, 10);
    assertThat(learn(null, null, ours)).isNull();
    assertThat(GatewayRoute.learn("eth0", null, null, List.of(ours), true))
        .isEqualTo(GatewayRoute.via(GATEWAY));
  }

  @Test
  void what_was_learned_of_a_configured_gateway_stays_when_its_route_goes() {
    GatewayRoute learned = learn(GATEWAY, null, byDhcp(GATEWAY));
    assertThat(learn(GATEWAY, learned)).isEqualTo(learned);
    assertThat(learn(GATEWAY, null)).isEqualTo(GatewayRoute.via(GATEWAY));
  }

  @Test
  void a_configured_gateway_is_never_overruled() {
    Route other = byDhcp(InetAddresses.forString("192.0.2.254"));
    assertThat(learn(GATEWAY, null, other)).isEqualTo(GatewayRoute.via(GATEWAY));
  }

  @Test
  void a_source_that_the_interface_has_lost_is_not_copied() {
    GatewayRoute via = new GatewayRoute(GATEWAY, SOURCE, ImmutableSortedMap.of());
    assertThat(uplink(via, SOURCE).route(IpFamily.IPV4, Route.MAIN, 10).preferredSource())
        .isEqualTo(SOURCE);
    InetAddress another = InetAddresses.forString("192.0.2.3");
    assertThat(uplink(via, another).route(IpFamily.IPV4, Route.MAIN, 10).preferredSource())
        .isNull();
  }

  @Test
  void a_foreign_route_in_a_base_slot_is_a_conflict_if_it_leads_another_way() {
    PlannedUplink known = uplink(GatewayRoute.via(GATEWAY), SOURCE);
    assertThat(conflicts(known, foreign(GATEWAY))).isFalse();
    assertThat(conflicts(known, foreign(InetAddresses.forString("192.0.2.254")))).isTrue();
    assertThat(conflicts(known, RoutePlanTest.foreign(1, 10))).isTrue();
    assertThat(conflicts(known, RoutePlanTest.foreign(1, 20))).isFalse();
  }

  @Test
  void while_no_gateway_is_known_any_way_through_the_uplink_is_its_own() {
    assertThat(conflicts(uplink(null, SOURCE), foreign(GATEWAY))).isFalse();
    assertThat(conflicts(uplink(null, SOURCE), RoutePlanTest.foreign(1, 10))).isTrue();
  }

  private static boolean conflicts(PlannedUplink uplink, Route route) {
    PlanRequest request =
        RoutePlanTest.request(
            ImmutableList.of(uplink, RoutePlanTest.uplink(1, true)), 5, 0, ImmutableList.of(route));
    return !ForeignRoutes.conflicting(request).isEmpty();
  }

  private static Route foreign(InetAddress gateway) {
    return MainRoutes.mainDefault(
        IpFamily.IPV4,
        10,
        16,
        ImmutableList.of(new Hop("eth0", gateway, false)),
        null,
        ImmutableSortedMap.of());
  }

  private static PlannedUplink uplink(@Nullable GatewayRoute via, InetAddress address) {
    return new PlannedUplink(
        "eth0", 10, via, ImmutableList.of(InterfaceAddress.of(address, 24)), true, true);
  }
}

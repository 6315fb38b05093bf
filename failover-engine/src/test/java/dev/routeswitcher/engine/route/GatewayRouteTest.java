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
    return GatewayRoute.learn("eth0", configured, known, List.of(routes), List.of(), false);
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
    assertThat(GatewayRoute.learn("eth0", null, null, List.of(ours), List.of(), true))
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

  // Several routers

  private static final InetAddress SECOND = InetAddresses.forString("192.0.2.254");

  private static Route by(InetAddress gateway, long metric, @Nullable RouterPreference preference) {
    return new Route(
        Route.MAIN,
        Subnet.all(IpFamily.IPV4),
        metric,
        9,
        ImmutableList.of(new Hop("eth0", gateway, false)),
        null,
        ImmutableSortedMap.of(),
        null,
        preference,
        null);
  }

  private static @Nullable InetAddress learned(
      @Nullable InetAddress known, List<InetAddress> unreachable, Route... routes) {
    GatewayRoute learned =
        GatewayRoute.learn(
            "eth0",
            null,
            known == null ? null : GatewayRoute.via(known),
            List.of(routes),
            unreachable.stream().map(gateway -> new Neighbour("eth0", gateway)).toList(),
            false);
    return learned == null ? null : learned.gateway();
  }

  @Test
  void of_routers_of_one_metric_the_preferred_one_is_learned_in_whatever_order_they_stand() {
    Route high = by(SECOND, 1024, RouterPreference.HIGH);
    Route medium = by(GATEWAY, 1024, null);
    Route low = by(SOURCE, 1024, RouterPreference.LOW);
    assertThat(learned(null, List.of(), medium, high, low)).isEqualTo(SECOND);
    assertThat(learned(GATEWAY, List.of(), low, high, medium)).isEqualTo(SECOND);
    assertThat(learned(SOURCE, List.of(), low, medium)).isEqualTo(GATEWAY);
    assertThat(learned(null, List.of(), by(GATEWAY, 100, RouterPreference.LOW), high))
        .as("the metric goes first")
        .isEqualTo(GATEWAY);
  }

  @Test
  void a_router_that_does_not_answer_gives_way_to_any_that_does() {
    Route high = by(SECOND, 1024, RouterPreference.HIGH);
    Route worse = by(GATEWAY, 2000, RouterPreference.LOW);
    assertThat(learned(SECOND, List.of(SECOND), high, worse)).isEqualTo(GATEWAY);
    assertThat(learned(GATEWAY, List.of(), high, worse)).isEqualTo(SECOND);
    assertThat(learned(GATEWAY, List.of(GATEWAY, SECOND), high, worse))
        .as("none answers: as if all did")
        .isEqualTo(SECOND);
    assertThat(learned(SECOND, List.of(SECOND), high)).as("there is no other").isEqualTo(SECOND);
    assertThat(
            GatewayRoute.learn(
                "eth0",
                null,
                null,
                List.of(high, worse),
                List.of(new Neighbour("eth1", SECOND)),
                false))
        .as("one of the same address on another link")
        .isEqualTo(GatewayRoute.via(SECOND));
  }

  @Test
  void among_equal_routers_the_known_one_stays_while_it_answers() {
    Route first = by(GATEWAY, 1024, null);
    Route second = by(SECOND, 1024, null);
    assertThat(learned(null, List.of(), first, second)).isEqualTo(GATEWAY);
    assertThat(learned(SECOND, List.of(), first, second)).isEqualTo(SECOND);
    assertThat(learned(SECOND, List.of(SECOND), first, second)).isEqualTo(GATEWAY);
    assertThat(learned(GATEWAY, List.of(), second, first)).isEqualTo(GATEWAY);
  }

  @Test
  void of_a_multipath_route_the_hop_that_answers_is_learned() {
    Route both =
        MainRoutes.mainDefault(
            IpFamily.IPV4,
            100,
            16,
            ImmutableList.of(new Hop("eth0", GATEWAY, false), new Hop("eth0", SECOND, false)),
            null,
            ImmutableSortedMap.of());
    assertThat(learned(null, List.of(), both)).isEqualTo(GATEWAY);
    assertThat(learned(GATEWAY, List.of(GATEWAY), both)).isEqualTo(SECOND);
  }

  // What else a route says

  private static Route full(Encapsulation encapsulation) {
    return new Route(
        Route.MAIN,
        Subnet.all(IpFamily.IPV4),
        100,
        16,
        ImmutableList.of(new Hop("eth0", GATEWAY, false, encapsulation)),
        SOURCE,
        ImmutableSortedMap.of(2, 1400L),
        "bbr",
        null,
        null);
  }

  @Test
  void encapsulation_and_congestion_control_are_carried_over_to_our_routes() {
    Encapsulation seg6 = new Encapsulation(5, "0a0b");
    GatewayRoute learned = learn(null, null, full(seg6));
    Route ours = uplink(learned, SOURCE).route(IpFamily.IPV4, Route.MAIN, 10);
    assertThat(ours)
        .isEqualTo(
            new Route(
                Route.MAIN,
                Subnet.all(IpFamily.IPV4),
                10,
                Route.PROTOCOL,
                ImmutableList.of(new Hop("eth0", GATEWAY, false, seg6)),
                SOURCE,
                ImmutableSortedMap.of(2, 1400L),
                "bbr",
                null,
                null))
        .hasToString("default encap seg6 via 192.0.2.1 dev eth0 proto 157 src 192.0.2.2 metric 10");
  }

  @Test
  void a_route_that_hands_packets_to_a_program_tells_nothing() {
    Route toProgram = full(new Encapsulation(Encapsulation.BPF, "0c0d"));
    assertThat(learn(null, null, toProgram)).isNull();
    assertThat(learn(null, null, toProgram, by(SECOND, 500, null)))
        .isEqualTo(GatewayRoute.via(SECOND));
    assertThat(learn(GATEWAY, null, toProgram)).isEqualTo(GatewayRoute.via(GATEWAY));
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
        "eth0", 10, via, ImmutableList.of(InterfaceAddress.of(address, 24)), true, true, false);
  }
}

package dev.routeswitcher.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.Resumed;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.MainRoutes;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TargetPath;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kernel of a replay that decides otherwise than the run it was recorded in. */
class SupposedKernelTest {

  private static final IpFamily IPV4 = IpFamily.IPV4;
  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");
  private static final Route BASE_0 = route("eth0", 10, Route.PROTOCOL);
  private static final Route BASE_1 = route("eth1", 20, Route.PROTOCOL);
  private static final Route FAILOVER_1 = route("eth1", 5, Route.PROTOCOL);
  private static final Route FAILOVER_2 = route("eth2", 5, Route.PROTOCOL);
  private static final Route BY_DHCP = route("eth0", 100, 16);

  private final SupposedKernel kernel = new SupposedKernel();

  private static Route route(String name, long metric, int protocol) {
    Hop hop = new Hop(name, InetAddresses.forString("192.0.2.1"), false);
    return MainRoutes.mainDefault(
        IpFamily.IPV4, metric, protocol, ImmutableList.of(hop), null, ImmutableSortedMap.of());
  }

  /** What is told when these routes were recorded. */
  private RoutesObserved reading(Route... recorded) {
    return (RoutesObserved)
        kernel
            .instead(
                List.of(
                    new RoutesObserved(
                        IPV4,
                        ImmutableList.copyOf(recorded),
                        ImmutableList.of(new TargetPath(TARGET, "eth9", 0)))))
            .get(0);
  }

  /** What is told after these operations were asked for. */
  private List<EngineEvent> asked(RoutingOperation... operations) {
    return kernel.carryOut(
        List.of(new ChangeRoutes(IPV4, ImmutableList.copyOf(Arrays.asList(operations)))));
  }

  private List<Route> routesAfter(RoutingOperation... operations) {
    return ((RoutesObserved) asked(operations).get(1)).routes();
  }

  private static RoutingOperation add(Route route) {
    return new RoutingOperation(RoutingOperation.Kind.ADD, route);
  }

  private static RoutingOperation replace(Route route) {
    return new RoutingOperation(RoutingOperation.Kind.REPLACE, route);
  }

  private static RoutingOperation delete(Route route) {
    return new RoutingOperation(RoutingOperation.Kind.DELETE, route);
  }

  @Test
  void at_first_the_routes_are_those_that_were_found() {
    assertThat(reading(BASE_0, BASE_1, BY_DHCP).routes()).containsExactly(BASE_0, BASE_1, BY_DHCP);
  }

  @Test
  void later_ours_are_those_that_were_asked_for_and_the_others_those_that_were_recorded() {
    reading(BASE_0);
    asked(add(BASE_1));
    assertThat(reading(FAILOVER_1, BASE_0, BY_DHCP).routes())
        .containsExactly(BASE_0, BASE_1, BY_DHCP);
    assertThat(reading(BASE_0).routes()).containsExactly(BASE_0, BASE_1);
  }

  @Test
  void what_is_asked_for_is_done_at_once_and_answered() {
    reading(BASE_0, BASE_1);
    List<EngineEvent> answers = asked(add(FAILOVER_1));
    assertThat(((RoutesChanged) answers.get(0)).results())
        .singleElement()
        .satisfies(result -> assertThat(result.operation().entry()).isEqualTo(FAILOVER_1));
    RoutesObserved seen = (RoutesObserved) answers.get(1);
    assertThat(seen.routes()).containsExactly(FAILOVER_1, BASE_0, BASE_1);
    assertThat(seen.paths()).containsExactly(new TargetPath(TARGET, "eth1", 0));
    assertThat(routesAfter(replace(FAILOVER_2))).containsExactly(FAILOVER_2, BASE_0, BASE_1);
    assertThat(routesAfter(delete(FAILOVER_1))).containsExactly(FAILOVER_2, BASE_0, BASE_1);
    assertThat(routesAfter(delete(FAILOVER_2))).containsExactly(BASE_0, BASE_1);
  }

  @Test
  void without_a_decision_about_routes_nothing_is_answered() {
    assertThat(kernel.carryOut(List.of())).isEmpty();
  }

  @Test
  void routes_by_a_link_that_is_set_down_are_gone() {
    reading(BASE_0, BASE_1, BY_DHCP);
    LinkStatus down = new LinkStatus(true, false, false, ImmutableList.of(), true, false);
    LinkChanged lost = new LinkChanged(new UplinkKey(IPV4, "eth0"), down);
    assertThat(kernel.instead(List.of(lost))).containsExactly(lost);
    assertThat(reading(BY_DHCP).routes()).containsExactly(BASE_1, BY_DHCP);
  }

  @Test
  void a_link_that_only_lost_its_carrier_keeps_its_routes() {
    reading(BASE_0);
    LinkStatus silent =
        new LinkStatus(
            true,
            true,
            false,
            LinkStatus.up(InterfaceAddress.of(InetAddresses.forString("192.0.2.2"), 24))
                .addresses(),
            true,
            false);
    kernel.instead(List.of(new LinkChanged(new UplinkKey(IPV4, "eth0"), silent)));
    assertThat(reading().routes()).containsExactly(BASE_0);
  }

  @Test
  void recorded_answers_are_left_out_and_all_else_is_told() {
    assertThat(kernel.instead(List.of(new RoutesChanged(IPV4, ImmutableList.of()), new Resumed())))
        .containsExactly(new Resumed());
  }

  @Test
  void a_target_with_a_route_of_its_own_keeps_its_way() {
    TargetPath own = new TargetPath(TARGET, "tun0", 24);
    RoutesObserved seen =
        (RoutesObserved)
            kernel
                .instead(
                    List.of(new RoutesObserved(IPV4, ImmutableList.of(), ImmutableList.of(own))))
                .get(0);
    assertThat(seen.paths()).containsExactly(own);
  }

  @Test
  void without_a_route_a_target_has_no_way() {
    assertThat(reading().paths()).containsExactly(new TargetPath(TARGET, null, 0));
  }

  @Test
  void before_the_first_reading_there_are_no_routes() {
    RoutesObserved seen = (RoutesObserved) asked(add(BASE_0)).get(1);
    assertThat(seen.routes()).isEmpty();
    assertThat(seen.family()).isEqualTo(IPV4);
  }
}

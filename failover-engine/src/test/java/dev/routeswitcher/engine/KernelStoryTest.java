package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.routeswitcher.engine.Alarm.Obstacle.Cause;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A kernel that refuses, and other programs that meddle. */
class KernelStoryTest {

  private final World world = World.withUplinks(2).start().runFor(10.5);
  private final Chronicle chronicle = world.chronicle;

  @Test
  void a_refused_uplink_is_passed_over_at_once_for_the_next() {
    World three = World.withUplinks(3).start().runFor(10.5);
    three.kernel.refuse("eth1", "EINVAL: Nexthop has invalid gateway");
    three.carrierLost("eth0").runFor(0.010);
    assertThat(three.chronicle.switches())
        .containsExactly("START eth0", "FAILOVER eth1", "FAILOVER eth2");
    assertThat(three.chronicle.switchesInForce()).containsExactly("START eth0", "FAILOVER eth2");
    assertThat(three.chronicle.conditions).containsEntry("eth1", Condition.ROUTE_REFUSED);
    assertThat(three.chronicle.alarms()).as("it has not lasted yet").isEmpty();
    three.runFor(2);
    assertThat(three.chronicle.raised).contains(new Alarm.RouteRefused(three.key("eth1")));
  }

  /** Of the main table: until it answers it has a route for its probes alone. */
  @Test
  void a_route_that_is_taken_away_does_not_end_a_refusal() {
    world.silence("eth1").setDown("eth1").restart().runFor(12).linkUp("eth1").runFor(3);
    assertThat(Iterables.getLast(chronicle.mainTableChanges)).contains("metric 4294900001");
    world.kernel.refuse("eth1", "EINVAL: Nexthop has invalid gateway");
    world.silence("eth0").runFor(5).answer("eth1").runFor(100);
    assertThat(chronicle.mainTableChanges)
        .contains("31.521 delete default via 198.51.100.1 dev eth1 proto 157 metric 4294900001");
    assertThat(gaps(chronicle.changeTimes, 31.521)).startsWith(1.0, 2.0, 4.0, 8.0);
  }

  @Test
  void a_refusal_of_a_moment_is_no_alarm() {
    world.kernel.refuse("eth1", "EINVAL: Nexthop has invalid gateway");
    world.routesDeleted(20).runFor(0.5);
    assertThat(chronicle.conditions).containsEntry("eth1", Condition.ROUTE_REFUSED);
    world.kernel.accept("eth1");
    world.foreignRoute(World.foreign(world.uplink("eth1"), 300)).runFor(10);
    assertThat(chronicle.conditions).containsEntry("eth1", Condition.ANSWERING);
    assertThat(chronicle.raised).isEmpty();
  }

  @Test
  void an_uplink_refused_again_and_again_is_tried_ever_more_rarely_and_called_held() {
    world.kernel.refuse("eth1", "EINVAL: Nexthop has invalid gateway");
    world.carrierLost("eth0").runFor(100);
    assertThat(gaps(chronicle.changeTimes, 10.4)).startsWith(1.0, 2.0, 4.0, 8.0, 16.0, 30.0);
    assertThat(chronicle.alarms())
        .containsExactlyInAnyOrder(Alarm.Kind.ROUTE_REFUSED, Alarm.Kind.HELD);
    assertThat(standing(Alarm.Kind.HELD))
        .isEqualTo(
            new Alarm.Held(
                world.key("eth0"),
                ImmutableList.of(new Alarm.Obstacle(world.key("eth1"), Cause.REFUSED))));
    assertThat(raised(Alarm.Kind.CONTENDED)).isZero();
    world.kernel.accept("eth1");
    world.runFor(31);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void a_link_event_makes_a_refused_uplink_a_candidate_again_at_once() {
    world.kernel.refuse("eth1", "EINVAL: Nexthop has invalid gateway");
    world.carrierLost("eth0").runFor(20);
    world.kernel.accept("eth1");
    world.carrierLost("eth1").runFor(0.1).linkUp("eth1").runFor(1.1);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1");
  }

  @Test
  void a_refused_return_stays_on_the_fallback_and_is_tried_again() {
    world.silence("eth0").runFor(4).answer("eth0").runFor(30);
    // Without its base route the primary's return begins with a replacement, which is refused.
    world.kernel.refuse("eth0", "EINVAL: Nexthop has invalid gateway");
    world.ourRoutesDeleted("eth0").runFor(60);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(world.kernel.wayOut()).isEqualTo("eth1");
    world.kernel.accept("eth0");
    world.runFor(32);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1", "FAILBACK eth0");
  }

  @Test
  void a_switch_refused_while_everything_is_down_leaves_what_is_wanted_alone() {
    world.kernel.refuse("eth1", "ENETDOWN: Network is down");
    world.carrierLost("eth0").runFor(0);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.carrierLost("eth1").runFor(20);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.linkUp("eth0").runFor(1);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth0");
  }

  @Test
  void without_permission_the_switch_stays_wanted_and_is_tried_ever_more_rarely() {
    world.kernel.unavailable("EPERM: Operation not permitted");
    world.carrierLost("eth0").runFor(100);
    assertThat(chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
    assertThat(chronicle.switchesInForce()).containsExactly("START eth0");
    assertThat(chronicle.alarms()).contains(Alarm.Kind.CANNOT_SWITCH);
    assertThat(raised(Alarm.Kind.CANNOT_SWITCH)).isEqualTo(1);
    assertThat(raised(Alarm.Kind.CONTENDED)).isZero();
    assertThat(gaps(chronicle.changeTimes, 10.4)).startsWith(1.0, 2.0, 4.0, 8.0, 16.0, 30.0);
    world.kernel.unavailable(null);
    world.runFor(31);
    assertThat(chronicle.switchesInForce()).containsExactly("START eth0", "FAILOVER eth1");
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void that_no_route_can_be_changed_is_forgotten_once_none_needs_to_be() {
    world.kernel.unavailable("ENOBUFS: No buffer space available");
    world.routesDeleted(20).runFor(10);
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.CANNOT_SWITCH);
    world.setDown("eth1").runFor(0.1);
    assertThat(chronicle.alarms()).isEmpty();

    world.linkUp("eth1").runFor(0.1);
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.CANNOT_SWITCH);
    world.foreignRoute(World.foreign(world.uplink("eth1"), 20)).runFor(0.1);
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void a_foreign_default_of_metric_0_is_named_once_and_keeps_the_traffic_from_returning() {
    world.silence("eth0").runFor(5).answer("eth0");
    world.foreignRoute(World.foreign(world.uplink("eth1"), 0)).runFor(300);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(raised(Alarm.Kind.INEFFECTIVE)).isEqualTo(1);
    assertThat(standing(Alarm.Kind.INEFFECTIVE))
        .isEqualTo(
            new Alarm.Overruled(IpFamily.IPV4, World.foreign(world.uplink("eth1"), 0), 20, 100));
    world.routesDeleted(0).runFor(1);
    assertThat(chronicle.alarms()).isEmpty();
    assertThat(chronicle.switchesInForce()).endsWith("FAILBACK eth0");
  }

  private static final TableLayout OVERRIDE =
      new TableLayout(false, true, TableLayout.DEFAULT_TABLE, TableLayout.DEFAULT_PREFERENCE);

  @Test
  void one_that_is_overridden_is_judged_by_the_way_the_traffic_takes_alone() {
    World overridden =
        World.of(
                World.config(2, 1, Timing.defaults(), Policy.DEFAULT, true, OVERRIDE),
                new Noise(Noise.Level.NONE, 3))
            .rulesRefused("EPERM: Operation not permitted")
            .start()
            .runFor(10.5);
    overridden.foreignRoute(World.foreign(overridden.uplink("eth0"), 0)).runFor(1);
    assertThat(overridden.chronicle.alarms()).containsExactly(Alarm.Kind.RULES_REFUSED);
    overridden.silence("eth0").runFor(5);
    assertThat(overridden.wanted()).isEqualTo("eth1");
    // Nothing leads past it while no rule can be made: the look-up shows that.
    assertThat(overridden.chronicle.switchesInForce()).doesNotContain("FAILOVER eth1");
    assertThat(overridden.chronicle.alarms())
        .containsExactlyInAnyOrder(Alarm.Kind.RULES_REFUSED, Alarm.Kind.INEFFECTIVE);
    overridden.answer("eth0").rulesRefused(null).runFor(70);
    assertThat(overridden.wanted()).isEqualTo("eth0");
    assertThat(overridden.chronicle.alarms()).isEmpty();
  }

  @Test
  void a_foreign_default_between_failover_and_primary_is_found_in_a_fallback_too() {
    world.silence("eth0").runFor(5).answer("eth0");
    world.foreignRoute(World.foreign(world.uplink("eth1"), 7)).runFor(300);
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.INEFFECTIVE);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(world.kernel.wayOut()).isEqualTo("eth1");
  }

  @Test
  void a_foreign_default_that_wins_does_not_keep_the_engine_from_wanting_a_failover() {
    world.foreignRoute(World.foreign(world.uplink("eth0"), 0)).runFor(1);
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.INEFFECTIVE);
    world.silence("eth0").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.switchesInForce()).doesNotContain("FAILOVER eth1");
    world.routesDeleted(0).runFor(1);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1");
  }

  @Test
  void a_lookup_that_goes_astray_is_ineffective_although_our_routes_stand() {
    world.post(
        new EngineEvent.RoutesObserved(
            World.IPV4,
            world.kernel.routes(),
            ImmutableList.of(new TargetPath(world.targets().get(0), "eth1", 1))));
    world.runFor(0.1);
    assertThat(standing(Alarm.Kind.INEFFECTIVE))
        .isEqualTo(
            new Alarm.Misdirected(
                world.key("eth0"),
                ImmutableList.of(new TargetPath(world.targets().get(0), "eth1", 1))));
    world.tellRoutes();
    world.runFor(0.1);
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void what_goes_into_a_tunnel_is_good_to_know_and_keeps_no_switch_from_being_in_force() {
    TargetPath byTunnel = new TargetPath(world.targets().get(0), "tun0", 1);
    observe(byTunnel);
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.TUNNEL);
    world.silence("eth0");
    for (int i = 0; i < 50; i++) {
      observe(byTunnel);
    }
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(chronicle.raised).doesNotHaveAnyElementsOfTypes(Alarm.Misdirected.class);
  }

  private void observe(TargetPath path) {
    world.post(
        new EngineEvent.RoutesObserved(World.IPV4, world.kernel.routes(), ImmutableList.of(path)));
    world.runFor(0.1);
  }

  @Test
  void it_is_so_while_the_active_uplink_fails_too() {
    world.silence("eth0").runFor(1);
    world.post(
        new EngineEvent.RoutesObserved(
            World.IPV4,
            world.kernel.routes(),
            ImmutableList.of(new TargetPath(world.targets().get(0), "eth1", 1))));
    world.runFor(0.1);
    assertThat(world.snapshot().uplinks().get(0).health()).isEqualTo(Health.FAILING);
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.INEFFECTIVE);
  }

  @Test
  void a_kernel_that_leaves_a_dead_link_before_the_engine_may_is_no_alarm() {
    world.kernel.avoidDeadLinks();
    world.silence("eth1").runFor(5);
    world.carrierLost("eth0").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth0");
    assertThat(world.kernel.wayOut()).isEqualTo("eth1");
    // The return of a link is told before the routes are read again.
    world.uplink("eth0").up();
    world.post(new EngineEvent.LinkChanged(world.key("eth0"), world.uplink("eth0").link()));
    world.runFor(0.005).linkUp("eth0").runFor(5);
    assertThat(raised(Alarm.Kind.INEFFECTIVE)).isZero();
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void a_foreign_route_in_the_place_of_a_base_route_is_a_conflict_and_stays() {
    world.routesDeleted(20).runFor(0);
    world.kernel.delete(route -> route.metric() == 20);
    world.foreignRoute(World.foreign(world.uplink("eth0"), 20)).runFor(5);
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.CONFLICT);
    assertThat(world.kernel.routes()).contains(World.foreign(world.uplink("eth0"), 20));
    assertThat(world.kernel.faults()).isEmpty();
  }

  @Test
  void a_foreign_route_that_is_the_very_base_route_counts_as_ours() {
    World other = World.withUplinks(2);
    other.kernel.append(World.foreign(other.uplink("eth0"), 10));
    other.start().runFor(10.5).silence("eth0").runFor(5).answer("eth0").runFor(70);
    assertThat(other.chronicle.switchesInForce()).endsWith("FAILOVER eth1", "FAILBACK eth0");
    assertThat(other.chronicle.raised).isEmpty();
    assertThat(other.kernel.routes()).contains(World.foreign(other.uplink("eth0"), 10)).hasSize(2);
  }

  @Test
  void a_route_of_ours_that_someone_deletes_is_put_back_at_once() {
    world.silence("eth0").runFor(5);
    world.routesDeleted(5).runFor(0.010);
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth1"));
    world.ourRoutesDeleted("eth0").runFor(0.010);
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth1"));
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void a_fight_with_another_program_is_reported_and_slows_down() {
    int before = chronicle.changeTimes.size();
    for (int i = 0; i < 6000; i++) {
      world.routesDeleted(20).runFor(0.1);
    }
    // Five repairs at once, then 1, 2, 4, 8, 16 s and 30 s apart.
    assertThat(chronicle.changeTimes.size() - before).isBetween(10, 32);
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.CONTENDED);
    assertThat(raised(Alarm.Kind.CONTENDED)).isEqualTo(1);
    world.runFor(100);
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void a_fight_does_not_slow_down_a_failover() {
    for (int i = 0; i < 600; i++) {
      world.routesDeleted(20).runFor(0.1);
    }
    world.routesDeleted(20).silence("eth0").runFor(4);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1");
  }

  @Test
  void upkeep_does_not_cost_a_switch_its_right_to_be_asked_for_at_once() {
    // It is decided while an answer is awaited; before that comes, its uplink loses its address.
    world.routesDeleted(20).runFor(0);
    world.carrierLost("eth0").runFor(0);
    world.kernel.unavailable("ENOBUFS: No buffer space available");
    world.addressLost("eth1").ourRoutesDeleted("eth0").runFor(40);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.alarms()).contains(Alarm.Kind.CANNOT_SWITCH);
    world.kernel.unavailable(null);
    world.linkUp("eth1").runFor(0.1);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1");
  }

  @Test
  void a_switch_that_met_another_table_is_asked_for_again_at_once() {
    for (int i = 0; i < 600; i++) {
      world.routesDeleted(20).runFor(0.1);
    }
    world.silence("eth0").runFor(2);
    world.kernel.append(World.foreign(world.uplink("eth0"), 5));
    world.runFor(3);
    assertThat(chronicle.operationsInShort())
        .contains("add default via 198.51.100.1 dev eth1 proto 157 metric 5");
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.switchesInForce()).doesNotContain("FAILOVER eth1");
    assertThat(chronicle.alarms()).contains(Alarm.Kind.CONTENDED);
    world.routesDeleted(5).runFor(0.1);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1");
  }

  @Test
  void a_table_that_is_never_as_it_was_read_slows_the_switch_down() {
    int before = chronicle.changeTimes.size();
    world.kernel.hideRouteAt(5);
    world.silence("eth0").runFor(100);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.changeTimes.size() - before).isBetween(10, 20);
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.CONTENDED);
  }

  @Test
  void a_move_between_two_fallbacks_is_one_replacement_in_place() {
    World three = World.withUplinks(3).start().runFor(10.5).silence("eth0").runFor(10);
    assertThat(three.wanted()).isEqualTo("eth1");
    List<RoutingOperation> before = List.copyOf(three.chronicle.operations);
    three.silence("eth1").runFor(10);
    assertThat(three.chronicle.switchesInForce()).endsWith("FAILOVER eth1", "FAILOVER eth2");
    assertThat(three.chronicle.operationsInShort().subList(before.size(), before.size() + 1))
        .containsExactly("replace default via 198.18.2.1 dev eth2 proto 157 metric 5");
    assertThat(three.chronicle.operations).hasSize(before.size() + 1);
    three.answer("eth1").runFor(65);
    assertThat(three.chronicle.switchesInForce()).endsWith("FAILBACK eth1");
    assertThat(three.chronicle.operations).hasSize(before.size() + 2);
  }

  private static List<Double> gaps(List<Double> times, double from) {
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      if (times.get(i - 1) >= from) {
        gaps.add(Math.floor(times.get(i) - times.get(i - 1)));
      }
    }
    assertThat(gaps).isNotEmpty();
    assertThat(gaps.get(0)).isCloseTo(1.0, offset(0.5));
    return gaps;
  }

  private long raised(Alarm.Kind kind) {
    return chronicle.raised.stream().filter(alarm -> alarm.kind() == kind).count();
  }

  private Alarm standing(Alarm.Kind kind) {
    assertThat(chronicle.alarms()).contains(kind);
    return chronicle.raised.stream()
        .filter(alarm -> alarm.kind() == kind)
        .reduce((first, last) -> last)
        .orElseThrow();
  }
}

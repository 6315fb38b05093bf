package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.Route;
import org.junit.jupiter.api.Test;

/** What a new run makes of the routes that an earlier one left. */
class AdoptionStoryTest {

  private final World world = World.withUplinks(3);
  private final Chronicle chronicle = world.chronicle;

  @Test
  void a_failover_route_of_ours_is_adopted_without_touching_it() {
    leftByEarlierRun("eth1");
    world.start().runFor(5);
    assertThat(chronicle.switchesInForce()).containsExactly("ADOPTION eth1");
    assertThat(chronicle.lastDecidedAt()).isEqualTo(0);
    assertThat(chronicle.lastDecided().reason()).isEqualTo(new Reason.Adopted());
    assertThat(chronicle.operations).isEmpty();
  }

  @Test
  void what_is_adopted_returns_after_the_failback_delay_as_after_one_failover() {
    leftByEarlierRun("eth1");
    world.start().runFor(60.019);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.runFor(1);
    assertThat(chronicle.switchesInForce()).containsExactly("ADOPTION eth1", "FAILBACK eth0");
    assertThat(chronicle.lastDecidedAt()).isEqualTo(60.020);
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void a_primary_that_relapses_after_it_waits_for_twice_the_delay() {
    leftByEarlierRun("eth1");
    world.start().runFor(70).carrierLost("eth0").runFor(1);
    assertThat(chronicle.switchesInForce())
        .containsExactly("ADOPTION eth1", "FAILBACK eth0", "FAILOVER eth1");
    assertThat(world.snapshot().uplinks().get(0).holdEndsAtNanos())
        .isEqualTo(chronicle.lastDecided().decidedAtNanos() + 120_000_000_000L);
  }

  @Test
  void the_adopted_uplink_is_left_only_after_three_failures_of_its_own() {
    leftByEarlierRun("eth1");
    world.silence("eth1").start().runFor(2.999);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.runFor(0.001);
    // The primary has answered three rounds in a row by then, as a later failover asks for.
    assertThat(chronicle.switches()).containsExactly("ADOPTION eth1", "FAILOVER eth0");
  }

  @Test
  void the_failover_after_an_adoption_is_a_later_one() {
    leftByEarlierRun("eth1");
    world.silence("eth1").silence("eth0").silence("eth2").start().runFor(5).answer("eth0");
    world.runFor(2.5);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.runFor(1);
    assertThat(world.wanted()).isEqualTo("eth0");
  }

  @Test
  void another_gateway_than_the_configured_one_is_replaced_in_place() {
    world.kernel.append(route("eth1", "198.51.100.254", 5));
    world.start().runFor(1);
    assertThat(chronicle.switchesInForce()).containsExactly("ADOPTION eth1");
    assertThat(chronicle.operationsInShort())
        .contains("replace default via 198.51.100.1 dev eth1 proto 157 metric 5");
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth1"));
  }

  @Test
  void a_failover_route_by_the_primary_means_the_primary_and_goes_once_the_base_route_stands() {
    world.kernel.append(World.ours(world.uplink("eth0"), 5));
    world.start().runFor(1);
    assertThat(chronicle.switchesInForce()).containsExactly("ADOPTION eth0");
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
    assertThat(chronicle.operationsInShort())
        .containsSubsequence(
            "add default via 192.0.2.1 dev eth0 proto 157 metric 10",
            "delete default via 192.0.2.1 dev eth0 proto 157 metric 5");
  }

  @Test
  void a_failover_route_by_a_stranger_stays_until_an_uplink_has_answered() {
    leftByStranger();
    world.silence("eth0").silence("eth1").silence("eth2").start().runFor(15);
    assertThat(world.wanted()).isEqualTo("eth0");
    assertThat(world.kernel.wayOut()).isEqualTo("eth9");
    assertThat(chronicle.switchesInForce()).isEmpty();
    world.answer("eth0").answer("eth1").answer("eth2").runFor(2);
    assertThat(chronicle.switchesInForce()).containsExactly("START eth0");
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void a_first_decision_for_a_fallback_replaces_the_strangers_route_in_place() {
    leftByStranger();
    world.carrierLost("eth0").start().runFor(1);
    assertThat(chronicle.switchesInForce()).containsExactly("FAILOVER eth1");
    assertThat(chronicle.operationsInShort())
        .contains("replace default via 198.51.100.1 dev eth1 proto 157 metric 5");
    assertThat(world.kernel.wayOut()).isEqualTo("eth1");
    world.linkUp("eth0").runFor(1);
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth1"));
  }

  @Test
  void of_several_the_one_the_kernel_prefers_is_adopted_and_the_others_go() {
    leftByEarlierRun("eth2");
    world.kernel.append(World.ours(world.uplink("eth1"), 5));
    world.start().runFor(1);
    assertThat(chronicle.switchesInForce()).containsExactly("ADOPTION eth2");
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth2"));
  }

  @Test
  void a_foreign_route_of_that_metric_is_not_adopted() {
    world.kernel.append(World.foreign(world.uplink("eth1"), 5));
    world.start().runFor(1);
    assertThat(chronicle.switches()).containsExactly("START eth0");
    assertThat(world.kernel.routes()).contains(World.foreign(world.uplink("eth1"), 5));
  }

  @Test
  void a_route_of_ours_of_another_metric_is_not_adopted_and_goes_once_the_base_route_stands() {
    world.kernel.append(World.ours(world.uplink("eth2"), 7));
    world.start().runFor(1);
    assertThat(chronicle.switchesInForce()).containsExactly("START eth0");
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void a_restart_in_a_fallback_loses_no_route_and_no_packet() {
    world.start().runFor(10.5).silence("eth0").runFor(10);
    world.restart().runFor(5);
    assertThat(chronicle.switches()).endsWith("FAILOVER eth1", "ADOPTION eth1");
    assertThat(world.kernel.faults()).isEmpty();
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth1"));
  }

  @Test
  void a_gateway_that_only_our_own_routes_tell_is_learned_from_them_at_start() {
    World learning = World.of(2, 1, Timing.defaults(), Noise.none(), false);
    learning.kernel.append(World.ours(learning.uplink("eth0"), 10));
    learning.kernel.append(World.ours(learning.uplink("eth1"), 20));
    learning.start().runFor(1);
    assertThat(learning.chronicle.switchesInForce()).containsExactly("START eth0");
    assertThat(learning.chronicle.operations).isEmpty();
  }

  private void leftByEarlierRun(String active) {
    world.routesFor(active).forEach(world.kernel::append);
  }

  private void leftByStranger() {
    world.kernel.link("eth9", LinkStatus.up(world.uplink("eth0").address()));
    world.kernel.append(route("eth9", "192.0.2.9", 5));
  }

  private static Route route(String name, String gateway, long metric) {
    return MainRoutes.mainDefault(
        IpFamily.IPV4,
        metric,
        Route.PROTOCOL,
        ImmutableList.of(new Hop(name, InetAddresses.forString(gateway), false)),
        null,
        ImmutableSortedMap.of());
  }
}

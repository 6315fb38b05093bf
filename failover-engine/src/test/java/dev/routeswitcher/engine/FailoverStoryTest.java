package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.SimulatedUplink.Provider;
import org.junit.jupiter.api.Test;

/** Failovers and returns of two uplinks with the default timing. */
class FailoverStoryTest {

  private final World world = World.withUplinks(2);
  private final Chronicle chronicle = world.chronicle;

  @Test
  void the_primary_that_answers_at_start_is_taken_at_once() {
    world.start().runFor(0.5);
    assertThat(chronicle.switchesInForce()).containsExactly("START eth0");
    assertThat(chronicle.lastDecidedAt()).isEqualTo(0.020);
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void a_primary_that_is_dead_at_start_is_passed_over_after_three_rounds() {
    world.silence("eth0").start().runFor(2.999);
    assertThat(world.wanted()).isEqualTo("none");
    world.runFor(0.1);
    assertThat(chronicle.switchesInForce()).containsExactly("FAILOVER eth1");
    assertThat(chronicle.lastDecidedAt()).isEqualTo(3.0);
  }

  @Test
  void a_primary_without_a_link_at_start_is_passed_over_at_the_first_answer() {
    world.carrierLost("eth0").start().runFor(0.5);
    assertThat(chronicle.switches()).containsExactly("FAILOVER eth1");
    assertThat(chronicle.lastDecidedAt()).isEqualTo(0.020);
    assertThat(chronicle.lastDecided().reason())
        .isEqualTo(new Reason.LinkLost(Condition.NO_CARRIER));
  }

  @Test
  void without_any_answer_the_boot_window_ends_on_the_primary_and_says_what_is_known() {
    world.silence("eth0").carrierLost("eth1").start().runFor(9.999);
    assertThat(world.wanted()).isEqualTo("none");
    world.runFor(0.001);
    assertThat(chronicle.switches()).containsExactly("START eth0");
    assertThat(chronicle.lastDecided().reason())
        .isEqualTo(
            new Reason.BootWindowOver(
                10_000_000_000L,
                ImmutableList.of(
                    new Reason.UplinkCondition(world.key("eth0"), Condition.NO_REPLY),
                    new Reason.UplinkCondition(world.key("eth1"), Condition.NO_CARRIER))));
  }

  @Test
  void a_silent_primary_is_left_after_exactly_three_failed_rounds() {
    world.start().runFor(10.5).silence("eth0").runFor(2.699);
    assertThat(world.wanted()).isEqualTo("eth0");
    // Replies take 20 ms, so the rounds begun at 11, 12 and 13 s fail at 11.2, 12.2 and 13.2 s.
    world.runFor(0.001);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.lastDecided().reason()).isEqualTo(new Reason.RoundsFailed(3));
    world.runFor(0.1);
    assertThat(chronicle.switchesInForce()).containsExactly("START eth0", "FAILOVER eth1");
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth1"));
    assertThat(chronicle.operationsInShort())
        .endsWith("add default via 198.51.100.1 dev eth1 proto 157 metric 5");
  }

  @Test
  void two_failed_rounds_are_forgiven() {
    world.start().runFor(10.5).silence("eth0").runFor(2.0).answer("eth0").runFor(120);
    assertThat(chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void a_lost_carrier_is_answered_in_the_same_step() {
    world.start().runFor(10.5).carrierLost("eth0").runFor(0);
    assertThat(chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
    assertThat(chronicle.lastDecidedAt()).isEqualTo(10.5);
  }

  @Test
  void the_traffic_returns_at_the_first_success_sixty_seconds_or_more_after_the_first() {
    world.start().runFor(10.5).silence("eth0").runFor(4.1).answer("eth0");
    // The run of successes begins at 15.02 s.
    world.runFor(60.419);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.runFor(1);
    assertThat(chronicle.switchesInForce())
        .containsExactly("START eth0", "FAILOVER eth1", "FAILBACK eth0");
    assertThat(chronicle.lastDecidedAt()).isEqualTo(75.020);
    assertThat(chronicle.lastDecided().reason())
        .isInstanceOfSatisfying(
            Reason.Stable.class,
            stable -> assertThat(stable.forNanos()).isEqualTo(60_000_000_000L));
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
    assertThat(chronicle.operationsInShort())
        .endsWith("delete default via 198.51.100.1 dev eth1 proto 157 metric 5");
  }

  @Test
  void one_failed_round_on_the_way_back_starts_the_sixty_seconds_again() {
    world.start().runFor(10.5).silence("eth0").runFor(4.1).answer("eth0");
    world.runFor(40).silence("eth0").runFor(1).answer("eth0");
    // The round begun at 55 s fails; the next success is at 56.02 s.
    world.runFor(100);
    assertThat(chronicle.switches()).endsWith("FAILBACK eth0");
    assertThat(chronicle.lastDecidedAt()).isEqualTo(116.020);
  }

  @Test
  void while_both_are_down_nothing_moves_and_it_is_said() {
    world.start().runFor(10.5).silence("eth0").silence("eth1").runFor(600);
    assertThat(chronicle.switches()).containsExactly("START eth0");
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.NO_UPLINK);
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void a_secondary_that_comes_back_first_is_taken_in_the_step_of_its_first_answer() {
    world.start().runFor(10.5).silence("eth0").silence("eth1").runFor(60.1).answer("eth1");
    world.runFor(1);
    assertThat(chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
    assertThat(chronicle.lastDecidedAt()).isEqualTo(71.020);
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void both_links_set_down_and_up_again_get_their_base_routes_back_and_then_service() {
    world.start().runFor(10.5).setDown("eth0").setDown("eth1").runFor(30);
    assertThat(world.kernel.routes()).isEmpty();
    assertThat(chronicle.switches()).containsExactly("START eth0");
    world.linkUp("eth0").linkUp("eth1").runFor(0.002);
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
    world.runFor(1);
    assertThat(chronicle.healths).containsEntry("eth0", Health.RESPONSIVE);
    assertThat(chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void in_a_good_world_after_flushed_routes_on_a_fallback_the_primary_gets_service_again() {
    world.start().runFor(10.5).silence("eth0").runFor(10).silence("eth1").runFor(10);
    world.setDown("eth0").setDown("eth1").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.answer("eth0").answer("eth1").linkUp("eth0").linkUp("eth1").runFor(0.002);
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth1"));
    world.runFor(125);
    assertThat(chronicle.switchesInForce()).endsWith("FAILBACK eth0");
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void the_mere_return_of_a_link_switches_nothing_however_good_it_was_before() {
    world.start().runFor(0.5).provider("eth0", Provider.MUTE).provider("eth1", Provider.MUTE);
    world.runFor(240).carrierLost("eth0").answer("eth1").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.linkUp("eth0").runFor(120);
    assertThat(chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
  }

  @Test
  void quiet_while_the_program_stands_still_is_no_stability_either() {
    world.start().runFor(0.5).provider("eth0", Provider.MUTE).standStill(240);
    world.carrierLost("eth0").runFor(3);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.linkUp("eth0").runFor(59).answer("eth0").runFor(59);
    assertThat(chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
  }
}

package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Alarm.Obstacle.Cause;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.Timing;
import org.junit.jupiter.api.Test;

/** What an operator may want over the engine's own choice. */
class OverrideStoryTest {

  private final World world = World.withUplinks(3).start().runFor(10.5);
  private final Chronicle chronicle = world.chronicle;
  private final UplinkKey eth0 = world.key("eth0");
  private final UplinkKey eth1 = world.key("eth1");

  @Test
  void the_uplink_to_use_gets_the_traffic_at_once() {
    world.override(ManualOverride.NONE.using(eth1)).runFor(0.1);
    assertThat(chronicle.switchesInForce()).containsExactly("START eth0", "MANUAL eth1");
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth1"));
    assertThat(chronicle.lastDecided().reason()).isEqualTo(new Reason.OverrideUse(eth1));
    world.runFor(600);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.raised).isEmpty();
  }

  @Test
  void left_to_itself_again_the_engine_returns_to_the_primary() {
    world.override(ManualOverride.NONE.using(eth1)).runFor(30);
    world.override(ManualOverride.NONE).runFor(100);
    assertThat(chronicle.switches()).containsExactly("START eth0", "MANUAL eth1", "FAILBACK eth0");
    assertThat(chronicle.lastDecidedAt()).isBetween(70.5, 72.0);
  }

  @Test
  void the_uplink_to_use_is_left_when_it_fails_and_returned_to_when_it_is_stable() {
    world.override(ManualOverride.NONE.using(eth1)).runFor(90).silence("eth1").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth0");
    world.answer("eth1").runFor(90);
    assertThat(chronicle.switches()).endsWith("FAILOVER eth0", "FAILBACK eth1");
  }

  @Test
  void one_that_does_not_answer_is_waited_for() {
    world.silence("eth1").runFor(10).override(ManualOverride.NONE.using(eth1)).runFor(30);
    assertThat(world.wanted()).isEqualTo("eth0");
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.OVERRIDE_WAITS);
    world.answer("eth1").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void that_it_is_waited_for_is_said_once_whatever_keeps_it() {
    world.silence("eth1").runFor(10).override(ManualOverride.NONE.using(eth1)).runFor(5);
    world.carrierLost("eth1").runFor(5).linkUp("eth1").runFor(30);
    assertThat(chronicle.raised)
        .extracting(Alarm::kind)
        .containsOnlyOnce(Alarm.Kind.OVERRIDE_WAITS);
  }

  @Test
  void an_operators_move_away_does_not_begin_a_hold_anew() {
    world.carrierLost("eth0").runFor(0.5).linkUp("eth0").runFor(75);
    world.carrierLost("eth0").runFor(0.5).linkUp("eth0").runFor(150);
    assertThat(world.wanted()).isEqualTo("eth0");
    // The second failover came soon after the return: a hold of 120 s, which is over.
    world.runFor(60).override(ManualOverride.NONE.using(eth1)).runFor(1);
    assertThat(world.snapshot().uplinks().get(0).holdEndsAtNanos()).isNull();
    world.override(ManualOverride.NONE).runFor(60);
    assertThat(chronicle.switches()).endsWith("MANUAL eth1", "FAILBACK eth0");
  }

  @Test
  void said_again_it_is_used_now_although_damping_would_hold_it() {
    world.override(ManualOverride.NONE.using(eth1)).runFor(90).silence("eth1").runFor(5);
    world.answer("eth1").runFor(10).override(ManualOverride.NONE.using(eth1)).runFor(1);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.lastDecided().kind()).isEqualTo(SwitchKind.MANUAL);
  }

  @Test
  void an_uplink_never_to_be_used_is_left_and_passed_over() {
    world.override(ManualOverride.NONE.never(eth0)).runFor(1);
    assertThat(chronicle.switches()).containsExactly("START eth0", "MANUAL eth1");
    world.runFor(600).silence("eth1").runFor(10);
    assertThat(world.wanted()).isEqualTo("eth2");
    world.silence("eth2").runFor(60);
    assertThat(world.wanted()).isEqualTo("eth2");
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.HELD);
    assertThat(chronicle.raised)
        .last()
        .isEqualTo(
            new Alarm.Held(
                world.key("eth2"),
                ImmutableList.of(new Alarm.Obstacle(world.key("eth0"), Cause.OVERRIDE))));
  }

  @Test
  void without_another_it_stays_in_use() {
    world.silence("eth1").silence("eth2").runFor(10);
    world.override(ManualOverride.NONE.never(eth0)).runFor(60);
    assertThat(world.wanted()).isEqualTo("eth0");
    world.answer("eth2").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth2");
  }

  @Test
  void a_primary_never_to_be_used_is_passed_over_at_start() {
    World other = World.withUplinks(2).start().override(ManualOverride.NONE.never(eth0)).runFor(30);
    assertThat(other.chronicle.switches()).containsExactly("MANUAL eth1");
    assertThat(other.kernel.routes()).isEqualTo(other.routesFor("eth1"));
  }

  @Test
  void to_bar_all_is_to_bar_none() {
    ManualOverride all = ManualOverride.NONE.never(eth0).never(eth1).never(world.key("eth2"));
    world.override(all).runFor(60);
    assertThat(chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void what_is_wanted_of_unknown_uplinks_is_ignored() {
    UplinkKey unknown = new UplinkKey(World.IPV4, "eth9");
    world.override(ManualOverride.NONE.using(unknown)).runFor(60);
    world.override(ManualOverride.NONE.never(unknown)).runFor(60);
    assertThat(chronicle.switches()).containsExactly("START eth0");
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void a_route_that_the_kernel_refuses_is_asked_for_again_until_it_is_used() {
    world.kernel.refuse("eth1", "EINVAL: no");
    world.override(ManualOverride.NONE.using(eth1)).runFor(0.1);
    assertThat(world.wanted()).isEqualTo("eth0");
    assertThat(chronicle.alarms()).contains(Alarm.Kind.OVERRIDE_WAITS);
    world.kernel.accept("eth1");
    world.runFor(35);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void with_manual_failback_the_traffic_stays_until_an_operator_moves_it() {
    World stays =
        World.of(
                World.config(2, 1, Timing.defaults(), new Policy(Failback.MANUAL, null), true),
                Noise.none())
            .start()
            .runFor(10.5);
    stays.silence("eth0").runFor(10).answer("eth0").runFor(3600);
    assertThat(stays.chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
    stays.override(ManualOverride.NONE.using(eth0)).runFor(0.1);
    assertThat(stays.chronicle.switchesInForce()).endsWith("MANUAL eth0");
  }

  @Test
  void with_manual_failback_the_primary_still_stands_in_for_a_secondary_that_fails() {
    World stays =
        World.of(
                World.config(2, 1, Timing.defaults(), new Policy(Failback.MANUAL, null), true),
                Noise.none())
            .start()
            .runFor(10.5);
    stays.silence("eth0").runFor(10).answer("eth0").runFor(60).silence("eth1").runFor(10);
    assertThat(stays.chronicle.switches()).endsWith("FAILOVER eth1", "FAILOVER eth0");
  }
}

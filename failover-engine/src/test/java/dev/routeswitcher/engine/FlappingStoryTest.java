package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.SimulatedUplink.Provider;
import dev.routeswitcher.engine.config.Timing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Uplinks that come and go: switches get rarer, and service is never given up for that. */
class FlappingStoryTest {

  private final World world = World.withUplinks(2).start().runFor(10.5);
  private final Chronicle chronicle = world.chronicle;

  @Test
  void the_hold_doubles_when_the_primary_dies_five_seconds_after_every_return() {
    assertThat(holdsWhenDyingAfter(5, 6)).containsExactly(60L, 120L, 240L, 480L, 900L, 900L);
  }

  @Test
  void the_hold_doubles_as_well_after_an_operator_moved_the_traffic_away_and_back() {
    UplinkKey primary = world.key("eth0");
    world.override(ManualOverride.NONE.using(world.key("eth1"))).runFor(10);
    world.override(ManualOverride.NONE.using(primary)).runFor(10);
    world.override(ManualOverride.NONE).runFor(70);
    assertThat(chronicle.switches()).containsExactly("START eth0", "MANUAL eth1", "MANUAL eth0");
    assertThat(holdsWhenDyingAfter(5, 5)).containsExactly(60L, 120L, 240L, 480L, 900L);
  }

  @Test
  void of_three_uplinks_the_second_is_damped_though_a_return_to_the_first_once_left_it() {
    World three = World.withUplinks(3).start().runFor(10.5);
    three.carrierLost("eth0").runFor(5).linkUp("eth0").runFor(700);
    assertThat(three.chronicle.switches()).endsWith("FAILOVER eth1", "FAILBACK eth0");
    three.carrierLost("eth0").runFor(5);
    assertThat(holdsWhenDyingAfter(three, "eth1", "eth2", 5, 6))
        .containsExactly(60L, 120L, 240L, 480L, 900L, 900L);
  }

  @Test
  void an_uplink_that_stayed_for_the_flap_window_is_forgiven() {
    assertThat(holdsWhenDyingAfter(5, 3)).containsExactly(60L, 120L, 240L);
    assertThat(holdsWhenDyingAfter(601, 2)).containsExactly(480L, 60L);
  }

  /** An uplink dies so many seconds after it returned, again and again, and heals at once. */
  private List<Long> holdsWhenDyingAfter(double seconds, int times) {
    return holdsWhenDyingAfter(world, "eth0", "eth1", seconds, times);
  }

  private static List<Long> holdsWhenDyingAfter(
      World world, String dying, String other, double seconds, int times) {
    List<Long> holds = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      world.carrierLost(dying).runFor(0.5).linkUp(dying);
      assertThat(world.wanted()).isEqualTo(other);
      SwitchChange left = world.chronicle.lastDecided();
      for (int second = 0; second < 1000 && !world.wanted().equals(dying); second++) {
        world.runFor(1);
      }
      SwitchChange back = world.chronicle.lastDecided();
      assertThat(back.kind()).isEqualTo(SwitchKind.FAILBACK);
      // The first success after the hold: within one interval of it.
      holds.add((back.decidedAtNanos() - left.decidedAtNanos()) / 1_000_000_000L);
      world.runFor(seconds - 0.5);
    }
    return holds;
  }

  @Test
  void a_second_failover_waits_for_three_successes_while_the_active_uplink_may_still_recover() {
    world.silence("eth0").runFor(10).silence("eth1").runFor(5);
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.NO_UPLINK);
    world.answer("eth0").runFor(2);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.HELD);
    world.runFor(1);
    assertThat(world.wanted()).isEqualTo("eth0");
    assertThat(chronicle.lastDecided().kind()).isEqualTo(SwitchKind.FAILOVER);
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void a_second_failover_takes_any_answer_once_the_active_link_is_lost() {
    world.silence("eth0").runFor(10).answer("eth0").runFor(0.8);
    world.carrierLost("eth1").runFor(0.1);
    assertThat(world.wanted()).isEqualTo("eth0");
  }

  @Test
  void a_second_failover_takes_any_answer_once_thirty_rounds_have_failed() {
    world.silence("eth0").runFor(10).silence("eth1").runFor(31);
    world.provider("eth0", Provider.ANSWERS).runFor(1);
    assertThat(world.wanted()).isEqualTo("eth0");
  }

  @Test
  void it_takes_it_with_the_thirtieth_and_not_before() {
    world.silence("eth0").runFor(10).silence("eth1").runFor(28.5).answer("eth0").runFor(1);
    assertThat(world.snapshot().uplinks().get(1).evidence().failures()).isEqualTo(29);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.runFor(1);
    assertThat(world.wanted()).isEqualTo("eth0");
    assertThat(chronicle.lastDecided().reason()).isEqualTo(new Reason.RoundsFailed(30));
  }

  @Test
  void a_return_that_is_not_in_force_yet_keeps_the_next_one_at_a_distance() {
    World three = World.withUplinks(3).start().runFor(10.5);
    three.silence("eth0").silence("eth1").runFor(10);
    assertThat(three.wanted()).isEqualTo("eth2");
    three.answer("eth1").runFor(5).answer("eth0").runFor(50);
    three.kernel.unavailable("EBUSY: Device or resource busy");
    three.runFor(20);
    assertThat(three.chronicle.switches()).endsWith("FAILOVER eth2", "FAILBACK eth1");
    three.kernel.unavailable(null);
    three.runFor(120);
    assertThat(three.chronicle.switchesInForce()).endsWith("FAILBACK eth1", "FAILBACK eth0");
    assertThat(three.chronicle.decided)
        .extracting(SwitchChange::decidedAtNanos)
        .last()
        .satisfies(
            last ->
                assertThat(last - three.chronicle.decided.get(2).decidedAtNanos())
                    .isGreaterThanOrEqualTo(60_000_000_000L));
  }

  @Test
  void a_primary_that_bounces_every_second_for_an_hour_is_left_once() {
    for (int i = 0; i < 1800; i++) {
      world.carrierLost("eth0").runFor(1).linkUp("eth0").runFor(1);
    }
    assertThat(chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
  }

  @Test
  void two_links_that_bounce_in_turn_for_an_hour_cause_no_more_switches_than_losses() {
    for (int i = 0; i < 1800; i++) {
      String name = i % 2 == 0 ? "eth0" : "eth1";
      world.carrierLost(name).runFor(1).linkUp(name).runFor(1);
    }
    assertThat(chronicle.decided.size()).isLessThanOrEqualTo(1 + 1800);
    assertThat(chronicle.decided).filteredOn(c -> c.kind() == SwitchKind.FAILBACK).isEmpty();
  }

  @Test
  void two_links_with_half_of_the_probes_lost_for_an_hour_cause_at_most_fifty_switches() {
    World lossy = World.of(2, 1, Timing.defaults(), new Noise(Noise.Level.NONE, 7), true).start();
    lossy.runFor(10).provider("eth0", Provider.LOSSY).provider("eth1", Provider.LOSSY);
    lossy.runFor(3600);
    assertThat(lossy.chronicle.decided.size()).isBetween(2, 50);
  }
}

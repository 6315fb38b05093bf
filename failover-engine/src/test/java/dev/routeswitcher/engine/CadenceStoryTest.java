package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.SimulatedUplink.Provider;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often uplinks are asked. */
class CadenceStoryTest {

  private static final Duration FAST = Duration.ofMillis(200);

  private static World fast() {
    Timing timing = Timing.defaults().toBuilder().failureInterval(FAST).build();
    return World.of(2, 1, timing, Noise.none(), true).start().runFor(10.5);
  }

  /** The secondary costs by volume, and is asked every thirty seconds. */
  private static World metered(Duration failureInterval) {
    return unstarted(failureInterval).start().runFor(40.5);
  }

  private static World unstarted(Duration failureInterval) {
    FamilyConfig family =
        World.config(2, 1, Timing.defaults(), Policy.DEFAULT, true).families().get(0);
    UplinkConfig secondary = family.uplinks().get(1);
    UplinkConfig slow =
        new UplinkConfig(
            null,
            secondary.interfaceName(),
            secondary.gateway(),
            secondary.metric(),
            Duration.ofSeconds(30));
    FamilyConfig changed =
        new FamilyConfig(
            family.family(),
            ImmutableList.of(family.uplinks().get(0), slow),
            family.targets(),
            family.failoverMetric());
    Timing timing = Timing.defaults().toBuilder().failureInterval(failureInterval).build();
    return World.of(new EngineConfig(ImmutableList.of(changed), timing), Noise.none());
  }

  private static long rounds(World world, int uplink) {
    return world.snapshot().uplinks().get(uplink).rounds();
  }

  @Test
  void a_failed_round_on_the_active_uplink_is_confirmed_at_the_failure_interval() {
    World world = fast().silence("eth0").runFor(1.099);
    assertThat(world.wanted()).isEqualTo("eth0");
    // The rounds begun at 11.0, 11.2 and 11.4 s fail 0.2 s later.
    world.runFor(0.001);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void once_the_active_uplink_answers_the_interval_is_the_usual_one() {
    World world = fast().silence("eth0").runFor(0.75).answer("eth0").runFor(1);
    long before = rounds(world, 0);
    world.runFor(30);
    assertThat(rounds(world, 0) - before).isEqualTo(30);
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void after_the_switch_both_are_asked_at_the_usual_interval() {
    World world = fast().silence("eth0").runFor(5);
    long primary = rounds(world, 0);
    long secondary = rounds(world, 1);
    world.runFor(30);
    assertThat(rounds(world, 0) - primary).isEqualTo(30);
    assertThat(rounds(world, 1) - secondary).isEqualTo(30);
  }

  @Test
  void a_failing_standby_is_asked_no_faster() {
    World world = fast().silence("eth1").runFor(10);
    long before = rounds(world, 1);
    world.runFor(30);
    assertThat(rounds(world, 1) - before).isEqualTo(30);
  }

  @Test
  void a_metered_standby_is_asked_at_its_own_pace_and_its_evidence_stays_fresh() {
    World world = metered(Duration.ofSeconds(1));
    assertThat(rounds(world, 1)).isBetween(2L, 5L);
    world.runFor(600);
    assertThat(rounds(world, 1)).isBetween(21L, 26L);
    assertThat(world.chronicle.healths).containsEntry("eth1", Health.RESPONSIVE);
    world.carrierLost("eth0").runFor(0);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void it_is_asked_at_once_when_the_active_uplink_fails_its_first_round() {
    World world = metered(FAST);
    long before = rounds(world, 1);
    world.silence("eth0").runFor(0.701);
    assertThat(rounds(world, 1)).isEqualTo(before + 1);
    world.runFor(5);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void in_use_it_is_asked_as_often_as_any_other() {
    World world = metered(Duration.ofSeconds(1)).silence("eth0").runFor(10);
    assertThat(world.wanted()).isEqualTo("eth1");
    long before = rounds(world, 1);
    world.runFor(30);
    assertThat(rounds(world, 1) - before).isEqualTo(30);
  }

  @Test
  void a_dead_standby_of_slow_pace_is_not_switched_to() {
    World world = metered(Duration.ofSeconds(1)).silence("eth1").silence("eth0").runFor(60);
    assertThat(world.wanted()).isEqualTo("eth0");
    assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.NO_UPLINK);
  }

  @Test
  void the_next_round_is_shown_before_it_comes() {
    World booting = unstarted(FAST).provider("eth0", Provider.MUTE).start().runFor(0.5);
    assertNextRoundIsIn(booting, 1, 500);
    World world = metered(FAST);
    assertNextRoundIsIn(world, 0, 500);
    assertNextRoundIsIn(world, 1, 19_500);
    world.silence("eth0").runFor(0.750);
    // The round of 41 s failed at 41.2 s, and that of 41.2 s is under way.
    assertNextRoundIsIn(world, 0, 150);
    assertNextRoundIsIn(world, 1, 150);
  }

  private static void assertNextRoundIsIn(World world, int uplink, long millis) {
    Long next = world.snapshot().uplinks().get(uplink).nextRoundAtNanos();
    assertThat(next).isEqualTo(world.now() + Duration.ofMillis(millis).toNanos());
  }
}

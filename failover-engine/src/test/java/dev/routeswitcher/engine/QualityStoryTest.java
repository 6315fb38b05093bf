package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.Timing;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Uplinks that answer, and yet are too poor. */
class QualityStoryTest {

  private static final QualityRules RULES =
      new QualityRules(
          Duration.ofSeconds(60),
          new QualityRules.Loss(20, 5),
          new QualityRules.Delay(Duration.ofMillis(300), Duration.ofMillis(150)));

  private final World world =
      World.of(
              World.config(2, 1, Timing.defaults(), new Policy(Failback.AUTOMATIC, RULES), true),
              new Noise(Noise.Level.NONE, 3))
          .start()
          .runFor(90);
  private final Chronicle chronicle = world.chronicle;

  @Test
  void a_lossy_primary_is_left_for_a_sound_secondary() {
    world.loses("eth0", 40).runFor(60);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.lastDecided().kind()).isEqualTo(SwitchKind.FAILOVER);
  }

  @Test
  void a_slow_primary_is_left_and_the_reason_says_by_how_much() {
    world.tripTakes("eth0", 500).runFor(60);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.lastDecided().reason())
        .isInstanceOfSatisfying(
            Reason.Slow.class,
            slow -> {
              assertThat(slow.figures().windowNanos()).isEqualTo(60_000_000_000L);
              assertThat(slow.figures().meanRttNanos()).isBetween(300_000_000L, 399_999_999L);
            });
    assertThat(chronicle.conditions).containsEntry("eth0", Condition.SLOW);
    assertThat(quality(world).meanRttNanos()).isBetween(100_000_000L, 999_999_999L);
  }

  @Test
  void it_returns_when_its_mean_is_below_the_lower_limit_and_it_is_stable() {
    world.tripTakes("eth0", 500).runFor(120).tripTakes("eth0", 200).runFor(600);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.tripTakes("eth0", 100).runFor(120);
    assertThat(chronicle.switches()).endsWith("FAILOVER eth1", "FAILBACK eth0");
  }

  @Test
  void between_the_limits_a_sound_uplink_stays_sound() {
    world.tripTakes("eth0", 250).runFor(600);
    assertThat(chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void a_poor_primary_is_kept_while_the_secondary_is_no_better() {
    world.tripTakes("eth1", 500).runFor(120).tripTakes("eth0", 500).runFor(600);
    assertThat(chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void a_poor_uplink_still_stands_in_for_one_that_is_down() {
    world.tripTakes("eth1", 500).runFor(120).silence("eth0").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void without_rules_nothing_is_judged() {
    World plain = World.withUplinks(2).start().runFor(90).tripTakes("eth0", 900).runFor(600);
    assertThat(plain.chronicle.switches()).containsExactly("START eth0");
    assertThat(plain.snapshot().uplinks().get(0).evidence().quality()).isNull();
  }

  @Test
  void an_hour_of_loss_on_both_causes_no_more_switches_than_failed_rounds_may() {
    world.loses("eth0", 25).loses("eth1", 25).runFor(3600);
    assertThat(chronicle.decided.size()).isLessThanOrEqualTo(50);
  }

  private static Evidence.Figures quality(World world) {
    return Objects.requireNonNull(world.snapshot().uplinks().get(0).evidence().quality());
  }

  @Test
  void a_reply_that_comes_late_is_delay_and_no_loss() {
    world.tripTakes("eth0", 500).runFor(1.3);
    assertThat(quality(world).lossPercent()).isEqualTo(2);
    world.runFor(0.3);
    assertThat(quality(world).lossPercent()).isZero();
    assertThat(quality(world).meanRttNanos()).isBetween(27_000_000L, 29_000_000L);
  }

  @Test
  void one_that_comes_after_the_next_was_lost_as_well_is_loss() {
    world.tripTakes("eth0", 1500).runFor(2.4);
    assertThat(quality(world).lossPercent()).isEqualTo(4);
    world.runFor(0.2);
    assertThat(quality(world).lossPercent()).isEqualTo(4);
  }

  @Test
  void a_reply_that_comes_twice_makes_up_for_no_loss() {
    world.silence("eth0").runFor(1.3).answer("eth0").runFor(1);
    assertThat(quality(world).lossPercent()).isEqualTo(2);
    long newest = world.lastRound("eth0");
    world.post(new EngineEvent.ReplyCameLate(world.key("eth0"), newest, 0, 20_000_000)).runFor(0);
    assertThat(quality(world).lossPercent()).isEqualTo(2);
  }

  @Test
  void a_probe_that_was_awaited_on_is_loss_once_that_time_is_over() {
    Timing quick = Timing.defaults().toBuilder().interval(Duration.ofMillis(300)).build();
    World often =
        World.of(
                World.config(2, 1, quick, new Policy(Failback.AUTOMATIC, RULES), true),
                Noise.none())
            .start()
            .runFor(10.5);
    // The reply to the first comes late, at 11.28 s; the second, of 11.1 s, is then awaited longer.
    often.tripTakes("eth0", 480).runFor(0.3).silence("eth0").runFor(0.81);
    assertThat(quality(often).lossPercent()).isZero();
    often.runFor(0.1);
    assertThat(quality(often).lossPercent()).isEqualTo(3);
  }

  @Test
  void the_window_is_shown() {
    world.loses("eth0", 10).runFor(120);
    assertThat(quality(world).lossPercent()).isBetween(1, 25);
    assertThat(quality(world).meanRttNanos()).isEqualTo(20_000_000);
  }
}

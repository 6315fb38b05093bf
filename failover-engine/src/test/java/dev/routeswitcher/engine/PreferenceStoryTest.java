package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.Timing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which of several uplinks gets the traffic, and what is said of the move. */
class PreferenceStoryTest {

  private final World world = World.withUplinks(3).start().runFor(30.5);

  @Test
  void of_two_that_answer_well_the_higher_priority_takes_over() {
    world.carrierLost("eth0").runFor(1);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void one_that_answered_three_times_in_a_row_goes_before_one_that_just_came_back() {
    world.silence("eth1").runFor(10).answer("eth1").runFor(1).carrierLost("eth0").runFor(1);
    assertThat(world.wanted()).isEqualTo("eth2");
  }

  @Test
  void one_of_lower_priority_that_just_came_back_does_not_go_before_it() {
    world.silence("eth2").runFor(10).answer("eth2").runFor(1).carrierLost("eth0").runFor(1);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void a_sound_one_goes_before_a_poor_one() {
    World judged = judged().start().tripTakes("eth1", 500).runFor(30.5);
    judged.carrierLost("eth0").runFor(1);
    assertThat(judged.wanted()).isEqualTo("eth2");
    judged.carrierLost("eth2").runFor(4);
    assertThat(judged.wanted()).isEqualTo("eth1");
  }

  @Test
  void a_poor_one_of_lower_priority_does_not_go_before_a_sound_one() {
    World judged = judged().start().tripTakes("eth2", 500).runFor(30.5);
    judged.carrierLost("eth0").runFor(1);
    assertThat(judged.wanted()).isEqualTo("eth1");
  }

  private static World judged() {
    Duration window = Duration.ofSeconds(10);
    QualityRules rules =
        new QualityRules(
            window, null, new QualityRules.Delay(Duration.ofMillis(300), Duration.ofMillis(150)));
    return World.of(
        World.config(3, 1, Timing.defaults(), new Policy(Failback.AUTOMATIC, rules), true),
        Noise.none());
  }

  @Test
  void of_two_that_are_stable_again_the_better_is_returned_to() {
    world.carrierLost("eth0").carrierLost("eth1").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth2");
    world.linkUp("eth0").linkUp("eth1").runFor(70);
    assertThat(world.chronicle.switches())
        .containsExactly("START eth0", "FAILOVER eth2", "FAILBACK eth0");
  }

  @Test
  void the_one_an_operator_wants_used_is_returned_to_before_the_primary() {
    world.override(ManualOverride.NONE.using(world.key("eth2"))).runFor(5);
    assertThat(world.wanted()).isEqualTo("eth2");
    world.carrierLost("eth2").carrierLost("eth0").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.linkUp("eth2").linkUp("eth0").runFor(200);
    assertThat(world.chronicle.switches())
        .containsExactly("START eth0", "MANUAL eth2", "FAILOVER eth1", "FAILBACK eth2");
  }

  @Test
  void a_move_says_from_where_to_where() {
    SwitchChange start = world.chronicle.lastDecided();
    assertThat(start.from()).isNull();
    assertThat(start.fromName()).isNull();
    assertThat(start.toName()).isEqualTo("primary");
    assertThat(start.state()).isEqualTo(FailoverState.PRIMARY);
    world.carrierLost("eth0").runFor(1);
    SwitchChange failover = world.chronicle.lastDecided();
    assertThat(failover.from()).isEqualTo(world.key("eth0"));
    assertThat(failover.fromName()).isEqualTo("primary");
    assertThat(failover.toName()).isEqualTo("secondary");
    assertThat(failover.state()).isEqualTo(FailoverState.FALLBACK);
    world.carrierLost("eth1").runFor(1);
    assertThat(world.chronicle.lastDecided().from()).isEqualTo(world.key("eth1"));
    assertThat(world.chronicle.lastDecided().fromName()).isEqualTo("secondary");
  }

  @Test
  void a_first_decision_for_another_than_the_primary_leaves_the_primary() {
    World dead = World.withUplinks(2).carrierLost("eth0").start().runFor(5);
    assertThat(dead.chronicle.lastDecided().from()).isEqualTo(dead.key("eth0"));
    assertThat(dead.chronicle.lastDecided().fromName()).isEqualTo("primary");
  }

  @Test
  void with_all_barred_the_primary_is_taken_at_its_first_answer() {
    World barred = World.withUplinks(2);
    barred.override(ManualOverride.NONE.never(barred.key("eth0")).never(barred.key("eth1")));
    barred.start().runFor(5);
    assertThat(barred.chronicle.switches()).containsExactly("START eth0");
    assertThat(barred.chronicle.lastDecided().reason()).isInstanceOf(Reason.AnsweredAtStart.class);
  }
}

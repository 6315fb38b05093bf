package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of several uplinks takes over, and which may not although it answered last. */
class CandidateStoryTest {

  private static final Timing WITHOUT_ESTIMATES =
      Timing.defaults().toBuilder().deadline(Deadline.FIXED).build();

  private static World started(Timing timing) {
    return World.of(3, 1, timing, Noise.none(), true).start().runFor(30.5);
  }

  @Test
  void one_that_lacks_its_address_does_not_take_over() {
    World world = started(Timing.defaults());
    world.addressLost("eth1").runFor(0.3).carrierLost("eth0").runFor(0.1);
    assertThat(world.chronicle.switchesInForce()).containsExactly("START eth0", "FAILOVER eth2");
  }

  @Test
  void one_that_gets_its_address_back_takes_over_at_once() {
    World world = World.withUplinks(2).start().runFor(30.5);
    world.addressLost("eth1").runFor(0.1).carrierLost("eth0").runFor(0.2);
    assertThat(world.wanted()).isEqualTo("eth0");
    assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.NO_UPLINK);
    world.linkUp("eth1").runFor(0.01);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void one_that_lacks_its_address_is_neither_returned_to_nor_used_by_hand() {
    World world = started(Timing.defaults());
    world.addressLost("eth1").override(ManualOverride.NONE.using(world.key("eth1"))).runFor(0.3);
    assertThat(world.wanted()).isEqualTo("eth0");
    world.linkUp("eth1").runFor(0.01);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void a_start_waits_for_the_address_of_the_primary() {
    World world = World.withUplinks(2);
    world.tripTakes("eth0", 700).tripTakes("eth1", 5000).start().runFor(0.2);
    world.addressLost("eth0").runFor(0.7);
    assertThat(world.wanted()).isEqualTo("none");
    world.linkUp("eth0").runFor(0.01);
    assertThat(world.wanted()).isEqualTo("eth0");
  }

  /** Its round would fail a moment later, and it would be left only after three. */
  @Test
  void one_whose_answer_is_overdue_comes_behind_one_that_answered() {
    for (Timing timing : List.of(Timing.defaults(), WITHOUT_ESTIMATES)) {
      World world = started(timing);
      world.silence("eth1").runFor(0.6).carrierLost("eth0").runFor(0.1);
      assertThat(world.wanted()).isEqualTo("eth2");
    }
  }

  @Test
  void an_answer_that_is_on_its_way_is_not_overdue() {
    World world = started(Timing.defaults()).tripTakes("eth1", 100).runFor(60);
    world.runFor(0.55).carrierLost("eth0").runFor(0.1);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void where_no_other_answers_the_one_whose_answer_is_overdue_takes_over() {
    World world = World.withUplinks(2).start().runFor(30.5);
    world.silence("eth1").runFor(0.6).carrierLost("eth0").runFor(0.01);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  /** A metered one is asked seldom: what it last said may be old. */
  @Test
  void all_are_asked_while_the_active_one_lacks_its_address() {
    World world = World.of(seldomAsked(1), Noise.none()).start().runFor(45.5);
    world.silence("eth1").addressLost("eth0").runFor(1.1);
    assertThat(world.wanted()).isEqualTo("eth2");
  }

  /** Three uplinks, of which one is asked every half minute. */
  private static EngineConfig seldomAsked(int index) {
    FamilyConfig family =
        World.config(3, 1, Timing.defaults(), Policy.DEFAULT, true).families().get(0);
    List<UplinkConfig> uplinks = new ArrayList<>(family.uplinks());
    UplinkConfig asked = uplinks.get(index);
    uplinks.set(
        index,
        new UplinkConfig(
            null, asked.interfaceName(), asked.gateway(), asked.metric(), Duration.ofSeconds(30)));
    return new EngineConfig(
        ImmutableList.of(
            new FamilyConfig(
                family.family(),
                ImmutableList.copyOf(uplinks),
                family.targets(),
                family.failoverMetric())),
        Timing.defaults());
  }

  @Test
  void answers_from_before_a_suspend_or_a_silence_do_not_count_for_a_later_failover() {
    for (boolean suspend : new boolean[] {true, false}) {
      World world = World.withUplinks(2).start().runFor(30.5);
      world.carrierLost("eth0").runFor(0.5).linkUp("eth0").runFor(20);
      assertThat(world.wanted()).isEqualTo("eth1");
      world.silence("eth1").runFor(2.3);
      if (suspend) {
        world.resume();
      } else {
        world.standStill(10);
      }
      // Of the twenty rounds that eth0 has answered none counts; of those that eth1 failed, both
      // do.
      world.runFor(1.3);
      assertThat(world.wanted()).as("%s", world.story).isEqualTo("eth1");
      assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.HELD);
      world.runFor(2);
      assertThat(world.chronicle.switches()).endsWith("FAILOVER eth1", "FAILOVER eth0");
    }
  }
}

package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.Timing;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Targets that fail by themselves. */
class TargetStoryTest {

  private static World world(int quorum, Noise noise) {
    Timing timing = Timing.defaults().toBuilder().quorum(quorum).build();
    return World.of(2, 3, timing, noise, true).start().runFor(10.5);
  }

  @Test
  void a_target_that_fails_everywhere_is_set_aside_and_the_quorum_does_not_count_on_it() {
    World world = world(3, Noise.none()).targetSilent(1).runFor(60);
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
    assertThat(world.chronicle.healths).containsEntry("eth0", Health.RESPONSIVE);
    assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.TARGET_SILENT);
    assertThat(world.chronicle.raised.get(0))
        .isEqualTo(new Alarm.TargetSilent(IpFamily.IPV4, world.targets().get(1)));
    assertThat(world.snapshot().targets())
        .extracting(Snapshot.Target::aside)
        .containsExactly(false, true, false);
  }

  @Test
  void four_misses_in_a_row_are_worth_no_word_and_five_are() {
    World world = world(2, Noise.none()).targetSilent(1).runFor(4.5);
    assertThat(world.snapshot().targets().get(1).aside()).isTrue();
    assertThat(world.chronicle.alarms()).isEmpty();
    world.runFor(2);
    assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.TARGET_SILENT);
  }

  @Test
  void what_was_said_of_a_target_stands_although_new_links_know_nothing_of_it_yet() {
    World world = world(2, Noise.none()).targetSilent(1).runFor(60);
    world.carrierLost("eth0").carrierLost("eth1").runFor(0.1).linkUp("eth0").linkUp("eth1");
    world.runFor(60);
    assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.TARGET_SILENT);
    assertThat(world.chronicle.raised)
        .extracting(Alarm::kind)
        .containsOnlyOnce(Alarm.Kind.TARGET_SILENT);
  }

  @Test
  void a_link_that_knows_nothing_of_it_yet_does_not_take_it_back() {
    World world = world(2, Noise.none()).targetSilent(1).runFor(1);
    world.carrierLost("eth1").runFor(0.1).linkUp("eth1").runFor(0.65);
    assertThat(world.chronicle.healths).containsEntry("eth1", Health.RESPONSIVE);
    assertThat(world.snapshot().targets().get(1).aside()).isTrue();
  }

  @Test
  void an_uplink_that_is_not_probed_any_more_does_not_speak_for_it() {
    World world = world(2, Noise.none());
    world.moveLink(
        "eth1",
        uplink ->
            uplink.link(
                new LinkStatus(
                    true, true, true, ImmutableList.of(uplink.address()), false, false)));
    world.runFor(5).targetSilent(1).runFor(1.5);
    assertThat(world.snapshot().targets().get(1).aside()).isTrue();
  }

  @Test
  void it_counts_again_as_soon_as_it_answers() {
    World world = world(3, Noise.none()).targetSilent(1).runFor(60).targetAnswers(1).runFor(1);
    assertThat(world.chronicle.alarms()).isEmpty();
    assertThat(world.snapshot().targets())
        .extracting(Snapshot.Target::aside)
        .containsExactly(false, false, false);
  }

  @Test
  void a_late_reply_to_its_newest_probe_takes_it_back_and_one_to_an_older_does_not() {
    World world = world(2, Noise.none()).targetSilent(1).runFor(1);
    UplinkKey eth0 = world.key("eth0");
    long newest = world.lastRound("eth0");
    world.post(new EngineEvent.ReplyCameLate(eth0, newest - 1, 1, 300_000_000)).runFor(0);
    assertThat(world.snapshot().targets().get(1).aside()).isTrue();
    world.post(new EngineEvent.ReplyCameLate(eth0, newest, 1, 300_000_000)).runFor(0);
    assertThat(world.snapshot().targets().get(1).aside()).isFalse();
  }

  @Test
  void the_last_target_that_answers_is_never_set_aside() {
    World world = world(3, Noise.none()).targetSilent(0).targetSilent(1).runFor(30);
    assertThat(world.chronicle.healths).containsEntry("eth0", Health.RESPONSIVE);
    world.targetSilent(2).runFor(30);
    assertThat(world.snapshot().targets())
        .extracting(Snapshot.Target::aside)
        .containsExactly(true, true, false);
    assertThat(world.chronicle.alarms()).contains(Alarm.Kind.NO_UPLINK);
  }

  @Test
  void a_dead_primary_is_left_although_a_target_is_set_aside() {
    World world = world(2, Noise.none()).targetSilent(1).runFor(60).silence("eth0").runFor(10);
    assertThat(world.chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
  }

  @Test
  void a_target_that_becomes_an_address_of_the_host_keeps_no_dead_uplink_alive() {
    World world = world(1, Noise.none()).targetIsLocal(2).runFor(10);
    assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.TARGET_LOCAL);
    world.silence("eth0").runFor(5);
    assertThat(world.chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
  }

  @Test
  void nor_does_a_quorum_of_all_count_on_it() {
    World world = world(3, Noise.none()).targetIsLocal(2).runFor(60);
    assertThat(world.chronicle.healths).containsEntry("eth0", Health.RESPONSIVE);
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void where_all_targets_are_the_hosts_own_nothing_moves() {
    World world = world(1, Noise.none());
    world.targetIsLocal(0).targetIsLocal(1).targetIsLocal(2).runFor(60);
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
    assertThat(world.chronicle.alarms()).contains(Alarm.Kind.TARGET_LOCAL, Alarm.Kind.NO_UPLINK);
  }

  @Test
  void no_target_is_to_blame_for_an_uplink_that_fails() {
    World world = world(3, Noise.none()).silence("eth0").runFor(2.5);
    assertThat(world.snapshot().targets())
        .extracting(Snapshot.Target::aside)
        .containsExactly(false, false, false);
  }

  @Test
  @Tag("long")
  void one_dead_target_of_three_for_a_day_with_chance_loss_moves_nothing() {
    World world = world(2, new Noise(Noise.Level.NONE, 5));
    world.loses("eth0", 1).loses("eth1", 1).targetSilent(2).runFor(Duration.ofHours(24));
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  @Tag("long")
  void nor_does_it_when_all_three_are_asked_for() {
    World world = world(3, Noise.none()).targetSilent(0).runFor(Duration.ofHours(24));
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
  }
}

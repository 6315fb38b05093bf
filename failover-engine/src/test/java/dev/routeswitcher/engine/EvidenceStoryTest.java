package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.SimulatedUplink.Provider;
import dev.routeswitcher.engine.config.Timing;
import org.junit.jupiter.api.Test;

/** What counts as evidence of an uplink's health, and what does not. */
class EvidenceStoryTest {

  private final World world = World.withUplinks(2).start().runFor(10.5);
  private final Chronicle chronicle = world.chronicle;

  @Test
  void a_result_handed_in_twice_counts_once() {
    world.silence("eth0").runFor(2.0);
    // Rounds 12 and 13 have failed; 13 is reported again and again.
    world.post(lost("eth0", 13)).post(lost("eth0", 13)).post(lost("eth0", 12)).runFor(0.3);
    assertThat(chronicle.healths).containsEntry("eth0", Health.FAILING);
    assertThat(world.wanted()).isEqualTo("eth0");
  }

  @Test
  void a_late_reply_does_not_heal_a_round_that_has_failed() {
    world.silence("eth0").runFor(2.6).post(replied("eth0", 13)).runFor(1);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void results_count_by_their_number_and_not_by_their_arrival() {
    world.provider("eth0", Provider.MUTE).runFor(3.2);
    // Rounds 13 and 14 wait. The newer one is answered, then the older ones fail.
    world.post(replied("eth0", 14)).runFor(0.1);
    world.post(lost("eth0", 12)).post(lost("eth0", 13)).runFor(0.1);
    assertThat(chronicle.healths).containsEntry("eth0", Health.RESPONSIVE);
  }

  @Test
  void a_dead_prober_does_not_look_like_a_healthy_link() {
    world.provider("eth0", Provider.MUTE).runFor(6);
    // Rounds 12, 13, 14, due at 12, 13, 14 s, count as failed at 13, 14, 15 s.
    assertThat(chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
    assertThat(chronicle.lastDecidedAt()).isEqualTo(15.0);
  }

  @Test
  void results_of_rounds_before_the_link_came_back_are_void() {
    world.silence("eth0").runFor(2.6).carrierLost("eth1").runFor(0).linkUp("eth1").runFor(0);
    world.post(replied("eth1", 13)).runFor(0);
    assertThat(chronicle.healths).containsEntry("eth1", Health.UNKNOWN);
  }

  @Test
  void answers_from_before_the_link_was_lost_speak_for_no_switch() {
    world.carrierLost("eth1").runFor(0.1).linkUp("eth1").runFor(0.1).carrierLost("eth0").runFor(0);
    assertThat(world.wanted()).isEqualTo("eth0");
    world.runFor(1);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void probes_that_cannot_be_sent_fail_one_round_a_tick_however_fast_they_fail() {
    world.moveLink(
        "eth0",
        uplink ->
            uplink.link(
                new LinkStatus(true, true, true, ImmutableList.of(uplink.address()), true, false)));
    world.provider("eth0", Provider.MUTE).runFor(0.4);
    for (int round = 12; round <= 14; round++) {
      world.runFor(0.2).post(notSent("eth0", round)).post(notSent("eth0", round)).runFor(0.1);
      assertThat(world.wanted()).isEqualTo(round == 14 ? "eth1" : "eth0");
      world.runFor(0.7);
    }
    assertThat(chronicle.conditions).containsEntry("eth0", Condition.SEND_FAILED);
  }

  @Test
  void a_stall_of_five_seconds_with_results_handed_in_afterwards_is_no_failure() {
    // Rounds 11 of both uplinks are on their way when the program stops.
    world.runFor(0.505).standStill(5).runFor(0.5);
    assertThat(chronicle.healths).containsEntry("eth0", Health.RESPONSIVE);
    world.runFor(30);
    assertThat(chronicle.switches()).containsExactly("START eth0");
    assertThat(chronicle.everySeenCondition).doesNotContain(Condition.NO_REPLY);
  }

  @Test
  void after_a_stall_results_may_even_come_a_step_later() {
    world.provider("eth0", Provider.MUTE).runFor(0.505).standStill(5);
    world.post(replied("eth0", 12)).answer("eth0").runFor(30);
    assertThat(chronicle.everySeenCondition).doesNotContain(Condition.NO_REPLY);
    assertThat(chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void a_step_that_comes_later_than_an_interval_gives_rounds_that_time_back() {
    world.provider("eth0", Provider.MUTE).runFor(0.505).standStill(1.996);
    // Round 12 was due at 11 s and would be taken for failed at 13 s; the step of 12 s came late.
    assertThat(chronicle.healths).containsEntry("eth0", Health.RESPONSIVE);
  }

  @Test
  void one_that_comes_an_interval_late_does_not() {
    world.provider("eth0", Provider.MUTE).runFor(0.505).standStill(1.995);
    assertThat(chronicle.healths).containsEntry("eth0", Health.FAILING);
  }

  @Test
  void four_seconds_without_a_result_are_no_silence_and_a_millisecond_more_is() {
    // The last answers come at 11.020 s.
    world.runFor(0.6).standStill(3.920);
    assertThat(chronicle.healths).containsEntry("eth0", Health.RESPONSIVE);
    World longer = World.withUplinks(2).start().runFor(11.1).standStill(3.921);
    assertThat(longer.chronicle.healths).containsEntry("eth0", Health.UNKNOWN);
  }

  @Test
  void answers_four_seconds_apart_are_one_run_and_a_millisecond_more_begins_another() {
    assertThat(stableSinceAfterAnswersApartBy(4.000)).isEqualTo(0.020);
    assertThat(stableSinceAfterAnswersApartBy(4.001)).isEqualTo(15.021);
  }

  private static double stableSinceAfterAnswersApartBy(double seconds) {
    World silent = World.withUplinks(2).start().runFor(11.1).provider("eth0", Provider.MUTE);
    // The answer of 11.020 s was the last. Now it is 12.1 s, and round 13 is under way.
    silent.runFor(1);
    silent.post(new ProbeFinished(silent.key("eth0"), 13, 0, Verdict.REPLIED, 20_000_000, ""));
    silent.standStill(seconds - 1.080);
    Long since = silent.snapshot().uplinks().get(0).stableSinceNanos();
    return since == null ? -1 : silent.chronicle.seconds(since);
  }

  @Test
  void results_for_a_target_that_is_not_configured_are_ignored() {
    UplinkKey eth0 = world.key("eth0");
    long round = world.lastRound("eth0");
    world.provider("eth0", Provider.MUTE).runFor(1);
    for (int target : new int[] {-1, 1, 16, 32}) {
      world
          .post(new ProbeFinished(eth0, round + 1, target, Verdict.REPLIED, 20_000_000, ""))
          .post(new EngineEvent.ReplyCameLate(eth0, round, target, 300_000_000));
    }
    world.runFor(0.1);
    assertThat(world.snapshot().uplinks().get(0).evidence().successes()).isEqualTo((int) round);
  }

  @Test
  void a_sleep_in_the_moment_of_an_answer_starts_stability_again_too() {
    // The hold is over; the answers began at 15.020 s, and one comes at 74.020 s.
    world.silence("eth0").runFor(3.5).answer("eth0").runFor(60.020).resume().runFor(50);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void silence_makes_an_uplink_unknown_and_ends_its_stability() {
    world.silence("eth0").runFor(10).answer("eth0").runFor(50);
    world.standStill(5).runFor(20);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.runFor(45);
    assertThat(world.wanted()).isEqualTo("eth0");
  }

  @Test
  void a_sleep_of_the_host_starts_stability_again() {
    world.silence("eth0").runFor(10).answer("eth0").runFor(50).resume().runFor(59);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.runFor(3);
    assertThat(world.wanted()).isEqualTo("eth0");
  }

  @Test
  void a_sleep_of_the_host_voids_rounds_in_flight_but_not_those_that_failed_before() {
    world.silence("eth0").runFor(2.6).resume().runFor(0.5);
    // Rounds 12 and 13 failed, 14 is void, 15 fails at 14.2 s.
    assertThat(world.wanted()).isEqualTo("eth0");
    world.runFor(2);
    assertThat(chronicle.lastDecidedAt()).isEqualTo(14.2);
  }

  @Test
  void an_address_that_is_away_for_less_than_a_second_is_no_outage() {
    world.addressLost("eth0").runFor(0.9).linkUp("eth0").runFor(30);
    assertThat(chronicle.switches()).containsExactly("START eth0");
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void an_address_that_is_away_for_a_second_is_a_lost_link() {
    world.addressLost("eth0").runFor(0.999);
    assertThat(world.wanted()).isEqualTo("eth0");
    world.runFor(0.001);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(chronicle.lastDecided().reason())
        .isEqualTo(new Reason.LinkLost(Condition.NO_ADDRESS));
    assertThat(chronicle.conditions).containsEntry("eth0", Condition.NO_ADDRESS);
  }

  @Test
  void an_uplink_of_a_dry_run_that_has_no_route_is_not_probeable_and_never_down() {
    world.moveLink(
        "eth1",
        uplink ->
            uplink.link(
                new LinkStatus(
                    true, true, true, ImmutableList.of(uplink.address()), false, false)));
    world.silence("eth0").silence("eth1").runFor(60);
    assertThat(chronicle.conditions).containsEntry("eth1", Condition.NOT_PROBEABLE);
    assertThat(chronicle.healths).containsEntry("eth1", Health.UNKNOWN);
    assertThat(chronicle.alarms())
        .containsExactlyInAnyOrder(Alarm.Kind.NOT_PROBEABLE, Alarm.Kind.NO_UPLINK);
  }

  @Test
  void a_round_needs_its_quorum_and_fails_as_soon_as_it_cannot_be_met() {
    Timing quorum = Timing.defaults().toBuilder().quorum(2).build();
    World three = World.of(2, 3, quorum, Noise.none(), true).start().runFor(0.5);
    assertThat(three.wanted()).isEqualTo("eth0");
    three.provider("eth0", Provider.MUTE).runFor(0.8);
    three
        .post(replied("eth0", 2))
        .post(new ProbeFinished(three.key("eth0"), 2, 1, Verdict.LOST, -1, ""));
    three.runFor(0);
    assertThat(three.chronicle.healths).containsEntry("eth0", Health.RESPONSIVE);
    three.post(new ProbeFinished(three.key("eth0"), 2, 2, Verdict.UNREACHABLE, -1, "")).runFor(0);
    assertThat(three.chronicle.healths).containsEntry("eth0", Health.FAILING);
  }

  private ProbeFinished replied(String name, long round) {
    return new ProbeFinished(world.key(name), round, 0, Verdict.REPLIED, 20_000_000, "");
  }

  private ProbeFinished lost(String name, long round) {
    return new ProbeFinished(world.key(name), round, 0, Verdict.LOST, -1, "");
  }

  private ProbeFinished notSent(String name, long round) {
    return new ProbeFinished(world.key(name), round, 0, Verdict.NOT_SENT, -1, "EPERM");
  }
}

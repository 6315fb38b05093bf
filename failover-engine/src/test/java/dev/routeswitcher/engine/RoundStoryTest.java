package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.ReplyCameLate;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.SimulatedUplink.Provider;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.Timing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the verdicts on several targets come to in one round. */
class RoundStoryTest {

  private static final QualityRules RULES =
      new QualityRules(Duration.ofSeconds(60), new QualityRules.Loss(20, 5), null);

  /** Three targets that must all reply; nothing is reported but what is told here. */
  private final World world = mute(Timing.defaults().toBuilder().quorum(3).build(), 3);

  private static World mute(Timing timing, int targets) {
    Policy policy = new Policy(Failback.AUTOMATIC, RULES);
    return World.of(World.config(2, targets, timing, policy, true), Noise.none())
        .provider("eth0", Provider.MUTE)
        .start()
        .runFor(0.1);
  }

  private void told(int target, Verdict verdict) {
    long rtt = verdict == Verdict.REPLIED ? 20_000_000 : -1;
    String detail = verdict == Verdict.NOT_SENT ? "EPERM" : "";
    world.post(new ProbeFinished(world.key("eth0"), 1, target, verdict, rtt, detail)).runFor(0);
  }

  private Snapshot.Uplink eth0() {
    return world.snapshot().uplinks().get(0);
  }

  @Test
  void a_verdict_that_is_told_twice_counts_once() {
    World tolerant = mute(Timing.defaults(), 3);
    tolerant.post(unreachable(tolerant, 1)).post(unreachable(tolerant, 1)).runFor(0);
    tolerant.post(new ProbeFinished(tolerant.key("eth0"), 1, 2, Verdict.REPLIED, 20_000_000, ""));
    tolerant.runFor(0);
    assertThat(tolerant.snapshot().uplinks().get(0).evidence().quality())
        .extracting(Evidence.Figures::lossPercent)
        .isEqualTo(50);
  }

  @Test
  void a_round_of_which_nothing_could_be_sent_says_why() {
    told(0, Verdict.NOT_SENT);
    assertThat(eth0().condition()).isEqualTo(Condition.SEND_FAILED);
  }

  @Test
  void one_of_which_a_probe_was_sent_does_not_whichever_is_told_first() {
    World tolerant = mute(Timing.defaults(), 2);
    tolerant.post(unsent(tolerant, 0)).post(unreachable(tolerant, 1)).runFor(0);
    assertThat(tolerant.chronicle.conditions).containsEntry("eth0", Condition.NO_REPLY);
    World other = mute(Timing.defaults(), 2);
    other.post(unreachable(other, 0)).post(unsent(other, 1)).runFor(0);
    assertThat(other.chronicle.conditions).containsEntry("eth0", Condition.NO_REPLY);
    World neither = mute(Timing.defaults(), 2);
    neither.post(unsent(neither, 0)).post(unsent(neither, 1)).runFor(0);
    assertThat(neither.chronicle.conditions).containsEntry("eth0", Condition.SEND_FAILED);
  }

  private static ProbeFinished unsent(World world, int target) {
    return new ProbeFinished(world.key("eth0"), 1, target, Verdict.NOT_SENT, -1, "EPERM");
  }

  private static ProbeFinished unreachable(World world, int target) {
    return new ProbeFinished(world.key("eth0"), 1, target, Verdict.UNREACHABLE, -1, "");
  }

  @Test
  void a_reply_of_a_target_that_was_awaited_on_completes_the_round() {
    told(0, Verdict.REPLIED);
    told(1, Verdict.LOST);
    told(2, Verdict.REPLIED);
    assertThat(eth0().health()).isEqualTo(Health.UNKNOWN);
    world.post(new ReplyCameLate(world.key("eth0"), 1, 1, 500_000_000)).runFor(0);
    assertThat(eth0().health()).isEqualTo(Health.RESPONSIVE);
  }

  @Test
  void a_late_reply_to_a_probe_that_was_not_reported_lost_decides_nothing() {
    told(0, Verdict.REPLIED);
    told(2, Verdict.REPLIED);
    world.post(new ReplyCameLate(world.key("eth0"), 1, 1, 500_000_000)).runFor(0);
    assertThat(eth0().health()).isEqualTo(Health.UNKNOWN);
  }

  @Test
  void a_starved_switcher_calls_no_uplink_down() {
    World starved =
        World.of(2, 1, Timing.defaults(), Noise.none(), true)
            .start()
            .runFor(10)
            .starve(100)
            .runFor(600);
    assertThat(starved.chronicle.healths.values()).doesNotContain(Health.DOWN);
    assertThat(starved.wanted()).isEqualTo("eth0");
    starved.starve(50).silence("eth0").runFor(60);
    assertThat(starved.wanted()).as("what is asked in time still counts").isEqualTo("eth1");
  }

  @Test
  void a_probe_that_was_not_asked_in_time_leaves_open_what_the_round_would_have_come_to() {
    told(0, Verdict.REPLIED);
    told(1, Verdict.NOT_ASKED);
    told(2, Verdict.REPLIED);
    assertThat(eth0().health()).isEqualTo(Health.UNKNOWN);
    assertThat(eth0().failedRounds()).isZero();
  }

  @Test
  void a_round_fails_that_would_have_whatever_was_not_asked_in_time() {
    told(1, Verdict.NOT_ASKED);
    assertThat(eth0().failedRounds()).isZero();
    World tolerant = mute(Timing.defaults().toBuilder().quorum(2).build(), 3);
    List<Verdict> verdicts = List.of(Verdict.NOT_ASKED, Verdict.UNREACHABLE, Verdict.UNREACHABLE);
    for (int target = 0; target < verdicts.size(); target++) {
      assertThat(tolerant.snapshot().uplinks().get(0).failedRounds()).isZero();
      tolerant
          .post(new ProbeFinished(tolerant.key("eth0"), 1, target, verdicts.get(target), -1, ""))
          .runFor(0);
    }
    assertThat(tolerant.snapshot().uplinks().get(0).failedRounds()).isEqualTo(1);
  }

  @Test
  void a_target_that_has_yet_to_answer_is_not_at_fault() {
    World alone = mute(Timing.defaults(), 3).carrierLost("eth1");
    alone.post(new ProbeFinished(alone.key("eth0"), 1, 0, Verdict.REPLIED, 20_000_000, ""));
    alone.runFor(1.5);
    assertThat(alone.chronicle.healths).containsEntry("eth0", Health.RESPONSIVE);
    assertThat(alone.snapshot().targets())
        .extracting(Snapshot.Target::aside)
        .containsExactly(false, false, false);
  }

  @Test
  void a_result_of_a_round_that_was_not_started_teaches_nothing() {
    world.post(new ProbeFinished(world.key("eth0"), 2, 0, Verdict.REPLIED, 1_000_000, ""));
    world.runFor(0);
    assertThat(eth0().answers())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.replyTimeoutNanos()).isEqualTo(1_000_000_000L));
  }

  @Test
  void a_probe_that_is_reported_lost_after_a_stall_is_given_the_time_of_the_stall() {
    Timing patient = Timing.defaults().toBuilder().timeout(Duration.ofSeconds(2)).build();
    World stalled = mute(patient, 1).standStill(5);
    // The step of 1 s came at 5.1 s: the probe of 0 s has until 6.1 s now.
    stalled.post(new ProbeFinished(stalled.key("eth0"), 1, 0, Verdict.LOST, -1, ""));
    stalled.runFor(0.999);
    assertThat(stalled.snapshot().uplinks().get(0).failedRounds()).isZero();
    stalled.runFor(0.001);
    assertThat(stalled.snapshot().uplinks().get(0).failedRounds()).isEqualTo(1);
  }
}

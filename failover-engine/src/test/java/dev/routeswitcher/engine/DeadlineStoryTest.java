package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.Decision.StartRound;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.SimulatedUplink.Provider;
import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a probe may take, and what late replies change about that. */
class DeadlineStoryTest {

  private static World world(int intervalMillis, int timeoutMillis, Deadline deadline) {
    Timing timing =
        Timing.defaults().toBuilder()
            .interval(Duration.ofMillis(intervalMillis))
            .timeout(Duration.ofMillis(timeoutMillis))
            .deadline(deadline)
            .build();
    return World.of(2, 1, timing, Noise.none(), true).start().runFor(10.5);
  }

  private static long failedRounds(World world) {
    return world.snapshot().uplinks().get(0).failedRounds();
  }

  private static Duration patience(World world) {
    return Duration.ofNanos(world.snapshot().uplinks().get(0).answers().get(0).replyTimeoutNanos());
  }

  @Test
  void the_first_probe_may_take_the_whole_timeout_and_later_ones_no_less_than_200_ms() {
    World world = World.withUplinks(2).start();
    assertThat(patience(world)).isEqualTo(Duration.ofSeconds(1));
    world.runFor(60);
    assertThat(patience(world)).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void a_timeout_below_200_ms_is_the_deadline() {
    assertThat(patience(world(100, 100, Deadline.ADAPTIVE))).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void a_rise_of_the_delay_costs_one_round_and_its_fall_none() {
    World world = world(1000, 1000, Deadline.ADAPTIVE);
    world.tripTakes("eth0", 500).runFor(60);
    assertThat(failedRounds(world)).isEqualTo(1);
    assertThat(patience(world)).isBetween(Duration.ofMillis(505), Duration.ofMillis(600));
    world.tripTakes("eth0", 20).runFor(60);
    assertThat(failedRounds(world)).isEqualTo(1);
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void rounds_in_flight_are_given_the_time_that_a_late_reply_took() {
    World world = world(300, 1000, Deadline.ADAPTIVE);
    world.tripTakes("eth0", 480).runFor(60);
    // Two were lost before the first late reply came; the second was still awaited then.
    assertThat(failedRounds(world)).isEqualTo(1);
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void a_late_reply_teaches_its_time_whether_it_was_still_awaited_or_not() {
    World world = world(300, 1000, Deadline.ADAPTIVE);
    world.tripTakes("eth0", 480).runFor(0.785);
    // The reply of 10.8 s came at 11.28 s; its probe had been given 200 ms. RFC 6298, 2.3.
    assertThat(patience(world)).isBetween(Duration.ofMillis(537), Duration.ofMillis(538));
    // That of 11.1 s came at 11.58 s; it was reported lost at 11.3 s and awaited on.
    world.runFor(0.3);
    assertThat(patience(world)).isBetween(Duration.ofMillis(875), Duration.ofMillis(876));
    assertThat(failedRounds(world)).isEqualTo(1);
  }

  @Test
  void a_probe_that_was_awaited_on_is_lost_at_the_nanosecond_at_which_its_new_time_is_over() {
    World world = world(300, 1000, Deadline.ADAPTIVE);
    world.tripTakes("eth0", 480).runFor(0.3).silence("eth0").runFor(0.55);
    // The probe of 11.1 s was reported lost at 11.3 s; now it is 11.35 s.
    assertThat(failedRounds(world)).isEqualTo(1);
    world.runFor(patience(world).minusMillis(250).minusNanos(1));
    assertThat(failedRounds(world)).isEqualTo(1);
    world.runFor(Duration.ofNanos(1));
    assertThat(failedRounds(world)).isEqualTo(2);
  }

  @Test
  void a_reply_that_took_no_time_counts_like_any_other() {
    World prompt = World.withUplinks(2).provider("eth0", Provider.MUTE).start().runFor(0.1);
    UplinkKey eth0 = prompt.key("eth0");
    prompt.post(new ProbeFinished(eth0, 1, 0, Verdict.REPLIED, 0, "")).runFor(0);
    assertThat(patience(prompt)).isEqualTo(Duration.ofMillis(200));
    World late = World.withUplinks(2).provider("eth0", Provider.MUTE).start().runFor(0.1);
    late.post(new ProbeFinished(eth0, 1, 0, Verdict.LOST, -1, ""));
    late.post(new EngineEvent.ReplyCameLate(eth0, 1, 0, 0)).runFor(0);
    assertThat(patience(late)).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void with_a_fixed_deadline_a_loss_is_one_when_it_is_reported() {
    World world = world(1000, 1000, Deadline.FIXED);
    world.provider("eth0", Provider.MUTE).runFor(0.6);
    world.post(
        new ProbeFinished(world.key("eth0"), world.lastRound("eth0"), 0, Verdict.LOST, -1, ""));
    world.runFor(0);
    assertThat(failedRounds(world)).isEqualTo(1);
  }

  @Test
  void a_delay_beyond_the_timeout_is_loss_and_teaches_no_more_than_the_timeout() {
    World world = world(1000, 1000, Deadline.ADAPTIVE);
    world.tripTakes("eth0", 1500).runFor(10);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(patience(world)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_fixed_deadline_is_the_timeout_whatever_replies_take() {
    World world = world(1000, 1000, Deadline.FIXED);
    assertThat(patience(world)).isEqualTo(Duration.ofSeconds(1));
    world.silence("eth0").runFor(3.499);
    assertThat(world.wanted()).isEqualTo("eth0");
    world.runFor(0.001);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void a_lost_link_forgets_how_long_replies_took() {
    World world = world(1000, 1000, Deadline.ADAPTIVE);
    world.carrierLost("eth1").runFor(0.1).linkUp("eth1").runFor(0);
    long patience = world.snapshot().uplinks().get(1).answers().get(0).replyTimeoutNanos();
    assertThat(patience).isEqualTo(1_000_000_000);
  }

  @Test
  void each_target_through_each_uplink_has_a_deadline_of_its_own() {
    World world = world(1000, 1000, Deadline.ADAPTIVE).tripTakes("eth1", 300).runFor(30);
    List<Long> patience = new ArrayList<>();
    world.observe(
        new World.Observer() {
          @Override
          public void restarted(EngineConfig config, long now) {}

          @Override
          public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
            step.decisions().stream()
                .filter(StartRound.class::isInstance)
                .map(StartRound.class::cast)
                .forEach(round -> patience.add(round.deadlinesNanos().get(0) - now));
          }
        });
    world.runFor(1);
    assertThat(patience).hasSize(2);
    assertThat(patience.get(0)).isEqualTo(200_000_000);
    assertThat(patience.get(1)).isBetween(310_000_000L, 500_000_000L);
  }
}

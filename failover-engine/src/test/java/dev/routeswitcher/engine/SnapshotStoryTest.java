package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.SimulatedUplink.Provider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What can be seen of the engine from outside. */
class SnapshotStoryTest {

  private final World world = World.withUplinks(2);

  private static <T> T there(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  private double seconds(long nanos) {
    return world.chronicle.seconds(nanos);
  }

  @Test
  void at_start_the_end_of_the_boot_window_is_in_prospect() {
    Snapshot.Family seen = world.start().snapshot();
    assertThat(seen.state()).isEqualTo(FailoverState.BOOT);
    assertThat(seen.wanted()).isNull();
    assertThat(there(seen.next()).kind()).isEqualTo(SwitchKind.START);
    assertThat(seconds(there(seen.next()).atNanos())).isEqualTo(10);
  }

  @Test
  void in_a_good_world_nothing_is_in_prospect_and_the_secondary_would_stand_in() {
    Snapshot.Family seen = world.start().runFor(10.5).snapshot();
    assertThat(seen.state()).isEqualTo(FailoverState.PRIMARY);
    assertThat(seen.next()).isNull();
    assertThat(seen.standIn()).isEqualTo(world.key("eth1"));
    assertThat(seen.uplinks().get(0).condition()).isEqualTo(Condition.ANSWERING);
    assertThat(seen.uplinks().get(0).gateway()).isEqualTo("192.0.2.1");
    assertThat(seen.uplinks().get(0).gatewayOrigin()).isEqualTo(GatewayOrigin.CONFIGURED);
    assertThat(seen.uplinks().get(0).link()).isEqualTo(world.uplink("eth0").link());
    assertThat(seen.uplinks().get(0).answers())
        .hasSameSizeAs(seen.targets())
        .allSatisfy(it -> assertThat(it.rttNanos()).isEqualTo(20_000_000));
    assertThat(seconds(there(seen.uplinks().get(0).nextRoundAtNanos()))).isEqualTo(11);
  }

  @Test
  void a_failover_in_prospect_comes_when_it_was_said() {
    world.start().runFor(10.5).silence("eth0").runFor(1);
    Snapshot.Prospect next = there(world.snapshot().next());
    assertThat(next.kind()).isEqualTo(SwitchKind.FAILOVER);
    assertThat(next.to()).isEqualTo(world.key("eth1"));
    world.runFor(10);
    assertThat(world.chronicle.lastDecidedAt()).isEqualTo(seconds(next.atNanos()));
  }

  @Test
  void a_failback_in_prospect_comes_within_a_round_of_when_it_was_said() {
    world.start().runFor(10.5).silence("eth0").runFor(10).answer("eth0").runFor(10);
    Snapshot.Family seen = world.snapshot();
    assertThat(seen.state()).isEqualTo(FailoverState.FALLBACK);
    assertThat(there(seen.next()).kind()).isEqualTo(SwitchKind.FAILBACK);
    world.runFor(120);
    assertThat(world.chronicle.lastDecided().kind()).isEqualTo(SwitchKind.FAILBACK);
    assertThat(world.chronicle.lastDecidedAt() - seconds(there(seen.next()).atNanos()))
        .isBetween(0.0, 1.0);
  }

  @Test
  void a_hold_is_shown_with_its_end_and_kept_to() {
    world.start().runFor(10.5).carrierLost("eth0").runFor(0.5).linkUp("eth0").runFor(75);
    assertThat(world.wanted()).isEqualTo("eth0");
    world.carrierLost("eth0").runFor(0.5).linkUp("eth0").runFor(70);
    Snapshot.Family seen = world.snapshot();
    long holdEnds = there(seen.uplinks().get(0).holdEndsAtNanos());
    assertThat(there(seen.next()).atNanos()).isEqualTo(holdEnds);
    world.runFor(120);
    assertThat(world.chronicle.lastDecidedAt() - seconds(holdEnds)).isBetween(0.0, 1.0);
    assertThat(world.snapshot().uplinks().get(0).holdEndsAtNanos()).isNull();
  }

  @Test
  void switches_and_rounds_are_counted() {
    world.start().runFor(10.5).silence("eth0").runFor(10).answer("eth0").runFor(120);
    world.override(ManualOverride.NONE.using(world.key("eth1"))).runFor(1);
    Snapshot.Family seen = world.snapshot();
    assertThat(seen.switches()).isEqualTo(new SwitchCounts(1, 1, 1, 0));
    assertThat(seen.override().use()).isEqualTo(world.key("eth1"));
    assertThat(seen.uplinks().get(0).failedRounds()).isEqualTo(10);
    assertThat(seen.uplinks().get(0).rounds()).isEqualTo(world.lastRound("eth0"));
  }

  @Test
  void alarms_and_a_switch_that_is_not_in_force_are_shown() {
    world.start().runFor(10.5);
    world.kernel.unavailable("EPERM: Operation not permitted");
    world.carrierLost("eth0").runFor(1);
    Snapshot.Family seen = world.snapshot();
    assertThat(there(seen.pending()).to()).isEqualTo(world.key("eth1"));
    assertThat(seen.alarms()).extracting(Alarm::kind).contains(Alarm.Kind.CANNOT_SWITCH);
    assertThat(seen.uplinks().get(0).condition()).isEqualTo(Condition.NO_CARRIER);
  }

  @Test
  void since_when_an_uplink_answers_is_shown_and_of_one_that_fails_nothing() {
    world.start().runFor(10.5);
    assertThat(seconds(there(world.snapshot().uplinks().get(0).stableSinceNanos())))
        .isEqualTo(0.020);
    world.silence("eth0").runFor(1);
    assertThat(world.snapshot().uplinks().get(0).stableSinceNanos()).isNull();
  }

  @Test
  void no_return_is_in_prospect_to_an_uplink_that_does_not_answer() {
    world.start().runFor(10.5).silence("eth0").runFor(10);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(world.snapshot().next()).isNull();
  }

  @Test
  void nor_to_one_that_an_operator_wants_never_to_be_used() {
    world.start().runFor(10.5).silence("eth0").runFor(10).answer("eth0").runFor(10);
    world.override(ManualOverride.NONE.never(world.key("eth0"))).runFor(0.1);
    assertThat(world.snapshot().next()).isNull();
  }

  @Test
  void nor_to_one_that_has_not_answered_since_the_host_slept() {
    world.start().runFor(10.5).silence("eth0").runFor(10).answer("eth0").runFor(10);
    world.resume().runFor(0);
    assertThat(world.snapshot().next()).isNull();
    world.runFor(1);
    assertThat(there(world.snapshot().next()).to()).isEqualTo(world.key("eth0"));
  }

  @Test
  void nor_while_a_route_of_another_program_decides_where_the_traffic_goes() {
    world.start().runFor(10.5).silence("eth0").runFor(10).answer("eth0").runFor(10);
    world.foreignRoute(World.foreign(world.uplink("eth1"), 0)).runFor(0.1);
    assertThat(world.snapshot().next()).isNull();
  }

  @Test
  void of_two_that_may_be_returned_to_at_the_same_time_the_better_is_in_prospect() {
    World three = onTheThird().linkUp("eth0").linkUp("eth1").runFor(10);
    assertThat(there(three.snapshot().next()).to()).isEqualTo(three.key("eth0"));
  }

  @Test
  void else_it_is_the_one_that_comes_first_and_the_other_waits_its_distance_after_it() {
    World three = onTheThird().linkUp("eth1").runFor(10).linkUp("eth0").runFor(10);
    Snapshot.Prospect first = there(three.snapshot().next());
    assertThat(first.to()).isEqualTo(three.key("eth1"));
    three.runFor(60);
    assertThat(three.chronicle.lastDecidedAt()).isEqualTo(three.chronicle.seconds(first.atNanos()));
    Snapshot.Prospect second = there(three.snapshot().next());
    assertThat(second.to()).isEqualTo(three.key("eth0"));
    assertThat(second.atNanos()).isEqualTo(first.atNanos() + 60_000_000_000L);
    three.runFor(60);
    assertThat(three.chronicle.switches()).endsWith("FAILBACK eth1", "FAILBACK eth0");
    assertThat(three.chronicle.lastDecidedAt())
        .isEqualTo(three.chronicle.seconds(second.atNanos()));
  }

  private static World onTheThird() {
    World three = World.withUplinks(3).start().runFor(10.5);
    three.carrierLost("eth0").carrierLost("eth1").runFor(5);
    assertThat(three.wanted()).isEqualTo("eth2");
    return three;
  }

  private Evidence evidence() {
    return world.snapshot().uplinks().get(0).evidence();
  }

  private static Evidence of(int successes, int failures, String error) {
    return new Evidence(successes, failures, error, null);
  }

  @Test
  void the_figures_behind_a_condition_are_shown() {
    world.start().runFor(0.5);
    assertThat(evidence()).isEqualTo(of(1, 0, ""));
    world.runFor(10);
    assertThat(evidence()).isEqualTo(of(11, 0, ""));
    world.resume().runFor(0);
    assertThat(evidence()).isEqualTo(of(0, 0, ""));
    world.silence("eth0").runFor(1);
    assertThat(evidence()).isEqualTo(of(0, 1, ""));
    world.runFor(1);
    assertThat(evidence()).isEqualTo(of(0, 2, ""));
    world.carrierLost("eth0").runFor(0.1);
    assertThat(evidence()).isEqualTo(of(0, 0, ""));
    world.linkUp("eth0").runFor(0.1);
    assertThat(evidence()).isEqualTo(of(0, 0, ""));
  }

  @Test
  void why_probes_cannot_be_sent_is_shown() {
    world.start().runFor(10.5).provider("eth0", Provider.MUTE).runFor(1);
    world.post(
        new ProbeFinished(
            world.key("eth0"), world.lastRound("eth0"), 0, Verdict.NOT_SENT, -1, "EPERM"));
    world.runFor(0);
    assertThat(evidence()).isEqualTo(of(0, 1, "EPERM"));
  }
}

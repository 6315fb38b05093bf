package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Routes that the kernel refuses, and what ends that. */
class RefusalStoryTest {

  private final World world = World.withUplinks(2).start().runFor(10.5);
  private final Chronicle chronicle = world.chronicle;

  /** The base route of the secondary is gone, and refused: it is tried again at 11.501 s. */
  private void refuseSecondary() {
    world.kernel.refuse("eth1", "EINVAL: Nexthop has invalid gateway");
    world.routesDeleted(20).runFor(0.5);
    assertThat(chronicle.conditions).containsEntry("eth1", Condition.ROUTE_REFUSED);
  }

  @Test
  void a_route_that_is_refused_again_and_again_is_reported_once_and_is_no_fight() {
    refuseSecondary();
    world.runFor(300);
    assertThat(chronicle.raised).extracting(Alarm::kind).containsExactly(Alarm.Kind.ROUTE_REFUSED);
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.ROUTE_REFUSED);
  }

  @Test
  void a_route_that_appears_makes_a_refused_uplink_a_candidate_again_at_once() {
    world.kernel.refuse("eth1", "EINVAL: Nexthop has invalid gateway");
    world.carrierLost("eth0").runFor(20);
    world.kernel.accept("eth1");
    world.foreignRoute(World.foreign(world.uplink("eth1"), 500)).runFor(0.1);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1");
  }

  @Test
  void a_route_that_was_taken_is_refused_no_more_although_another_program_deletes_it_at_once() {
    refuseSecondary();
    world.kernel.accept("eth1");
    world.runFor(0.501);
    world.kernel.delete(route -> route.metric() == 20);
    world.runFor(0.001);
    assertThat(chronicle.conditions).containsEntry("eth1", Condition.ANSWERING);
  }

  @Test
  void the_routes_of_another_uplink_neither_end_the_wait_nor_lengthen_it() {
    refuseSecondary();
    world.routesDeleted(10).runFor(0.4);
    assertThat(chronicle.conditions).containsEntry("eth1", Condition.ROUTE_REFUSED);
    world.runFor(0.2);
    assertThat(chronicle.changeTimes).endsWith(10.5, 11.0, 11.501);
  }

  @Test
  void a_kernel_that_changes_nothing_has_not_accepted_it() {
    refuseSecondary();
    world.kernel.unavailable("EBUSY: Device or resource busy");
    world.runFor(0.6);
    assertThat(chronicle.changeTimes).endsWith(11.501);
    assertThat(chronicle.conditions).containsEntry("eth1", Condition.ROUTE_REFUSED);
  }

  @Test
  void a_refused_base_route_of_a_third_uplink_undoes_no_switch() {
    World three = World.withUplinks(3).start().runFor(10.5);
    three.kernel.refuse("eth2", "EINVAL: Nexthop has invalid gateway");
    three.kernel.delete(route -> route.metric() == 30);
    three.carrierLost("eth0").runFor(0.1);
    assertThat(three.chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
    assertThat(three.chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(three.snapshot().switches().undone()).isZero();
    assertThat(three.chronicle.conditions).containsEntry("eth2", Condition.ROUTE_REFUSED);
  }

  @Test
  void until_when_it_waits_is_shown_and_why() {
    refuseSecondary();
    Snapshot.Uplink eth1 = world.snapshot().uplinks().get(1);
    assertThat(eth1.refusedUntilNanos()).isEqualTo(world.now() + 501_000_000);
    assertThat(eth1.evidence().error()).isEqualTo("EINVAL: Nexthop has invalid gateway");
    assertThat(world.snapshot().uplinks().get(0).refusedUntilNanos()).isNull();
    Duration rest = Duration.ofMillis(501);
    assertThat(world.snapshotAfter(rest).uplinks().get(1).refusedUntilNanos()).isNull();
  }

  @Test
  void how_long_the_kernel_took_to_follow_a_switch_is_told() {
    Recorder recorder = new Recorder();
    world.observe(recorder);
    world.carrierLost("eth0").runFor(0.1);
    assertThat(recorder.steps())
        .flatExtracting(Step::notices)
        .filteredOn(Notice.SwitchInForce.class::isInstance)
        .singleElement()
        .extracting(inForce -> ((Notice.SwitchInForce) inForce).tookNanos())
        .isEqualTo(1_000_000L);
  }
}

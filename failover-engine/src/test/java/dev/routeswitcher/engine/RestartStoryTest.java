package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineEvent.PastRecalled;
import org.junit.jupiter.api.Test;

/** A program that is started again and knows what happened before. */
class RestartStoryTest {

  private static final long SECOND = 1_000_000_000L;

  private final World world = World.withUplinks(2).start().runFor(10);

  @Test
  void a_hold_counts_on_from_the_failover() {
    relapse();
    long holdEnds = holdEnds();
    world.linkUp("eth0").runFor(5).restartRemembering().runFor(100);
    assertThat(holdEnds()).isEqualTo(holdEnds);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.runFor(20);
    assertThat(world.wanted()).isEqualTo("eth0");
    assertThat(world.chronicle.lastDecided().decidedAtNanos() - holdEnds).isBetween(0L, SECOND);
  }

  @Test
  void without_that_knowledge_it_is_as_after_one_failover() {
    relapse();
    world.linkUp("eth0").runFor(5).restart().runFor(62);
    assertThat(world.wanted()).isEqualTo("eth0");
  }

  @Test
  void a_relapse_after_the_restart_doubles_the_hold() {
    relapse();
    world.linkUp("eth0").runFor(130);
    assertThat(world.wanted()).isEqualTo("eth0");
    world.restartRemembering().runFor(20).carrierLost("eth0").runFor(1);
    assertThat(world.wanted()).isEqualTo("eth1");
    long left = world.chronicle.lastDecided().decidedAtNanos();
    assertThat(holdEnds()).isEqualTo(left + 240 * SECOND);
  }

  @Test
  void a_restart_itself_is_no_return() {
    world.carrierLost("eth0").runFor(1).linkUp("eth0").runFor(65);
    assertThat(world.wanted()).isEqualTo("eth0");
    world.runFor(595).restartRemembering().runFor(20).carrierLost("eth0").runFor(1);
    long left = world.chronicle.lastDecided().decidedAtNanos();
    assertThat(holdEnds()).isEqualTo(left + 60 * SECOND);
  }

  @Test
  void what_is_active_again_after_routes_were_restored_has_returned() {
    world.carrierLost("eth0").runFor(1).linkUp("eth0").runFor(300);
    world.carrierLost("eth0").runFor(1).linkUp("eth0").runFor(1);
    world.kernel.delete(route -> route.isOurs() && route.metric() == 5);
    world.restartRemembering().runFor(20);
    assertThat(world.chronicle.switchesInForce()).endsWith("START eth0");
    world.carrierLost("eth0").runFor(1);
    long left = world.chronicle.lastDecided().decidedAtNanos();
    assertThat(holdEnds()).isEqualTo(left + 240 * SECOND);
  }

  @Test
  void switches_and_rounds_are_counted_on() {
    relapse();
    Snapshot.Family before = world.snapshot();
    assertThat(before.switches()).isEqualTo(new SwitchCounts(2, 1, 0, 0));
    world.restartRemembering().runFor(1);
    Snapshot.Family after = world.snapshot();
    assertThat(after.switches()).isEqualTo(before.switches());
    for (int i = 0; i < 2; i++) {
      Snapshot.Uplink its = before.uplinks().get(i);
      assertThat(after.uplinks().get(i).rounds()).isBetween(its.rounds(), its.rounds() + 5);
      assertThat(after.uplinks().get(i).failedRounds()).isEqualTo(its.failedRounds());
    }
    assertThat(after.uplinks().get(1).rounds()).isGreaterThan(before.uplinks().get(1).rounds());
  }

  @Test
  void an_uplink_of_another_name_is_another() {
    relapse();
    Past past = world.snapshot().past();
    Past.Uplink primary = past.uplinks().get(0);
    Past renamed =
        new Past(
            past.family(),
            past.counts(),
            past.lastFailoverAtNanos(),
            past.lastVoluntaryAtNanos(),
            ImmutableList.of(
                new Past.Uplink(
                    "another",
                    primary.interfaceName(),
                    primary.use(),
                    primary.holdNanos(),
                    primary.leftAtNanos(),
                    primary.returnedAtNanos(),
                    primary.rounds(),
                    primary.failedRounds())));
    world.restart().post(new PastRecalled(renamed)).runFor(0.5);
    Past.Uplink now = world.snapshot().past().uplinks().get(0);
    assertThat(now.holdNanos()).isEqualTo(60 * SECOND);
    assertThat(now.rounds()).isLessThan(5);
    assertThat(world.snapshot().switches()).isEqualTo(past.counts());
  }

  @Test
  void it_changes_nothing_once_the_routes_were_read() {
    Past past = world.snapshot().past();
    relapse();
    Past known = world.snapshot().past();
    world.post(new PastRecalled(past)).runFor(0.001);
    assertThat(world.snapshot().past()).isEqualTo(known);
  }

  @Test
  void instants_to_come_are_taken_for_the_present() {
    relapse();
    Past ahead = world.snapshot().past().shifted(3600 * SECOND);
    world.restart().post(new PastRecalled(ahead)).runFor(1);
    Long failover = world.snapshot().past().lastFailoverAtNanos();
    assertThat(failover).isNotNull().isEqualTo(holdEnds() - 120 * SECOND);
    world.linkUp("eth0").runFor(122);
    assertThat(world.wanted()).isEqualTo("eth0");
  }

  /**
   * The primary fails, returns, and fails again within the flap window: the hold is two minutes.
   */
  private void relapse() {
    world.carrierLost("eth0").runFor(1).linkUp("eth0").runFor(70);
    assertThat(world.wanted()).isEqualTo("eth0");
    world.carrierLost("eth0").runFor(1);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(holdEnds() - world.chronicle.lastDecided().decidedAtNanos()).isEqualTo(120 * SECOND);
  }

  private long holdEnds() {
    Long ends = world.snapshot().uplinks().get(0).holdEndsAtNanos();
    assertThat(ends).isNotNull();
    return ends;
  }
}

package dev.routeswitcher.runtime.loop;

import static dev.routeswitcher.runtime.loop.Story.ADD_FAILOVER;
import static dev.routeswitcher.runtime.loop.Story.FAILOVER;
import static dev.routeswitcher.runtime.loop.Story.PRIMARY_BASE;
import static dev.routeswitcher.runtime.loop.Story.SECONDARY_BASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice.AlarmRaised;
import dev.routeswitcher.engine.Notice.SwitchDecided;
import dev.routeswitcher.engine.Notice.SwitchInForce;
import dev.routeswitcher.engine.Notice.SwitchUndone;
import dev.routeswitcher.engine.Notice.UplinkChanged;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The loop on a model of the kernel, in virtual time. */
class SwitcherLoopTest {

  private static final Duration MOMENT = Duration.ofMillis(900);

  // Start

  @Test
  void opening_changes_nothing() throws Exception {
    Story story = Story.withDefaults();
    story.loop.open();
    assertThat(story.host.deeds())
        .containsExactly(
            "lock",
            "open routes",
            "require writable",
            "open prober",
            "open watch",
            "look",
            "read routes",
            "read rules");
    assertThat(story.host.routes()).isEmpty();
  }

  @Test
  void the_first_turn_puts_the_base_routes_in_place_and_then_probes_through_each_uplink()
      throws Exception {
    Story story = Story.withDefaults().begun(Duration.ofMillis(1));
    assertThat(story.host.routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
    assertThat(story.deeds("probe")).contains("probe eth0 203.0.113.8", "probe eth1 203.0.113.8");
    assertThat(story.wanted(IpFamily.IPV4)).hasValue("eth0");
    assertThat(kinds(story)).containsExactly(SwitchKind.START);
  }

  @Test
  void a_failover_route_of_an_earlier_run_is_adopted_without_touching_it() throws Exception {
    Story story = Story.withDefaults();
    story.host.addRoute("eth0", "192.0.2.1", 157, 10);
    story.host.addRoute("eth1", "198.51.100.1", 157, 20);
    story.host.addRoute("eth1", "198.51.100.1", 157, 5);
    story.begun(MOMENT);
    assertThat(kinds(story)).containsExactly(SwitchKind.ADOPTION);
    assertThat(story.wanted(IpFamily.IPV4)).hasValue("eth1");
    assertThat(story.deeds("default")).isEmpty();
  }

  @Test
  void what_changed_between_opening_and_the_first_turn_is_not_missed() throws Exception {
    Story story = Story.withDefaults();
    story.loop.open();
    story.host.carrier("eth0", false);
    story.loop.begin();
    story.pass(MOMENT);
    assertThat(story.wanted(IpFamily.IPV4)).hasValue("eth1");
  }

  @Test
  void the_boot_window_begins_with_the_first_turn_however_long_opening_took() throws Exception {
    Story story = Story.withDefaults();
    story.host.addRoute("eth0", "192.0.2.1", 16, 100);
    story.host.prober().silence("eth0");
    story.host.prober().silence("eth1");
    story.loop.open();
    story.clock.advanceTo(story.clock.nanoTime() + Duration.ofSeconds(9).toNanos());
    story.loop.begin();
    story.pass(Duration.ofMillis(1500));
    assertThat(kinds(story)).isEmpty();
    story.pass(Duration.ofSeconds(9));
    assertThat(kinds(story)).containsExactly(SwitchKind.START);
  }

  @Test
  void no_probe_waits_until_the_routes_have_been_looked_at() throws Exception {
    Story story = Story.withDefaults();
    story.loop.open();
    story.host.forgetDeeds();
    story.loop.begin();
    assertThat(story.host.deeds())
        .startsWith(
            "add " + PRIMARY_BASE,
            "add " + SECONDARY_BASE,
            "probe eth0 203.0.113.8",
            "probe eth1 203.0.113.8",
            "read routes");
  }

  // Switching

  @Test
  void failed_rounds_lead_to_a_failover_that_is_verified_by_looking() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.prober().silence("eth0");
    story.host.forgetDeeds();
    story.pass(Duration.ofSeconds(5));
    List<String> deeds = story.host.deeds();
    assertThat(deeds.subList(deeds.indexOf(ADD_FAILOVER), deeds.size()))
        .filteredOn(deed -> !deed.startsWith("probe"))
        .startsWith(ADD_FAILOVER, "read routes");
    assertThat(story.host.routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE, FAILOVER);
    assertThat(story.notices(SwitchInForce.class).get(1).change().reason())
        .isEqualTo(new Reason.RoundsFailed(3));
  }

  @Test
  void a_lost_carrier_leads_to_the_switch_before_anything_is_looked_at() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.forgetDeeds();
    story.host.carrier("eth0", false);
    story.settle();
    assertThat(story.host.deeds()).startsWith(ADD_FAILOVER);
  }

  @Test
  void a_link_set_down_takes_its_routes_along_and_gets_them_back_when_it_returns()
      throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.setUp("eth0", false);
    story.pass(MOMENT);
    assertThat(story.host.routes()).containsExactly(SECONDARY_BASE, FAILOVER);
    story.host.setUp("eth0", true);
    story.pass(MOMENT);
    assertThat(story.host.routes()).contains(PRIMARY_BASE, FAILOVER);
  }

  @Test
  void a_switch_the_kernel_only_pretends_to_make_is_not_in_force() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.answer(operation -> Optional.of(OperationResult.applied(operation)));
    story.host.carrier("eth0", false);
    story.pass(Duration.ofSeconds(2));
    assertThat(story.notices(SwitchDecided.class)).hasSize(2);
    assertThat(story.notices(SwitchInForce.class)).hasSize(1);
    story.host.answer(operation -> Optional.empty());
    story.pass(Duration.ofSeconds(60));
    assertThat(story.notices(SwitchInForce.class)).hasSize(2);
  }

  @Test
  void a_decision_that_does_not_get_in_force_at_once_is_logged() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.addForeign("eth0", "192.0.2.1", 0);
    story.pass(MOMENT);
    assertThat(decidedLines(story)).isEmpty();
    story.host.carrier("eth0", false);
    story.pass(Duration.ofSeconds(10));
    assertThat(story.notices(SwitchInForce.class)).hasSize(1);
    assertThat(decidedLines(story))
        .containsExactly(
            "INFO decided failover family=ipv4 from=primary/eth0 to=secondary/eth1 state=FALLBACK"
                + " reason=\"carrier lost\"");
  }

  @Test
  void one_that_does_is_not() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.carrier("eth0", false);
    story.pass(MOMENT);
    assertThat(story.notices(SwitchInForce.class)).hasSize(2);
    assertThat(decidedLines(story)).isEmpty();
  }

  private static List<String> decidedLines(Story story) {
    return story.noticeLines.stream().filter(line -> line.contains(" decided ")).toList();
  }

  @Test
  void a_refused_route_is_fed_back_and_the_engine_chooses_again() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.answer(SwitcherLoopTest::refuseFailover);
    story.host.carrier("eth0", false);
    story.pass(MOMENT);
    assertThat(story.notices(SwitchUndone.class)).isNotEmpty();
    assertThat(alarms(story)).contains(Alarm.Kind.ROUTE_REFUSED);
  }

  private static Optional<OperationResult> refuseFailover(RoutingOperation operation) {
    return operation.toString().equals(ADD_FAILOVER)
        ? Optional.of(new OperationResult(operation, Outcome.REFUSED, "ENETDOWN"))
        : Optional.empty();
  }

  @Test
  void a_route_of_ours_that_someone_deletes_is_put_back() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.deleteRoute(20);
    story.pass(Duration.ofMillis(10));
    assertThat(story.host.routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
  }

  @Test
  void an_interface_made_again_under_the_same_name_voids_what_was_seen_of_the_old_one()
      throws Exception {
    Story story = Story.withDefaults().begun(Duration.ofSeconds(5));
    story.host.delete("eth1");
    story.host.create("eth1", "198.51.100.2");
    story.host.prober().silence("eth1");
    story.settle();
    assertThat(story.notices(UplinkChanged.class))
        .last()
        .extracting(UplinkChanged::condition)
        .isEqualTo(Condition.UNKNOWN);
    assertThat(story.host.routes()).containsExactlyInAnyOrder(PRIMARY_BASE, SECONDARY_BASE);
  }

  @Test
  void so_does_one_whose_making_was_not_reported_because_events_were_lost() throws Exception {
    Story story = Story.withDefaults().begun(Duration.ofSeconds(5));
    story.host.prober().silence("eth1");
    story.host.replaceUnnoticed("eth1");
    story.pass(Duration.ofMillis(10));
    assertThat(story.notices(UplinkChanged.class))
        .last()
        .extracting(UplinkChanged::condition)
        .isEqualTo(Condition.UNKNOWN);
    assertThat(story.host.routes()).containsExactlyInAnyOrder(PRIMARY_BASE, SECONDARY_BASE);
  }

  @Test
  void after_a_suspend_stability_starts_anew() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.carrier("eth0", false);
    story.pass(Duration.ofSeconds(2));
    story.host.carrier("eth0", true);
    story.pass(Duration.ofSeconds(55));
    story.clock.suspendFor(Duration.ofHours(1));
    story.pass(Duration.ofSeconds(59));
    assertThat(kinds(story)).containsExactly(SwitchKind.START, SwitchKind.FAILOVER);
    story.pass(Duration.ofSeconds(3));
    assertThat(kinds(story))
        .containsExactly(SwitchKind.START, SwitchKind.FAILOVER, SwitchKind.FAILBACK);
  }

  @Test
  void a_suspend_that_cannot_be_read_at_once_is_noticed_once_it_can() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.carrier("eth0", false);
    story.pass(Duration.ofSeconds(2));
    story.host.carrier("eth0", true);
    story.pass(Duration.ofSeconds(55));
    story.clock.readableSuspends(false);
    story.clock.suspendFor(Duration.ofHours(1));
    story.pass(Duration.ofSeconds(2));
    assertThat(story.lines)
        .containsExactly("WARN times of suspend cannot be read, trying again: too many open files");
    story.clock.readableSuspends(true);
    story.pass(Duration.ofSeconds(58));
    assertThat(kinds(story)).containsExactly(SwitchKind.START, SwitchKind.FAILOVER);
    story.pass(Duration.ofSeconds(4));
    assertThat(kinds(story)).last().isEqualTo(SwitchKind.FAILBACK);
  }

  @Test
  void a_first_reading_that_comes_late_is_no_suspend() throws Exception {
    Story story = Story.withDefaults();
    story.clock.readableSuspends(false);
    story.begun(Duration.ofSeconds(5));
    story.notices.clear();
    story.clock.readableSuspends(true);
    story.pass(Duration.ofSeconds(5));
    assertThat(story.notices).isEmpty();
  }

  // Dry run

  @Test
  void a_dry_run_decides_as_if_its_routes_were_there_and_changes_none() throws Exception {
    Story story = Story.thatRunsDry();
    story.host.addForeign("eth0", "192.0.2.1", 100);
    story.host.addForeign("eth1", "198.51.100.1", 200);
    story.begun(MOMENT);
    story.host.carrier("eth0", false);
    story.pass(Duration.ofSeconds(2));
    assertThat(story.notices(SwitchInForce.class))
        .extracting(notice -> notice.change().kind())
        .containsExactly(SwitchKind.START, SwitchKind.FAILOVER);
    story.loop.stop();
    story.loop.run();
    assertThat(story.host.deeds()).noneMatch(deed -> deed.contains("default"));
    assertThat(story.host.deeds()).doesNotContain("require writable");
    assertThat(story.host.routes()).hasSize(2);
  }

  @Test
  void a_dry_run_calls_an_uplink_without_a_route_not_probeable_until_it_has_one() throws Exception {
    Story story = Story.thatRunsDry();
    story.host.addForeign("eth0", "192.0.2.1", 100);
    story.begun(MOMENT);
    assertThat(alarms(story)).contains(Alarm.Kind.NOT_PROBEABLE);
    assertThat(story.deeds("probe eth1")).isEmpty();
    story.host.addForeign("eth1", "198.51.100.1", 200);
    story.pass(Duration.ofSeconds(2));
    assertThat(story.deeds("probe eth1")).isNotEmpty();
  }

  private static List<SwitchKind> kinds(Story story) {
    return story.notices(SwitchInForce.class).stream().map(n -> n.change().kind()).toList();
  }

  private static List<Alarm.Kind> alarms(Story story) {
    return story.notices(AlarmRaised.class).stream().map(n -> n.alarm().kind()).toList();
  }
}

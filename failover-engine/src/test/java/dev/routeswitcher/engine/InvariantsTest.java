package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.SetMultimap;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.route.Route;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/**
 * What holds in every world, whatever happens: each invariant over random schedules for two to five
 * uplinks, judged by clocks of its own ({@link Judge}). A failing case prints the last part of its
 * story.
 */
class InvariantsTest {

  static final Arbitrary<Schedule> SCHEDULES =
      Arbitraries.of(2, 2, 2, 3, 3, 4, 5).flatMap(Schedule::of);

  @Provide
  Arbitrary<Schedule> schedules() {
    return SCHEDULES;
  }

  private static void holds(int invariant, Schedule schedule) {
    World world = schedule.world();
    Judge judge = new Judge(invariant);
    world.observe(judge);
    schedule.playIn(world);
    assertThat(judge.broken()).as("%n%s%n", world.story).isEmpty();
  }

  @Property(tries = 200)
  void invariant_1_no_switch_to_an_uplink_that_is_not_responsive(
      @ForAll("schedules") Schedule schedule) {
    holds(1, schedule);
  }

  @Provide
  Arbitrary<Schedule> lostAddresses() {
    return Schedule.ofLostAddresses();
  }

  @Property
  void invariant_1_no_switch_to_an_uplink_that_lacks_its_address(
      @ForAll("lostAddresses") Schedule schedule) {
    holds(1, schedule);
  }

  @Property
  void invariant_2_nothing_moves_while_every_uplink_is_down(
      @ForAll("schedules") Schedule schedule) {
    holds(2, schedule);
  }

  @Property
  void invariant_2_upkeep_goes_on_while_every_uplink_is_down(
      @ForAll("schedules") Schedule schedule) {
    World world = schedule.playIn(schedule.world());
    Schedule.heal(world);
    world.names().forEach(world::silence);
    world.runFor(45);
    String wanted = world.wanted();
    world.names().forEach(world::ourRoutesDeleted);
    world.runFor(45);
    assertThat(world.wanted()).as("%n%s%n", world.story).isEqualTo(wanted);
    assertThat(world.kernel.routes())
        .as("%n%s%n", world.story)
        .containsExactlyElementsOf(world.routesFor(wanted));
  }

  @Property
  void invariant_3_a_failover_needs_three_failed_rounds_or_a_lost_link(
      @ForAll("schedules") Schedule schedule) {
    holds(3, schedule);
  }

  @Property(tries = 200)
  void invariant_3_counts_no_round_that_was_not_asked_in_time(
      @ForAll("schedules") Schedule schedule, @ForAll @IntRange(min = 1, max = 99) int percent) {
    World world = schedule.world().starve(percent);
    Judge judge = new Judge(Judge.ALL);
    world.observe(judge);
    schedule.playIn(world);
    assertThat(judge.broken()).as("%n%s%n", world.story).isEmpty();
  }

  @Property(tries = 300)
  void invariant_4_a_return_needs_the_failback_delay_of_unbroken_success(
      @ForAll("schedules") Schedule schedule) {
    holds(4, schedule);
  }

  @Property(tries = 200)
  void invariant_5_a_needed_failover_happens_in_the_very_step(
      @ForAll("schedules") Schedule schedule) {
    holds(5, schedule);
  }

  @Property(tries = 200)
  void invariant_6_returns_keep_their_hold_and_voluntary_switches_their_distance(
      @ForAll("schedules") Schedule schedule) {
    holds(6, schedule);
  }

  @Provide
  Arbitrary<Schedule> returnsThatTakeTime() {
    return Schedule.ofReturnsThatTakeTime();
  }

  @Property
  void invariant_6_counts_a_return_before_it_is_in_force(
      @ForAll("returnsThatTakeTime") Schedule schedule) {
    holds(6, schedule);
  }

  @Provide
  Arbitrary<Schedule> relapses() {
    return Schedule.ofRelapses();
  }

  @Property
  void invariant_6_every_relapse_doubles_the_hold(@ForAll("relapses") Schedule schedule) {
    holds(6, schedule);
  }

  @Property
  void invariant_7_the_same_events_give_the_same_decisions(@ForAll("schedules") Schedule schedule) {
    World world = schedule.world();
    Recorder recorder = new Recorder();
    world.observe(recorder);
    schedule.playIn(world);
    assertThat(recorder.replay()).isEqualTo(recorder.steps());
  }

  @Property
  void invariant_8_noise_and_junk_break_no_rule(@ForAll("schedules") Schedule schedule) {
    World world = schedule.noisy().world();
    Judge judge = new Judge(Judge.ALL);
    world.observe(judge);
    schedule.playWithJunkIn(world);
    assertThat(judge.broken()).as("%n%s%n", world.story).isEmpty();
  }

  @Provide
  Arbitrary<HostAtStart> starts() {
    return HostAtStart.any();
  }

  /** What was found may only give way to an uplink that has answered. */
  @Property
  void invariant_16_a_start_leads_no_traffic_to_an_uplink_that_has_not_answered(
      @ForAll("starts") HostAtStart host) {
    World world = host.world();
    Assume.that(host.leadsOut(world.kernel.best().orElseThrow()));
    HostAtStart.Watch watch = new HostAtStart.Watch(world);
    world.observe(watch);
    world.start().runFor(40);
    assertThat(watch.faults).as("%n%s%n", world.story).isEmpty();
  }

  @Property
  void invariant_9_in_a_good_world_the_primary_is_back_in_time(
      @ForAll("schedules") Schedule schedule) {
    isBackInTime(schedule);
  }

  @Property
  void invariant_9_holds_however_often_the_primary_relapsed(@ForAll("relapses") Schedule schedule) {
    isBackInTime(schedule);
  }

  private static void isBackInTime(Schedule schedule) {
    World world = schedule.playIn(schedule.world());
    Timing timing = schedule.pace().timing;
    Duration round = timing.interval().plus(timing.timeout());
    Duration window = Duration.ofSeconds(schedule.pace() == Schedule.Pace.QUALITY ? 8 : 0);
    Duration backoff = schedule.troublesKernel() ? Duration.ofSeconds(30) : Duration.ZERO;
    Schedule.heal(world)
        .runFor(
            timing
                .maxFailbackDelay()
                .plus(timing.failbackDelay())
                .plus(round)
                .plus(window)
                .plus(backoff));
    assertThat(world.wanted()).as("%n%s%n", world.story).isEqualTo("eth0");
    assertThat(world.kernel.wayOut()).as("%n%s%n", world.story).isEqualTo("eth0");
  }

  @Property
  void what_an_operator_wants_is_kept_to(@ForAll("schedules") Schedule schedule) {
    holds(10, schedule);
  }

  @Provide
  Arbitrary<Schedule> schedulesWithRules() {
    return Arbitraries.of(2, 3).flatMap(uplinks -> Schedule.of(uplinks, Schedule.Pace.QUALITY));
  }

  @Property(tries = 200)
  void quality_moves_the_traffic_only_from_a_poor_uplink_to_a_sound_one(
      @ForAll("schedulesWithRules") Schedule schedule) {
    World world = schedule.world();
    Judge judge = new Judge(Judge.ALL);
    world.observe(judge);
    schedule.playIn(world);
    assertThat(judge.broken()).as("%n%s%n", world.story).isEmpty();
    reaches(judge, Judge.Seen.FAILOVER_FOR_QUALITY, 2);
  }

  @Property
  void the_kernel_keeps_a_usable_default_and_what_is_foreign(
      @ForAll("schedules") Schedule schedule) {
    World world = schedule.playIn(schedule.world());
    assertThat(world.kernel.faults()).as("%n%s%n", world.story).isEmpty();
  }

  @Property(tries = 200)
  void invariant_12_rules_and_tables_are_put_right_ever_more_slowly(
      @ForAll("schedules") Schedule schedule) {
    holds(12, schedule);
  }

  @Property(tries = 200)
  void invariant_13_alarms_stand_as_long_as_their_cause(@ForAll("schedules") Schedule schedule) {
    holds(13, schedule);
  }

  @Property(tries = 200)
  void invariant_14_in_a_good_world_rules_and_tables_are_as_promised_and_stay_so(
      @ForAll("schedules") Schedule schedule) {
    World world = Schedule.heal(schedule.playIn(schedule.world())).runFor(50);
    assertAsPromised(schedule, world);
    int changes = world.kernel.tableChanges();
    int switches = world.chronicle.decided.size();
    world.runFor(200);
    assertAsPromised(schedule, world);
    boolean override = schedule.tables().layout.overridesForeign();
    int moves = override ? world.chronicle.decided.size() - switches : 0;
    assertThat(world.kernel.tableChanges()).as("%n%s%n", world.story).isEqualTo(changes + moves);
    assertThat(world.chronicle.alarms()).as("%n%s%n", world.story).isEmpty();
  }

  private static void assertAsPromised(Schedule schedule, World world) {
    List<String> promised =
        schedule.tables() == Schedule.Tables.WITHOUT_RULES
            ? List.of()
            : ManualTables.promised(world, world.wanted());
    assertThat(ManualTables.existing(world)).as("%n%s%n", world.story).isEqualTo(promised);
  }

  /** Who has answered a whole round since the start. */
  private static final class Answered implements World.Observer {
    final Set<String> names = new HashSet<>();
    private final SetMultimap<String, Integer> replies = HashMultimap.create();
    private int targets;

    @Override
    public void restarted(EngineConfig config, long now) {
      targets = config.families().get(0).targets().size();
      names.clear();
      replies.clear();
    }

    @Override
    public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
      for (EngineEvent event : events) {
        if (event instanceof EngineEvent.ProbeFinished probe
            && probe.verdict() == EngineEvent.Verdict.REPLIED) {
          String round = probe.uplink() + " " + probe.round();
          replies.put(round, probe.target());
          if (replies.get(round).size() == targets) {
            names.add(probe.uplink().interfaceName());
          }
        }
      }
    }
  }

  @Property(tries = 200)
  void invariant_14_what_is_bound_to_an_uplink_leaves_by_it(
      @ForAll("schedules") Schedule schedule) {
    World world = schedule.world();
    Answered answered = new Answered();
    world.observe(answered);
    Schedule.healKernel(schedule.playIn(world)).runFor(70);
    // Before its first answer an uplink gets no traffic that something else can carry.
    if (answered.names.contains(world.wanted()) && world.uplink(world.wanted()).link().routable()) {
      assertThat(world.kernel.wayOut()).as("%n%s%n", world.story).isEqualTo(world.wanted());
    }
    // Nothing that another program does to the main table matters to it.
    world.kernel.delete(Route::isOfMainTable);
    boolean hasTables = schedule.tables() != Schedule.Tables.WITHOUT_RULES;
    for (String name : world.names()) {
      LinkStatus link = world.uplink(name).link();
      if (hasTables && schedule.tables().layout.probeTables() && link.routable()) {
        assertThat(world.kernel.wayOut(name, null)).as("%n%s%n", world.story).isEqualTo(name);
        assertThat(world.kernel.wayOut(null, link.addresses().get(0).local()))
            .as("%n%s%n", world.story)
            .isEqualTo(name);
      }
    }
  }

  /** What becomes of rules and tables makes no difference to the main table, nor to a decision. */
  @Property(tries = 200)
  void invariant_15_rules_and_tables_never_hold_back_the_main_table(
      @ForAll("schedules") Schedule schedule) {
    World with = as(schedule, Schedule.Tables.PROBES);
    World without = as(schedule, Schedule.Tables.NONE);
    assertThat(with.chronicle.switches())
        .as("%n%s%n", with.story)
        .isEqualTo(without.chronicle.switches());
    List<String> changes = with.chronicle.mainTableChanges;
    List<String> otherwise = without.chronicle.mainTableChanges;
    if (servesProbes(otherwise) || schedule.pace() == Schedule.Pace.QUALITY) {
      // Where tables do not serve probes, routes of the main table have to; they may be refused
      // too. And a window of quality is full between two rounds: the next step sees it, whatever
      // it is for.
      changes = trafficRoutes(changes);
      otherwise = trafficRoutes(otherwise);
    }
    assertThat(changes).as("%n%s%n", with.story).isEqualTo(otherwise);
  }

  private static boolean servesProbes(List<String> changes) {
    return changes.stream().anyMatch(change -> change.contains("metric 42949000"));
  }

  /** What was done for the traffic, whenever and however often it was tried. */
  private static List<String> trafficRoutes(List<String> changes) {
    return changes.stream()
        .map(change -> change.substring(change.indexOf(' ') + 1))
        .filter(change -> !change.contains("metric 42949000"))
        .distinct()
        .sorted()
        .toList();
  }

  private static World as(Schedule schedule, Schedule.Tables tables) {
    return new Schedule(
            schedule.uplinks(), schedule.pace(), tables, Noise.Level.INSTANT, 0, schedule.phases())
        .played();
  }

  @Property(tries = 300)
  void invariant_17_the_traffic_moves_when_the_manual_says_so_and_where_to(
      @ForAll("schedules") Schedule schedule) {
    holds(17, schedule);
  }

  // One seed: this judges what the schedules are like, and chance must not decide whether they
  // pass.
  @Property(tries = 200, seed = "1")
  void random_schedules_get_far(@ForAll("schedules") Schedule schedule) {
    World world = schedule.world();
    Judge judge = new Judge(Judge.ALL);
    world.observe(judge);
    schedule.playIn(world);
    reaches(judge, Judge.Seen.FAILOVER, 60);
    reaches(judge, Judge.Seen.FAILBACK, 20);
    reaches(judge, Judge.Seen.SECOND_FAILOVER, 25);
    reaches(judge, Judge.Seen.HOLD_DOUBLED, 10);
    reaches(judge, Judge.Seen.HELD, 3);
    reaches(judge, Judge.Seen.NO_UPLINK, 12);
    reaches(judge, Judge.Seen.ADOPTION, 1);
    reaches(judge, Judge.Seen.REFUSAL, 1);
    reaches(judge, Judge.Seen.RECALLED, 1);
    reaches(judge, Judge.Seen.STOOD_STILL, 4);
    reaches(judge, Judge.Seen.TARGET_ASIDE, 3);
    reaches(judge, Judge.Seen.LONGER_DEADLINE, 8);
    reaches(judge, Judge.Seen.MANUAL, 2);
    reaches(judge, Judge.Seen.RULES_REFUSED, 2);
    reaches(judge, Judge.Seen.RULES_CONTENDED, 2);
    reaches(judge, Judge.Seen.TABLE_CLASH, 2);
    reaches(judge, Judge.Seen.RP_FILTER, 2);
  }

  static void reaches(Judge judge, Judge.Seen state, int leastPercent) {
    Statistics.label(state.name())
        .collect(judge.seen().contains(state))
        .coverage(coverage -> coverage.check(true).percentage(percent -> percent >= leastPercent));
  }
}

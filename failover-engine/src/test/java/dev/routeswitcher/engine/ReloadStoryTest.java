package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.EngineEvent.ConfigChanged;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.TimingBuilder;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.Route;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The configuration is changed while the engine runs. */
class ReloadStoryTest {

  private static final Timing TIMING =
      Timing.defaults().toBuilder().failbackDelay(Duration.ofSeconds(10)).build();

  private final World world =
      World.of(World.config(2, 2, TIMING, Policy.DEFAULT, true), Noise.none());

  private static UplinkConfig uplink(@Nullable String name, int index, long metric) {
    SimulatedUplink its = new SimulatedUplink(index);
    return new UplinkConfig(name, its.name(), its.gateway(), metric, null);
  }

  private EngineConfig with(long failoverMetric, UplinkConfig... uplinks) {
    FamilyConfig family = world.config().families().get(0);
    return with(
        new FamilyConfig(
            World.IPV4, ImmutableList.copyOf(uplinks), family.targets(), failoverMetric));
  }

  private EngineConfig with(FamilyConfig family) {
    EngineConfig now = world.config();
    return new EngineConfig(ImmutableList.of(family), now.timing(), now.policy(), now.tables());
  }

  private EngineConfig timed(UnaryOperator<TimingBuilder> change) {
    EngineConfig now = world.config();
    return new EngineConfig(
        now.families(), change.apply(now.timing().toBuilder()).build(), now.policy(), now.tables());
  }

  private EngineConfig asking(String... targets) {
    FamilyConfig family = world.config().families().get(0);
    ImmutableList.Builder<InetAddress> all = ImmutableList.builder();
    for (String target : targets) {
      all.add(InetAddresses.forString(target));
    }
    return with(
        new FamilyConfig(World.IPV4, family.uplinks(), all.build(), family.failoverMetric()));
  }

  private List<String> changesSince(int before) {
    List<String> all = world.chronicle.operationsInShort();
    return all.subList(before, all.size());
  }

  private int changes() {
    return world.chronicle.operations.size();
  }

  @Test
  void what_did_not_change_is_not_disturbed() {
    world.start().runFor(20.5);
    World other = World.of(world.config(), Noise.none()).start();
    other.runFor(20.5);
    int before = changes();
    world.reconfigure(timed(timing -> timing.failbackDelay(Duration.ofSeconds(30)))).runFor(0.1);
    other.runFor(0.1);
    assertThat(changesSince(before)).isEmpty();
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
    assertThat(world.snapshot().uplinks()).isEqualTo(other.snapshot().uplinks());
    world.runFor(10);
    other.runFor(10);
    assertThat(world.lastRound("eth1")).isEqualTo(other.lastRound("eth1"));
  }

  @Test
  void the_active_uplink_is_removed_and_another_leads_before_its_route_goes() {
    world.start().runFor(5).silence("eth0").runFor(5).answer("eth0").runFor(2);
    assertThat(world.wanted()).isEqualTo("eth1");
    int before = changes();
    world.reconfigure(with(5, uplink(null, 0, 10), uplink(null, 2, 30))).runFor(2);
    assertThat(world.chronicle.switches())
        .containsExactly("START eth0", "FAILOVER eth1", "START eth0");
    assertThat(changesSince(before))
        .containsExactly(
            "delete default via 198.51.100.1 dev eth1 proto 157 metric 5",
            "add default via 198.18.2.1 dev eth2 proto 157 metric 4294900001",
            "delete default via 198.51.100.1 dev eth1 proto 157 metric 20",
            "add default via 198.18.2.1 dev eth2 proto 157 metric 30",
            "delete default via 198.18.2.1 dev eth2 proto 157 metric 4294900001");
    assertThat(world.kernel.ours()).containsExactlyElementsOf(world.routesFor("eth0"));
  }

  @Test
  void within_the_boot_window_the_traffic_stays_on_a_removed_uplink_until_another_answers() {
    world.start().runFor(5).silence("eth0").runFor(5);
    world.silence("eth2").reconfigure(with(5, uplink(null, 0, 10), uplink(null, 2, 30))).runFor(5);
    assertThat(world.snapshot().state()).isEqualTo(FailoverState.BOOT);
    assertThat(world.kernel.wayOut()).isEqualTo("eth1");
    world.answer("eth2").runFor(4);
    assertThat(world.kernel.wayOut()).isEqualTo("eth2");
    assertThat(world.kernel.ours()).noneMatch(route -> route.usesOnly("eth1"));
  }

  @Test
  void other_metrics_are_in_force_before_the_old_ones_go() {
    world.start().runFor(5).silence("eth0").runFor(5);
    int before = changes();
    world.reconfigure(with(50, uplink(null, 0, 60), uplink(null, 1, 70))).runFor(1);
    assertThat(changesSince(before))
        .containsExactly(
            "add default via 198.51.100.1 dev eth1 proto 157 metric 50",
            "add default via 192.0.2.1 dev eth0 proto 157 metric 60",
            "add default via 198.51.100.1 dev eth1 proto 157 metric 70",
            "delete default via 198.51.100.1 dev eth1 proto 157 metric 20",
            "delete default via 192.0.2.1 dev eth0 proto 157 metric 10",
            "delete default via 198.51.100.1 dev eth1 proto 157 metric 5");
    assertThat(world.chronicle.switches()).containsExactly("START eth0", "FAILOVER eth1");
  }

  @Test
  void another_order_moves_no_traffic_until_the_new_primary_is_stable() {
    world.start().runFor(5);
    world.reconfigure(with(5, uplink(null, 1, 10), uplink(null, 0, 20))).runFor(4);
    assertThat(world.kernel.wayOut()).isEqualTo("eth0");
    assertThat(world.snapshot().state()).isEqualTo(FailoverState.FALLBACK);
    world.runFor(3);
    assertThat(world.chronicle.switches()).containsExactly("START eth0", "FAILBACK eth1");
    assertThat(world.kernel.faults()).isEmpty();
  }

  @Test
  void other_tables_and_preferences_are_put_before_the_old_ones_go() {
    EngineConfig config =
        World.config(2, 1, TIMING, Policy.DEFAULT, true, new TableLayout(true, true, 300, 40));
    World moved = World.of(config, Noise.none()).start();
    moved.runFor(5);
    moved
        .reconfigure(
            World.config(2, 1, TIMING, Policy.DEFAULT, true, new TableLayout(true, true, 301, 41)))
        .runFor(1);
    assertThat(moved.kernel.faults()).isEmpty();
    assertThat(ManualTables.existing(moved)).isEqualTo(ManualTables.promised(moved, "eth0"));
    assertThat(moved.chronicle.alarms()).isEmpty();
  }

  private long holdEndsAt() {
    return Objects.requireNonNull(world.snapshot().uplinks().get(0).holdEndsAtNanos());
  }

  @Test
  void a_hold_is_kept_within_the_new_bounds() {
    world.start().runFor(5).silence("eth0").runFor(5).answer("eth0").runFor(1);
    long left = holdEndsAt() - 10_000_000_000L;
    world.reconfigure(timed(it -> it.failbackDelay(Duration.ofSeconds(25)))).runFor(0.1);
    assertThat(holdEndsAt()).isEqualTo(left + 25_000_000_000L);
    world
        .reconfigure(
            timed(
                it ->
                    it.failbackDelay(Duration.ofSeconds(4))
                        .maxFailbackDelay(Duration.ofSeconds(7))))
        .runFor(0.1);
    assertThat(holdEndsAt()).isEqualTo(left + 7_000_000_000L);
  }

  @Test
  void an_uplink_that_was_renamed_in_use_is_found_in_use_by_a_restart() {
    world.start().runFor(5).silence("eth0").runFor(5);
    long holdEnds = holdEndsAt();
    world.reconfigure(with(5, uplink(null, 0, 10), uplink("lte", 1, 20))).runFor(1);
    world.restartRemembering().runFor(1);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(holdEndsAt()).isEqualTo(holdEnds);
  }

  @Test
  void so_is_one_that_the_restart_renames() {
    world.start().runFor(5).silence("eth0").runFor(5);
    long holdEnds = holdEndsAt();
    world.reconfigure(with(5, uplink(null, 0, 10), uplink("lte", 1, 20)));
    world.restartRemembering().runFor(1);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(holdEndsAt()).isEqualTo(holdEnds);
  }

  @Test
  void a_restart_with_another_order_knows_uplinks_without_names_by_their_interfaces() {
    world.start().runFor(5).silence("eth0").runFor(5);
    long holdEnds = holdEndsAt();
    long rounds = world.snapshot().uplinks().get(0).rounds();
    world.reconfigure(with(5, uplink(null, 1, 10), uplink(null, 0, 20)));
    world.restartRemembering().runFor(1);
    Snapshot.Uplink second = world.snapshot().uplinks().get(1);
    assertThat(second.holdEndsAtNanos()).isEqualTo(holdEnds);
    assertThat(second.rounds()).isGreaterThan(rounds);
  }

  @Test
  void what_is_known_of_targets_that_stay_is_kept_wherever_they_stand() {
    world.start().targetSilent(1).runFor(20.5);
    Snapshot.Family before = world.snapshot();
    assertThat(before.targets().get(1).aside()).isTrue();
    long usual = before.uplinks().get(0).answers().get(0).replyTimeoutNanos();
    world.targetAnswers(1).targetSilent(0);
    world.reconfigure(asking("203.0.113.9", "203.0.113.7", "203.0.113.8")).runFor(0.1);
    Snapshot.Family after = world.snapshot();
    assertThat(after.targets().get(0).aside()).isTrue();
    assertThat(after.targets().get(2).aside()).isFalse();
    assertThat(after.uplinks().get(0).answers())
        .extracting(Snapshot.Answers::replyTimeoutNanos)
        .containsExactly(1_000_000_000L, 1_000_000_000L, usual);
    assertThat(after.uplinks().get(0).stableSinceNanos())
        .isEqualTo(before.uplinks().get(0).stableSinceNanos());
  }

  @Test
  void a_target_that_was_set_aside_counts_when_it_is_the_only_one() {
    world.start().targetSilent(1).runFor(20.5);
    world.targetAnswers(1).reconfigure(asking("203.0.113.9")).runFor(3);
    assertThat(world.snapshot().uplinks().get(0).health()).isEqualTo(Health.RESPONSIVE);
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void an_answer_to_a_round_that_was_asked_of_other_targets_counts_for_none() {
    world.start().tripTakes("eth0", 800).runFor(20.5);
    assertThat(world.snapshot().uplinks().get(0).health()).isEqualTo(Health.RESPONSIVE);
    world.reconfigure(asking("203.0.113.7", "203.0.113.6")).runFor(0.4);
    assertThat(world.snapshot().uplinks().get(0).answers())
        .extracting(Snapshot.Answers::replyTimeoutNanos)
        .containsExactly(1_000_000_000L, 1_000_000_000L);
  }

  @Test
  void another_name_on_the_same_interface_is_another_uplink_on_the_same_link() {
    world.start().runFor(20);
    int before = changes();
    long rounds = world.lastRound("eth0");
    world.reconfigure(with(5, uplink("fibre", 0, 10), uplink(null, 1, 20))).runFor(0.001);
    Snapshot.Uplink fibre = world.snapshot().uplinks().get(0);
    assertThat(fibre.stableSinceNanos()).isNull();
    assertThat(world.lastRound("eth0")).isEqualTo(rounds + 1);
    assertThat(world.snapshot().uplinks().get(1).stableSinceNanos()).isNotNull();
    world.runFor(5);
    assertThat(changesSince(before)).isEmpty();
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void wishes_are_kept_for_uplinks_that_stay() {
    world.override(ManualOverride.NONE.using(world.key("eth1")).never(world.key("eth0")));
    world.start().runFor(10);
    world.reconfigure(with(5, uplink(null, 2, 10), uplink(null, 1, 20))).runFor(1);
    assertThat(world.snapshot().override()).isEqualTo(ManualOverride.NONE.using(world.key("eth1")));
    world.reconfigure(with(5, uplink(null, 2, 10), uplink(null, 0, 20))).runFor(1);
    assertThat(world.snapshot().override()).isEqualTo(ManualOverride.NONE);
  }

  @Test
  void
      another_gateway_is_gone_by_at_once_and_one_that_is_given_no_more_stays_until_one_is_learned() {
    world.start().runFor(5);
    UplinkConfig given = new UplinkConfig("eth0", InetAddresses.forString("192.0.2.99"), 10);
    world.reconfigure(with(5, given, uplink(null, 1, 20))).runFor(1);
    assertThat(world.kernel.best().map(Route::toString))
        .hasValue("default via 192.0.2.99 dev eth0 proto 157 metric 10");
    world.reconfigure(with(5, new UplinkConfig("eth0", null, 10), uplink(null, 1, 20))).runFor(1);
    assertThat(world.snapshot().uplinks().get(0).gateway()).isEqualTo("192.0.2.99");
    world.foreignRoute(World.foreign(new SimulatedUplink(0), 100)).runFor(1);
    assertThat(world.snapshot().uplinks().get(0).gateway()).isEqualTo("192.0.2.1");
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
  }

  @Test
  void a_new_uplink_learns_its_gateway_from_routes_that_were_there_before() {
    world.foreignRoute(World.foreign(new SimulatedUplink(2), 100)).start().runFor(5);
    world.reconfigure(
        with(5, uplink(null, 0, 10), uplink(null, 1, 20), new UplinkConfig("eth2", null, 30)));
    world.runFor(2);
    assertThat(world.snapshot().uplinks().get(2).gateway()).isEqualTo("198.18.2.1");
    assertThat(world.snapshot().uplinks().get(2).health()).isEqualTo(Health.RESPONSIVE);
  }

  @Test
  void a_configuration_with_faults_cannot_be_told() {
    EngineConfig faulty = with(10, uplink(null, 0, 10), uplink(null, 1, 20));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConfigChanged(faulty))
        .withMessageContaining("TooSmall");
  }

  @Test
  void of_a_family_that_is_gone_all_is_forgotten_and_its_alarms_end() {
    FamilyConfig ipv6 =
        new FamilyConfig(
            IpFamily.IPV6,
            ImmutableList.of(
                new UplinkConfig("eth0", null, 10), new UplinkConfig("eth1", null, 20)),
            ImmutableList.of(InetAddresses.forString("2001:db8:8::8")),
            5);
    EngineConfig ipv4 = world.config();
    EngineConfig both =
        new EngineConfig(
            ImmutableList.of(ipv4.families().get(0), ipv6),
            ipv4.timing(),
            ipv4.policy(),
            ipv4.tables());
    FailoverEngine engine = new FailoverEngine(ipv4);
    EngineState state = engine.start(0);
    EngineEvent routes =
        new EngineEvent.RoutesObserved(IpFamily.IPV6, ImmutableList.of(), ImmutableList.of());
    Step added = engine.step(state, List.of(new ConfigChanged(both), routes), 1);
    List<Notice> raised =
        added.notices().stream().filter(Notice.AlarmRaised.class::isInstance).toList();
    assertThat(raised).isNotEmpty();
    assertThat(engine.snapshot(added.state(), 1).families().get(1).state())
        .isEqualTo(FailoverState.BOOT);
    Step gone = engine.step(added.state(), List.of(new ConfigChanged(ipv4)), 2);
    List<Notice> cleared = new ArrayList<>();
    raised.forEach(it -> cleared.add(new Notice.AlarmCleared(((Notice.AlarmRaised) it).alarm())));
    assertThat(gone.notices()).containsExactlyElementsOf(cleared);
    assertThat(gone.state().config()).isEqualTo(ipv4);
  }
}

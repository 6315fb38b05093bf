package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.TimingBuilder;
import dev.routeswitcher.engine.trace.Replay;
import dev.routeswitcher.engine.trace.TraceFormat;
import dev.routeswitcher.engine.trace.TraceFormatException;
import dev.routeswitcher.engine.trace.TraceLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** A run that was recorded is replayed: with the same configuration, and with another one. */
class TraceTest {

  /** What a replay told. */
  private static final class Told implements Replay.Listener {
    final List<String> recorded = new ArrayList<>();
    final List<String> replayed = new ArrayList<>();
    final List<String> differences = new ArrayList<>();
    final List<Double> recordedAt = new ArrayList<>();
    final List<Double> replayedAt = new ArrayList<>();
    int runs;
    private long begin;

    @Override
    public void started(TraceLine.Started run) {
      runs++;
      begin = run.start();
    }

    @Override
    public void recorded(SwitchChange change) {
      recorded.add(change.kind() + " " + change.to());
      recordedAt.add((change.decidedAtNanos() - begin) / 1e9);
    }

    @Override
    public void replayed(SwitchChange change) {
      replayed.add(change.kind() + " " + change.to());
      replayedAt.add((change.decidedAtNanos() - begin) / 1e9);
    }

    @Override
    public void differs(long line, String recorded, String replayed) {
      differences.add(line + ": " + recorded + " / " + replayed);
    }
  }

  private final Told told = new Told();

  private Replay.Summary replay(List<String> lines, UnaryOperator<EngineConfig> change) {
    Replay replay = new Replay(change, told);
    lines.forEach(replay::take);
    return replay.end();
  }

  private static TraceRecorder recording(World world) {
    TraceRecorder recorder = new TraceRecorder();
    world.observe(recorder);
    return recorder;
  }

  /** The primary fails for four rounds and comes back. */
  private static List<String> shortOutage() {
    World world = World.withUplinks(2);
    TraceRecorder recorder = recording(world);
    world.start().runFor(10).silence("eth0").runFor(4.5).answer("eth0").runFor(90);
    assertThat(world.chronicle.switches())
        .containsExactly("START eth0", "FAILOVER eth1", "FAILBACK eth0");
    return recorder.lines();
  }

  private static UnaryOperator<EngineConfig> timing(UnaryOperator<TimingBuilder> change) {
    return config ->
        new EngineConfig(
            config.families(),
            change.apply(config.timing().toBuilder()).build(),
            config.policy(),
            config.tables());
  }

  private static UnaryOperator<EngineConfig> policy(Policy policy) {
    return config -> new EngineConfig(config.families(), config.timing(), policy, TableLayout.NONE);
  }

  private static long decisionsIn(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("{\"decision\"") || line.startsWith("{\"notice\""))
        .count();
  }

  @Provide
  Arbitrary<Schedule> schedules() {
    return Arbitraries.of(2, 3).flatMap(Schedule::of);
  }

  @Property(tries = 40)
  @Tag("long")
  void a_trace_replays_to_the_same_decisions_byte_for_byte(@ForAll("schedules") Schedule schedule) {
    World world = schedule.world();
    TraceRecorder recorder = recording(world);
    schedule.playIn(world);
    Replay.Summary summary = replay(recorder.lines(), UnaryOperator.identity());
    assertThat(told.differences).isEmpty();
    assertThat(summary.gaps()).isEmpty();
    assertThat(told.replayed).isEmpty();
    assertThat(summary.decisions()).isEqualTo(decisionsIn(recorder.lines()));
  }

  @Property(tries = 20)
  void every_line_of_a_trace_is_read_and_written_as_the_same_bytes(
      @ForAll("schedules") Schedule schedule) {
    World world = schedule.world();
    TraceRecorder recorder = recording(world);
    schedule.playIn(world);
    assertThat(recorder.lines())
        .allSatisfy(l -> assertThat(TraceFormat.write(TraceFormat.read(l))).isEqualTo(l));
  }

  @Example
  void five_failures_instead_of_three_would_have_spared_the_switch() {
    Replay.Summary summary = replay(shortOutage(), timing(timing -> timing.failureThreshold(5)));
    assertThat(summary.gaps()).isEmpty();
    assertThat(told.recorded).containsExactly("START eth0", "FAILOVER eth1", "FAILBACK eth0");
    assertThat(told.replayed).containsExactly("START eth0");
  }

  @Example
  void other_thresholds_hold_after_a_reload_too() {
    World world = World.withUplinks(2);
    TraceRecorder recorder = recording(world);
    EngineConfig slower =
        timing(timing -> timing.failbackDelay(Duration.ofSeconds(90))).apply(world.config());
    world.start().runFor(10).reconfigure(slower).runFor(10);
    world.silence("eth0").runFor(4.5).answer("eth0").runFor(120);
    replay(recorder.lines(), timing(timing -> timing.failbackDelay(Duration.ofSeconds(60))));
    assertThat(told.differences).isEmpty();
    assertThat(told.recorded).containsExactly("START eth0", "FAILOVER eth1", "FAILBACK eth0");
    assertThat(told.replayed).containsExactly("FAILOVER eth1", "FAILBACK eth0");
    assertThat(told.recordedAt.get(2) - told.replayedAt.get(1)).isBetween(29.0, 31.0);
  }

  @Example
  void a_shorter_failback_delay_would_have_returned_sooner_by_the_same_ways() {
    replay(shortOutage(), timing(timing -> timing.failbackDelay(Duration.ofSeconds(10))));
    assertThat(told.replayed).isEqualTo(told.recorded);
  }

  @Example
  void with_manual_failback_the_traffic_would_have_stayed() {
    Replay.Summary summary = replay(shortOutage(), policy(new Policy(Failback.MANUAL, null)));
    assertThat(summary.gaps()).isEmpty();
    assertThat(told.replayed).containsExactly("START eth0", "FAILOVER eth1");
  }

  @Example
  void a_rule_of_quality_would_have_left_a_lossy_primary() {
    Timing patient = Timing.defaults().toBuilder().failureThreshold(20).build();
    World world = World.of(2, 1, patient, new Noise(Noise.Level.NONE, 1), true);
    TraceRecorder recorder = recording(world);
    world.start().runFor(100).loses("eth0", 30).runFor(100);
    assertThat(world.chronicle.switches()).containsExactly("START eth0");
    QualityRules rules =
        new QualityRules(Duration.ofSeconds(30), new QualityRules.Loss(20, 5), null);
    replay(recorder.lines(), policy(new Policy(Failback.AUTOMATIC, rules)));
    assertThat(told.replayed).containsExactly("START eth0", "FAILOVER eth1");
  }

  @Example
  void what_other_rounds_would_have_brought_is_not_made_up() {
    assertThatThrownBy(
            () -> replay(shortOutage(), timing(timing -> timing.interval(Duration.ofMillis(500)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("what other probes would have come to is not recorded");
  }

  @Example
  void where_faster_confirmation_would_have_gone_on_the_replay_ends() {
    Timing faster = Timing.defaults().toBuilder().failureInterval(Duration.ofMillis(200)).build();
    World world = World.of(2, 1, faster, Noise.none(), true);
    TraceRecorder recorder = recording(world);
    world.start().runFor(10).silence("eth0").runFor(30);
    Replay.Summary summary = replay(recorder.lines(), timing(timing -> timing.failureThreshold(8)));
    assertThat(summary.gaps()).singleElement().asString().contains("would have been others");
    assertThat(summary.differences()).isZero();
  }

  @Example
  void a_decision_that_differs_is_told_with_its_line() {
    List<String> lines = new ArrayList<>(shortOutage());
    int index = 0;
    while (!lines.get(index).contains("\"failover\"")) {
      index++;
    }
    lines.set(index, lines.get(index).replace("\"failover\"", "\"failback\""));
    assertThat(replay(lines, UnaryOperator.identity()).differences()).isEqualTo(1);
    assertThat(told.differences).hasSize(1);
    assertThat(told.differences.get(0)).contains("\"failback\"", "\"failover\"");
  }

  @Example
  void a_decision_that_is_missing_or_too_many_is_told_too() {
    List<String> lines = shortOutage();
    int index = 0;
    while (!lines.get(index).contains("\"switch-decided\"")) {
      index++;
    }
    List<String> fewer = new ArrayList<>(lines);
    fewer.remove(index);
    assertThat(replay(fewer, UnaryOperator.identity()).differences()).isPositive();
    List<String> more = new ArrayList<>(lines);
    more.add(index, lines.get(index));
    assertThat(replay(more, UnaryOperator.identity()).differences()).isPositive();
  }

  @Example
  void steps_decisions_and_runs_are_counted() {
    List<String> lines = shortOutage();
    Replay.Summary summary = replay(lines, UnaryOperator.identity());
    assertThat(summary.steps())
        .isEqualTo(lines.stream().filter(line -> line.startsWith("{\"step\"")).count());
    assertThat(summary.decisions()).isEqualTo(decisionsIn(lines));
    assertThat(told.runs).isEqualTo(1);
  }

  @Example
  void what_the_clock_alone_would_have_caused_is_shown_too() {
    Timing slow =
        Timing.defaults().toBuilder()
            .interval(Duration.ofSeconds(30))
            .timeout(Duration.ofSeconds(25))
            .bootWindow(Duration.ofSeconds(20))
            .build();
    World world = World.of(2, 1, slow, Noise.none(), true).silence("eth0").silence("eth1");
    TraceRecorder recorder = recording(world);
    world.start().runFor(40);
    replay(recorder.lines(), timing(timing -> timing.bootWindow(Duration.ofSeconds(7))));
    assertThat(told.recordedAt).containsExactly(20.0);
    assertThat(told.replayedAt).containsExactly(7.0);
  }

  @Example
  void a_gap_ends_the_replay_and_is_said() {
    List<String> lines = new ArrayList<>(shortOutage());
    int index = 20;
    while (!lines.get(index).startsWith("{\"step\"")) {
      index++;
    }
    lines.add(index, TraceFormat.write(new TraceLine.Missing(7)));
    Replay.Summary summary = replay(lines, UnaryOperator.identity());
    assertThat(summary.gaps()).containsExactly("7 steps are missing before line " + (index + 1));
    assertThat(summary.steps()).isPositive();
    assertThat(told.differences).isEmpty();
  }

  @Example
  void a_trace_that_breaks_off_is_replayed_to_its_last_whole_step() {
    List<String> lines = shortOutage();
    for (int length = lines.size() - 1; length > lines.size() - 12; length--) {
      Replay.Summary summary = replay(lines.subList(0, length), UnaryOperator.identity());
      assertThat(summary.gaps()).hasSize(1);
      assertThat(summary.gaps().get(0)).contains("breaks off before line " + (length + 1));
      assertThat(told.differences).isEmpty();
    }
  }

  @Example
  void a_program_that_is_started_again_goes_on_in_the_same_file() {
    List<String> lines = shortOutage();
    List<String> all = new ArrayList<>(lines.subList(0, lines.size() / 2));
    all.addAll(lines);
    all.addAll(lines);
    Replay.Summary summary = replay(all, UnaryOperator.identity());
    assertThat(summary.gaps()).hasSize(1);
    assertThat(summary.differences()).isZero();
    assertThat(told.recorded).hasSizeGreaterThanOrEqualTo(7);
  }

  @Example
  void lines_out_of_their_place_are_refused() {
    List<String> lines = shortOutage();
    assertThatThrownBy(() -> replay(lines.subList(1, 3), UnaryOperator.identity()))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("a header is missing");
    assertThatThrownBy(() -> replay(List.of(), UnaryOperator.identity()))
        .isInstanceOf(TraceFormatException.class);
    assertThatThrownBy(
            () ->
                replay(List.of(lines.get(0), "{\"event\":\"resumed\"}"), UnaryOperator.identity()))
        .hasMessageContaining("a step is missing");
    List<String> longer = new ArrayList<>(lines);
    longer.add("{\"step\":1}");
    assertThatThrownBy(() -> replay(longer, UnaryOperator.identity()))
        .hasMessageContaining("a line after the end");
  }
}

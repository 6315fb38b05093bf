package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineEvent.ConfigChanged;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.trace.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What holds when the configuration is changed while the engine runs: any one to any other, at any
 * moment of a random world.
 */
class ReloadInvariantsTest {

  @Provide
  Arbitrary<Reloads> reloads() {
    return Reloads.any();
  }

  @Property(tries = 400)
  void every_invariant_of_the_configuration_in_force_holds(@ForAll("reloads") Reloads reloads) {
    World world = reloads.world();
    Judge judge = new Judge(Judge.ALL);
    FirstFault first = FirstFault.in(world, judge);
    reloads.playWithoutTunnelsIn(world);
    assertThat(judge.broken()).as("%n%s%n", first).isEmpty();
  }

  @Property(tries = 400)
  void there_is_no_moment_without_a_usable_default_and_nothing_foreign_is_touched(
      @ForAll("reloads") Reloads reloads) {
    World world = reloads.playIn(reloads.world());
    assertThat(world.kernel.faults()).as("%n%s%n", world.story).isEmpty();
  }

  @Property(tries = 200)
  void in_the_end_the_kernel_has_what_a_fresh_start_would_have_put_there(
      @ForAll("reloads") Reloads reloads) {
    World world = reloads.playIn(reloads.world());
    World fresh = World.of(reloads.last(), Noise.none());
    for (World each : List.of(world, fresh.start())) {
      Schedule.heal(each).runFor(300);
    }
    boolean returns = world.wanted().equals(fresh.wanted());
    assertThat(world.kernel.ours())
        .as("%n%s%n", world.story)
        .containsExactlyInAnyOrderElementsOf(
            returns ? fresh.kernel.ours() : world.routesFor(world.wanted()));
    if (reloads.schedule().tables() != Schedule.Tables.WITHOUT_RULES) {
      assertThat(ManualTables.existing(world))
          .as("%n%s%n", world.story)
          .isEqualTo(ManualTables.promised(world, world.wanted()));
    }
    assertThat(world.chronicle.alarms()).as("%n%s%n", world.story).isEmpty();
  }

  /** Each step is taken again with the configuration that is in force handed in once more. */
  @Property(tries = 200)
  void the_same_configuration_is_no_event(@ForAll("reloads") Reloads reloads) {
    World world = reloads.world();
    FailoverEngine engine = new FailoverEngine(world.config());
    List<Step> others = new ArrayList<>();
    world.observe(
        new World.Observer() {
          @Override
          public void restarted(EngineConfig config, long now) {}

          @Override
          public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
            EngineConfig current = step.state().config();
            ImmutableList.Builder<EngineEvent> more = ImmutableList.builder();
            more.addAll(events).add(new ConfigChanged(current));
            Step again = engine.step(before, more.build(), now);
            if (!again.equals(step)) {
              others.add(again);
            }
          }
        });
    reloads.playIn(world);
    assertThat(others).as("%n%s%n", world.story).isEmpty();
  }

  @Property(tries = 100)
  void a_trace_records_reloads_and_replays(@ForAll("reloads") Reloads reloads) {
    World world = reloads.world();
    TraceRecorder recorder = new TraceRecorder();
    world.observe(recorder);
    reloads.playIn(world);
    List<String> differences = new ArrayList<>();
    Replay replay =
        new Replay(
            UnaryOperator.identity(),
            new Replay.Listener() {
              @Override
              public void differs(long line, String recorded, String replayed) {
                differences.add(line + ": " + recorded + " / " + replayed);
              }
            });
    recorder.lines().forEach(replay::take);
    assertThat(replay.end().gaps()).isEmpty();
    assertThat(differences).as("%n%s%n", world.story).isEmpty();
  }

  // One seed: this judges what the worlds are like, and chance must not decide whether it passes.
  @Property(tries = 200, seed = "1")
  void random_reloads_get_far(@ForAll("reloads") Reloads reloads) {
    World world = reloads.world();
    Judge judge = new Judge(Judge.ALL);
    world.observe(judge);
    reloads.playWithoutTunnelsIn(world);
    InvariantsTest.reaches(judge, Judge.Seen.ACTIVE_REMOVED, 30);
    InvariantsTest.reaches(judge, Judge.Seen.FAILOVER, 50);
    InvariantsTest.reaches(judge, Judge.Seen.FAILBACK, 15);
    InvariantsTest.reaches(judge, Judge.Seen.HOLD_DOUBLED, 3);
  }
}

package dev.routeswitcher.engine;

import dev.routeswitcher.engine.config.EngineConfig;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Many of the random schedules of {@link InvariantsTest}, of which a build sees some hundreds, each
 * as it is and once more amid noise and junk, judged by every invariant: {@code bin/prove schedules
 * COUNT [SEED]}.
 */
final class ScheduleRun {

  private final AtomicLong nextSeed;
  private final long endSeed;
  private final AtomicInteger broken = new AtomicInteger();

  private ScheduleRun(long first, long count) {
    nextSeed = new AtomicLong(first);
    endSeed = first + count;
  }

  /** Runs so many from the given seed on, on all processors. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length < 1) {
      throw new IllegalArgumentException("say how many schedules");
    }
    long count = Long.parseLong(arguments[0]);
    ScheduleRun run =
        new ScheduleRun(arguments.length > 1 ? Long.parseLong(arguments[1]) : 1, count);
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      pool.execute(() -> JqwikSession.run(run::play));
    }
    pool.shutdown();
    pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    System.out.println("schedules: " + count + ", broken: " + run.broken);
    System.exit(run.broken.get() == 0 ? 0 : 1);
  }

  private void play() {
    RandomGenerator<Schedule> schedules = InvariantsTest.SCHEDULES.generator(1000);
    long seed = nextSeed.getAndIncrement();
    while (seed < endSeed) {
      Schedule schedule = schedules.next(new Random(seed)).value();
      play(seed, schedule, schedule::playIn);
      play(seed, schedule.noisy(), schedule::playWithJunkIn);
      seed = nextSeed.getAndIncrement();
    }
  }

  private void play(long seed, Schedule schedule, Consumer<World> course) {
    World world = schedule.world();
    Judge judge = new Judge(Judge.ALL);
    world.observe(judge);
    world.observe(new FirstFault(seed, schedule, world, judge));
    course.accept(world);
    if (!judge.broken().isEmpty()) {
      broken.incrementAndGet();
    }
  }

  /** Tells what led to the first fault, while the story still has it. */
  private static final class FirstFault implements World.Observer {
    private final String schedule;
    private final World world;
    private final Judge judge;
    private boolean told;

    FirstFault(long seed, Schedule schedule, World world, Judge judge) {
      this.schedule = "seed " + seed + ": " + schedule;
      this.world = world;
      this.judge = judge;
    }

    @Override
    public void restarted(EngineConfig config, long now) {}

    @Override
    public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
      if (!told && !judge.broken().isEmpty()) {
        told = true;
        System.out.println(judge.broken().get(0) + "\n" + schedule + "\n" + world.story + "\n");
      }
    }
  }
}

package dev.routeswitcher.engine;

import com.google.common.base.Throwables;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Many of the random worlds of the properties, of which a build sees some hundreds, judged by every
 * invariant: {@code bin/prove schedules COUNT [SEED]} plays those of {@link InvariantsTest}, each
 * as it is and once more amid noise and junk, {@code bin/prove reloads COUNT [SEED]} those of
 * {@link ReloadInvariantsTest}.
 */
final class RandomWorldsRun {

  /** A world, what happens in it, and the words for it. */
  private record Course(String name, World world, Consumer<World> events) {}

  private final Supplier<Function<Random, List<Course>>> generator;
  private final AtomicLong nextSeed;
  private final long endSeed;
  private final AtomicInteger broken = new AtomicInteger();

  private RandomWorldsRun(
      Supplier<Function<Random, List<Course>>> generator, long first, long count) {
    this.generator = generator;
    nextSeed = new AtomicLong(first);
    endSeed = first + count;
  }

  /** Runs so many of a kind from the given seed on, on all processors. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("say schedules or reloads, and how many");
    }
    long count = Long.parseLong(arguments[1]);
    long first = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    RandomWorldsRun run = new RandomWorldsRun(generatorOf(arguments[0]), first, count);
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      pool.execute(() -> JqwikSession.run(run::play));
    }
    pool.shutdown();
    pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    System.out.println(arguments[0] + ": " + count + ", broken: " + run.broken);
    System.exit(run.broken.get() == 0 ? 0 : 1);
  }

  private static Supplier<Function<Random, List<Course>>> generatorOf(String kind) {
    return switch (kind) {
      case "schedules" -> RandomWorldsRun::schedules;
      case "reloads" -> RandomWorldsRun::reloads;
      default -> throw new IllegalArgumentException(kind + ": say schedules or reloads");
    };
  }

  private static Function<Random, List<Course>> schedules() {
    RandomGenerator<Schedule> all = InvariantsTest.SCHEDULES.generator(1000);
    return random -> {
      Schedule plain = all.next(random).value();
      Schedule noisy = plain.noisy();
      return List.of(
          new Course(plain.toString(), plain.world(), plain::playIn),
          new Course(noisy.toString(), noisy.world(), noisy::playWithJunkIn));
    };
  }

  private static Function<Random, List<Course>> reloads() {
    RandomGenerator<Reloads> all = Reloads.any().generator(1000);
    return random -> {
      Reloads reloads = all.next(random).value();
      return List.of(
          new Course(reloads.toString(), reloads.world(), reloads::playWithoutTunnelsIn));
    };
  }

  private void play() {
    Function<Random, List<Course>> courses = generator.get();
    long seed = nextSeed.getAndIncrement();
    while (seed < endSeed) {
      for (Course course : courses.apply(new Random(seed))) {
        play(seed, course);
      }
      seed = nextSeed.getAndIncrement();
    }
  }

  private void play(long seed, Course course) {
    Judge judge = new Judge(Judge.ALL);
    FirstFault fault = FirstFault.in(course.world(), judge);
    try {
      course.events().accept(course.world());
      if (!judge.broken().isEmpty()) {
        tell(judge.broken().get(0), seed, course, fault.toString());
      }
    } catch (RuntimeException | AssertionError e) {
      tell(Throwables.getStackTraceAsString(e), seed, course, course.world().story.toString());
    }
  }

  private void tell(String what, long seed, Course course, String story) {
    broken.incrementAndGet();
    System.out.println(what + "\nseed " + seed + ": " + course.name() + "\n" + story + "\n");
  }
}

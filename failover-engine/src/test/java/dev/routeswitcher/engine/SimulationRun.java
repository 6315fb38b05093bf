package dev.routeswitcher.engine;

import dev.routeswitcher.engine.Decision.SwitchKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Many days of {@link Simulation}, and how often bad links make the traffic move: {@code bin/prove
 * simulate DAYS [SEED]}.
 */
final class SimulationRun {

  private static final int DAYS_PER_SEED = 10;

  private SimulationRun() {}

  /** Runs the given days from the given seed on, on all processors. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length < 1) {
      throw new IllegalArgumentException("say how many days");
    }
    int days = Integer.parseInt(arguments[0]);
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    if (days > 0) {
      simulate(days, seed);
    }
    System.out.println("switches per hour, over 24 hours, 5 seeds, default timing");
    table("primary loses 30 % of the probes", world -> world.loses("eth0", 30).runFor(86_400));
    table(
        "primary flaps: dead for 45 s of every 90 s",
        world -> every(world, Duration.ofSeconds(90), Duration.ofSeconds(45)));
    table(
        "primary dead for 5 s of every minute",
        world -> every(world, Duration.ofSeconds(60), Duration.ofSeconds(5)));
  }

  private static void simulate(int days, long firstSeed) throws InterruptedException {
    long begun = System.nanoTime();
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Future<Simulation>> runs = new ArrayList<>();
    for (int i = 0; i * DAYS_PER_SEED < days; i++) {
      long seed = firstSeed + i;
      runs.add(pool.submit(() -> new Simulation(seed).run(Duration.ofDays(DAYS_PER_SEED))));
    }
    pool.shutdown();
    double simulated = 0;
    long steps = 0;
    long storms = 0;
    long switches = 0;
    int violations = 0;
    for (int i = 0; i < runs.size(); i++) {
      try {
        Simulation run = runs.set(i, null).get();
        simulated += run.days();
        steps += run.steps();
        storms += run.storms();
        switches += run.switches();
      } catch (ExecutionException e) {
        violations++;
        System.out.println(e.getCause());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,.0f days, %,d steps, %,d storms, %,d switches, %d violations; %.0f s%n",
        simulated,
        steps,
        storms,
        switches,
        violations,
        (System.nanoTime() - begun) / 1e9);
    if (violations > 0) {
      System.exit(1);
    }
  }

  /** Dead for a part of every period, a day long. */
  private static void every(World world, Duration period, Duration dead) {
    for (long i = Duration.ofDays(1).dividedBy(period); i > 0; i--) {
      world.silence("eth0").runFor(dead).answer("eth0").runFor(period.minus(dead));
    }
  }

  private static void table(String what, Consumer<World> day) {
    double hours = 0;
    int failovers = 0;
    int failbacks = 0;
    for (long seed = 1; seed <= 5; seed++) {
      World world = World.of(2, 1, Timing.defaults(), new Noise(Noise.Level.NONE, seed), true);
      world.start().runFor(600);
      day.accept(world);
      hours += 24;
      failovers += count(world, SwitchKind.FAILOVER);
      failbacks += count(world, SwitchKind.FAILBACK);
    }
    System.out.printf(
        Locale.ROOT, "| %s | %.2f | %.2f |%n", what, failovers / hours, failbacks / hours);
  }

  private static int count(World world, SwitchKind kind) {
    return (int) world.chronicle.inForce.stream().filter(change -> change.kind() == kind).count();
  }
}

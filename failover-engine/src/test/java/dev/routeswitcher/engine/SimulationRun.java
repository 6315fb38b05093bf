package dev.routeswitcher.engine;

import dev.routeswitcher.engine.config.Timing;
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

  private static final int SEEDS_OF_TABLE = 5;

  private double days;
  private double stormyDays;
  private long steps;
  private long storms;
  private long switches;
  private int violations;

  private SimulationRun() {}

  /** Runs the given days from the given seed on, on all processors. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length < 1) {
      throw new IllegalArgumentException("say how many days");
    }
    int days = Integer.parseInt(arguments[0]);
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    SimulationRun run = new SimulationRun();
    if (days > 0) {
      run.simulate(Duration.ofDays(days), seed);
    }
    System.out.println("| primary | failovers in 24 h | returns in 24 h | switches per hour |");
    table("loses 30 % of the probes", world -> world.loses("eth0", 30).runFor(86_400));
    table(
        "dead for 45 s of every 90 s",
        world -> every(world, Duration.ofSeconds(90), Duration.ofSeconds(45)));
    table(
        "dead for 5 s of every minute",
        world -> every(world, Duration.ofSeconds(60), Duration.ofSeconds(5)));
    if (run.violations > 0) {
      System.exit(1);
    }
  }

  private void simulate(Duration wanted, long firstSeed) throws InterruptedException {
    long begun = System.nanoTime();
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Future<Simulation>> runs = new ArrayList<>();
    Duration submitted = Duration.ZERO;
    while (submitted.compareTo(wanted) < 0) {
      long seed = firstSeed + runs.size();
      Duration lifetime = new Simulation(seed).lifetime();
      submitted = submitted.plus(lifetime);
      runs.add(pool.submit(() -> new Simulation(seed).run(lifetime)));
    }
    pool.shutdown();
    for (int i = 0; i < runs.size(); i++) {
      try {
        // A world that was counted is forgotten.
        count(runs.set(i, null).get());
      } catch (ExecutionException e) {
        violations++;
        System.out.println(e.getCause());
      }
      if ((i + 1) % 50 == 0 || i + 1 == runs.size()) {
        report(i + 1, (System.nanoTime() - begun) / 1e9);
      }
    }
  }

  private void count(Simulation run) {
    days += run.days();
    stormyDays += run.stormyDays();
    steps += run.steps();
    storms += run.storms();
    switches += run.switches();
  }

  private void report(int worlds, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "%,d worlds, %,.0f days, %,.0f of them in %,d storms, %,d steps, %,d switches,"
            + " %d violations; %.0f s%n",
        worlds,
        days,
        stormyDays,
        storms,
        steps,
        switches,
        violations,
        seconds);
  }

  /** Dead for a part of every period, a day long. */
  private static void every(World world, Duration period, Duration dead) {
    for (long i = Duration.ofDays(1).dividedBy(period); i > 0; i--) {
      world.silence("eth0").runFor(dead).answer("eth0").runFor(period.minus(dead));
    }
  }

  /** A day with such a primary, default timing, in the mean of some seeds. */
  private static void table(String what, Consumer<World> day) {
    double failovers = 0;
    double failbacks = 0;
    for (long seed = 1; seed <= SEEDS_OF_TABLE; seed++) {
      World world = World.of(2, 1, Timing.defaults(), new Noise(Noise.Level.NONE, seed), true);
      world.start().runFor(600);
      day.accept(world);
      failovers += count(world, SwitchKind.FAILOVER) / (double) SEEDS_OF_TABLE;
      failbacks += count(world, SwitchKind.FAILBACK) / (double) SEEDS_OF_TABLE;
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.2f |%n",
        what,
        failovers,
        failbacks,
        (failovers + failbacks) / 24);
  }

  private static long count(World world, SwitchKind kind) {
    return world.chronicle.inForce.stream().filter(change -> change.kind() == kind).count();
  }
}

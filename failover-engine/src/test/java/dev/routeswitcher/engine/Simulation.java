package dev.routeswitcher.engine;

import dev.routeswitcher.engine.Schedule.Phase;
import dev.routeswitcher.engine.Schedule.Tables;
import dev.routeswitcher.engine.Schedule.What;
import dev.routeswitcher.engine.SimulatedUplink.Provider;
import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.TimingBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Days in the life of a host, from one seed: fair weather, and storms in which links lose probes,
 * in both directions or in one, grow slow, flap, lose and change their address, vanish; other
 * programs delete and add routes and rules, once or again and again; the kernel refuses; the host
 * sleeps, stands still, and the program is killed in the middle of a change; an operator wants one
 * uplink used, or another not.
 *
 * <p>{@link Judge} watches every step. After every storm the faults stop, and the primary must
 * carry the traffic again in time.
 */
final class Simulation {

  /** A rule was broken; the message has the seed and the end of the story. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    Violation(String message) {
      super(message);
    }
  }

  /** How long nothing may happen between two storms. */
  private static final Duration LONGEST_FAIR = Duration.ofHours(6);

  private static final List<What> FAULTS =
      List.of(
          What.SILENT,
          What.SILENT,
          What.LOSSY,
          What.SLOW,
          What.NO_CARRIER,
          What.BOUNCE,
          What.SET_DOWN,
          What.NO_ADDRESS,
          What.ABSENT,
          What.ROUTES_DELETED,
          What.FOREIGN_BEST,
          What.FOREIGN_ON_BASE,
          What.FOREIGN_GONE,
          What.REFUSE,
          What.ACCEPT,
          What.UNAVAILABLE,
          What.AVAILABLE,
          What.RESTART,
          What.RESUME,
          What.STAND_STILL,
          What.JUNK,
          What.USE,
          What.NEVER,
          What.USE_ANY,
          What.HEAL,
          What.HEAL);

  private static final List<What> TABLE_FAULTS =
      List.of(
          What.RULES_DELETED,
          What.TABLE_DELETED,
          What.CONTENDED,
          What.CONTENDED_NO_MORE,
          What.RULES_REFUSED,
          What.TABLES_REFUSED,
          What.RULES_ACCEPTED,
          What.CLASH,
          What.CLASH_GONE,
          What.STRICT,
          What.LOOSE);

  private final long seed;
  private final Random random;

  /** Decides about rules and tables alone, so that the course of the rest depends on none. */
  private final Random tableRandom;

  private final Timing timing;

  /** What quality rules look back on, in the worlds that have them. */
  private final Duration window;

  private final Tables tables;
  private final World world;
  private final Judge judge = new Judge(Judge.ALL);
  private long begin;
  private long steps;
  private int storms;
  private long stormyNanos;

  Simulation(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.tableRandom = new Random(seed);
    int uplinks = 2 + Math.max(0, random.nextInt(6) - 2);
    int targets = 1 + random.nextInt(3);
    this.timing = timing(1 + random.nextInt(targets));
    Noise.Level noise = random.nextInt(4) == 0 ? Noise.Level.HEAVY : Noise.Level.MILD;
    this.window = timing.interval().multipliedBy(20);
    Policy policy =
        new Policy(Failback.AUTOMATIC, random.nextInt(4) == 0 ? qualityRules(window) : null);
    this.tables = Tables.values()[Math.floorMod(seed - 1, Tables.values().length)];
    EngineConfig config = World.config(uplinks, targets, timing, policy, true, tables.layout);
    this.world =
        tables.in(
            World.of(
                random.nextInt(4) == 0 ? Schedule.lastMetered(config) : config,
                new Noise(noise, seed)));
    world.observe(judge);
    world.observe(
        new World.Observer() {
          @Override
          public void restarted(EngineConfig config, long now) {}

          @Override
          public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
            steps++;
            check();
          }
        });
  }

  /** The defaults now and then; slower rounds more often, so that days go by faster. */
  private Timing timing(int quorum) {
    int seconds = List.of(1, 2, 5, 10, 30).get(random.nextInt(5));
    TimingBuilder builder =
        Timing.defaults().toBuilder()
            .interval(Duration.ofSeconds(seconds))
            .timeout(Duration.ofMillis(500L * (1 + random.nextInt(4))))
            .quorum(quorum)
            .deadline(random.nextInt(3) == 0 ? Deadline.FIXED : Deadline.ADAPTIVE)
            .failureThreshold(2 + random.nextInt(3))
            .failbackDelay(Duration.ofSeconds(60L * seconds));
    if (seconds > 1) {
      builder
          .maxFailbackDelay(Duration.ofMinutes(15L * seconds))
          .flapWindow(Duration.ofMinutes(10L * seconds));
    } else if (random.nextBoolean()) {
      builder.failureInterval(Duration.ofMillis(200));
    }
    return builder.build();
  }

  private static QualityRules qualityRules(Duration window) {
    return new QualityRules(
        window,
        new QualityRules.Loss(20, 5),
        new QualityRules.Delay(Duration.ofMillis(300), Duration.ofMillis(150)));
  }

  /** How long this world lives if nobody says otherwise: worlds see about as many rounds each. */
  Duration lifetime() {
    return Duration.ofDays(timing.interval().toSeconds());
  }

  /**
   * Lets at least so much time go by.
   *
   * @throws Violation if a rule is broken
   */
  Simulation run(Duration duration) {
    world.start();
    begin = world.now();
    while (world.now() - begin < duration.toNanos()) {
      fairWeather();
      storm();
      calm();
    }
    return this;
  }

  private void fairWeather() {
    world.runFor(Duration.ofSeconds(random.nextInt((int) LONGEST_FAIR.toSeconds())));
  }

  private void storm() {
    storms++;
    long broke = world.now();
    int faults = 1 + random.nextInt(30);
    for (int i = 0; i < faults; i++) {
      fault(random.nextInt(world.names().size()));
    }
    stormyNanos += world.now() - broke;
  }

  private void fault(int uplink) {
    String name = "eth" + uplink;
    switch (random.nextInt(12)) {
      case 0 -> world.loses(name, random.nextInt(70));
      case 1 -> growSlow(name);
      case 2 -> flap(name);
      case 3 -> anotherAddress(name);
      case 4 -> killedInMidChange(name);
      case 5 -> world.provider(name, Provider.MUTE);
      case 6 -> world.targetSilent(random.nextInt(world.targets().size()));
      default -> {
        What what = FAULTS.get(random.nextInt(FAULTS.size()));
        Schedule.play(new Phase(what, uplink, random.nextInt(600)), world);
      }
    }
    if (tableRandom.nextInt(3) == 0) {
      What what = TABLE_FAULTS.get(tableRandom.nextInt(TABLE_FAULTS.size()));
      Schedule.play(new Phase(what, uplink, tableRandom.nextInt(600)), world);
    }
    boolean brief = random.nextInt(3) == 0;
    world.runFor(Duration.ofMillis(random.nextInt(brief ? 3_000 : 900_000)));
    if (random.nextInt(3) > 0) {
      mend(name);
    }
  }

  private void mend(String name) {
    world.loses(name, 0).tripTakes(name, 20).answer(name).linkUp(name);
  }

  /** Replies take longer and longer, until they come too late. */
  private void growSlow(String name) {
    for (int millis = 20; millis < 3000; millis += 1 + millis / 2) {
      world.tripTakes(name, millis).runFor(Duration.ofSeconds(random.nextInt(60)));
    }
  }

  private void flap(String name) {
    int seconds = 1 + random.nextInt(90);
    for (int i = random.nextInt(60); i > 0; i--) {
      world.carrierLost(name).runFor(Duration.ofMillis(500L * seconds));
      world.linkUp(name).runFor(Duration.ofMillis(500L * seconds));
    }
  }

  /** The address goes, and another of the same network comes. */
  private void anotherAddress(String name) {
    world.addressLost(name).runFor(Duration.ofMillis(random.nextInt(3000)));
    world.renumbered(name, 3 + random.nextInt(9));
  }

  private void killedInMidChange(String name) {
    world.carrierLost(name).runFor(Duration.ofMillis(random.nextInt(20))).restart();
  }

  /** The faults stop: the primary must be back when every wait there can be is over. */
  private void calm() {
    world.names().forEach(this::mend);
    for (int target = 0; target < world.targets().size(); target++) {
      world.targetAnswers(target);
    }
    Noise before = world.noise();
    Schedule.heal(world);
    Duration backoff = Duration.ofSeconds(30);
    world.runFor(
        timing
            .maxFailbackDelay()
            .plus(timing.failbackDelay())
            .plus(timing.interval())
            .plus(timing.timeout())
            .plus(window)
            .plus(backoff));
    if (!world.wanted().equals("eth0") || !"eth0".equals(world.kernel.wayOut())) {
      throw violation("9: by " + world.kernel.wayOut() + " although all is well");
    }
    List<String> promised =
        tables == Tables.WITHOUT_RULES ? List.of() : ManualTables.promised(world, "eth0");
    if (!ManualTables.existing(world).equals(promised)) {
      throw violation("14: " + ManualTables.existing(world) + " although all is well");
    }
    world.noise(before);
  }

  private void check() {
    if (!judge.broken().isEmpty()) {
      throw violation(judge.broken().get(0));
    } else if (!world.kernel.faults().isEmpty()) {
      throw violation("routes: " + world.kernel.faults().get(0));
    }
  }

  private Violation violation(String what) {
    return new Violation(
        "seed " + seed + ": " + what + "\n" + timing + "\n" + tables + "\n" + world.story);
  }

  double days() {
    return inDays(world.now() - begin);
  }

  /** How much of them was storm. */
  double stormyDays() {
    return inDays(stormyNanos);
  }

  private static double inDays(long nanos) {
    return nanos / 1e9 / 86_400;
  }

  long steps() {
    return steps;
  }

  int storms() {
    return storms;
  }

  int switches() {
    return world.chronicle.decided.size();
  }
}

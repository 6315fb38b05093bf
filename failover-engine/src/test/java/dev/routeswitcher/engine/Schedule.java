package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.SimulatedUplink.Provider;
import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.TimingBuilder;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.DeadEnd;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * The course of a random world: how many uplinks, how it is timed, how badly results arrive, and
 * what happens one thing after the other.
 */
record Schedule(
    int uplinks, Pace pace, Tables tables, Noise.Level noise, long seed, List<Phase> phases) {

  private static final What[] LINK_FAULTS = {
    What.NO_CARRIER, What.SET_DOWN, What.NO_ADDRESS, What.ABSENT, What.RENUMBERED
  };
  private static final What[] KERNEL_FAULTS = {
    What.ROUTES_DELETED,
    What.FOREIGN_BEST,
    What.FOREIGN_ON_BASE,
    What.DEAD_END,
    What.REFUSE,
    What.UNAVAILABLE
  };
  private static final What[] KERNEL_REMEDIES = {What.FOREIGN_GONE, What.ACCEPT, What.AVAILABLE};
  private static final What[] TABLE_FAULTS = {
    What.RULES_DELETED,
    What.TABLE_DELETED,
    What.CONTENDED,
    What.RULES_REFUSED,
    What.TABLES_REFUSED,
    What.CLASH
  };
  private static final What[] TABLE_REMEDIES = {
    What.CONTENDED_NO_MORE, What.RULES_ACCEPTED, What.CLASH_GONE
  };
  private static final What[] FILTERS = {What.STRICT, What.LOOSE};
  private static final What[] DELAYS = {What.FAR, What.NEAR, What.SOME_LOSS, What.NO_LOSS};
  private static final What[] TARGETS = {
    What.TARGET_SILENT, What.TARGET_SILENT, What.TARGET_ANSWERS
  };
  private static final What[] WISHES = {What.USE, What.USE_ANY, What.NEVER, What.ALLOW};
  private static final What[] PROGRAM_EVENTS = {
    What.RESTART, What.RESTART_REMEMBERING, What.RESUME, What.STAND_STILL, What.JUNK
  };

  /**
   * How the primary may have been left before: not, by one wish or two, by an outage of its own.
   */
  private static final List<List<Phase>> PRELUDES =
      List.of(
          List.of(),
          List.of(new Phase(What.USE, 1, 100), new Phase(What.USE_ANY, 0, 800)),
          List.of(
              new Phase(What.USE, 1, 100),
              new Phase(What.USE, 0, 100),
              new Phase(What.USE_ANY, 0, 10)),
          List.of(new Phase(What.NEVER, 0, 100), new Phase(What.ALLOW, 0, 800)),
          List.of(new Phase(What.NO_CARRIER, 0, 50), new Phase(What.HEAL, 0, 7000)));

  /** Something happens to one uplink or to the program, and then time runs. */
  record Phase(What what, int uplink, int tenths) {
    @Override
    public String toString() {
      return what + " eth" + uplink + " " + tenths / 10.0 + "s";
    }
  }

  /** What can happen. */
  enum What {
    HEAL,
    SILENT,
    LOSSY,
    SLOW,
    NO_CARRIER,
    BOUNCE,
    SET_DOWN,
    NO_ADDRESS,
    ABSENT,
    RENUMBERED,
    ROUTES_DELETED,
    FOREIGN_BEST,
    FOREIGN_ON_BASE,
    DEAD_END,
    FOREIGN_GONE,
    REFUSE,
    ACCEPT,
    UNAVAILABLE,
    AVAILABLE,
    RULES_DELETED,
    TABLE_DELETED,
    CONTENDED,
    CONTENDED_NO_MORE,
    RULES_REFUSED,
    TABLES_REFUSED,
    RULES_ACCEPTED,
    CLASH,
    CLASH_GONE,
    STRICT,
    LOOSE,
    RESTART,
    RESTART_REMEMBERING,
    RESUME,
    STAND_STILL,
    JUNK,
    FAR,
    NEAR,
    SOME_LOSS,
    NO_LOSS,
    TARGET_SILENT,
    TARGET_ANSWERS,
    USE,
    USE_ANY,
    NEVER,
    ALLOW
  }

  /** Which tables and rules there are to be, and whether the kernel has rules at all. */
  enum Tables {
    NONE(TableLayout.NONE),
    PROBES(TableLayout.DEFAULT),
    OVERRIDE(new TableLayout(false, true, 15700, 15700)),
    BOTH(new TableLayout(true, true, 15700, 15700)),
    ELSEWHERE(new TableLayout(true, true, 300, 40)),
    WITHOUT_RULES(TableLayout.DEFAULT);

    final TableLayout layout;

    Tables(TableLayout layout) {
      this.layout = layout;
    }

    World in(World world) {
      return this == WITHOUT_RULES ? world.withoutPolicyRules() : world;
    }
  }

  /**
   * How fast the clocks of the engine run, and which rules it has. Delays are short, so that runs
   * get far.
   */
  enum Pace {
    PLAIN(1000, 1000, 1, 1),
    OVERLAPPING(1000, 2500, 1, 1),
    FAST(250, 400, 2, 2),
    FIXED(1000, 1000, 1, 1),
    CONFIRMING(1000, 1000, 1, 1),
    METERED(1000, 1000, 1, 1),
    MANY_TARGETS(1000, 1000, 2, 3),
    ALL_TARGETS(500, 1000, 3, 3),
    QUALITY(500, 1000, 1, 2);

    final int targets;
    final Timing timing;
    final Policy policy;

    Pace(int intervalMillis, int timeoutMillis, int quorum, int targets) {
      this.targets = targets;
      TimingBuilder builder =
          Timing.defaults().toBuilder()
              .interval(Duration.ofMillis(intervalMillis))
              .timeout(Duration.ofMillis(timeoutMillis))
              .quorum(quorum)
              .failbackDelay(Duration.ofSeconds(10))
              .maxFailbackDelay(Duration.ofSeconds(60))
              .flapWindow(Duration.ofSeconds(60))
              .bootWindow(Duration.ofSeconds(5));
      if (name().equals("FIXED")) {
        builder.deadline(Deadline.FIXED);
      } else if (name().equals("CONFIRMING") || name().equals("METERED")) {
        builder.failureInterval(Duration.ofMillis(200));
      }
      this.timing = builder.build();
      this.policy =
          name().equals("QUALITY") ? new Policy(Failback.AUTOMATIC, rules()) : Policy.DEFAULT;
    }

    private static QualityRules rules() {
      return new QualityRules(
          Duration.ofSeconds(8),
          new QualityRules.Loss(20, 5),
          new QualityRules.Delay(Duration.ofMillis(300), Duration.ofMillis(150)));
    }

    /** The configuration; in the metered one the last uplink is asked more seldom. */
    EngineConfig config(int uplinks, TableLayout tables) {
      EngineConfig config = World.config(uplinks, targets, timing, policy, true, tables);
      return this == METERED ? lastMetered(config) : config;
    }
  }

  /** The same, but the last uplink is asked only every fifth time. */
  static EngineConfig lastMetered(EngineConfig config) {
    FamilyConfig family = config.families().get(0);
    int uplinks = family.uplinks().size();
    UplinkConfig last = family.uplinks().get(uplinks - 1);
    Duration standby = config.timing().interval().multipliedBy(5);
    ImmutableList<UplinkConfig> metered =
        ImmutableList.<UplinkConfig>builder()
            .addAll(family.uplinks().subList(0, uplinks - 1))
            .add(
                new UplinkConfig(
                    null, last.interfaceName(), last.gateway(), last.metric(), standby))
            .build();
    FamilyConfig changed =
        new FamilyConfig(family.family(), metered, family.targets(), family.failoverMetric());
    return new EngineConfig(
        ImmutableList.of(changed), config.timing(), config.policy(), config.tables());
  }

  static Arbitrary<Schedule> of(int uplinks) {
    return of(uplinks, Pace.values());
  }

  static Arbitrary<Schedule> of(int uplinks, Pace... paces) {
    return Combinators.combine(
            Arbitraries.of(paces),
            Arbitraries.of(Tables.values()),
            Arbitraries.of(Noise.Level.values()),
            Arbitraries.longs(),
            phases(uplinks)
                .list()
                .ofMinSize(1)
                .ofMaxSize(24)
                .withSizeDistribution(RandomDistribution.uniform()))
        .as(
            (pace, tables, noise, seed, phases) ->
                new Schedule(uplinks, pace, tables, noise, seed, phases))
        .withoutEdgeCases();
  }

  /**
   * Two better uplinks come back one shortly after the other, while the kernel changes no route:
   * the first return is not in force yet when the second would be due.
   */
  static Arbitrary<Schedule> ofReturnsThatTakeTime() {
    return Combinators.combine(
            Arbitraries.of(3, 4, 5),
            Arbitraries.of(Pace.PLAIN, Pace.FIXED, Pace.OVERLAPPING),
            lasting(0, 40),
            lasting(40, 95),
            lasting(10, 150))
        .as(
            (uplinks, pace, gap, wait, busy) ->
                new Schedule(
                    uplinks,
                    pace,
                    Tables.PROBES,
                    Noise.Level.NONE,
                    0,
                    List.of(
                        new Phase(What.HEAL, 0, 50),
                        new Phase(What.SILENT, 0, 50),
                        new Phase(What.SILENT, 1, 50),
                        new Phase(What.HEAL, 1, gap),
                        new Phase(What.HEAL, 0, wait),
                        new Phase(What.UNAVAILABLE, 0, busy),
                        new Phase(What.AVAILABLE, 0, 200))));
  }

  /** A standby loses its address just before the primary loses its link. */
  static Arbitrary<Schedule> ofLostAddresses() {
    return Combinators.combine(
            Arbitraries.of(2, 3),
            Arbitraries.of(Pace.PLAIN, Pace.FIXED, Pace.FAST),
            lasting(0, 9),
            lasting(0, 9),
            lasting(0, 9))
        .as(
            (uplinks, pace, phase, lost, both) ->
                new Schedule(
                    uplinks,
                    pace,
                    Tables.PROBES,
                    Noise.Level.NONE,
                    0,
                    List.of(
                        new Phase(What.HEAL, 0, 50 + phase),
                        new Phase(What.NO_ADDRESS, 1, lost),
                        new Phase(What.NO_CARRIER, 0, both),
                        new Phase(What.HEAL, 1, 50))));
  }

  /**
   * The primary fails again shortly after every return, as late as a hold without end would let it
   * return, so that the hold doubles until it is the longest. Before that it may have been left,
   * and have come back, without a failover: by an operator's wish. During one of the holds the
   * program may be started again, and remember.
   */
  static Arbitrary<Schedule> ofRelapses() {
    return Combinators.combine(
            Arbitraries.of(2, 3, 4, 5),
            Arbitraries.of(Pace.PLAIN, Pace.FIXED, Pace.OVERLAPPING, Pace.METERED),
            Arbitraries.of(What.NO_CARRIER, What.SILENT),
            lasting(45, 80),
            lasting(20, 150),
            Arbitraries.of(PRELUDES),
            Arbitraries.of(0, 100, 200, 400, 800))
        .as(
            (uplinks, pace, fault, dead, stay, prelude, restart) -> {
              List<Phase> phases = new ArrayList<>();
              phases.add(new Phase(What.HEAL, 0, 50));
              phases.addAll(prelude);
              for (int hold = 100; hold <= 800; hold *= 2) {
                phases.add(new Phase(fault, 0, dead));
                phases.add(new Phase(What.HEAL, 0, hold == restart ? 10 : hold + stay));
                if (hold == restart) {
                  phases.add(new Phase(What.RESTART_REMEMBERING, 0, hold + stay - 10));
                }
              }
              phases.add(new Phase(fault, 0, dead));
              return new Schedule(uplinks, pace, Tables.PROBES, Noise.Level.NONE, 0, phases);
            });
  }

  private static Arbitrary<Phase> phases(int uplinks) {
    return Arbitraries.frequencyOf(
        Tuple.of(10, phase(uplinks, lasting(100, 350), What.HEAL)),
        Tuple.of(4, phase(uplinks, lasting(0, 30), What.HEAL, What.SILENT, What.NO_CARRIER)),
        Tuple.of(4, phase(uplinks, lasting(0, 8), What.BOUNCE, What.NO_CARRIER)),
        Tuple.of(8, phase(uplinks, lasting(30, 90), What.SILENT)),
        Tuple.of(2, phase(uplinks, lasting(90, 500), What.SILENT, What.LOSSY, What.HEAL)),
        Tuple.of(2, phase(uplinks, lasting(10, 90), What.LOSSY, What.SLOW)),
        Tuple.of(5, phase(uplinks, lasting(0, 90), LINK_FAULTS)),
        Tuple.of(5, phase(uplinks, lasting(0, 60), KERNEL_FAULTS)),
        Tuple.of(5, phase(uplinks, lasting(0, 60), KERNEL_REMEDIES)),
        Tuple.of(5, phase(uplinks, lasting(0, 90), TABLE_FAULTS)),
        Tuple.of(2, phase(uplinks, lasting(0, 60), TABLE_REMEDIES)),
        Tuple.of(1, phase(uplinks, lasting(0, 60), FILTERS)),
        Tuple.of(3, phase(uplinks, lasting(0, 200), DELAYS)),
        Tuple.of(2, phase(uplinks, lasting(0, 200), TARGETS)),
        Tuple.of(4, phase(uplinks, lasting(0, 150), WISHES)),
        Tuple.of(1, phase(uplinks, lasting(35, 90), What.STAND_STILL)),
        Tuple.of(4, phase(uplinks, lasting(0, 90), PROGRAM_EVENTS)));
  }

  private static Arbitrary<Phase> phase(int uplinks, Arbitrary<Integer> tenths, What... whats) {
    Arbitrary<Integer> who =
        Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(2, 1), Tuple.of(1, uplinks - 1));
    return Combinators.combine(Arbitraries.of(whats), who, tenths).as(Phase::new);
  }

  private static Arbitrary<Integer> lasting(int leastTenths, int mostTenths) {
    return Arbitraries.integers().between(leastTenths, mostTenths);
  }

  World world() {
    return tables.in(World.of(pace.config(uplinks, tables.layout), new Noise(noise, seed)));
  }

  /** Lets everything happen. */
  World playIn(World world) {
    world.start();
    for (Phase phase : phases) {
      play(phase, world);
      world.runFor(phase.tenths() / 10.0);
    }
    return world;
  }

  /** The same, with results and answers that come late, twice or never. */
  Schedule noisy() {
    return new Schedule(uplinks, pace, tables, Noise.Level.HEAVY, seed, phases);
  }

  /** Lets everything happen, and junk before each of it. */
  World playWithJunkIn(World world) {
    world.start();
    for (Phase phase : phases) {
      junk(world, phase.tenths());
      play(phase, world);
      world.runFor(phase.tenths() / 10.0);
    }
    return world;
  }

  /** The world in which everything has happened. */
  World played() {
    return playIn(world());
  }

  static void play(Phase phase, World world) {
    String name = "eth" + phase.uplink();
    SimulatedUplink uplink = world.uplink(name);
    switch (phase.what()) {
      case HEAL -> world.answer(name).linkUp(name);
      case SILENT -> world.silence(name);
      case LOSSY -> world.provider(name, Provider.LOSSY);
      case SLOW -> world.provider(name, Provider.SLOW);
      case NO_CARRIER -> world.carrierLost(name);
      case BOUNCE -> world.carrierLost(name).runFor(0.05).linkUp(name);
      case SET_DOWN -> world.setDown(name);
      case NO_ADDRESS -> world.addressLost(name);
      case ABSENT -> world.removed(name);
      case RENUMBERED -> world.renumbered(name, 3 + phase.tenths() % 9);
      case ROUTES_DELETED -> world.ourRoutesDeleted(name);
      case FOREIGN_BEST -> world.foreignRoute(World.foreign(uplink, phase.tenths() % 2 * 5));
      case FOREIGN_ON_BASE -> world.foreignRoute(World.foreign(uplink, 10));
      case DEAD_END -> world.foreignRoute(deadEnd(phase));
      case REFUSE -> world.kernel.refuse(name, "EINVAL: refused by the schedule");
      case ACCEPT -> world.kernel.accept(name);
      case UNAVAILABLE -> world.kernel.unavailable("EPERM: Operation not permitted");
      case AVAILABLE -> world.kernel.unavailable(null);
      case RULES_DELETED -> world.rulesDeleted(rule -> isHit(rule, phase));
      case TABLE_DELETED -> world.tableRoutesDeleted(route -> isHit(route, phase));
      case CONTENDED -> world.contended(entry -> isHit(entry, phase));
      case CONTENDED_NO_MORE -> world.contended(null);
      case RULES_REFUSED -> world.rulesRefused("EPERM: refused by the schedule");
      case TABLES_REFUSED -> world.tableRoutesRefused("EINVAL: refused by the schedule");
      case RULES_ACCEPTED -> world.rulesRefused(null).tableRoutesRefused(null);
      case CLASH -> clash(world, uplink, phase);
      case CLASH_GONE, FOREIGN_GONE -> foreignGone(world);
      case STRICT -> world.strictReversePath(name, true);
      case LOOSE -> world.strictReversePath(name, false);
      case RESTART -> world.restart();
      case RESTART_REMEMBERING -> world.restartRemembering();
      case RESUME -> world.resume();
      case STAND_STILL -> world.standStill(phase.tenths() / 10.0);
      case JUNK -> junk(world, phase.tenths());
      case FAR -> world.tripTakes(name, 500);
      case NEAR -> world.tripTakes(name, 20);
      case SOME_LOSS -> world.loses(name, 30);
      case NO_LOSS -> world.loses(name, 0);
      case TARGET_SILENT -> world.targetSilent(phase.tenths() % 3);
      case TARGET_ANSWERS -> world.targetAnswers(0).targetAnswers(1).targetAnswers(2);
      case USE -> world.override(ManualOverride.NONE.using(uplink.key()));
      case USE_ANY, ALLOW -> world.override(ManualOverride.NONE);
      case NEVER -> world.override(ManualOverride.NONE.never(uplink.key()));
      default -> throw new AssertionError(phase);
    }
  }

  private static Route deadEnd(Phase phase) {
    DeadEnd[] kinds = DeadEnd.values();
    return World.deadEnd(kinds[phase.tenths() % kinds.length], phase.tenths() / 4 % 2 * 15);
  }

  /** Events about things the engine does not know, and answers to what it never asked. */
  private static void junk(World world, int number) {
    UplinkKey known = world.key("eth0");
    UplinkKey unknown = new UplinkKey(IpFamily.IPV4, "eth9");
    world
        .post(new LinkChanged(unknown, LinkStatus.ABSENT))
        .post(new LinkChanged(known, world.uplink("eth0").link()))
        .post(new RoutesChanged(IpFamily.IPV4, ImmutableList.of()))
        .post(new RoutesChanged(IpFamily.IPV6, ImmutableList.of()))
        .post(new ProbeFinished(unknown, 1, 0, Verdict.REPLIED, 20_000_000, ""))
        .post(new ProbeFinished(known, -number, 0, Verdict.REPLIED, 20_000_000, ""))
        .post(new ProbeFinished(known, number + 100_000L, 0, Verdict.LOST, -1, ""))
        .post(new ProbeFinished(known, world.lastRound("eth0"), -1, Verdict.LOST, -1, ""))
        .post(
            new ProbeFinished(known, world.lastRound("eth0"), 99, Verdict.REPLIED, 20_000_000, ""))
        .tellRoutes();
  }

  private static void foreignGone(World world) {
    world.kernel.delete(route -> !route.isOurs());
    world.tellRoutes();
    world.tellTables();
  }

  /** A route of another program, in the slot of our default there or beside it. */
  private static void clash(World world, SimulatedUplink uplink, Phase phase) {
    long first = world.config().tables().firstTable();
    long table = first + phase.tenths() % (world.names().size() + 1);
    world.foreignRoute(World.foreign(uplink, 1 + phase.tenths() / 10 % 2, table));
  }

  /** Whether the phase is about the entry: all there are, or those of one kind or one place. */
  private static boolean isHit(RoutingEntry entry, Phase phase) {
    return switch (phase.tenths() % 4) {
      case 0 -> true;
      case 1 -> entry instanceof PolicyRule;
      case 2 -> entry instanceof PolicyRule rule ? rule.withoutDefaults() : isDefault(entry);
      default ->
          entry instanceof PolicyRule rule
              ? rule.preference() % 3 == phase.uplink() % 3
              : ((Route) entry).table() % 3 == phase.uplink() % 3;
    };
  }

  private static boolean isDefault(RoutingEntry entry) {
    return entry instanceof Route route && route.destination().length() == 0;
  }

  /** Whether the kernel may still be left alone for a while after everything was mended. */
  boolean troublesKernel() {
    return phases.stream()
        .map(Phase::what)
        .anyMatch(
            what -> List.of(KERNEL_FAULTS).contains(what) || List.of(TABLE_FAULTS).contains(what));
  }

  /** Everything is good again, and stays so. */
  static World heal(World world) {
    healKernel(world);
    world.override(ManualOverride.NONE);
    world.targetAnswers(0).targetAnswers(1).targetAnswers(2);
    world
        .names()
        .forEach(name -> world.answer(name).tripTakes(name, 20).loses(name, 0).linkUp(name));
    return world;
  }

  /** The kernel obeys and no other program interferes; links and providers stay as they are. */
  static World healKernel(World world) {
    world.noNoise();
    world.names().forEach(world.kernel::accept);
    world.kernel.unavailable(null);
    world.contended(null).rulesRefused(null).tableRoutesRefused(null);
    world.names().forEach(name -> world.strictReversePath(name, false));
    foreignGone(world);
    return world;
  }

  @Override
  public String toString() {
    return uplinks
        + " uplinks, "
        + pace
        + ", tables "
        + tables
        + ", noise "
        + noise
        + " seed "
        + seed
        + ": "
        + phases.stream().map(Phase::toString).collect(Collectors.joining(", "));
  }
}

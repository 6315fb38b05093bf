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
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.TimingBuilder;
import dev.routeswitcher.engine.config.UplinkConfig;
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
record Schedule(int uplinks, Pace pace, Noise.Level noise, long seed, List<FailoverState> phases) {

  private static final What[] LINK_FAULTS = {
    What.NO_CARRIER, What.SET_DOWN, What.NO_ADDRESS, What.ABSENT
  };
  private static final What[] KERNEL_FAULTS = {
    What.ROUTES_DELETED, What.FOREIGN_BEST, What.FOREIGN_ON_BASE, What.REFUSE, What.UNAVAILABLE
  };
  private static final What[] KERNEL_REMEDIES = {What.FOREIGN_GONE, What.ACCEPT, What.AVAILABLE};
  private static final What[] DELAYS = {What.FAR, What.NEAR, What.SOME_LOSS, What.NO_LOSS};
  private static final What[] TARGETS = {
    What.TARGET_SILENT, What.TARGET_SILENT, What.TARGET_ANSWERS
  };
  private static final What[] WISHES = {What.USE, What.USE_ANY, What.NEVER, What.ALLOW};
  private static final What[] PROGRAM_EVENTS = {
    What.RESTART, What.RESUME, What.STAND_STILL, What.JUNK
  };

  /** Something happens to one uplink or to the program, and then time runs. */
  record FailoverState(What what, int uplink, int tenths) {
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
    ROUTES_DELETED,
    FOREIGN_BEST,
    FOREIGN_ON_BASE,
    FOREIGN_GONE,
    REFUSE,
    ACCEPT,
    UNAVAILABLE,
    AVAILABLE,
    RESTART,
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
    EngineConfig config(int uplinks) {
      EngineConfig config = World.config(uplinks, targets, timing, policy, true);
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
            .add(new UplinkConfig(last.interfaceName(), last.gateway(), last.metric(), standby))
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
            Arbitraries.of(Noise.Level.values()),
            Arbitraries.longs(),
            phases(uplinks)
                .list()
                .ofMinSize(1)
                .ofMaxSize(24)
                .withSizeDistribution(RandomDistribution.uniform()))
        .as((pace, noise, seed, phases) -> new Schedule(uplinks, pace, noise, seed, phases))
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
                    Noise.Level.NONE,
                    0,
                    List.of(
                        new FailoverState(What.HEAL, 0, 50),
                        new FailoverState(What.SILENT, 0, 50),
                        new FailoverState(What.SILENT, 1, 50),
                        new FailoverState(What.HEAL, 1, gap),
                        new FailoverState(What.HEAL, 0, wait),
                        new FailoverState(What.UNAVAILABLE, 0, busy),
                        new FailoverState(What.AVAILABLE, 0, 200))));
  }

  /**
   * The primary fails again shortly after every return, as late as a hold without end would let it
   * return, so that the hold doubles until it is the longest.
   */
  static Arbitrary<Schedule> ofRelapses() {
    return Combinators.combine(
            Arbitraries.of(2, 3, 4, 5),
            Arbitraries.of(Pace.PLAIN, Pace.FIXED, Pace.OVERLAPPING, Pace.METERED),
            Arbitraries.of(What.NO_CARRIER, What.SILENT),
            lasting(45, 80),
            lasting(20, 150))
        .as(
            (uplinks, pace, fault, dead, stay) -> {
              List<FailoverState> phases = new ArrayList<>();
              phases.add(new FailoverState(What.HEAL, 0, 50));
              for (int hold = 100; hold <= 800; hold *= 2) {
                phases.add(new FailoverState(fault, 0, dead));
                phases.add(new FailoverState(What.HEAL, 0, hold + stay));
              }
              phases.add(new FailoverState(fault, 0, dead));
              return new Schedule(uplinks, pace, Noise.Level.NONE, 0, phases);
            });
  }

  private static Arbitrary<FailoverState> phases(int uplinks) {
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
        Tuple.of(3, phase(uplinks, lasting(0, 200), DELAYS)),
        Tuple.of(2, phase(uplinks, lasting(0, 200), TARGETS)),
        Tuple.of(4, phase(uplinks, lasting(0, 150), WISHES)),
        Tuple.of(1, phase(uplinks, lasting(35, 90), What.STAND_STILL)),
        Tuple.of(4, phase(uplinks, lasting(0, 90), PROGRAM_EVENTS)));
  }

  private static Arbitrary<FailoverState> phase(
      int uplinks, Arbitrary<Integer> tenths, What... whats) {
    Arbitrary<Integer> who =
        Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(2, 1), Tuple.of(1, uplinks - 1));
    return Combinators.combine(Arbitraries.of(whats), who, tenths).as(FailoverState::new);
  }

  private static Arbitrary<Integer> lasting(int leastTenths, int mostTenths) {
    return Arbitraries.integers().between(leastTenths, mostTenths);
  }

  World world() {
    return World.of(pace.config(uplinks), new Noise(noise, seed));
  }

  /** Lets everything happen. */
  World playIn(World world) {
    world.start();
    for (FailoverState phase : phases) {
      play(phase, world);
      world.runFor(phase.tenths() / 10.0);
    }
    return world;
  }

  static void play(FailoverState phase, World world) {
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
      case ROUTES_DELETED -> world.ourRoutesDeleted(name);
      case FOREIGN_BEST -> world.foreignRoute(World.foreign(uplink, phase.tenths() % 2 * 5));
      case FOREIGN_ON_BASE -> world.foreignRoute(World.foreign(uplink, 10));
      case FOREIGN_GONE -> foreignGone(world);
      case REFUSE -> world.kernel.refuse(name, "EINVAL: refused by the schedule");
      case ACCEPT -> world.kernel.accept(name);
      case UNAVAILABLE -> world.kernel.unavailable("EPERM: Operation not permitted");
      case AVAILABLE -> world.kernel.unavailable(null);
      case RESTART -> world.restart();
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
  }

  /** Whether the kernel may still be left alone for a while after everything was mended. */
  boolean troublesKernel() {
    return phases.stream().map(FailoverState::what).anyMatch(List.of(KERNEL_FAULTS)::contains);
  }

  /** Everything is good again, and stays so. */
  static World heal(World world) {
    world.noNoise();
    world.names().forEach(world.kernel::accept);
    world.kernel.unavailable(null);
    world.kernel.delete(route -> !route.isOurs());
    world.override(ManualOverride.NONE);
    world.targetAnswers(0).targetAnswers(1).targetAnswers(2);
    world
        .names()
        .forEach(name -> world.answer(name).tripTakes(name, 20).loses(name, 0).linkUp(name));
    world.tellRoutes();
    return world;
  }

  @Override
  public String toString() {
    return uplinks
        + " uplinks, "
        + pace
        + ", noise "
        + noise
        + " seed "
        + seed
        + ": "
        + phases.stream().map(FailoverState::toString).collect(Collectors.joining(", "));
  }
}

package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.Route;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * The course of a random world in which the configuration is changed now and then, at any moment.
 *
 * @param schedule what else happens
 * @param configs what is configured after so many of its phases, and so many tenths of a second
 */
record Reloads(Schedule schedule, List<Timed> configs) {

  /** The configuration is changed after so many phases and tenths of a second. */
  record Timed(int phase, int tenths, EngineConfig config) {}

  private static final int POOL = 5;

  private static final List<InetAddress> TARGETS =
      Stream.of("203.0.113.8", "203.0.113.9", "203.0.113.10", "203.0.113.11")
          .map(InetAddresses::forString)
          .toList();

  static Arbitrary<Reloads> any() {
    return Arbitraries.of(2, 2, 3, 4)
        .flatMap(Schedule::of)
        .flatMap(
            schedule ->
                Combinators.combine(
                        Arbitraries.integers().between(0, schedule.phases().size()),
                        Arbitraries.integers().between(0, 30),
                        anyConfig())
                    .as(Timed::new)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(6)
                    .map(configs -> new Reloads(schedule, sorted(configs))))
        .withoutEdgeCases();
  }

  private static List<Timed> sorted(List<Timed> configs) {
    return configs.stream().sorted(Comparator.comparingInt(Timed::phase)).toList();
  }

  /** Any configuration of some of five uplinks. */
  static Arbitrary<EngineConfig> anyConfig() {
    return Combinators.combine(families(), timings(), policies(), layouts())
        .as(
            (family, timing, policy, layout) ->
                new EngineConfig(
                    ImmutableList.of(family),
                    timing.toBuilder()
                        .quorum(Math.min(timing.quorum(), family.targets().size()))
                        .build(),
                    policy,
                    layout));
  }

  private static Arbitrary<FamilyConfig> families() {
    Arbitrary<List<Integer>> interfaces =
        Combinators.combine(Arbitraries.shuffle(0, 1, 2, 3, 4), Arbitraries.of(2, 2, 3, 3, 4, POOL))
            .as((all, count) -> all.subList(0, count));
    Arbitrary<List<String>> names = Arbitraries.of("", "", "fibre", "lte").list().ofSize(POOL);
    Arbitrary<List<InetAddress>> targets =
        Combinators.combine(Arbitraries.shuffle(TARGETS), Arbitraries.of(1, 1, 2, 3, 4))
            .as((all, count) -> all.subList(0, count));
    Arbitrary<List<Integer>> metrics =
        Arbitraries.of(3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 100)
            .list()
            .ofSize(POOL + 1)
            .uniqueElements()
            .map(list -> list.stream().sorted().toList());
    return Combinators.combine(interfaces, names, targets, metrics).as(Reloads::family);
  }

  private static FamilyConfig family(
      List<Integer> interfaces,
      List<String> names,
      List<InetAddress> targets,
      List<Integer> metrics) {
    List<UplinkConfig> uplinks = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    for (int index : interfaces) {
      SimulatedUplink its = new SimulatedUplink(index);
      String name = names.get(index);
      boolean named = !name.isEmpty() && !taken.contains(name);
      taken.add(name);
      uplinks.add(
          new UplinkConfig(
              named ? name : null,
              its.name(),
              its.gateway(),
              metrics.get(uplinks.size() + 1),
              index == 3 ? Duration.ofSeconds(5) : null));
    }
    return new FamilyConfig(
        IpFamily.IPV4,
        ImmutableList.copyOf(uplinks),
        ImmutableList.copyOf(targets),
        metrics.get(0));
  }

  private static Arbitrary<Timing> timings() {
    return Combinators.combine(
            Arbitraries.of(Schedule.Pace.values()),
            Arbitraries.of(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20)),
            Arbitraries.of(Duration.ofSeconds(20), Duration.ofSeconds(60)),
            Arbitraries.of(2, 3, 5),
            Arbitraries.of(Deadline.ADAPTIVE, Deadline.ADAPTIVE, Deadline.FIXED))
        .as(
            (pace, delay, longest, threshold, deadline) ->
                pace.timing.toBuilder()
                    .failbackDelay(delay)
                    .maxFailbackDelay(longest)
                    .failureThreshold(threshold)
                    .recoveryThreshold(threshold)
                    .deadline(deadline)
                    .build());
  }

  private static Arbitrary<Policy> policies() {
    QualityRules rules =
        new QualityRules(
            Duration.ofSeconds(8),
            new QualityRules.Loss(20, 5),
            new QualityRules.Delay(Duration.ofMillis(300), Duration.ofMillis(150)));
    return Arbitraries.frequency(
        Tuple.of(4, Policy.DEFAULT),
        Tuple.of(1, Policy.DEFAULT.returning(Failback.MANUAL)),
        Tuple.of(1, Policy.DEFAULT.judgingBy(rules)),
        Tuple.of(
            1,
            Policy.DEFAULT.judgingBy(
                new QualityRules(Duration.ofSeconds(8), new QualityRules.Loss(40, 30), null))),
        Tuple.of(
            1,
            Policy.DEFAULT.judgingBy(
                new QualityRules(Duration.ofSeconds(15), rules.loss(), rules.delay()))));
  }

  private static Arbitrary<TableLayout> layouts() {
    return Arbitraries.of(
        TableLayout.NONE,
        TableLayout.DEFAULT,
        TableLayout.DEFAULT,
        new TableLayout(true, false, 15702, 15700),
        new TableLayout(true, false, 15700, 15702),
        new TableLayout(false, true, 15700, 15700),
        new TableLayout(true, true, 15701, 15700),
        new TableLayout(true, true, 300, 40));
  }

  /** The world before anything has happened. */
  World world() {
    return schedule.world();
  }

  /** Lets everything happen, where no other program's default is by what is no uplink. */
  World playWithoutTunnelsIn(World world) {
    return playIn(
        world,
        () -> {
          world.kernel.delete(
              route -> !route.isOurs() && !world.names().contains(hopOf(route)) && !isDead(route));
          world.tellRoutes();
        });
  }

  private static boolean isDead(Route route) {
    return route.deadEnd() != null;
  }

  private static String hopOf(Route route) {
    return isDead(route) ? "" : route.hops().get(0).interfaceName();
  }

  /** Lets everything happen. */
  World playIn(World world) {
    return playIn(world, () -> {});
  }

  private World playIn(World world, Runnable beforeTimeRuns) {
    world.start();
    int next = 0;
    for (int phase = 0; phase <= schedule.phases().size(); phase++) {
      for (; next < configs.size() && configs.get(next).phase() == phase; next++) {
        world.runFor(configs.get(next).tenths() / 10.0);
        world.reconfigure(configs.get(next).config());
        beforeTimeRuns.run();
      }
      if (phase < schedule.phases().size()) {
        Schedule.play(schedule.phases().get(phase), world);
        beforeTimeRuns.run();
        world.runFor(schedule.phases().get(phase).tenths() / 10.0);
      }
    }
    return world;
  }

  /** What is configured in the end. */
  EngineConfig last() {
    return configs.get(configs.size() - 1).config();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(schedule.toString());
    configs.forEach(
        it ->
            text.append("\n  after phase ")
                .append(it.phase())
                .append(" and ")
                .append(it.tenths() / 10.0)
                .append("s: ")
                .append(it.config()));
    return text.toString();
  }
}

package dev.routeswitcher.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.KernelModel;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.MainRoutes;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** The route plan over any kernel and any wish: two to four uplinks, some of them set down. */
class RoutePlanPropertiesTest {

  private static final int TRIES = 2000;
  private static final long FAILOVER_METRIC = 5;

  /** Where an operation fails, and which uplink is wanted of how many, in which kernel. */
  record Case(int uplinks, int wanted, List<Boolean> up, List<Route> routes, int failing) {
    @Override
    public String toString() {
      return uplinks
          + " uplinks, up "
          + up
          + ", wanted "
          + wanted
          + ", operation "
          + failing
          + " fails, kernel:"
          + routes.stream().map(route -> "\n  " + route).collect(Collectors.joining());
    }

    KernelModel kernel() {
      KernelModel kernel = new KernelModel();
      for (int i = 0; i < uplinks; i++) {
        LinkStatus status = new LinkStatus(true, up.get(i), true, addresses(i), true, false);
        kernel.link("eth" + i, status);
      }
      kernel.link("eth9", LinkStatus.up(addresses(9).get(0)));
      routes.stream().distinct().filter(this::canStand).forEach(kernel::append);
      return kernel;
    }

    /** No route leads by a link that is set down, and none of ours twice in the same way. */
    private boolean canStand(Route route) {
      return route.hops().stream()
          .map(hop -> hop.interfaceName().charAt(3) - '0')
          .allMatch(index -> index == 9 || (index < uplinks && up.get(index)));
    }

    /** The default that would be the best one without ours. */
    @Nullable Route best() {
      return kernel().routes().stream().filter(route -> !route.isOurs()).findFirst().orElse(null);
    }

    /** Whether that is by no uplink, so that ours are to stand behind it. */
    boolean yields() {
      Route best = best();
      return best != null && best.usesOnly("eth9");
    }

    PlanRequest request(KernelModel kernel) {
      return RoutePlanTest.request(
          IntStream.range(0, uplinks)
              .mapToObj(this::planned)
              .collect(ImmutableList.toImmutableList()),
          FAILOVER_METRIC,
          wanted,
          kernel.routes());
    }

    private PlannedUplink planned(int index) {
      GatewayRoute via = GatewayRoute.via(gateway(index, 1));
      return new PlannedUplink(
          "eth" + index, 10L * (index + 1), via, addresses(index), up.get(index), true, false);
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    return Arbitraries.integers()
        .between(2, 4)
        .flatMap(
            uplinks ->
                Combinators.combine(
                        Arbitraries.integers().between(-1, uplinks - 1),
                        Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false))
                            .list()
                            .ofSize(uplinks),
                        routes().list().ofMaxSize(8),
                        Arbitraries.integers().between(0, 5))
                    .as((wanted, up, routes, n) -> new Case(uplinks, wanted, up, routes, n)))
        .withoutEdgeCases();
  }

  private static Arbitrary<Route> routes() {
    return Combinators.combine(
            Arbitraries.of(0L, 3L, 5L, 7L, 10L, 20L, 30L, 40L, 100L),
            Arbitraries.frequency(Tuple.of(2, Route.PROTOCOL), Tuple.of(1, 16)),
            Arbitraries.of(0, 1, 2, 3, 9),
            Arbitraries.frequency(Tuple.of(4, 1), Tuple.of(1, 254)))
        .as(
            (metric, protocol, index, host) ->
                MainRoutes.mainDefault(
                    IpFamily.IPV4,
                    metric,
                    protocol,
                    ImmutableList.of(new Hop("eth" + index, gateway(index, host), false)),
                    null,
                    ImmutableSortedMap.of()));
  }

  private static ImmutableList<InterfaceAddress> addresses(int index) {
    return ImmutableList.of(InterfaceAddress.of(gateway(index, 2), 24));
  }

  private static InetAddress gateway(int index, int host) {
    return InetAddresses.forString("198.18." + index + "." + host);
  }

  @Property(tries = TRIES)
  void a_plan_carried_out_again_and_again_is_soon_empty(@ForAll("cases") Case made) {
    KernelModel kernel = made.kernel();
    int passes = 0;
    for (; passes < 5; passes++) {
      List<RoutingOperation> plan = RoutePlan.of(made.request(kernel));
      if (plan.isEmpty()) {
        break;
      }
      plan.forEach(kernel::apply);
    }
    Statistics.label("passes until the plan is empty").collect(passes);
    assertThat(passes).as(() -> "passes; left: " + kernel.routes()).isLessThanOrEqualTo(3);
  }

  @Property(tries = TRIES)
  void what_is_wanted_is_what_stands_in_the_end(@ForAll("cases") Case made) {
    KernelModel kernel = made.kernel();
    for (int pass = 0; pass < 3; pass++) {
      RoutePlan.of(made.request(kernel)).forEach(kernel::apply);
    }
    Route best = made.best();
    boolean yields = made.yields();
    long raise = yields && best != null && best.metric() >= FAILOVER_METRIC ? best.metric() : 0;
    boolean foreignWins =
        kernel.routes().stream().anyMatch(route -> !route.isOurs() && route.metric() <= 10 + raise);
    boolean othersInTheWay =
        kernel.routes().stream()
            .anyMatch(
                route -> !route.isOurs() && !route.equals(best) && route.metric() <= 40 + raise);
    if (yields && !othersInTheWay && made.wanted() >= 0 && made.up().get(made.wanted())) {
      assertThat(kernel.wayOut()).isEqualTo("eth9");
    }
    if (made.wanted() >= 0 && made.up().get(made.wanted()) && !foreignWins) {
      assertThat(kernel.wayOut()).isEqualTo("eth" + made.wanted());
    }
    if (made.wanted() == 0 && made.up().get(0) && !foreignWins) {
      assertThat(kernel.ours()).noneMatch(route -> route.metric() == FAILOVER_METRIC + raise);
    }
    for (int i = 0; i < made.uplinks(); i++) {
      long metric = 10L * (i + 1) + raise;
      if (made.wanted() >= 0 && made.up().get(i)) {
        assertThat(kernel.routes()).anyMatch(route -> route.metric() == metric);
      }
    }
  }

  @Property(tries = TRIES)
  void at_no_moment_is_the_last_usable_default_gone_or_a_foreign_route_touched(
      @ForAll("cases") Case made) {
    KernelModel kernel = made.kernel();
    for (int pass = 0; pass < 3; pass++) {
      RoutePlan.of(made.request(kernel)).forEach(kernel::apply);
    }
    assertThat(kernel.faults()).isEmpty();
  }

  @Property(tries = TRIES)
  void an_operation_that_fails_costs_no_usable_default(@ForAll("cases") Case made) {
    KernelModel kernel = made.kernel();
    for (int pass = 0; pass < 3; pass++) {
      List<RoutingOperation> plan = RoutePlan.of(made.request(kernel));
      for (int i = 0; i < plan.size(); i++) {
        if (i != made.failing()) {
          kernel.apply(plan.get(i));
        }
      }
    }
    assertThat(kernel.faults()).isEmpty();
  }

  @Property(tries = TRIES)
  void the_way_out_does_not_leave_the_wanted_uplink_while_the_plan_is_carried_out(
      @ForAll("cases") Case made) {
    KernelModel kernel = made.kernel();
    String wanted = made.wanted() < 0 ? null : "eth" + made.wanted();
    for (int pass = 0; pass < 3; pass++) {
      for (RoutingOperation operation : RoutePlan.of(made.request(kernel))) {
        @Nullable String before = kernel.wayOut();
        kernel.apply(operation);
        if (wanted != null && wanted.equals(before) && !made.yields()) {
          assertThat(kernel.wayOut()).as(operation.toString()).isEqualTo(wanted);
        }
      }
    }
  }
}

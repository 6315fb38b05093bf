package dev.routeswitcher.engine.route;

import static dev.routeswitcher.engine.route.TableSituation.address;
import static dev.routeswitcher.engine.route.TableSituation.after;
import static dev.routeswitcher.engine.route.TableSituation.applied;
import static dev.routeswitcher.engine.route.TableSituation.foreignDefault;
import static dev.routeswitcher.engine.route.TableSituation.gateway;
import static dev.routeswitcher.engine.route.TableSituation.removal;
import static dev.routeswitcher.engine.route.TableSituation.request;
import static dev.routeswitcher.engine.route.TableSituation.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.FirewallMark;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.RoutingOperation.Kind;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * From whatever a run with another configuration left, killed between any two of its operations,
 * and whatever the kernel and other programs did since, to what is wanted now.
 */
class TablePlanPropertiesTest {

  private static final int TRIES = 600;

  /** An earlier wish of which only the first operations were carried out, then a later one. */
  record Case(
      PlanRequest earlier,
      int carriedOut,
      List<Boolean> flushed,
      List<Route> foreign,
      PlanRequest later) {

    KernelTables found() {
      List<RoutingOperation> first = TablePlan.of(earlier);
      KernelTables left =
          applied(KernelTables.EMPTY, first.subList(0, Math.min(carriedOut, first.size())));
      ImmutableList.Builder<Route> routes = ImmutableList.builder();
      for (int i = 0; i < left.routes().size(); i++) {
        if (!flushed.get(i % flushed.size())) {
          routes.add(left.routes().get(i));
        }
      }
      foreign.stream().distinct().forEach(routes::add);
      return new KernelTables(left.rules(), routes.build());
    }

    PlanRequest request() {
      return with(later, found());
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void planning_again_after_applying_is_empty(@ForAll("cases") Case it) {
    KernelTables after = applied(it.found(), TablePlan.of(it.request()));
    assertThat(TablePlan.of(with(it.later(), after))).isEmpty();
    Statistics.collect(TablePlan.of(it.request()).isEmpty() ? "nothing to do" : "something");
  }

  /** Otherwise a neighbour, or the whole local network, would be sought behind a gateway. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void at_no_moment_does_a_rule_lead_into_a_table_without_main_before_it(@ForAll("cases") Case it) {
    KernelTables kernel = it.found();
    assertThat(exposed(kernel)).isEmpty();
    for (RoutingOperation operation : TablePlan.of(it.request())) {
      kernel = after(kernel, operation);
      assertThat(exposed(kernel)).as("after %s", operation).isEmpty();
    }
  }

  private static List<PolicyRule> exposed(KernelTables kernel) {
    return kernel.rules().stream()
        .filter(rule -> rule.suppressedLength() == null && rule.outputInterface() == null)
        .filter(rule -> kernel.rules().stream().noneMatch(first -> guards(first, rule)))
        .toList();
  }

  private static boolean guards(PolicyRule first, PolicyRule rule) {
    return first.suppressedLength() != null
        && first.table() == Route.MAIN
        && first.preference() < rule.preference()
        && Objects.equals(first.source(), rule.source())
        && (first.inverted() || Objects.equals(first.mark(), rule.mark()));
  }

  /** A rule that leads to an uplink with a gateway finds a default there from the first moment. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void a_rule_that_is_added_leads_to_a_default_that_stands(@ForAll("cases") Case it) {
    KernelTables kernel = it.found();
    PlanRequest request = it.request();
    for (RoutingOperation operation : TablePlan.of(request)) {
      kernel = after(kernel, operation);
      if (operation.entry() instanceof PolicyRule rule
          && operation.kind() == Kind.ADD
          && leadsOut(request, rule.table())) {
        assertThat(kernel.routes())
            .as("after %s", operation)
            .anyMatch(route -> route.table() == rule.table() && isDefault(route));
        Statistics.collect("a default");
      }
    }
  }

  /** The first table is that of the wanted uplink, those behind it are the uplinks' own. */
  private static boolean leadsOut(PlanRequest request, long table) {
    int place = (int) (table - request.layout().firstTable()) - 1;
    int uplink = place < 0 ? request.wanted() : place;
    if (table == Route.MAIN || uplink < 0) {
      return false;
    }
    PlannedUplink its = request.uplinks().get(uplink);
    return its.routable() && its.via() != null;
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void an_address_of_several_uplinks_leads_to_the_one_in_use_or_nowhere(@ForAll("cases") Case it) {
    PlanRequest request = it.request();
    List<InetAddress> all =
        request.uplinks().stream()
            .flatMap(uplink -> uplink.addresses().stream())
            .map(InterfaceAddress::local)
            .toList();
    if (request.wanted() == PlanRequest.UNDECIDED || !request.layout().probeTables()) {
      return;
    }
    List<PolicyRule> bySharedAddress =
        applied(it.found(), TablePlan.of(request)).rules().stream()
            .filter(rule -> Collections.frequency(all, rule.source()) > 1 && rule.isOurs())
            .filter(rule -> rule.table() != Route.MAIN)
            .toList();
    assertThat(bySharedAddress)
        .allMatch(rule -> rule.table() == request.layout().firstTable() + 1 + request.wanted());
    Statistics.collect(bySharedAddress.isEmpty() ? "none" : "some");
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void a_mark_leads_to_the_table_of_its_uplink_and_nowhere_while_that_is_down(
      @ForAll("cases") Case it) {
    PlanRequest request = it.request();
    TableLayout layout = request.layout();
    List<PolicyRule> byMark =
        applied(it.found(), TablePlan.of(request)).rules().stream()
            .filter(
                rule -> rule.mark() != null && !rule.inverted() && rule.suppressedLength() == null)
            .toList();
    FirewallMark mark = layout.firstMark();
    long first = mark == null ? 0 : mark.value();
    // The layouts here have masks whose lowest bit is 0x100.
    List<String> promised =
        IntStream.range(0, request.uplinks().size())
            .filter(i -> layout.probeTables() && mark != null)
            .filter(i -> !request.uplinks().get(i).unmarked())
            .mapToObj(i -> (first + 0x100L * i) + "/65280 to " + (layout.firstTable() + 1 + i))
            .toList();
    assertThat(byMark)
        .extracting(
            rule -> {
              FirewallMark its = Objects.requireNonNull(rule.mark());
              return its.value() + "/" + its.mask() + " to " + rule.table();
            })
        .containsExactlyInAnyOrderElementsOf(promised);
    Statistics.collect(byMark.size());
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void the_traffic_that_was_overridden_has_a_default_at_every_moment(@ForAll("cases") Case it) {
    KernelTables kernel = it.found();
    long table = it.later().layout().firstTable();
    boolean holds =
        it.later().layout().overridesForeign()
            && in(kernel, table).stream().anyMatch(route -> route.isOurs() && isDefault(route));
    Statistics.collect(holds);
    for (RoutingOperation operation : TablePlan.of(it.request())) {
      kernel = after(kernel, operation);
      if (holds) {
        assertThat(in(kernel, table))
            .as("after %s", operation)
            .anyMatch(TablePlanPropertiesTest::isDefault);
      }
    }
  }

  private static List<Route> in(KernelTables kernel, long table) {
    return kernel.routes().stream().filter(route -> route.table() == table).toList();
  }

  /** Others may be there too: an earlier run may have had the table for probes. */
  private static boolean isDefault(Route route) {
    return route.destination().length() == 0;
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void what_others_have_there_is_never_touched(@ForAll("cases") Case it) {
    assertThat(TablePlan.of(it.request())).allMatch(operation -> operation.entry().isOurs());
    assertThat(removal(it.found())).allMatch(operation -> operation.entry().isOurs());
    KernelTables after = applied(it.found(), TablePlan.of(it.request()));
    assertThat(after.routes()).containsAll(it.foreign());
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void nothing_of_ours_is_left_after_a_removal_and_the_order_is_safe(@ForAll("cases") Case it) {
    KernelTables kernel = it.found();
    for (RoutingOperation operation : removal(it.found())) {
      kernel = after(kernel, operation);
      assertThat(exposed(kernel)).isEmpty();
    }
    assertThat(kernel.rules()).isEmpty();
    assertThat(kernel.routes()).noneMatch(Route::isOurs);
  }

  // What there may be

  @Provide
  Arbitrary<Case> cases() {
    return Arbitraries.of(IpFamily.values())
        .flatMap(
            family ->
                Combinators.combine(
                        requests(family),
                        Arbitraries.integers().between(0, 24),
                        Arbitraries.of(false, false, false, true).list().ofSize(12),
                        foreign(family).list().ofMaxSize(2),
                        requests(family))
                    .as(Case::new));
  }

  private static Arbitrary<Route> foreign(IpFamily family) {
    return Combinators.combine(
            Arbitraries.longs().between(15700, 15704), Arbitraries.longs().between(1, 2))
        .as((table, metric) -> foreignDefault(family, table, metric));
  }

  private static Arbitrary<PlanRequest> requests(IpFamily family) {
    return Combinators.combine(
            layouts(),
            states().list().ofSize(4),
            Arbitraries.integers().between(2, 4),
            Arbitraries.integers().between(-1, 3))
        .as(
            (layout, states, count, wanted) ->
                request(
                    family,
                    layout,
                    IntStream.range(0, count)
                        .mapToObj(index -> states.get(index).uplink(family, index))
                        .collect(ImmutableList.toImmutableList()),
                    wanted < count ? wanted : PlanRequest.UNDECIDED,
                    KernelTables.EMPTY));
  }

  private static Arbitrary<TableLayout> layouts() {
    return Combinators.combine(
            Arbitraries.of(true, true, true, false),
            Arbitraries.of(true, false),
            Arbitraries.of(15700L, 15700L, 15701L, 300L),
            Arbitraries.of(15700L, 15700L, 15702L, 40L),
            Arbitraries.of(0L, 0x100L, 0x200L))
        .as(
            (probeTables, overridesForeign, table, preference, mark) ->
                new TableLayout(
                    probeTables,
                    overridesForeign,
                    table,
                    preference,
                    mark == 0 ? null : new FirewallMark(mark, 0xff00)));
  }

  /** How an uplink may be: the numbers of its networks, its gateway's, and whether it is up. */
  record State(
      List<Integer> nets, int gatewayNet, boolean hasGateway, boolean routable, boolean unmarked) {

    PlannedUplink uplink(IpFamily family, int index) {
      List<InterfaceAddress> addresses =
          nets.stream().distinct().map(net -> address(family, net, 2)).toList();
      return TableSituation.uplink(
          index,
          hasGateway ? gateway(family, gatewayNet) : null,
          routable && !addresses.isEmpty(),
          addresses,
          unmarked);
    }
  }

  private static Arbitrary<State> states() {
    Arbitrary<Integer> net = Arbitraries.integers().between(0, 3);
    return Combinators.combine(
            net.list().ofMaxSize(2),
            net,
            Arbitraries.of(true, true, true, false),
            Arbitraries.of(true, true, false),
            Arbitraries.of(true, false))
        .as(State::new);
  }
}

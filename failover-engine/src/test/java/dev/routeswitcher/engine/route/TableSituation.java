package dev.routeswitcher.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Uplinks of either family for tests, and what others may have in the kernel. */
final class TableSituation {

  static final int RTAX_MTU = 2;

  private TableSituation() {}

  static InterfaceAddress address(IpFamily family, int net, int host) {
    return family == IpFamily.IPV4
        ? InterfaceAddress.of(InetAddresses.forString("198.18." + net + "." + host), 24)
        : InterfaceAddress.of(InetAddresses.forString("2001:db8:" + net + "::" + host), 64);
  }

  static GatewayRoute gateway(IpFamily family, int net) {
    return GatewayRoute.via(address(family, net, 1).local());
  }

  static PlannedUplink uplink(
      int index, @Nullable GatewayRoute via, boolean routable, List<InterfaceAddress> addresses) {
    return uplink(index, via, routable, addresses, false);
  }

  static PlannedUplink uplink(
      int index,
      @Nullable GatewayRoute via,
      boolean routable,
      List<InterfaceAddress> addresses,
      boolean unmarked) {
    return new PlannedUplink(
        "eth" + index,
        10L * (index + 1),
        via,
        ImmutableList.copyOf(addresses),
        routable,
        true,
        unmarked);
  }

  /** An uplink in good order. */
  static PlannedUplink uplink(IpFamily family, int index) {
    return uplink(index, gateway(family, index), true, List.of(address(family, index, 2)));
  }

  /** So many uplinks in good order, and what the kernel has. */
  static PlanRequest request(
      IpFamily family, TableLayout layout, int uplinks, int wanted, KernelTables kernel) {
    return request(
        family,
        layout,
        IntStream.range(0, uplinks)
            .mapToObj(index -> uplink(family, index))
            .collect(ImmutableList.toImmutableList()),
        wanted,
        kernel);
  }

  static PlanRequest request(
      IpFamily family,
      TableLayout layout,
      ImmutableList<PlannedUplink> uplinks,
      int wanted,
      KernelTables kernel) {
    return new PlanRequest(
        family, uplinks, 5, layout, wanted, false, true, ImmutableList.of(), kernel);
  }

  static PlanRequest with(PlanRequest request, KernelTables kernel) {
    return request(request.family(), request.layout(), request.uplinks(), request.wanted(), kernel);
  }

  static PlanRequest with(PlanRequest request, PlannedUplink... uplinks) {
    return request(
        request.family(),
        request.layout(),
        ImmutableList.copyOf(uplinks),
        request.wanted(),
        tables(request));
  }

  /** What the kernel has in a request that knows it. */
  static KernelTables tables(PlanRequest request) {
    return Objects.requireNonNull(request.tables());
  }

  static ImmutableList<RoutingOperation> removal(KernelTables kernel) {
    return TablePlan.removal(kernel);
  }

  static PlanRequest undecided(IpFamily family, TableLayout layout) {
    return request(family, layout, 2, PlanRequest.UNDECIDED, KernelTables.EMPTY);
  }

  static KernelTables applied(KernelTables kernel, List<RoutingOperation> operations) {
    KernelTables now = kernel;
    for (RoutingOperation operation : operations) {
      now = after(now, operation);
    }
    return now;
  }

  /** What a kernel makes of an operation, which it must not refuse. */
  static KernelTables after(KernelTables kernel, RoutingOperation operation) {
    List<PolicyRule> rules = new ArrayList<>(kernel.rules());
    List<Route> routes = new ArrayList<>(kernel.routes());
    if (operation.entry() instanceof PolicyRule rule) {
      switch (operation.kind()) {
        case ADD -> {
          assertThat(rules).doesNotContain(rule);
          rules.add(rule);
        }
        case DELETE -> assertThat(rules.remove(rule)).as("%s", operation).isTrue();
        case REPLACE -> throw new AssertionError("no rule can be replaced: " + operation);
      }
    } else if (operation.entry() instanceof Route route) {
      List<Route> slot =
          routes.stream()
              .filter(there -> there.table() == route.table() && there.metric() == route.metric())
              .filter(there -> there.destination().equals(route.destination()))
              .toList();
      switch (operation.kind()) {
        case ADD -> {
          assertThat(slot).as("%s", operation).isEmpty();
          routes.add(route);
        }
        case REPLACE -> {
          assertThat(slot).as("%s", operation).isNotEmpty();
          routes.set(routes.indexOf(slot.get(0)), route);
        }
        case DELETE -> assertThat(routes.remove(route)).as("%s", operation).isTrue();
      }
    }
    return new KernelTables(ImmutableList.copyOf(rules), ImmutableList.copyOf(routes));
  }

  static Route foreignDefault(IpFamily family, long table, long metric) {
    return new Route(
        table,
        Subnet.all(family),
        metric,
        4,
        ImmutableList.of(new Hop("eth9", null, false)),
        null,
        ImmutableSortedMap.of());
  }

  static KernelTables plus(KernelTables kernel, Route... routes) {
    return new KernelTables(
        kernel.rules(), ImmutableList.<Route>builder().addAll(kernel.routes()).add(routes).build());
  }
}

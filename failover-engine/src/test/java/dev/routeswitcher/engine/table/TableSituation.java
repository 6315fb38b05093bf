package dev.routeswitcher.engine.table;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.AddressFamily;
import dev.routeswitcher.engine.route.GatewayRoute;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.NextHop;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.PlannedUplink;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Uplinks of either family for tests, and what others may have in the kernel. */
final class TableSituation {

  static final int RTAX_MTU = 2;

  private TableSituation() {}

  static InterfaceAddress address(AddressFamily family, int net, int host) {
    return family == AddressFamily.IPV4
        ? InterfaceAddress.of(InetAddresses.forString("198.18." + net + "." + host), 24)
        : InterfaceAddress.of(InetAddresses.forString("2001:db8:" + net + "::" + host), 64);
  }

  static GatewayRoute gateway(AddressFamily family, int net) {
    return GatewayRoute.via(address(family, net, 1).local());
  }

  static PlannedUplink uplink(
      int index, @Nullable GatewayRoute via, boolean routable, List<InterfaceAddress> addresses) {
    return new PlannedUplink(
        "eth" + index, 10L * (index + 1), via, ImmutableList.copyOf(addresses), routable);
  }

  /** An uplink in good order. */
  static PlannedUplink uplink(AddressFamily family, int index) {
    return uplink(index, gateway(family, index), true, List.of(address(family, index, 2)));
  }

  /** So many uplinks in good order, and what the kernel has. */
  static TableRequest request(
      AddressFamily family, TableLayout layout, int uplinks, int wanted, KernelTables kernel) {
    return new TableRequest(
        family,
        layout,
        IntStream.range(0, uplinks)
            .mapToObj(index -> uplink(family, index))
            .collect(ImmutableList.toImmutableList()),
        wanted,
        kernel);
  }

  static TableRequest with(TableRequest request, KernelTables kernel) {
    return new TableRequest(
        request.family(), request.layout(), request.uplinks(), request.wanted(), kernel);
  }

  static TableRequest with(TableRequest request, PlannedUplink... uplinks) {
    return new TableRequest(
        request.family(),
        request.layout(),
        ImmutableList.copyOf(uplinks),
        request.wanted(),
        request.kernel());
  }

  static TableRequest undecided(AddressFamily family, TableLayout layout) {
    return request(family, layout, 2, PlanRequest.UNDECIDED, KernelTables.EMPTY);
  }

  static KernelTables applied(KernelTables kernel, List<TableOperation> operations) {
    KernelTables after = kernel;
    for (TableOperation operation : operations) {
      after = after.after(operation);
    }
    return after;
  }

  static TableRoute foreignDefault(AddressFamily family, long table, long metric) {
    return new TableRoute(
        table,
        Subnet.all(family),
        metric,
        4,
        ImmutableList.of(new NextHop("eth9", null, false)),
        null,
        ImmutableSortedMap.of());
  }

  static KernelTables plus(KernelTables kernel, TableRoute... routes) {
    return new KernelTables(
        kernel.rules(),
        ImmutableList.<TableRoute>builder().addAll(kernel.routes()).add(routes).build());
  }
}

package dev.routeswitcher.engine.trace;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineEvent.TablesObserved;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kernel in a replay with another configuration: routes and rules of other programs are those
 * that were recorded, ours are those that the replaying engine asked for. It does what it is asked,
 * at once, and drops our routes by an interface that was set down.
 */
final class SupposedKernel {

  private final Map<IpFamily, Supposed> families = new EnumMap<>(IpFamily.class);

  private static final class Supposed {
    private @Nullable RoutesObserved recorded;
    private final List<Route> ours = new ArrayList<>();
    private @Nullable KernelTables recordedTables;
    private KernelTables tables = KernelTables.EMPTY;
  }

  private Supposed of(IpFamily family) {
    return families.computeIfAbsent(family, any -> new Supposed());
  }

  /** What the engine learns instead of what was recorded. */
  List<EngineEvent> instead(List<EngineEvent> events) {
    List<EngineEvent> supposed = new ArrayList<>();
    for (EngineEvent event : events) {
      if (event instanceof LinkChanged changed && !changed.status().routable()) {
        dropRoutesBy(changed.uplink().interfaceName(), of(changed.uplink().family()));
      }
      if (event instanceof RoutesObserved seen) {
        supposed.add(instead(seen));
      } else if (event instanceof TablesObserved seen) {
        supposed.add(instead(seen));
      } else if (!(event instanceof RoutesChanged)) {
        supposed.add(event);
      }
    }
    return supposed;
  }

  private static void dropRoutesBy(String interfaceName, Supposed family) {
    Predicate<Route> leaves = route -> route.usesOnly(interfaceName);
    family.ours.removeIf(leaves);
    KernelTables tables = family.tables;
    family.tables =
        new KernelTables(
            tables.rules(),
            tables.routes().stream()
                .filter(leaves.negate())
                .collect(ImmutableList.toImmutableList()));
  }

  private EngineEvent instead(RoutesObserved seen) {
    Supposed family = of(seen.family());
    if (family.recorded == null) {
      seen.routes().stream().filter(Route::isOurs).forEach(family.ours::add);
    }
    family.recorded = seen;
    return observed(seen.family());
  }

  private EngineEvent instead(TablesObserved seen) {
    Supposed family = of(seen.family());
    if (family.recordedTables == null) {
      family.tables = seen.tables();
    }
    family.recordedTables = seen.tables();
    return new TablesObserved(
        seen.family(),
        new KernelTables(
            family.tables.rules(),
            Stream.concat(
                    family.tables.routes().stream().filter(Route::isOurs),
                    seen.tables().routes().stream().filter(route -> !route.isOurs()))
                .collect(ImmutableList.toImmutableList())));
  }

  /** Does what was decided, and answers. */
  List<EngineEvent> carryOut(List<Decision> decisions) {
    List<EngineEvent> answers = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision instanceof ChangeRoutes change) {
        change.operations().forEach(operation -> apply(of(change.family()), operation));
        answers.add(
            new RoutesChanged(
                change.family(),
                change.operations().stream()
                    .map(OperationResult::applied)
                    .collect(ImmutableList.toImmutableList())));
        answers.add(observed(change.family()));
      }
    }
    return answers;
  }

  private static void apply(Supposed family, RoutingOperation operation) {
    if (operation.entry() instanceof Route route && operation.isOfMainTable()) {
      applyToMain(family.ours, operation.kind(), route);
    } else {
      family.tables = family.tables.after(List.of(operation));
    }
  }

  private static void applyToMain(List<Route> table, RoutingOperation.Kind kind, Route route) {
    switch (kind) {
      case DELETE ->
          table.removeIf(
              there -> there.metric() == route.metric() && there.hasOnlyHop(route.hops().get(0)));
      case ADD -> table.add(route);
      case REPLACE -> {
        table.removeIf(there -> there.metric() == route.metric());
        table.add(route);
      }
    }
  }

  private RoutesObserved observed(IpFamily family) {
    RoutesObserved seen = of(family).recorded;
    if (seen == null) {
      return new RoutesObserved(family, ImmutableList.of(), ImmutableList.of());
    }
    ImmutableList<Route> routes =
        Stream.concat(
                seen.routes().stream().filter(route -> !route.isOurs()), of(family).ours.stream())
            .sorted(Comparator.comparingLong(Route::metric))
            .collect(ImmutableList.toImmutableList());
    return new RoutesObserved(
        family,
        routes,
        seen.paths().stream()
            .map(path -> path.followsDefault() ? byDefault(path, family, routes) : path)
            .collect(ImmutableList.toImmutableList()),
        seen.unreachable());
  }

  /** By the default that rules of ours lead to, if there is one, else by the best one of main. */
  private TargetPath byDefault(TargetPath path, IpFamily family, ImmutableList<Route> main) {
    Optional<Route> best = of(family).tables.bypass().or(() -> main.stream().findFirst());
    String interfaceName =
        best.flatMap(route -> route.hops().stream().findFirst())
            .map(Hop::interfaceName)
            .orElse(null);
    return new TargetPath(path.target(), interfaceName, 0);
  }
}

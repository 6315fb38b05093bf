package dev.routeswitcher.engine.trace;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.RouteOperation;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The kernel in a replay with another configuration: the routes of other programs are those that
 * were recorded, ours are those that the replaying engine asked for. It does what it is asked, at
 * once, and drops our routes by an interface that was set down.
 */
final class SupposedKernel {

  private final Map<IpFamily, RoutesObserved> recorded = new EnumMap<>(IpFamily.class);
  private final Map<IpFamily, List<DefaultRoute>> ours = new EnumMap<>(IpFamily.class);

  /** What the engine is told instead of what was recorded. */
  List<EngineEvent> instead(List<EngineEvent> events) {
    List<EngineEvent> supposed = new ArrayList<>();
    for (EngineEvent event : events) {
      if (event instanceof LinkChanged changed && !changed.status().routable()) {
        ours(changed.uplink().family())
            .removeIf(route -> route.leavesBy(changed.uplink().interfaceName()));
      }
      if (event instanceof RoutesObserved seen) {
        boolean first = recorded.put(seen.family(), seen) == null;
        if (first) {
          seen.routes().stream().filter(DefaultRoute::isOurs).forEach(ours(seen.family())::add);
        }
        supposed.add(observed(seen.family()));
      } else if (!(event instanceof RoutesChanged)) {
        supposed.add(event);
      }
    }
    return supposed;
  }

  /** Does what was decided, and answers. */
  List<EngineEvent> carryOut(List<Decision> decisions) {
    List<EngineEvent> answers = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision instanceof ChangeRoutes change) {
        change.operations().forEach(operation -> apply(change.family(), operation));
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

  private void apply(IpFamily family, RouteOperation operation) {
    DefaultRoute route = operation.route();
    List<DefaultRoute> table = ours(family);
    switch (operation.kind()) {
      case DELETE ->
          table.removeIf(
              there -> there.metric() == route.metric() && there.leadsBy(route.hops().get(0)));
      case ADD -> table.add(route);
      case REPLACE -> {
        table.removeIf(there -> there.metric() == route.metric());
        table.add(route);
      }
    }
  }

  private List<DefaultRoute> ours(IpFamily family) {
    return ours.computeIfAbsent(family, any -> new ArrayList<>());
  }

  private RoutesObserved observed(IpFamily family) {
    RoutesObserved seen = recorded.get(family);
    if (seen == null) {
      return new RoutesObserved(family, ImmutableList.of(), ImmutableList.of());
    }
    ImmutableList<DefaultRoute> routes =
        Stream.concat(
                seen.routes().stream().filter(route -> !route.isOurs()), ours(family).stream())
            .sorted(Comparator.comparingLong(DefaultRoute::metric))
            .collect(ImmutableList.toImmutableList());
    return new RoutesObserved(
        family,
        routes,
        seen.paths().stream()
            .map(path -> path.followsDefault() ? byDefault(path, routes) : path)
            .collect(ImmutableList.toImmutableList()));
  }

  private static TargetPath byDefault(TargetPath path, ImmutableList<DefaultRoute> routes) {
    boolean lost = routes.isEmpty() || routes.get(0).hops().isEmpty();
    return new TargetPath(
        path.target(), lost ? null : routes.get(0).hops().get(0).interfaceName(), 0);
  }
}

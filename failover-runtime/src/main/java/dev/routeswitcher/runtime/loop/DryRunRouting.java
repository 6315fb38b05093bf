package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.port.KernelRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Reads the kernel's routing and only pretends to change it: operations are logged and taken for
 * done. The main table is read each time, and what is pretended laid over it; rules and other
 * tables are read once.
 */
final class DryRunRouting implements KernelRouting {

  private final KernelRouting kernel;
  private final Announcer announcer;
  private final Map<IpFamily, Overlay> overlays = new EnumMap<>(IpFamily.class);

  DryRunRouting(KernelRouting kernel, Announcer announcer) {
    this.kernel = kernel;
    this.announcer = announcer;
  }

  @Override
  public void open() throws IOException {
    kernel.open();
  }

  @Override
  public void requireWritable() {
    // Nothing is written.
  }

  @Override
  public ImmutableList<Route> defaults(IpFamily family) throws IOException {
    Overlay overlay = overlay(family);
    overlay.real = kernel.defaults(family);
    return overlay.routes();
  }

  @Override
  public ImmutableList<Route> ownDefaults(IpFamily family) throws IOException {
    return defaults(family).stream().filter(Route::isOurs).collect(ImmutableList.toImmutableList());
  }

  private Overlay overlay(IpFamily family) {
    return overlays.computeIfAbsent(family, any -> new Overlay());
  }

  /** As the kernel says, unless a default route decides: then by the best one pretended. */
  @Override
  public TargetPath path(InetAddress target) throws IOException {
    TargetPath path = kernel.path(target);
    if (!path.followsDefault() || path.prefixLength() > 0) {
      return path;
    }
    String interfaceName =
        overlay(IpFamily.of(target)).routes().stream()
            .findFirst()
            .filter(best -> best.hops().size() == 1)
            .map(best -> best.hops().get(0).interfaceName())
            .orElse(null);
    return new TargetPath(target, interfaceName, 0);
  }

  /** Rules that are only pretended lead nowhere. */
  @Override
  public TargetPath pathFrom(InetAddress source, InetAddress target) {
    return new TargetPath(target, null, 0);
  }

  @Override
  public KernelTables tables(IpFamily family, List<Long> tables) throws IOException {
    return allTables(family, tables);
  }

  @Override
  public KernelTables allTables(IpFamily family, List<Long> tables) throws IOException {
    Overlay overlay = overlay(family);
    KernelTables known = overlay.tables;
    if (known == null) {
      known = kernel.allTables(family, tables);
      overlay.tables = known;
    }
    return known;
  }

  @Override
  public void askFor(Neighbour neighbour) {
    // The kernel's memory of neighbours is changed by that.
  }

  @Override
  public OperationResult apply(IpFamily family, RoutingOperation operation) {
    announcer.log(Level.INFO, "dry-run family={} would=\"{}\"", Codes.of(family), operation);
    overlay(family).apply(operation);
    return OperationResult.applied(operation);
  }

  @Override
  public boolean leadsOutBy(UplinkKey uplink, @Nullable InetAddress gateway) {
    return overlay(uplink.family()).real.stream()
        .flatMap(route -> route.hopThrough(uplink.interfaceName()).stream())
        .findFirst()
        .filter(taken -> gateway == null || gateway.equals(taken.gateway()))
        .isPresent();
  }

  @Override
  public void close() {
    kernel.close();
  }

  /** What is pretended of one family, over what its tables really hold. */
  private static final class Overlay {
    private final List<Route> pretended = new ArrayList<>();
    private final Set<Route> pretendedGone = new HashSet<>();
    private ImmutableList<Route> real = ImmutableList.of();
    private @Nullable KernelTables tables;

    ImmutableList<Route> routes() {
      return Stream.concat(
              real.stream().filter(route -> !pretendedGone.contains(route)), pretended.stream())
          .sorted(Comparator.comparingLong(Route::metric))
          .collect(ImmutableList.toImmutableList());
    }

    void apply(RoutingOperation operation) {
      if (operation.isOfMainTable()) {
        applyToMain(operation, (Route) operation.entry());
      } else if (tables != null) {
        tables = tables.after(List.of(operation));
      }
    }

    private void applyToMain(RoutingOperation operation, Route route) {
      switch (operation.kind()) {
        case ADD -> pretended.add(route);
        case REPLACE -> {
          pretended.removeIf(route::sharesSlotWith);
          real.stream()
              .filter(other -> other.isOurs() && route.sharesSlotWith(other))
              .forEach(pretendedGone::add);
          pretended.add(route);
        }
        case DELETE -> {
          pretended.remove(route);
          pretendedGone.add(route);
        }
      }
    }
  }
}

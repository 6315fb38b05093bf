package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.RouteOperation;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.port.RouteTable;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the kernel's routes and only pretends to change them: operations are logged and kept on a
 * list that is laid over what the kernel has.
 */
final class DryRunRouteTable implements RouteTable {

  private static final Logger log = LoggerFactory.getLogger(DryRunRouteTable.class);

  private final RouteTable kernel;
  private final Announcer announcer;
  private final Map<IpFamily, Overlay> overlays = new EnumMap<>(IpFamily.class);

  DryRunRouteTable(RouteTable kernel, Announcer announcer) {
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
  public ImmutableList<DefaultRoute> defaults(IpFamily family) throws IOException {
    Overlay overlay = overlay(family);
    overlay.real = kernel.defaults(family);
    return overlay.routes();
  }

  @Override
  public ImmutableList<DefaultRoute> ownDefaults(IpFamily family) throws IOException {
    return defaults(family).stream()
        .filter(DefaultRoute::isOurs)
        .collect(ImmutableList.toImmutableList());
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

  @Override
  public OperationResult apply(IpFamily family, RouteOperation operation) {
    announcer.log(
        () -> log.info("dry-run family={} would=\"{}\"", NoticeLog.word(family), operation));
    overlay(family).apply(operation);
    return OperationResult.applied(operation);
  }

  @Override
  public boolean leadsOutBy(UplinkKey uplink) {
    return overlay(uplink.family()).real.stream()
        .anyMatch(route -> route.hopBy(uplink.interfaceName()).isPresent());
  }

  @Override
  public void close() {
    kernel.close();
  }

  /** What is pretended of one family, over what its table really holds. */
  private static final class Overlay {
    private final List<DefaultRoute> pretended = new ArrayList<>();
    private final Set<DefaultRoute> pretendedGone = new HashSet<>();
    private ImmutableList<DefaultRoute> real = ImmutableList.of();

    ImmutableList<DefaultRoute> routes() {
      return Stream.concat(
              real.stream().filter(route -> !pretendedGone.contains(route)), pretended.stream())
          .sorted(Comparator.comparingLong(DefaultRoute::metric))
          .collect(ImmutableList.toImmutableList());
    }

    void apply(RouteOperation operation) {
      DefaultRoute route = operation.route();
      switch (operation.kind()) {
        case ADD -> pretended.add(route);
        case REPLACE -> {
          forget(route.metric());
          pretended.add(route);
        }
        case DELETE -> {
          pretended.remove(route);
          pretendedGone.add(route);
        }
      }
    }

    private void forget(long metric) {
      pretended.removeIf(route -> route.metric() == metric);
      real.stream()
          .filter(route -> route.isOurs() && route.metric() == metric)
          .forEach(pretendedGone::add);
    }
  }
}

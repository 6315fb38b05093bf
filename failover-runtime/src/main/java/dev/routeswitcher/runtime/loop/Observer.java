package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.port.NetworkChange;
import dev.routeswitcher.runtime.port.RouteTable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Turns what the kernel shows into engine events: links as they change, everything when it looks
 * again. Used by the owner thread only.
 */
final class Observer {

  private final EngineConfig config;
  private final RouteTable routes;
  private final ReversePathCheck reversePaths;
  private final Announcer announcer;
  private final Map<IpFamily, Reading> readings = new EnumMap<>(IpFamily.class);
  private final LinkBook book = new LinkBook();
  private final Map<UplinkKey, Told> told = new HashMap<>();

  /** What the engine was last told of an uplink, and of which interface. */
  private record Told(int index, LinkStatus status) {
    boolean isAnotherInterfaceThan(Told other) {
      return status.present() && other.status.present() && index != other.index;
    }
  }

  Observer(
      EngineConfig config, RouteTable routes, ReversePathCheck reversePaths, Announcer announcer) {
    this.config = config;
    this.routes = routes;
    this.reversePaths = reversePaths;
    this.announcer = announcer;
  }

  /** What is known of the interfaces. */
  LinkBook links() {
    return book;
  }

  /** The events one change of the network means for the uplinks; often none. */
  List<EngineEvent> changed(NetworkChange change) {
    book.apply(change);
    return linkEvents();
  }

  /** Takes note of all links and addresses as they are now. */
  void noteLinks(List<NetworkChange> snapshot) {
    book.reset(snapshot);
  }

  /**
   * What was read of the routes.
   *
   * @param events one for each family that could be read
   * @param complete whether all could be
   */
  record Look(List<EngineEvent> events, boolean complete) {}

  /** Reads the routes for the first time: those of every family that was asked for by name. */
  Look lookAtRoutesFirst() throws IOException {
    List<EngineEvent> events = new ArrayList<>();
    boolean complete = true;
    for (FamilyConfig family : config.families()) {
      Optional<EngineEvent> seen = family.implied() ? attempt(family) : Optional.of(read(family));
      seen.ifPresent(events::add);
      complete &= seen.isPresent();
    }
    return new Look(events, complete);
  }

  /** Reads the default routes and the ways to the targets of some families afresh. */
  Look lookAtRoutes(Predicate<IpFamily> which) {
    List<EngineEvent> events = new ArrayList<>();
    boolean complete = true;
    for (FamilyConfig family : config.families()) {
      if (which.test(family.family())) {
        Optional<EngineEvent> seen = attempt(family);
        seen.ifPresent(events::add);
        complete &= seen.isPresent();
      }
    }
    return new Look(events, complete);
  }

  /** The trouble of one family is none of the other's. */
  private Optional<EngineEvent> attempt(FamilyConfig family) {
    Reading reading =
        readings.computeIfAbsent(
            family.family(), any -> new Reading("routes of " + NoticeLog.word(any), announcer));
    return reading.attempt(() -> read(family));
  }

  private RoutesObserved read(FamilyConfig family) throws IOException {
    ImmutableList<DefaultRoute> defaults = routes.defaults(family.family());
    ImmutableList.Builder<TargetPath> paths = ImmutableList.builder();
    for (InetAddress target : family.targets()) {
      paths.add(routes.path(target));
    }
    return new RoutesObserved(family.family(), defaults, paths.build());
  }

  /** The events that tell the engine what was noted of the links and it does not know yet. */
  List<EngineEvent> linkEvents() {
    List<EngineEvent> events = new ArrayList<>();
    for (FamilyConfig family : config.families()) {
      for (UplinkConfig uplink : family.uplinks()) {
        UplinkKey key = new UplinkKey(family.family(), uplink.interfaceName());
        tell(key, new Told(book.index(key), status(key)), events);
      }
    }
    return events;
  }

  private LinkStatus status(UplinkKey key) {
    return book.status(key, routes.leadsOutBy(key));
  }

  private void tell(UplinkKey key, Told now, List<EngineEvent> events) {
    Told before = told.put(key, now);
    boolean appeared = now.status().present() && (before == null || before.index() != now.index());
    if (appeared && key.family() == IpFamily.IPV4) {
      reversePaths.appeared(key.interfaceName());
    }
    boolean replaced = before != null && before.isAnotherInterfaceThan(now);
    if (replaced) {
      // However alike, it is a new link: nothing that was seen of the old one holds for it.
      events.add(new LinkChanged(key, LinkStatus.ABSENT));
    }
    if (replaced || before == null || !before.status().equals(now.status())) {
      events.add(new LinkChanged(key, now.status()));
    }
  }
}

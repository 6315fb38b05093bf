package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.NoPolicyRoutingException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Reads routes, rules and tables of one address family. */
final class FamilyReader {

  /** A look-up for each address and target takes time. */
  private static final int MOST_LOOKED_UP = 8;

  private final FamilyConfig config;
  private final IpFamily family;
  private final List<Long> tables;
  private final LoopSettings settings;
  private final KernelRouting routing;
  private final RivalGateways rivals;
  private final Announcer announcer;
  private final Reading routeReading;
  private final Reading tableReading;

  /** Whether what an earlier run may have left in any table was read. */
  private boolean leftoversKnown;

  private @Nullable KernelTables seenTables;

  private boolean missingRulesReported;

  FamilyReader(
      FamilyConfig config,
      LoopSettings settings,
      KernelRouting routing,
      RivalGateways rivals,
      Announcer announcer) {
    this.config = config;
    this.family = config.family();
    this.tables = settings.engine().tables().tables(config.uplinks().size());
    this.settings = settings;
    this.routing = routing;
    this.rivals = rivals;
    this.announcer = announcer;
    this.routeReading = new Reading("routes of " + Codes.of(family), announcer);
    this.tableReading = new Reading("policy rules of " + Codes.of(family), announcer);
  }

  IpFamily family() {
    return family;
  }

  /** Whether one for that configuration would read the same. */
  boolean isFor(FamilyConfig otherConfig, TableLayout layout) {
    return config.equals(otherConfig) && tables.equals(layout.tables(otherConfig.uplinks().size()));
  }

  /**
   * Reads all of it. If the family was asked for by name, its routes, and its rules where some are
   * wanted, must be readable; what need not exist may fail, and is read again later.
   *
   * @return whether all could be read
   * @throws IOException if what must be readable is not
   */
  boolean readFirst(List<EngineEvent> events) throws IOException {
    boolean complete = true;
    if (config.implied()) {
      complete = readRoutes(events);
    } else {
      EngineEvent.RoutesObserved seen = routes();
      requireRemoteTargets(seen);
      events.add(seen);
    }
    if (rulesAreOptional()) {
      return readTables(events) && complete;
    }
    try {
      tables().ifPresent(events::add);
    } catch (IOException e) {
      throw new IOException(
          "policy rules cannot be read: "
              + e.getMessage()
              + "; "
              + settings.names().of("probe-routing")
              + " main needs none",
          e);
    }
    return complete;
  }

  /** Later the engine copes with one: an address may come while it runs. */
  private void requireRemoteTargets(EngineEvent.RoutesObserved seen) throws IOException {
    for (TargetPath path : seen.paths()) {
      if (path.local()) {
        throw new IOException(
            settings.names().of("ping-target")
                + ": "
                + InetAddresses.toAddrString(path.target())
                + " is an address of this host; give a host beyond the provider");
      }
    }
  }

  /** The routes as they are now; false if they cannot be read. */
  boolean readRoutes(List<EngineEvent> events) {
    Optional<EngineEvent.RoutesObserved> seen = routeReading.attempt(this::routes);
    seen.ifPresent(events::add);
    return seen.isPresent();
  }

  private EngineEvent.RoutesObserved routes() throws IOException {
    ImmutableList<Route> defaults = routing.defaults(family);
    ImmutableList.Builder<TargetPath> paths = ImmutableList.builder();
    for (InetAddress target : config.targets()) {
      paths.add(routing.path(target));
    }
    return new EngineEvent.RoutesObserved(
        family, defaults, paths.build(), rivals.unreachable(config, defaults));
  }

  /** Rules and tables as they are now; false if they cannot be read. */
  boolean readTables(List<EngineEvent> events) {
    Optional<Optional<EngineEvent.TablesObserved>> seen = tableReading.attempt(this::tables);
    seen.flatMap(tables -> tables).ifPresent(events::add);
    return seen.isPresent();
  }

  /**
   * Whether what an interface sends from its addresses leaves by another one, for a rule or route
   * of another program, although rules of ours lead it out. Of many addresses a few stand for all.
   */
  boolean isLedAstray(String interfaceName, Iterable<InetAddress> addresses) throws IOException {
    KernelTables known = seenTables;
    for (InetAddress address : Iterables.limit(addresses, MOST_LOOKED_UP)) {
      if (known != null && known.leadsOut(address)) {
        for (InetAddress target : config.targets()) {
          String by = routing.pathFrom(address, target).interfaceName();
          if (by != null && !by.equals(interfaceName)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Empty if there can be none: the family, or its policy rules, may come with a module later. */
  private Optional<EngineEvent.TablesObserved> tables() throws IOException {
    try {
      EngineEvent.TablesObserved seen =
          new EngineEvent.TablesObserved(
              family,
              leftoversKnown
                  ? routing.tables(family, tablesInUse())
                  : routing.allTables(family, tables));
      leftoversKnown = true;
      seenTables = seen.tables();
      return Optional.of(seen);
    } catch (NoPolicyRoutingException e) {
      if (!rulesAreOptional()) {
        throw e;
      }
      leftoversKnown = false;
      if (!missingRulesReported && !tables.isEmpty()) {
        missingRulesReported = true;
        announcer.log(
            Level.INFO,
            "no policy rules of {} in this kernel, none are made: {}",
            Codes.of(family),
            e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** Those that are wanted, and those in which something of ours was left when last read. */
  private List<Long> tablesInUse() {
    KernelTables known = seenTables;
    Stream<Long> left =
        known == null
            ? Stream.of()
            : known.routes().stream().filter(Route::isOurs).map(Route::table);
    return Stream.concat(tables.stream(), left).distinct().toList();
  }

  private boolean rulesAreOptional() {
    return config.implied() || tables.isEmpty();
  }
}

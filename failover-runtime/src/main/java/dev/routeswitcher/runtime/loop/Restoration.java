package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.EngineState;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutePlan;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TablePlan;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.NoPolicyRoutingException;
import dev.routeswitcher.runtime.words.Remedies;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.event.Level;

/** Takes every route and rule of ours away at a clean stop, and says so if traffic moves by it. */
final class Restoration {

  private final LoopSettings settings;
  private final KernelRouting routing;
  private final EngineState state;
  private final Snapshot snapshot;
  private final Announcer announcer;

  /** Takes away what {@code state} has; {@code snapshot} shows how its uplinks are. */
  Restoration(
      LoopSettings settings,
      KernelRouting routing,
      EngineState state,
      Snapshot snapshot,
      Announcer announcer) {
    this.settings = settings;
    this.routing = routing;
    this.state = state;
    this.snapshot = snapshot;
    this.announcer = announcer;
  }

  /**
   * Each family on its own, rules and tables before routes; what cannot be taken away is logged.
   */
  void run() {
    for (FamilyConfig family : settings.engine().families()) {
      try {
        removeTables(family);
      } catch (NoPolicyRoutingException e) {
        announcer.log(Level.DEBUG, "no policy rules of {} to remove", Codes.of(family.family()));
      } catch (IOException e) {
        reportUnread(family.family(), "policy rules", "rule flush protocol", e);
      }
    }
    for (FamilyConfig family : settings.engine().families()) {
      try {
        removeRoutes(family);
      } catch (IOException e) {
        reportUnread(family.family(), "routes", "route flush proto", e);
      }
    }
  }

  private void removeTables(FamilyConfig family) throws IOException {
    List<Long> tables = settings.engine().tables().tables(family.uplinks().size());
    ImmutableList<RoutingOperation> removal =
        TablePlan.removal(routing.allTables(family.family(), tables));
    long removed = carryOut(family.family(), removal);
    if (!removal.isEmpty()) {
      announcer.log(
          Level.INFO,
          "restored family={} removed_rules_and_table_routes={}",
          Codes.of(family.family()),
          removed);
    }
  }

  private void removeRoutes(FamilyConfig family) throws IOException {
    warnOfMove(family);
    ImmutableList<RoutingOperation> removal =
        RoutePlan.removal(routing.ownDefaults(family.family()));
    long removed = carryOut(family.family(), removal);
    if (removed == 0 && family.implied()) {
      return;
    }
    String of = Codes.of(family.family());
    announcer.log(Level.INFO, "restored family={} removed_routes={}", of, removed);
    if (removed > 0 && removed == removal.size() && !othersMayRemain(family.family())) {
      announcer.log(
          Level.WARN, "no default route of {} remains; {} keep would have left ours", of, onExit());
    }
  }

  /** How many operations were carried out; the others are logged. */
  private long carryOut(IpFamily family, List<RoutingOperation> operations) {
    ImmutableList<OperationResult> results =
        Operations.carryOut(routing, family, operations, announcer);
    results.stream()
        .filter(result -> !Operations.isDone(result))
        .forEach(result -> reportLeft(family, result));
    return results.stream().filter(Operations::isDone).count();
  }

  /** By the last reading: another one would take a second where there are a million routes. */
  private boolean othersMayRemain(IpFamily family) {
    return state
        .routing(family)
        .map(known -> known.defaults().stream().anyMatch(route -> !route.isOurs()))
        .orElse(true);
  }

  private String onExit() {
    return settings.names().of("on-exit");
  }

  private void reportUnread(IpFamily family, String what, String flush, IOException e) {
    announcer.log(
        Level.ERROR,
        "{} of {} may be left behind: {}; remedy=\"{} {} {}\"",
        what,
        Codes.of(family),
        e.getMessage(),
        Remedies.ip(family),
        flush,
        Route.PROTOCOL);
  }

  private void reportLeft(IpFamily family, OperationResult result) {
    RoutingOperation operation = result.operation();
    announcer.log(
        Level.ERROR,
        "left behind: {}: {}; remedy=\"{} {} del {}\"",
        operation.entry(),
        result.detail(),
        Remedies.ip(family),
        operation.isOfRule() ? "rule" : "route",
        operation.entry());
  }

  private void warnOfMove(FamilyConfig family) {
    UplinkKey primary = new UplinkKey(family.family(), family.uplinks().get(0).interfaceName());
    Optional<UplinkKey> wanted = state.wanted(family.family());
    if (wanted.isPresent() && !wanted.get().equals(primary)) {
      String doubt =
          isStable(primary) ? "" : ", although primary " + primary + " has not been found stable";
      announcer.log(
          Level.WARN,
          "traffic leaves {} for whatever routes remain{}; use {} keep to leave the routes in"
              + " force",
          wanted.get(),
          doubt,
          onExit());
    }
  }

  /** Whether the traffic could return to the uplink, if no manual override stood against it. */
  private boolean isStable(UplinkKey key) {
    return snapshot.families().stream()
        .flatMap(family -> family.uplinks().stream())
        .filter(uplink -> uplink.key().equals(key))
        .anyMatch(this::isStable);
  }

  private boolean isStable(Snapshot.Uplink uplink) {
    Long since = uplink.stableSinceNanos();
    return uplink.condition() == Condition.ANSWERING
        && since != null
        && snapshot.atNanos() - since >= settings.engine().timing().failbackDelay().toNanos()
        && uplink.holdEndsAtNanos() == null;
  }
}

package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.EngineState;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.RouteOperation;
import dev.routeswitcher.engine.route.RoutePlan;
import dev.routeswitcher.runtime.port.RouteTable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every route of ours away at a clean stop, and says so if that moves the traffic. */
final class Restoration {

  private static final Logger log = LoggerFactory.getLogger(Restoration.class);

  private final EngineConfig config;
  private final RouteTable routes;
  private final EngineState state;
  private final Snapshot snapshot;
  private final Announcer announcer;

  /**
   * Takes away the routes of {@code state}, of which {@code snapshot} tells how its uplinks are.
   */
  Restoration(
      EngineConfig config,
      RouteTable routes,
      EngineState state,
      Snapshot snapshot,
      Announcer announcer) {
    this.config = config;
    this.routes = routes;
    this.state = state;
    this.snapshot = snapshot;
    this.announcer = announcer;
  }

  /** Each family on its own; what cannot be taken away is logged. */
  void run() {
    for (FamilyConfig family : config.families()) {
      try {
        restore(family);
      } catch (IOException e) {
        announcer.log(
            () ->
                log.error(
                    "routes of {} may be left behind: {}; remedy=\"{} route flush proto {}\"",
                    NoticeLog.word(family.family()),
                    e.getMessage(),
                    ip(family.family()),
                    DefaultRoute.PROTOCOL));
      }
    }
  }

  private void restore(FamilyConfig family) throws IOException {
    tellWhatTheTrafficLeaves(family);
    ImmutableList<RouteOperation> removal = RoutePlan.removal(routes.ownDefaults(family.family()));
    List<OperationResult> results =
        removal.stream().map(operation -> routes.apply(family.family(), operation)).toList();
    results.stream()
        .filter(result -> !isDone(result))
        .forEach(result -> tellWhatIsLeft(family.family(), result));
    String word = NoticeLog.word(family.family());
    long removed = results.stream().filter(Restoration::isDone).count();
    if (removed == 0 && family.implied()) {
      return;
    }
    announcer.log(() -> log.info("restored family={} removed_routes={}", word, removed));
    if (removed > 0 && removed == removal.size() && !othersMayRemain(family.family())) {
      announcer.log(
          () ->
              log.warn(
                  "no default route of {} remains; --on-exit keep would have left ours", word));
    }
  }

  /** By the last reading: another one would take a second where there are a million routes. */
  private boolean othersMayRemain(IpFamily family) {
    return state
        .routing(family)
        .map(known -> known.kernel().stream().anyMatch(route -> !route.isOurs()))
        .orElse(true);
  }

  private static boolean isDone(OperationResult result) {
    return result.outcome() == OperationResult.Outcome.APPLIED;
  }

  private static String ip(IpFamily family) {
    return family == IpFamily.IPV6 ? "ip -6" : "ip";
  }

  private void tellWhatIsLeft(IpFamily family, OperationResult result) {
    DefaultRoute route = result.operation().route();
    announcer.log(
        () ->
            log.error(
                "left behind: {}: {}; remedy=\"{} route del {}\"",
                route,
                result.detail(),
                ip(family),
                route));
  }

  private void tellWhatTheTrafficLeaves(FamilyConfig family) {
    UplinkKey primary = new UplinkKey(family.family(), family.uplinks().get(0).interfaceName());
    Optional<UplinkKey> wanted = state.wanted(family.family());
    if (wanted.isPresent() && !wanted.get().equals(primary)) {
      String doubt =
          isStable(primary) ? "" : ", although primary " + primary + " has not been found stable";
      announcer.log(
          () ->
              log.warn(
                  "traffic leaves {} for whatever routes remain{}; use --on-exit keep to leave the"
                      + " routes in force",
                  wanted.get(),
                  doubt));
    }
  }

  /** Whether the traffic could return to the uplink, if nobody's wish stood against it. */
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
        && snapshot.atNanos() - since >= config.timing().failbackDelay().toNanos()
        && uplink.holdEndsAtNanos() == null;
  }
}

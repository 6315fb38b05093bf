package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutePlan;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TablePlan;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.NoPolicyRoutingException;
import dev.routeswitcher.runtime.words.Remedies;
import java.io.IOException;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Takes every route and rule of ours away at a clean stop, and says so if traffic moves by it. */
final class Restoration {

  private final LoopSettings settings;
  private final KernelRouting routing;
  private final Snapshot snapshot;
  private final Announcer announcer;

  /** {@code snapshot} shows how the uplinks are. */
  Restoration(
      LoopSettings settings, KernelRouting routing, Snapshot snapshot, Announcer announcer) {
    this.settings = settings;
    this.routing = routing;
    this.snapshot = snapshot;
    this.announcer = announcer;
  }

  /**
   * Each family on its own, rules and tables before routes; what cannot be taken away is logged.
   */
  void run() {
    Map<IpFamily, ImmutableList<TargetPath>> before = new EnumMap<>(IpFamily.class);
    for (FamilyConfig family : settings.engine().families()) {
      before.put(family.family(), paths(family));
    }
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
      warnOfMove(family, before.getOrDefault(family.family(), ImmutableList.of()));
    }
  }

  private void removeTables(FamilyConfig family) throws IOException {
    List<Long> tables = settings.engine().tables().tables(family.uplinks().size());
    IpFamily of = family.family();
    long removed = removeAll(of, () -> TablePlan.removal(routing.allTables(of, tables)));
    if (removed > 0) {
      announcer.log(
          Level.INFO,
          "restored family={} removed_rules_and_table_routes={}",
          Codes.of(family.family()),
          removed);
    }
  }

  private void removeRoutes(FamilyConfig family) throws IOException {
    IpFamily ipFamily = family.family();
    long removed = removeAll(ipFamily, () -> RoutePlan.removal(routing.ownDefaults(ipFamily)));
    if (removed == 0 && family.implied()) {
      return;
    }
    String of = Codes.of(family.family());
    announcer.log(Level.INFO, "restored family={} removed_routes={}", of, removed);
  }

  /** What is there to be removed now. */
  private interface Removal {
    ImmutableList<RoutingOperation> now() throws IOException;
  }

  /**
   * Removes what there is, and looks again until nothing is left, or as much as before: what is
   * refused for a moment, or added meanwhile, goes too.
   *
   * @return how many operations were carried out; what is left is logged
   */
  private long removeAll(IpFamily family, Removal removal) throws IOException {
    long removed = 0;
    int leftBefore = Integer.MAX_VALUE;
    for (ImmutableList<RoutingOperation> left = removal.now();
        !left.isEmpty();
        left = removal.now()) {
      ImmutableList<OperationResult> results =
          Operations.carryOut(routing, family, left, announcer);
      removed += results.stream().filter(Operations::isDone).count();
      if (left.size() >= leftBefore) {
        results.stream()
            .filter(result -> !Operations.isDone(result))
            .forEach(result -> reportLeft(family, result));
        break;
      }
      leftBefore = left.size();
    }
    return removed;
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

  /** The paths to the targets that follow a default route; none if they cannot be looked up. */
  private ImmutableList<TargetPath> paths(FamilyConfig family) {
    ImmutableList.Builder<TargetPath> paths = ImmutableList.builder();
    try {
      for (InetAddress target : family.targets()) {
        TargetPath path = routing.path(target);
        if (path.followsDefault()) {
          paths.add(path);
        }
      }
    } catch (IOException e) {
      announcer.log(
          Level.DEBUG, "paths of {} cannot be read: {}", Codes.of(family.family()), e.toString());
    }
    return paths.build();
  }

  /** Says where the traffic goes now, if that is elsewhere than before, or nowhere. */
  private void warnOfMove(FamilyConfig family, List<TargetPath> before) {
    for (TargetPath now : paths(family)) {
      for (TargetPath old : before) {
        String left = old.interfaceName();
        if (left != null
            && old.target().equals(now.target())
            && !left.equals(now.interfaceName())) {
          warnOfMove(family.family(), left, now.interfaceName());
          return;
        }
      }
    }
  }

  private void warnOfMove(IpFamily family, String left, @Nullable String to) {
    if (to == null) {
      announcer.log(
          Level.WARN,
          "no default route of {} remains; {} keep would have left ours",
          Codes.of(family),
          onExit());
      return;
    }
    String doubt =
        isUnstableUplink(new UplinkKey(family, to)) ? ", which has not been found stable" : "";
    announcer.log(
        Level.WARN,
        "traffic of {} leaves {} for {}{}; {} keep would have left the routes in force",
        Codes.of(family),
        left,
        to,
        doubt,
        onExit());
  }

  /** Whether it is an uplink that the traffic could not return to, whatever an operator wants. */
  private boolean isUnstableUplink(UplinkKey key) {
    return snapshot.families().stream()
        .flatMap(family -> family.uplinks().stream())
        .anyMatch(uplink -> uplink.key().equals(key) && !isStable(uplink));
  }

  private boolean isStable(Snapshot.Uplink uplink) {
    Long since = uplink.stableSinceNanos();
    return uplink.condition() == Condition.ANSWERING
        && since != null
        && snapshot.atNanos() - since >= settings.engine().timing().failbackDelay().toNanos()
        && uplink.holdEndsAtNanos() == null;
  }
}

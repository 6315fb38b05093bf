package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.port.KernelRouting;
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
  private final Removal removal;

  /** {@code snapshot} shows how the uplinks are. */
  Restoration(
      LoopSettings settings, KernelRouting routing, Snapshot snapshot, Announcer announcer) {
    this.settings = settings;
    this.routing = routing;
    this.snapshot = snapshot;
    this.announcer = announcer;
    this.removal = new Removal(routing, announcer);
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
      removeTables(family);
    }
    for (FamilyConfig family : settings.engine().families()) {
      removeRoutes(family);
      warnOfMove(family, before.getOrDefault(family.family(), ImmutableList.of()));
    }
  }

  private void removeTables(FamilyConfig family) {
    List<Long> tables = settings.engine().tables().tables(family.uplinks().size());
    Removal.Outcome outcome = removal.ofTables(family.family(), tables);
    if (!outcome.removed().isEmpty()) {
      announcer.log(
          Level.INFO,
          "restored family={} removed_rules_and_table_routes={}",
          Codes.of(family.family()),
          outcome.removed().size());
    }
    outcome.left().forEach(this::complain);
  }

  private void removeRoutes(FamilyConfig family) {
    Removal.Outcome outcome = removal.ofRoutes(family.family());
    int removed = outcome.removed().size();
    if (removed > 0 || !family.implied()) {
      String of = Codes.of(family.family());
      announcer.log(Level.INFO, "restored family={} removed_routes={}", of, removed);
    }
    outcome.left().forEach(this::complain);
  }

  private void complain(String line) {
    announcer.log(Level.ERROR, "{}", line);
  }

  private String onExit() {
    return settings.names().of("on-exit");
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

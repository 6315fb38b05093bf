package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.port.ConnectionTracker;
import java.io.IOException;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.event.Level;

/**
 * After each switch has the connections deleted that the kernel would keep on the addresses of the
 * uplinks that were left. It waits until the switch is in force: a packet that came before would
 * tie its connection to the old uplink again.
 *
 * <p>What an uplink was left for, a lost address for one, may have taken its addresses away; so
 * those that it had are remembered.
 */
final class ConnectionFlush implements Follower {

  /** How many addresses of an uplink are remembered; of IPv6 there may be a new one every day. */
  static final int REMEMBERED = 64;

  private final ConnectionTracker tracker;
  private boolean marked;
  private final boolean dryRun;
  private final Announcer announcer;
  private final Map<UplinkKey, Set<InetAddress>> addresses = new LinkedHashMap<>();
  private final Map<UplinkKey, Set<InetAddress>> addressesNow = new LinkedHashMap<>();
  private final Map<IpFamily, Set<UplinkKey>> left = new EnumMap<>(IpFamily.class);

  /**
   * @param marked whether firewall marks keep connections on the uplink that they began on, unless
   *     it is down: then only a failover has any deleted
   */
  ConnectionFlush(ConnectionTracker tracker, boolean marked, boolean dryRun, Announcer announcer) {
    this.tracker = tracker;
    this.marked = marked;
    this.dryRun = dryRun;
    this.announcer = announcer;
  }

  /** From now on firewall marks keep connections where they are, or do not. */
  void configure(boolean nowMarked) {
    marked = nowMarked;
  }

  /** A host without a connection tracker is as good as any other: it has nothing to delete. */
  @Override
  public void opened() {
    if (dryRun) {
      return;
    }
    try {
      tracker.open();
    } catch (IOException e) {
      announcer.log(Level.WARN, "connections cannot be flushed: {}", e.getMessage());
    }
  }

  @Override
  public void stepped(List<EngineEvent> events, List<Notice> notices) {
    for (EngineEvent event : events) {
      if (event instanceof EngineEvent.LinkChanged changed) {
        remember(changed);
      }
    }
    for (Notice notice : notices) {
      if (notice instanceof Notice.SwitchDecided decided) {
        leave(decided.change());
      } else if (notice instanceof Notice.SwitchInForce inForce) {
        flush(inForce.change());
      }
    }
  }

  private void remember(EngineEvent.LinkChanged changed) {
    Set<InetAddress> now =
        changed.status().addresses().stream()
            .map(address -> address.local())
            .collect(Collectors.toSet());
    addressesNow.put(changed.uplink(), now);
    Set<InetAddress> known =
        addresses.computeIfAbsent(changed.uplink(), any -> new LinkedHashSet<>());
    known.removeAll(now);
    known.addAll(now);
    while (known.size() > REMEMBERED) {
      known.remove(Iterables.get(known, 0));
    }
  }

  /**
   * An uplink is left for good when another is in force: several switches may be decided until one
   * is. With the first one every other uplink is left; an earlier run may have used it.
   */
  private void leave(SwitchChange change) {
    IpFamily family = change.to().family();
    Set<UplinkKey> leaving = left.computeIfAbsent(family, any -> new LinkedHashSet<>());
    UplinkKey from = change.from();
    if (from != null) {
      leaving.add(from);
    } else {
      addresses.keySet().stream().filter(key -> key.family() == family).forEach(leaving::add);
    }
  }

  private void flush(SwitchChange change) {
    UplinkKey to = change.to();
    Set<UplinkKey> leaving = left.remove(to.family());
    if (leaving == null || (marked && change.kind() != SwitchKind.FAILOVER)) {
      return;
    }
    leaving.remove(to);
    Set<InetAddress> right = addressesNow.getOrDefault(to, Set.of());
    ImmutableSet<InetAddress> wrong =
        leaving.stream()
            .flatMap(key -> addresses.getOrDefault(key, Set.of()).stream())
            .filter(address -> !right.contains(address))
            .collect(ImmutableSet.toImmutableSet());
    if (wrong.isEmpty()) {
      return;
    }
    String uplinks =
        leaving.stream().map(UplinkKey::interfaceName).collect(Collectors.joining(","));
    if (dryRun) {
      logDryRun(to.family(), uplinks, wrong);
    } else {
      tracker.delete(
          to.family(),
          wrong,
          (deleted, tookNanos, fault) -> report(to.family(), uplinks, deleted, tookNanos, fault));
    }
  }

  private void logDryRun(IpFamily family, String uplinks, Set<InetAddress> wrong) {
    String words = wrong.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(","));
    announcer.log(
        Level.INFO,
        "dry-run family={} would=\"flush connections of {} translated to {}\"",
        Codes.of(family),
        uplinks,
        words);
  }

  private void report(IpFamily family, String uplinks, long deleted, long tookNanos, String fault) {
    String words =
        String.format(
            Locale.ROOT,
            "flush family=%s left=%s flushed_connections=%d took_ms=%.1f",
            Codes.of(family),
            uplinks,
            deleted,
            tookNanos / 1e6);
    if (fault.isEmpty()) {
      announcer.log(Level.INFO, words);
    } else {
      announcer.log(Level.WARN, "{} error=\"{}\"", words, fault);
    }
  }

  @Override
  public void ended() {
    tracker.close();
  }
}

package dev.routeswitcher.operations.history;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Where entries lie in time: by their uptime, where the wall clock last said the boot began. */
final class Placement {

  private static final double NANOS = 1e9;

  private final Map<String, Instant> boots = new HashMap<>();

  void reset() {
    boots.clear();
  }

  void learn(Entry entry) {
    Uptime uptime = entry.uptime();
    if (uptime != null) {
      boots.put(uptime.bootId(), entry.event().time().minus(since(uptime)));
    }
  }

  Instant of(Entry entry) {
    Uptime uptime = entry.uptime();
    Instant boot = uptime == null ? null : boots.get(uptime.bootId());
    return uptime == null || boot == null ? entry.event().time() : boot.plus(since(uptime));
  }

  private static Duration since(Uptime uptime) {
    return Duration.ofNanos((long) (uptime.seconds() * NANOS));
  }
}

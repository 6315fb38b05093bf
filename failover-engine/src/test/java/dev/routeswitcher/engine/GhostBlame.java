package dev.routeswitcher.engine;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which targets are at fault themselves: they fail on every uplink while others answer. */
final class GhostBlame {

  private int targets;
  private final Set<Integer> aside = new HashSet<>();

  GhostBlame(int targets) {
    this.targets = targets;
  }

  /** Those that stay keep their blame, at their new places. */
  void reconfigured(List<InetAddress> before, List<InetAddress> after) {
    targets = after.size();
    Set<InetAddress> blamed = aside.stream().map(before::get).collect(Collectors.toSet());
    aside.clear();
    IntStream.range(0, targets).filter(i -> blamed.contains(after.get(i))).forEach(aside::add);
    if (aside.size() == targets) {
      aside.clear(); // Nobody is left to accuse them.
    }
  }

  Set<Integer> aside() {
    return aside;
  }

  void look(Collection<GhostUplink> uplinks, long now) {
    if (targets == 1) {
      return; // Nobody is left to accuse it.
    }
    for (int target = 0; target < targets; target++) {
      boolean answers = false;
      boolean accused = false;
      for (GhostUplink uplink : uplinks) {
        if (uplink.canTestify(now)) {
          answers |= uplink.target(target).answers();
          accused |= isAccused(uplink, target);
        }
      }
      if (answers) {
        aside.remove(target);
      } else if (accused) {
        aside.add(target);
      }
    }
  }

  private boolean isAccused(GhostUplink uplink, int target) {
    GhostTarget accused = uplink.target(target);
    return accused.misses()
        && IntStream.range(0, targets)
            .filter(other -> other != target && !aside.contains(other))
            .mapToObj(uplink::target)
            .anyMatch(other -> other.answers() && other.newestRound >= accused.newestRound);
  }
}

package dev.routeswitcher.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Which targets are at fault themselves: they fail on every uplink while others answer. */
final class GhostBlame {

  private final int targets;
  private final Set<Integer> aside = new HashSet<>();

  GhostBlame(int targets) {
    this.targets = targets;
  }

  Set<Integer> aside() {
    return aside;
  }

  void look(Collection<GhostUplink> uplinks, long now) {
    for (int target = 0; target < targets; target++) {
      int judged = target;
      boolean answers =
          uplinks.stream()
              .anyMatch(uplink -> uplink.canTestify(now) && uplink.target(judged).answers());
      if (answers) {
        aside.remove(target);
      } else if (uplinks.stream()
          .anyMatch(uplink -> uplink.canTestify(now) && isAccused(uplink, judged))) {
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

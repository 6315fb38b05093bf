package dev.routeswitcher.engine;

import dev.routeswitcher.engine.EngineEvent.Verdict;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be known of one uplink, kept in the plainest way: every round since the link came up is
 * remembered, and every question is answered by reading them all.
 */
final class GhostUplink {

  private static final class GhostRound {
    final Set<Integer> replied = new HashSet<>();
    final Set<Integer> failed = new HashSet<>();
    long expiresAt;
    long finishedAt;
    @Nullable Boolean succeeded;
  }

  private final Timing timing;
  private final int targets;
  private final TreeMap<Long, GhostRound> rounds = new TreeMap<>();

  private LinkStatus status = LinkStatus.ABSENT;
  private boolean up;
  private @Nullable Long addressGoneAt;
  private @Nullable Long resumedAt;

  /** When the kernel last refused a route of it, or null if nothing speaks for it since. */
  @Nullable Long refusedAt;

  GhostUplink(Timing timing, int targets) {
    this.timing = timing;
    this.targets = targets;
  }

  // What happens to it

  void link(LinkStatus now, long nowNanos) {
    if (!now.equals(status)) {
      refusedAt = null;
    }
    status = now;
    tick(nowNanos);
  }

  /** The link counts as lost at once, or a second after its last address went. */
  void tick(long now) {
    boolean operational = status.present() && status.adminUp() && status.carrier();
    boolean addressMissing = operational && status.addresses().isEmpty();
    if (!addressMissing) {
      addressGoneAt = null;
      up = operational;
    } else if (up) {
      addressGoneAt = addressGoneAt == null ? (Long) now : addressGoneAt;
      up = now - addressGoneAt < timing.addressGrace().toNanos();
    }
    if (!up) {
      rounds.clear();
    }
  }

  void started(long number, long expiresAt) {
    GhostRound round = new GhostRound();
    round.expiresAt = expiresAt;
    rounds.put(number, round);
  }

  void result(long number, int target, Verdict verdict, long now) {
    GhostRound round = rounds.get(number);
    if (round == null || round.succeeded != null || target < 0 || target >= targets) {
      return;
    }
    if (!round.replied.contains(target) && !round.failed.contains(target)) {
      (verdict == Verdict.REPLIED ? round.replied : round.failed).add(target);
    }
    if (round.replied.size() >= timing.quorum()) {
      finish(round, true, now);
    } else if (targets - round.failed.size() < timing.quorum()) {
      finish(round, false, now);
    }
  }

  void stoodStill(long nanos) {
    rounds.values().stream()
        .filter(round -> round.succeeded == null)
        .forEach(round -> round.expiresAt += nanos);
  }

  void expire(long now) {
    for (GhostRound round : rounds.values()) {
      if (round.succeeded == null && now - round.expiresAt >= 0) {
        finish(round, false, now);
      }
    }
  }

  void resumed(long now) {
    rounds.values().removeIf(round -> round.succeeded == null);
    resumedAt = now;
  }

  private static void finish(GhostRound round, boolean success, long now) {
    round.succeeded = success;
    round.finishedAt = now;
  }

  // What it is

  boolean linkLost() {
    return !up;
  }

  private @Nullable GhostRound newest() {
    for (GhostRound round : rounds.descendingMap().values()) {
      if (round.succeeded != null) {
        return round;
      }
    }
    return null;
  }

  private boolean isUnknown(long now) {
    GhostRound newest = newest();
    return newest == null
        || now - newest.finishedAt > (3 * timing.intervalNanos() + timing.timeoutNanos());
  }

  boolean isResponsive(long now) {
    GhostRound newest = newest();
    return up && !isUnknown(now) && newest != null && Boolean.TRUE.equals(newest.succeeded);
  }

  boolean isDown(long now) {
    return !up || (!isUnknown(now) && failures() >= timing.failureThreshold());
  }

  /** How many of the highest-numbered finished rounds failed, one after the other. */
  int failures() {
    int failures = 0;
    for (GhostRound round : rounds.descendingMap().values()) {
      if (Boolean.TRUE.equals(round.succeeded)) {
        return failures;
      }
      failures += round.succeeded == null ? 0 : 1;
    }
    return failures;
  }

  private record Run(int length, @Nullable GhostRound first, @Nullable GhostRound last) {}

  /** The unbroken run of successes that ends in the highest-numbered finished round. */
  private Run run() {
    int length = 0;
    GhostRound first = null;
    GhostRound last = null;
    for (Map.Entry<Long, GhostRound> entry : rounds.descendingMap().entrySet()) {
      GhostRound round = entry.getValue();
      if (round.succeeded == null) {
        continue;
      }
      boolean beforeSleep = resumedAt != null && round.finishedAt - resumedAt < 0;
      boolean beforeSilence =
          first != null
              && first.finishedAt - round.finishedAt
                  > (3 * timing.intervalNanos() + timing.timeoutNanos());
      if (!round.succeeded || beforeSleep || beforeSilence) {
        break;
      }
      length++;
      first = round;
      last = last == null ? round : last;
    }
    return new Run(length, first, last);
  }

  /** Whether it may be trusted with a later forced switch. */
  boolean hasRecovered(long now) {
    return isResponsive(now) && run().length() >= timing.recoveryThreshold();
  }

  boolean isHopeless() {
    return !up || failures() >= 30;
  }

  /** For how long it has been stable in a round that finished now; negative if it is not. */
  long stableNanos(long now) {
    Run run = run();
    return run.first() == null || run.last() == null || run.last().finishedAt != now
        ? -1
        : now - run.first().finishedAt;
  }
}

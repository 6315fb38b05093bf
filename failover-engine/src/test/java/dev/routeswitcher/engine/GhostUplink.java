package dev.routeswitcher.engine;

import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What can be known of one uplink, kept in the plainest way: the rounds since the link came up are
 * remembered, and every question is answered by reading them, the newest first.
 */
final class GhostUplink {

  private static final class GhostRound {
    final Set<Integer> replied = new HashSet<>();
    final Set<Integer> failed = new HashSet<>();
    final Set<Integer> unasked = new HashSet<>();
    final Set<Integer> overdue = new TreeSet<>();
    long startedAt;
    long expiresAt;
    long finishedAt;

    /** How long before it the round before may have finished, to be of the same run. */
    long silence;

    boolean beforeSleep;

    /** Whether what is told of it is not understood any more: targets have other places. */
    boolean closed;

    boolean succeeded;
  }

  private Timing timing;
  private long silence;
  private @Nullable QualityRules qualityRules;

  /** More rounds than any rule looks back. */
  private int kept;

  private final TreeMap<Long, GhostRound> pending = new TreeMap<>();
  private final TreeMap<Long, GhostRound> finished = new TreeMap<>();

  /** Those from which nothing follows; what a target answered to them late is learned. */
  private final TreeMap<Long, GhostRound> voided = new TreeMap<>();

  private final List<GhostTarget> targets = new ArrayList<>();

  private LinkStatus status = LinkStatus.ABSENT;
  private boolean up;
  private @Nullable GhostQuality quality;
  private @Nullable Long addressGoneAt;

  /** When the kernel last refused a route of it, or null if nothing speaks for it since. */
  @Nullable Long refusedAt;

  GhostUplink(
      Timing timing, int targets, UplinkConfig config, @Nullable QualityRules qualityRules) {
    this.timing = timing;
    this.qualityRules = qualityRules;
    configure(timing, config);
    for (int i = 0; i < targets; i++) {
      this.targets.add(new GhostTarget());
    }
  }

  private void configure(Timing newTiming, UplinkConfig config) {
    timing = newTiming;
    Duration standby = config.standbyInterval();
    Duration cadence = standby == null ? timing.interval() : standby;
    this.silence = cadence.multipliedBy(3).plus(timing.timeout()).toNanos();
    Duration fastest = Duration.ofNanos(timing.failureIntervalNanos());
    this.kept =
        Math.max(kept, 100 + Math.toIntExact(2 * timing.failbackDelay().dividedBy(fastest)));
  }

  // What happens to it

  /** It goes on under another configuration. */
  void reconfigured(
      EngineConfig config,
      UplinkConfig its,
      List<InetAddress> before,
      List<InetAddress> after,
      long now) {
    configure(config.timing(), its);
    if (!pending.isEmpty() && before.equals(after)) {
      // What follows a round that is not finished is read again when that is.
      finished.tailMap(pending.firstKey()).values().forEach(round -> round.silence = silence);
    }
    QualityRules rules = config.policy().quality();
    boolean goesOn = rules != null && quality != null && quality.goesOnBy(rules);
    quality = goesOn ? quality : rules != null && up ? new GhostQuality(rules, now) : null;
    qualityRules = rules;
    if (!before.equals(after)) {
      pending.clear();
      finished.values().forEach(round -> round.closed = true);
      voided.values().forEach(round -> round.closed = true);
      List<GhostTarget> known = List.copyOf(targets);
      targets.clear();
      for (InetAddress target : after) {
        int place = before.indexOf(target);
        targets.add(place < 0 ? new GhostTarget() : known.get(place));
      }
    }
  }

  /** Another uplink begins on the interface of this one. */
  GhostUplink succeededBy(EngineConfig config, UplinkConfig its, int targetCount, long now) {
    QualityRules rules = config.policy().quality();
    GhostUplink next = new GhostUplink(config.timing(), targetCount, its, rules);
    next.status = status;
    next.up = up;
    next.addressGoneAt = addressGoneAt;
    next.quality = rules != null && up ? new GhostQuality(rules, now) : null;
    return next;
  }

  void link(LinkStatus now, long nowNanos) {
    if (!now.equals(status)) {
      refusedAt = null;
    }
    status = now;
    tick(nowNanos);
  }

  /** The link counts as lost at once, or a second after its last address went. */
  void tick(long now) {
    boolean wasUp = up;
    boolean operational = status.present() && status.adminUp() && status.carrier();
    boolean addressMissing = operational && status.addresses().isEmpty();
    if (!addressMissing) {
      addressGoneAt = null;
      up = operational;
    } else if (up) {
      addressGoneAt = addressGoneAt == null ? (Long) now : addressGoneAt;
      up = now - addressGoneAt < timing.addressGrace().toNanos();
    }
    if (up && !wasUp && qualityRules != null) {
      quality = new GhostQuality(qualityRules, now);
    }
    if (!up) {
      quality = null;
      pending.clear();
      finished.clear();
      voided.clear();
      targets.replaceAll(target -> new GhostTarget());
    }
  }

  void started(long number, long now) {
    GhostRound round = new GhostRound();
    round.startedAt = now;
    round.expiresAt = now + timing.timeout().plus(timing.interval()).toNanos();
    pending.put(number, round);
  }

  private @Nullable GhostRound round(long number) {
    GhostRound round = pending.get(number);
    return round == null ? finished.getOrDefault(number, voided.get(number)) : round;
  }

  void result(long number, int target, Verdict verdict, long rtt, long now) {
    GhostRound round = round(number);
    if (round == null || round.beforeSleep || round.closed || isUnknown(target)) {
      return;
    }
    if (!awaits(number, target)) {
      if (number > targets.get(target).newestRound) {
        learn(number, target, verdict, rtt, now);
      }
    } else if (verdict == Verdict.LOST
        && timing.deadline() == Deadline.ADAPTIVE
        && now - lossAt(round, target) < 0) {
      round.overdue.add(target);
    } else {
      settle(round, number, target, verdict, rtt, now);
    }
  }

  void late(long number, int target, long rtt, long now) {
    GhostRound round = round(number);
    if (round == null || round.beforeSleep || round.closed || isUnknown(target)) {
      return;
    }
    if (awaits(number, target) && round.overdue.contains(target)) {
      settle(round, number, target, Verdict.REPLIED, rtt, now);
    } else {
      if (quality != null && targets.get(target).misses(number)) {
        quality.add(1, -1, rtt, now);
      }
      targets.get(target).learnLate(number);
      targets.get(target).measure(rtt);
    }
  }

  private boolean isUnknown(int target) {
    return target < 0 || target >= targets.size();
  }

  private boolean awaits(long number, int target) {
    GhostRound round = pending.get(number);
    return round != null
        && !round.replied.contains(target)
        && !round.failed.contains(target)
        && !round.unasked.contains(target);
  }

  private long lossAt(GhostRound round, int target) {
    return round.startedAt + targets.get(target).patience(timing);
  }

  private void settle(
      GhostRound round, long number, int target, Verdict verdict, long rtt, long now) {
    Set<Integer> answers = verdict == Verdict.REPLIED ? round.replied : round.failed;
    (verdict == Verdict.NOT_ASKED ? round.unasked : answers).add(target);
    round.overdue.remove(target);
    learn(number, target, verdict, rtt, now);
  }

  private void learn(long number, int target, Verdict verdict, long rtt, long now) {
    boolean reply = verdict == Verdict.REPLIED;
    boolean local = verdict == Verdict.NOT_SENT || verdict == Verdict.NOT_ASKED;
    if (quality != null && !local) {
      quality.add(reply ? 1 : 0, reply ? 0 : 1, Math.max(0, rtt), now);
    }
    if (!local) {
      targets.get(target).learn(number, verdict == Verdict.REPLIED);
    }
    if (verdict == Verdict.REPLIED) {
      targets.get(target).measure(rtt);
    }
  }

  void stoodStill(long nanos) {
    for (GhostRound round : pending.values()) {
      round.startedAt += nanos;
      round.expiresAt += nanos;
    }
  }

  /** Probes that were given more time are lost when it is over. */
  void expireOverdue(long now) {
    for (Map.Entry<Long, GhostRound> entry : pending.entrySet()) {
      GhostRound round = entry.getValue();
      for (int target : List.copyOf(round.overdue)) {
        if (now - lossAt(round, target) >= 0) {
          settle(round, entry.getKey(), target, Verdict.LOST, -1, now);
        }
      }
    }
  }

  /** Every round that can be judged is, without the targets that are at fault themselves. */
  void judge(Set<Integer> aside, long now) {
    pending.entrySet().removeIf(entry -> isOver(entry.getKey(), entry.getValue(), aside, now));
    while (finished.size() > kept) {
      finished.pollFirstEntry();
    }
    while (voided.size() > kept) {
      voided.pollFirstEntry();
    }
  }

  private boolean isOver(long number, GhostRound round, Set<Integer> aside, long now) {
    Set<Integer> out = new HashSet<>(aside);
    out.removeAll(round.replied);
    int quorum = Math.max(1, Math.min(timing.quorum(), targets.size() - out.size()));
    out.addAll(round.failed);
    round.succeeded = round.replied.size() >= quorum;
    boolean hopeless = targets.size() - out.size() < quorum;
    boolean expired = now - round.expiresAt >= 0;
    if (!round.succeeded && !hopeless && !round.unasked.isEmpty()) {
      int told = round.replied.size() + round.failed.size() + round.unasked.size();
      if (!expired && told < targets.size()) {
        return false;
      }
      voided.put(number, round);
      return true;
    }
    if (!round.succeeded && !hopeless && !expired) {
      return false;
    }
    round.finishedAt = now;
    round.silence = silence;
    finished.put(number, round);
    return true;
  }

  void judgeQuality(long now) {
    if (quality != null) {
      quality.judge(now);
    }
  }

  boolean isPoor() {
    return quality != null && quality.isPoor();
  }

  boolean isSound(long now) {
    return qualityRules == null || (quality != null && !quality.isPoor() && quality.isFull(now));
  }

  GhostTarget target(int index) {
    return targets.get(index);
  }

  /** Whether what it says of targets is recent. */
  boolean canTestify(long now) {
    return up && !isUnknown(now);
  }

  void resumed(long now) {
    pending.clear();
    finished.values().forEach(round -> round.beforeSleep = true);
    voided.values().forEach(round -> round.beforeSleep = true);
  }

  // What it is

  boolean linkLost() {
    return !up;
  }

  /** Whether it has no address to send from, and may get it back within the grace. */
  boolean lacksAddress() {
    return up && addressGoneAt != null;
  }

  /** Whether a round after the last finished one waits for longer than its targets take. */
  boolean isKeptWaiting(long now) {
    long usual = targets.stream().mapToLong(GhostTarget::usualNanos).max().orElse(0);
    long last = finished.isEmpty() ? 0 : finished.lastKey();
    return pending.tailMap(last).values().stream().anyMatch(it -> now - it.startedAt > usual);
  }

  private @Nullable GhostRound newest() {
    Map.Entry<Long, GhostRound> newest = finished.lastEntry();
    return newest == null ? null : newest.getValue();
  }

  private boolean isUnknown(long now) {
    GhostRound newest = newest();
    return newest == null || now - newest.finishedAt > silence;
  }

  boolean isResponsive(long now) {
    GhostRound newest = newest();
    return up && !isUnknown(now) && newest != null && newest.succeeded;
  }

  boolean isDown(long now) {
    return !up || (!isUnknown(now) && haveFailed(timing.failureThreshold()));
  }

  /** Whether so many of the highest-numbered finished rounds failed, one after the other. */
  private boolean haveFailed(int count) {
    int failures = 0;
    for (GhostRound round : finished.descendingMap().values()) {
      if (round.succeeded || failures == count) {
        break;
      }
      failures++;
    }
    return failures == count;
  }

  private record Run(int length, @Nullable GhostRound first, @Nullable GhostRound last) {}

  /** The unbroken run of successes that ends in the highest-numbered finished round. */
  private Run run() {
    int length = 0;
    GhostRound first = null;
    GhostRound last = null;
    for (GhostRound round : finished.descendingMap().values()) {
      boolean beforeSilence = first != null && first.finishedAt - round.finishedAt > first.silence;
      if (!round.succeeded || round.beforeSleep || beforeSilence) {
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
    return !up || haveFailed(30);
  }

  /** For how long it has been stable in a round that finished now; negative if it is not. */
  long stableNanos(long now) {
    Run run = run();
    return run.first() == null || run.last() == null || run.last().finishedAt != now
        ? -1
        : now - run.first().finishedAt;
  }
}

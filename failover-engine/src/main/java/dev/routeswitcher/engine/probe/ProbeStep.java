package dev.routeswitcher.engine.probe;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.ReplyCameLate;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.Evidence;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.Timing;
import org.jspecify.annotations.Nullable;

/**
 * The probes through one uplink during one step: verdicts are taken in first, then every round that
 * can be is judged, then the next one is started.
 */
public final class ProbeStep {

  private final RoundRules rules;
  private final Timing timing;
  private final @Nullable QualityRules qualityRules;
  private final long now;

  private RoundLedger rounds;
  private long lastRoundAt;
  private ImmutableList<TargetEvidence> targets;
  private TargetEvidence @Nullable [] changedTargets;
  private @Nullable Quality quality;
  private Streak streak;

  public ProbeStep(RoundRules rules, EngineConfig config, ProbeState before, long now) {
    this.rules = rules;
    this.timing = config.timing();
    this.qualityRules = config.policy().quality();
    this.now = now;
    this.rounds = before.rounds();
    this.lastRoundAt = before.lastRoundAtNanos();
    this.targets = before.targets();
    this.quality = before.quality();
    this.streak = rounds.streak(rules);
  }

  // What happens to them

  /** The link came up: quality is measured from now on. */
  public void begin() {
    quality = qualityRules == null ? null : Quality.begin(now);
  }

  /** The link was lost: all evidence is void. */
  public void end() {
    rounds = rounds.voided();
    streak = Streak.EMPTY;
    targets = ProbeState.noEvidence(rules.targets());
    changedTargets = null;
    quality = null;
  }

  /** The host slept: what was in flight says nothing, nothing is stable. */
  public void resumed() {
    rounds = rounds.resumed(rules);
    streak = rounds.streak(rules);
  }

  public void postpone(long nanos) {
    rounds = rounds.postponed(nanos);
  }

  public void finished(ProbeFinished event) {
    if (!concernsUs(event.round(), event.target())) {
      return;
    }
    Round round = rounds.awaiting(event.round(), event.target());
    if (round == null) {
      if (isNews(event.round(), event.target())) {
        take(event.round(), event.target(), event.verdict(), event.rttNanos());
      }
    } else if (event.verdict() == Verdict.LOST && mayStillReply(round, event.target())) {
      rounds = rounds.with(round.withOverdue(event.target()));
    } else {
      rounds = rounds.with(round.with(event.target(), event.verdict(), event.detail()));
      take(event.round(), event.target(), event.verdict(), event.rttNanos());
    }
  }

  public void cameLate(ReplyCameLate event) {
    int target = event.target();
    if (!concernsUs(event.round(), target) || event.rttNanos() < 0) {
      return;
    }
    Round round = rounds.awaiting(event.round(), target);
    if (round != null && round.isOverdue(target)) {
      rounds = rounds.with(round.with(target, Verdict.REPLIED, ""));
      take(event.round(), target, Verdict.REPLIED, event.rttNanos());
      return;
    }
    TargetEvidence known = evidence(target);
    boolean heals = event.round() == known.round() && known.missed();
    change(target, (heals ? known.healed() : known).measured(event.rttNanos()));
    if (heals && quality != null && qualityRules != null) {
      quality = quality.with(quality.window().healed(qualityRules, event.rttNanos(), now));
    }
  }

  private boolean concernsUs(long round, int target) {
    return rounds.holds(round) && target >= 0 && target < rules.targets();
  }

  private boolean isNews(long round, int target) {
    return round > evidence(target).round();
  }

  /** Whether replies of the target were found to take longer since the probe was sent. */
  private boolean mayStillReply(Round round, int target) {
    return timing.deadline() == Deadline.ADAPTIVE && now - lossAt(round, target) < 0;
  }

  private long lossAt(Round round, int target) {
    return round.startedAtNanos() + evidence(target).replyTimeoutNanos(timing);
  }

  /** Takes one verdict on a probe in as evidence. A local fault says nothing of the target. */
  private void take(long round, int target, Verdict verdict, long rttNanos) {
    if (verdict == Verdict.NOT_SENT || verdict == Verdict.NOT_ASKED) {
      return;
    }
    boolean reply = verdict == Verdict.REPLIED;
    TargetEvidence next = evidence(target).with(round, reply);
    change(target, reply && rttNanos >= 0 ? next.measured(rttNanos) : next);
    if (quality != null && qualityRules != null) {
      QualityWindow window = quality.window();
      quality =
          quality.with(
              reply
                  ? window.answered(qualityRules, Math.max(0, rttNanos), now)
                  : window.lost(qualityRules, now));
    }
  }

  private void change(int target, TargetEvidence next) {
    if (changedTargets == null) {
      changedTargets = targets.toArray(new TargetEvidence[0]);
    }
    changedTargets[target] = next;
  }

  /** Takes probes for lost that were given more time, and did not reply in it either. */
  public void expireOverdue() {
    for (Round open : rounds.open()) {
      for (int overdue = open.overdue(); overdue != 0; overdue &= overdue - 1) {
        int target = Integer.numberOfTrailingZeros(overdue);
        Round round = rounds.awaiting(open.number(), target);
        if (round != null && now - lossAt(round, target) >= 0) {
          rounds = rounds.with(round.with(target, Verdict.LOST, ""));
          take(open.number(), target, Verdict.LOST, -1);
        }
      }
    }
  }

  /** Gives every round the result that follows from what is known now. */
  public void judge(int asideBits) {
    rounds = rounds.judged(rules, asideBits, now);
    streak = rounds.streak(rules);
    if (quality != null && qualityRules != null) {
      quality = quality.judged(qualityRules, now);
    }
  }

  public boolean isDue(long cadenceNanos) {
    return now - dueAt(cadenceNanos) >= 0;
  }

  public long dueAt(long cadenceNanos) {
    return lastRoundAt + cadenceNanos;
  }

  /** The next round; rounds keep to their rhythm unless they come late by a whole cadence. */
  public Decision.StartRound start(UplinkKey uplink, long cadenceNanos) {
    long due = dueAt(cadenceNanos);
    lastRoundAt = now - due < cadenceNanos ? due : now;
    long number = rounds.nextNumber();
    ImmutableLongArray.Builder deadlines = ImmutableLongArray.builder(rules.targets());
    for (int target = 0; target < rules.targets(); target++) {
      deadlines.add(now + evidence(target).replyTimeoutNanos(timing));
    }
    rounds = rounds.start(now, now + timing.timeout().toNanos() + timing.interval().toNanos());
    return new Decision.StartRound(uplink, number, deadlines.build());
  }

  /** How long the next round takes to fail if nobody answers. */
  public long longestReplyTimeoutNanos() {
    long longest = 0;
    for (int target = 0; target < rules.targets(); target++) {
      longest = Math.max(longest, evidence(target).replyTimeoutNanos(timing));
    }
    return longest;
  }

  // What they say

  public Streak streak() {
    return streak;
  }

  /** Rounds are counted on, as long as none was started. */
  public void countOnFrom(long before, long failedBefore) {
    rounds = RoundLedger.after(before, failedBefore);
  }

  public RoundLedger rounds() {
    return rounds;
  }

  public TargetEvidence evidence(int target) {
    return changedTargets == null ? targets.get(target) : changedTargets[target];
  }

  public @Nullable Quality quality() {
    return quality;
  }

  /** Loss and round trip now, or null without quality rules, and while the link is down. */
  public Evidence.@Nullable Figures figures() {
    return quality == null || qualityRules == null
        ? null
        : quality.window().figures(qualityRules, now);
  }

  /** Whether nothing is known, or nothing recent enough. */
  public boolean isSilent() {
    return streak.isEmpty() || now - streak.lastNanos() > rules.silenceNanos();
  }

  /**
   * Whether a round that is newer than the last result waits for longer than replies take: it may
   * well fail.
   */
  public boolean isKeptWaiting() {
    long usual = 0;
    for (int target = 0; target < rules.targets(); target++) {
      RttEstimate rtt = evidence(target).rtt();
      usual = rtt == null ? usual : Math.max(usual, rtt.replyTimeoutNanos());
    }
    boolean waiting = false;
    for (Round round : rounds.open()) {
      waiting = round.result() == null && (waiting || now - round.startedAtNanos() > usual);
    }
    return waiting;
  }

  /** When the next pending round must be judged, whatever is reported until then. */
  public long wakeAt(long latest) {
    ImmutableList<Round> open = rounds.open();
    if (open.isEmpty()) {
      return latest;
    }
    long wake = Instants.earlier(latest, open.get(0).expiresAtNanos());
    for (Round round : open) {
      if (round.result() == null) {
        for (int overdue = round.overdue(); overdue != 0; overdue &= overdue - 1) {
          int target = Integer.numberOfTrailingZeros(overdue);
          wake = Instants.earlier(wake, lossAt(round, target));
        }
      }
    }
    return wake;
  }

  public ProbeState freeze() {
    if (changedTargets != null) {
      targets = ImmutableList.copyOf(changedTargets);
    }
    return new ProbeState(rounds, lastRoundAt, targets, quality);
  }
}

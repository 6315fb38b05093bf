package dev.routeswitcher.engine.probe;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one uplink since its link came up: health is a function of round number to result,
 * never of the order in which results arrive.
 *
 * <p>Rounds below the first pending one are settled and kept as a {@link Streak} only; those from
 * it on are kept one by one, because a result between them can still change what they come to.
 * Events about rounds that are not kept are ignored, so late, doubled and voided results change
 * nothing.
 *
 * @param firstNumber the lowest number that is not void
 * @param nextNumber the number of the next round
 * @param failedRounds how many rounds failed so far, before the link came up too
 * @param settled what the rounds before {@code open} come to
 * @param open rounds in the order of their numbers, the first one pending
 */
public record RoundLedger(
    long firstNumber,
    long nextNumber,
    long failedRounds,
    Streak settled,
    ImmutableList<Round> open) {

  public static final RoundLedger EMPTY =
      new RoundLedger(1, 1, 0, Streak.EMPTY, ImmutableList.of());

  /** No rounds, after so many that are over. */
  static RoundLedger after(long rounds, long failed) {
    long first = Math.max(0, rounds) + 1;
    long failures = Math.max(0, Math.min(failed, first - 1));
    return new RoundLedger(first, first, failures, Streak.EMPTY, ImmutableList.of());
  }

  /** Forgets every round, those in flight included; numbers go on. */
  public RoundLedger voided() {
    return new RoundLedger(nextNumber, nextNumber, failedRounds, Streak.EMPTY, ImmutableList.of());
  }

  /** Forgets the rounds in flight and ends the run of successes; numbers go on. */
  public RoundLedger resumed(RoundRules rules) {
    return new RoundLedger(
        nextNumber, nextNumber, failedRounds, streak(rules).resumed(), ImmutableList.of());
  }

  /** Forgets the rounds in flight; what the finished ones come to stands, and numbers go on. */
  public RoundLedger settled(RoundRules rules) {
    return new RoundLedger(nextNumber, nextNumber, failedRounds, streak(rules), ImmutableList.of());
  }

  public RoundLedger start(long now, long expiresAtNanos) {
    ImmutableList<Round> rounds =
        ImmutableList.<Round>builderWithExpectedSize(open.size() + 1)
            .addAll(open)
            .add(Round.start(nextNumber, now, expiresAtNanos))
            .build();
    return new RoundLedger(firstNumber, nextNumber + 1, failedRounds, settled, rounds);
  }

  /** Whether a round of that number was started and is not void. */
  public boolean holds(long number) {
    return number >= firstNumber && number < nextNumber;
  }

  /** The round if it is pending and still awaits the target's verdict, else null. */
  @Nullable Round awaiting(long number, int target) {
    for (Round round : open) {
      if (round.number() == number) {
        return round.awaits(target) ? round : null;
      }
    }
    return null;
  }

  /** The ledger with another version of a round it keeps. */
  public RoundLedger with(Round changed) {
    if (open.size() == 1) {
      return new RoundLedger(
          firstNumber, nextNumber, failedRounds, settled, ImmutableList.of(changed));
    }
    ImmutableList.Builder<Round> rounds = ImmutableList.builderWithExpectedSize(open.size());
    for (Round round : open) {
      rounds.add(round.number() == changed.number() ? changed : round);
    }
    return new RoundLedger(firstNumber, nextNumber, failedRounds, settled, rounds.build());
  }

  /** Gives every pending round more time, after a stall in which no result could be handed in. */
  public RoundLedger postponed(long nanos) {
    ImmutableList<Round> later =
        open.stream().map(round -> round.postponed(nanos)).collect(ImmutableList.toImmutableList());
    return new RoundLedger(firstNumber, nextNumber, failedRounds, settled, later);
  }

  /**
   * Gives every round its result that can be known now, and settles those from the first on. What
   * is void is forgotten.
   */
  public RoundLedger judged(RoundRules rules, int asideBits, long now) {
    if (!isAnyDecided(rules, asideBits, now)) {
      return this;
    }
    Streak streak = settled;
    long failures = failedRounds;
    boolean settling = true;
    ImmutableList.Builder<Round> kept = ImmutableList.builderWithExpectedSize(open.size());
    for (Round before : open) {
      Round round = before.judged(rules, asideBits, now);
      Round.Result result = round.result();
      if (round.isVoid(rules, now)) {
        continue;
      }
      if (before.result() == null && result != null && !result.success()) {
        failures++;
      }
      if (settling && result != null) {
        streak = streak.then(result, rules.silenceNanos());
      } else {
        settling = false;
        kept.add(round);
      }
    }
    return new RoundLedger(firstNumber, nextNumber, failures, streak, kept.build());
  }

  private boolean isAnyDecided(RoundRules rules, int asideBits, long now) {
    for (Round round : open) {
      if (round.result() == null
          && (round.judged(rules, asideBits, now).result() != null || round.isVoid(rules, now))) {
        return true;
      }
    }
    return false;
  }

  /** What all finished rounds come to. */
  public Streak streak(RoundRules rules) {
    Streak streak = settled;
    for (Round round : open) {
      Round.Result result = round.result();
      if (result != null) {
        streak = streak.then(result, rules.silenceNanos());
      }
    }
    return streak;
  }
}

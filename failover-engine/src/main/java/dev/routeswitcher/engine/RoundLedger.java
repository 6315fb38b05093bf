package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import java.util.function.UnaryOperator;

/**
 * The rounds of one uplink since its link came up: health is a function of round number to result,
 * never of the order in which results arrive.
 *
 * <p>Rounds below the first pending one are settled and kept as a {@link Streak} only; those from
 * it on are kept one by one, because a result between them can still change what they come to.
 * Events about rounds that are not kept are ignored, so late, doubled and voided results change
 * nothing.
 *
 * @param nextNumber the number of the next round
 * @param settled what the rounds before {@code open} come to
 * @param open rounds in the order of their numbers, the first one pending
 */
record RoundLedger(long nextNumber, Streak settled, ImmutableList<Round> open) {

  static final RoundLedger EMPTY = new RoundLedger(1, Streak.EMPTY, ImmutableList.of());

  /** Forgets every round, those in flight included; numbers go on. */
  RoundLedger voided() {
    return new RoundLedger(nextNumber, Streak.EMPTY, ImmutableList.of());
  }

  /** Forgets the rounds in flight and ends the run of successes; numbers go on. */
  RoundLedger resumed(RoundRules rules) {
    return new RoundLedger(nextNumber, streak(rules).resumed(), ImmutableList.of());
  }

  RoundLedger start(long expiresAtNanos) {
    ImmutableList<Round> rounds =
        ImmutableList.<Round>builder()
            .addAll(open)
            .add(Round.start(nextNumber, expiresAtNanos))
            .build();
    return new RoundLedger(nextNumber + 1, settled, rounds);
  }

  RoundLedger with(
      long number, int target, Verdict verdict, String detail, RoundRules rules, long now) {
    if (target < 0 || target >= rules.targets()) {
      return this;
    }
    return changed(
        round -> round.number() == number ? round.with(target, verdict, detail, rules, now) : round,
        rules);
  }

  /** Fails every pending round whose time is over. */
  RoundLedger expireAt(long now, RoundRules rules) {
    return changed(round -> round.expireAt(now), rules);
  }

  /** Gives every pending round more time, after a stall in which no result could be handed in. */
  RoundLedger postponed(long nanos) {
    ImmutableList<Round> later =
        open.stream().map(round -> round.postponed(nanos)).collect(ImmutableList.toImmutableList());
    return new RoundLedger(nextNumber, settled, later);
  }

  /** What all finished rounds come to. */
  Streak streak(RoundRules rules) {
    Streak streak = settled;
    for (Round round : open) {
      Round.Result result = round.result();
      if (result != null) {
        streak = streak.then(result, rules.silenceNanos());
      }
    }
    return streak;
  }

  private RoundLedger changed(UnaryOperator<Round> change, RoundRules rules) {
    if (open.isEmpty()) {
      return this;
    }
    Streak streak = settled;
    boolean settling = true;
    ImmutableList.Builder<Round> kept = ImmutableList.builderWithExpectedSize(open.size());
    for (Round before : open) {
      Round round = change.apply(before);
      Round.Result result = round.result();
      if (settling && result != null) {
        streak = streak.then(result, rules.silenceNanos());
      } else {
        settling = false;
        kept.add(round);
      }
    }
    return new RoundLedger(nextNumber, streak, kept.build());
  }
}

package dev.routeswitcher.engine.probe;

import dev.routeswitcher.engine.EngineEvent.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One tick of probing on one uplink: a probe to each target, and at most one result.
 *
 * @param number rising per uplink
 * @param startedAtNanos when it was started; later by the time the program stood still since
 * @param expiresAtNanos when a round without a result counts as failed, so that a prober that
 *     reports nothing does not look like a healthy link
 * @param replied a bit for each target that replied
 * @param failed a bit for each target whose probe failed
 * @param unasked a bit for each target whose probe did not leave in time: nobody knows what it
 *     would have answered
 * @param overdue a bit for each target whose probe was reported lost although replies were found to
 *     take longer since it was sent: it may still reply
 * @param sendError why the latest probe could not be sent, or empty as soon as one failed otherwise
 * @param result null while the round is pending
 */
public record Round(
    long number,
    long startedAtNanos,
    long expiresAtNanos,
    int replied,
    int failed,
    int unasked,
    int overdue,
    String sendError,
    @Nullable Result result) {

  /**
   * How a round ended.
   *
   * @param success whether the quorum replied
   * @param atNanos when that was known
   * @param sendError why nothing could be sent, or empty
   */
  public record Result(boolean success, long atNanos, String sendError) {}

  public static Round start(long number, long now, long expiresAtNanos) {
    return new Round(number, now, expiresAtNanos, 0, 0, 0, 0, "", null);
  }

  /** Whether a verdict on the target's probe still counts. */
  public boolean awaits(int target) {
    return result == null && ((replied | failed | unasked) & 1 << target) == 0;
  }

  /** The round with the verdict on a probe that it {@linkplain #awaits}. */
  public Round with(int target, Verdict verdict, String detail) {
    int bit = 1 << target;
    if (verdict == Verdict.REPLIED) {
      return next(replied | bit, failed, unasked, overdue & ~bit, sendError);
    } else if (verdict == Verdict.NOT_ASKED) {
      return next(replied, failed, unasked | bit, overdue & ~bit, sendError);
    }
    boolean onlyUnsent = verdict == Verdict.NOT_SENT && (failed == 0 || !sendError.isEmpty());
    return next(replied, failed | bit, unasked, overdue & ~bit, onlyUnsent ? detail : "");
  }

  /** The round in which a probe that it {@linkplain #awaits} may reply later than was thought. */
  public Round withOverdue(int target) {
    return next(replied, failed, unasked, overdue | 1 << target, sendError);
  }

  public boolean isOverdue(int target) {
    return (overdue & 1 << target) != 0;
  }

  private Round next(int nowReplied, int nowFailed, int nowUnasked, int nowOverdue, String error) {
    return new Round(
        number,
        startedAtNanos,
        expiresAtNanos,
        nowReplied,
        nowFailed,
        nowUnasked,
        nowOverdue,
        error,
        null);
  }

  /**
   * The round with a result if it can be known: the quorum replied, or can no longer, or the round
   * has expired. Failed is one only if it would have with every answer that was not asked for.
   *
   * @param asideBits a bit for each target that is set aside: unless it replied, the quorum does
   *     not count on it
   */
  public Round judged(RoundRules rules, int asideBits, long now) {
    if (result != null) {
      return this;
    }
    int quorum = quorum(rules, asideBits);
    if (Integer.bitCount(replied) >= quorum) {
      return finished(new Result(true, now, ""));
    } else if (mayHold(rules, failed, asideBits, quorum)
        && (now - expiresAtNanos < 0 || unasked != 0)) {
      return this;
    }
    return finished(new Result(false, now, sendError));
  }

  /**
   * Whether nothing follows from the round: it has no result, and can have none any more, because
   * of probes that did not leave in time.
   */
  public boolean isVoid(RoundRules rules, long now) {
    boolean told = Integer.bitCount(replied | failed | unasked) == rules.targets();
    return result == null && unasked != 0 && (told || now - expiresAtNanos >= 0);
  }

  private int quorum(RoundRules rules, int asideBits) {
    int left = rules.targets() - Integer.bitCount(asideBits & ~replied);
    return Math.max(1, Math.min(rules.quorum(), left));
  }

  /** Whether the quorum may still reply if those targets do not. */
  private boolean mayHold(RoundRules rules, int silent, int asideBits, int quorum) {
    return rules.targets() - Integer.bitCount(silent | (asideBits & ~replied)) >= quorum;
  }

  private Round finished(Result how) {
    return new Round(
        number, startedAtNanos, expiresAtNanos, replied, failed, unasked, overdue, sendError, how);
  }

  public Round postponed(long nanos) {
    return new Round(
        number,
        startedAtNanos + nanos,
        expiresAtNanos + nanos,
        replied,
        failed,
        unasked,
        overdue,
        sendError,
        result);
  }
}

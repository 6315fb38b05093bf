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
    return new Round(number, now, expiresAtNanos, 0, 0, 0, "", null);
  }

  /** Whether a verdict on the target's probe still counts. */
  public boolean awaits(int target) {
    return result == null && ((replied | failed) & 1 << target) == 0;
  }

  /** The round with the verdict on a probe that it {@linkplain #awaits}. */
  public Round with(int target, Verdict verdict, String detail) {
    int bit = 1 << target;
    if (verdict == Verdict.REPLIED) {
      return next(replied | bit, failed, overdue & ~bit, sendError);
    }
    boolean onlyUnsent = verdict == Verdict.NOT_SENT && (failed == 0 || !sendError.isEmpty());
    return next(replied, failed | bit, overdue & ~bit, onlyUnsent ? detail : "");
  }

  /** The round in which a probe that it {@linkplain #awaits} may reply later than was thought. */
  public Round withOverdue(int target) {
    return next(replied, failed, overdue | 1 << target, sendError);
  }

  public boolean isOverdue(int target) {
    return (overdue & 1 << target) != 0;
  }

  private Round next(int nowReplied, int nowFailed, int nowOverdue, String error) {
    return new Round(
        number, startedAtNanos, expiresAtNanos, nowReplied, nowFailed, nowOverdue, error, null);
  }

  /**
   * The round with a result if it can be known: the quorum replied, or can no longer, or the round
   * has expired.
   *
   * @param asideBits a bit for each target that is set aside: unless it replied, the quorum does
   *     not count on it
   */
  public Round judged(RoundRules rules, int asideBits, long now) {
    if (result != null) {
      return this;
    }
    int left = rules.targets() - Integer.bitCount(asideBits & ~replied);
    int quorum = Math.max(1, Math.min(rules.quorum(), left));
    int hopeful = rules.targets() - Integer.bitCount(failed | (asideBits & ~replied));
    if (Integer.bitCount(replied) >= quorum) {
      return finished(new Result(true, now, ""));
    } else if (hopeful < quorum || now - expiresAtNanos >= 0) {
      return finished(new Result(false, now, sendError));
    }
    return this;
  }

  private Round finished(Result how) {
    return new Round(
        number, startedAtNanos, expiresAtNanos, replied, failed, overdue, sendError, how);
  }

  public Round postponed(long nanos) {
    return new Round(
        number,
        startedAtNanos + nanos,
        expiresAtNanos + nanos,
        replied,
        failed,
        overdue,
        sendError,
        result);
  }
}

package dev.routeswitcher.engine;

import dev.routeswitcher.engine.EngineEvent.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One tick of probing on one uplink: a probe to each target, and at most one result.
 *
 * @param number rising per uplink
 * @param expiresAtNanos when a round without a result counts as failed, so that a prober that
 *     reports nothing does not look like a healthy link
 * @param replied a bit for each target that replied
 * @param failed a bit for each target whose probe failed
 * @param sendError why the latest probe could not be sent, or empty as soon as one failed otherwise
 * @param result null while the round is pending
 */
record Round(
    long number,
    long expiresAtNanos,
    int replied,
    int failed,
    String sendError,
    @Nullable Result result) {

  /**
   * How a round ended.
   *
   * @param success whether the quorum replied
   * @param atNanos when that was known
   * @param sendError why nothing could be sent, or empty
   */
  record Result(boolean success, long atNanos, String sendError) {}

  static Round start(long number, long expiresAtNanos) {
    return new Round(number, expiresAtNanos, 0, 0, "", null);
  }

  /** The round with one probe's verdict added; itself if that changes nothing. */
  Round with(int target, Verdict verdict, String detail, RoundRules rules, long now) {
    int bit = 1 << target;
    if (result != null || ((replied | failed) & bit) != 0) {
      return this;
    }
    if (verdict == Verdict.REPLIED) {
      int allReplied = replied | bit;
      boolean enough = Integer.bitCount(allReplied) >= rules.quorum();
      return new Round(
          number,
          expiresAtNanos,
          allReplied,
          failed,
          sendError,
          enough ? new Result(true, now, "") : null);
    }
    boolean onlyUnsent = verdict == Verdict.NOT_SENT && (failed == 0 || !sendError.isEmpty());
    String error = onlyUnsent ? detail : "";
    int allFailed = failed | bit;
    boolean hopeless = rules.targets() - Integer.bitCount(allFailed) < rules.quorum();
    return new Round(
        number,
        expiresAtNanos,
        replied,
        allFailed,
        error,
        hopeless ? new Result(false, now, error) : null);
  }

  /** The round, failed if it is still pending although it has expired. */
  Round expireAt(long now) {
    return result == null && now - expiresAtNanos >= 0
        ? new Round(
            number, expiresAtNanos, replied, failed, sendError, new Result(false, now, sendError))
        : this;
  }

  Round postponed(long nanos) {
    return new Round(number, expiresAtNanos + nanos, replied, failed, sendError, result);
  }
}

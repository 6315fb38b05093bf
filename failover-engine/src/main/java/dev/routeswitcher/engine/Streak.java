package dev.routeswitcher.engine;

/**
 * What finished rounds come to, read in the order of their numbers.
 *
 * @param successes length of the unbroken run of successes at the end; 0 if the last round failed
 * @param failures number of failures in a row at the end; 0 if the last round succeeded
 * @param runStartNanos when the first success of the run was finished; without meaning unless
 *     {@code successes} is positive
 * @param lastNanos when the round of the highest number was finished; without meaning if empty
 * @param sendError why the probes of the last round could not be sent; empty if they were
 */
record Streak(int successes, int failures, long runStartNanos, long lastNanos, String sendError) {

  static final Streak EMPTY = new Streak(0, 0, 0, 0, "");

  boolean isEmpty() {
    return successes == 0 && failures == 0;
  }

  /** The streak with the next round added; a silence before a success starts a new run. */
  Streak then(Round.Result next, long silenceNanos) {
    if (!next.success()) {
      return new Streak(0, failures + 1, 0, next.atNanos(), next.sendError());
    }
    boolean unbroken = successes > 0 && next.atNanos() - lastNanos <= silenceNanos;
    return unbroken
        ? new Streak(successes + 1, 0, runStartNanos, next.atNanos(), "")
        : new Streak(1, 0, next.atNanos(), next.atNanos(), "");
  }
}

package dev.routeswitcher.engine.probe;

/**
 * What finished rounds come to, read in the order of their numbers.
 *
 * @param answered whether the last round succeeded
 * @param length how many rounds at the end had the same result; 0 if none counts
 * @param runStartNanos when the first success of the run was finished; without meaning unless
 *     {@link #successes} is positive
 * @param lastNanos when the round of the highest number was finished; without meaning if empty
 * @param sendError why the probes of the last round could not be sent; empty if they were
 */
public record Streak(
    boolean answered, int length, long runStartNanos, long lastNanos, String sendError) {

  public static final Streak EMPTY = new Streak(false, 0, 0, 0, "");

  public boolean isEmpty() {
    return !answered && length == 0;
  }

  /** Length of the unbroken run of successes at the end; 0 if the last round failed. */
  public int successes() {
    return answered ? length : 0;
  }

  /** Number of failures in a row at the end; 0 if the last round succeeded. */
  public int failures() {
    return answered ? 0 : length;
  }

  /** The streak with the next round added; a silence before a success starts a new run. */
  public Streak then(Round.Result next, long silenceNanos) {
    if (!next.success()) {
      return new Streak(false, failures() + 1, 0, next.atNanos(), next.sendError());
    }
    boolean unbroken = successes() > 0 && next.atNanos() - lastNanos <= silenceNanos;
    return unbroken
        ? new Streak(true, length + 1, runStartNanos, next.atNanos(), "")
        : new Streak(true, 1, next.atNanos(), next.atNanos(), "");
  }

  /** The streak after a sleep: the last result stands, but the next success starts a new run. */
  public Streak resumed() {
    return answered ? new Streak(true, 0, 0, lastNanos, "") : this;
  }
}

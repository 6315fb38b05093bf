package dev.routeswitcher.icmp.statistics;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The probes of one path in the order they were queued: the window, which counts, and behind it
 * those in flight or before their deadline.
 *
 * <p>A probe moves into the window when its deadline has passed, it has its outcome, and no older
 * one waits; the oldest of a full window then leaves it. So whether a probe is in the window does
 * not depend on its outcome.
 *
 * <p>Probes are numbered from 0. A ring holds the result of each; it grows only when more are in
 * flight than ever before.
 */
final class ProbeWindow {
  /** The result of a probe without a round-trip time. */
  enum Result {
    UNDECIDED,
    LOST,
    UNREACHABLE,
    NOT_SENT,
    ABANDONED;

    private long code() {
      return -1L - ordinal();
    }
  }

  private static final int SPARE = 8;

  private final int window;
  private final SortedTimes times;
  private final int[] counts = new int[Result.values().length];
  private int replied;

  /**
   * By number modulo length, which is a power of two: a round-trip time, or the code of a result.
   */
  private long[] results;

  private long[] deadlines;

  /** The number of the oldest that is not in the window. */
  private long settled;

  private long next;

  ProbeWindow(int window) {
    checkArgument(window >= 1, "window of %s probes", window);
    this.window = window;
    times = new SortedTimes(window);
    int capacity = Integer.highestOneBit(window + SPARE - 1) << 1;
    results = new long[capacity];
    deadlines = new long[capacity];
  }

  /** Adds a probe that is being queued and returns its number. */
  long begin(long deadlineNanos) {
    if (next - firstKept() == results.length) {
      grow();
    }
    results[index(next)] = Result.UNDECIDED.code();
    deadlines[index(next)] = deadlineNanos;
    return next++;
  }

  /** Sets the result of a probe without a reply. */
  void end(long number, Result result) {
    become(number, result.code());
  }

  /** Sets the round-trip time of a reply; a late one replaces the result. */
  void reply(long number, long rttNanos) {
    become(number, rttNanos);
  }

  /** Moves the probes into the window that are due by now. */
  void settle(long nowNanos) {
    while (settled < next
        && results[index(settled)] != Result.UNDECIDED.code()
        && deadlines[index(settled)] - nowNanos <= 0) {
      long leaving = settled - window;
      if (leaving >= 0) {
        uncount(results[index(leaving)]);
      }
      count(results[index(settled)]);
      settled++;
    }
  }

  int replied() {
    return replied;
  }

  int count(Result result) {
    return counts[result.ordinal()];
  }

  /** How many have not entered the window yet. */
  int waiting() {
    return (int) (next - settled);
  }

  /** The capacity of the ring. */
  int capacity() {
    return results.length;
  }

  SortedTimes times() {
    return times;
  }

  private void become(long number, long result) {
    if (number < firstKept()) {
      return;
    }
    boolean counted = number < settled;
    if (counted) {
      uncount(results[index(number)]);
    }
    results[index(number)] = result;
    if (counted) {
      count(result);
    }
  }

  private void count(long result) {
    if (result >= 0) {
      replied++;
      times.add(result);
    } else {
      counts[ordinal(result)]++;
    }
  }

  private void uncount(long result) {
    if (result >= 0) {
      replied--;
      times.remove(result);
    } else {
      counts[ordinal(result)]--;
    }
  }

  private static int ordinal(long result) {
    return (int) (-1L - result);
  }

  private long firstKept() {
    return Math.max(0, settled - window);
  }

  private int index(long number) {
    return (int) number & (results.length - 1);
  }

  private void grow() {
    long[] oldResults = results;
    long[] oldDeadlines = deadlines;
    results = new long[oldResults.length * 2];
    deadlines = new long[results.length];
    for (long number = firstKept(); number < next; number++) {
      int old = (int) number & (oldResults.length - 1);
      results[index(number)] = oldResults[old];
      deadlines[index(number)] = oldDeadlines[old];
    }
  }
}

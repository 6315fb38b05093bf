package dev.routeswitcher.icmp.statistics;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The probes of one path in the order they were handed over: those in flight or before their
 * deadline, and before them the window, which alone counts.
 *
 * <p>A probe moves into the window when its deadline has passed, it has its outcome, and no elder
 * one waits; the eldest of a full window then leaves it. So whether a probe is in the window does
 * not depend on how it fared.
 *
 * <p>Probes are numbered from 0. A ring keeps what became of each; it grows when more than ever
 * before are in flight, and for no other reason.
 */
final class ProbeWindow {
  /** What is known of a probe that has no round-trip time; times are zero and above. */
  enum Fate {
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
  private final int[] counts = new int[Fate.values().length];
  private int replied;

  /** By number modulo length, which is a power of two: a round-trip time, or a fate's code. */
  private long[] results;

  private long[] deadlines;

  /** The number of the eldest that is not in the window. */
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

  /** Takes in a probe that is being handed over, and gives its number. */
  long begin(long deadlineNanos) {
    if (next - firstKept() == results.length) {
      grow();
    }
    results[index(next)] = Fate.UNDECIDED.code();
    deadlines[index(next)] = deadlineNanos;
    return next++;
  }

  /** Notes how a probe ended. */
  void end(long number, Fate fate) {
    become(number, fate.code());
  }

  /** Notes a reply: the first news of a probe, or a late reply that heals it. */
  void reply(long number, long rttNanos) {
    become(number, rttNanos);
  }

  /** Moves into the window what may be in it by now. */
  void settle(long nowNanos) {
    while (settled < next
        && results[index(settled)] != Fate.UNDECIDED.code()
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

  int count(Fate fate) {
    return counts[fate.ordinal()];
  }

  /** How many have not entered the window yet. */
  int waiting() {
    return (int) (next - settled);
  }

  /** How many it has room for, those of the window and those that wait. */
  int room() {
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
      counts[fate(result)]++;
    }
  }

  private void uncount(long result) {
    if (result >= 0) {
      replied--;
      times.remove(result);
    } else {
      counts[fate(result)]--;
    }
  }

  private static int fate(long result) {
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

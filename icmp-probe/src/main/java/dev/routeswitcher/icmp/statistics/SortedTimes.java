package dev.routeswitcher.icmp.statistics;

import static com.google.common.base.Preconditions.checkState;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The round-trip times of a window in ascending order, in an array of fixed size. */
final class SortedTimes {
  private final long[] nanos;
  private int size;

  /** The sum of all; it may overflow only where so many times cannot occur: 292 years in all. */
  private long sum;

  SortedTimes(int capacity) {
    nanos = new long[capacity];
  }

  void add(long rttNanos) {
    int found = Arrays.binarySearch(nanos, 0, size, rttNanos);
    int at = found >= 0 ? found : -found - 1;
    System.arraycopy(nanos, at, nanos, at + 1, size - at);
    nanos[at] = rttNanos;
    size++;
    sum += rttNanos;
  }

  void remove(long rttNanos) {
    int at = Arrays.binarySearch(nanos, 0, size, rttNanos);
    checkState(at >= 0, "%s is not in the window", rttNanos);
    size--;
    System.arraycopy(nanos, at + 1, nanos, at, size - at);
    sum -= rttNanos;
  }

  /** The figures; null if there is no time. */
  @Nullable RoundTripSummary summary() {
    if (size == 0) {
      return null;
    }
    double mean = (double) sum / size;
    return new RoundTripSummary(
        Math.round(mean),
        Math.round(Math.sqrt(squaredDistances(mean) / size)),
        nanos[0],
        nanos[size - 1],
        percentile(50),
        percentile(99));
  }

  /** Nearest rank: the smallest time that at least so many per cent of all do not exceed. */
  private long percentile(int percent) {
    long rank = (percent * (long) size + 99) / 100;
    return nanos[(int) rank - 1];
  }

  /** In a pass of its own, because the difference of two great sums of squares loses its digits. */
  private double squaredDistances(double mean) {
    double squares = 0;
    for (int i = 0; i < size; i++) {
      double distance = nanos[i] - mean;
      squares += distance * distance;
    }
    return squares;
  }
}

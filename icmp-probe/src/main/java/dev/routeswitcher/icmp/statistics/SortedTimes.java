package dev.routeswitcher.icmp.statistics;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.primitives.UnsignedLong;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The round-trip times of a window in ascending order, in an array of fixed size, with their sums:
 * the cost of a figure does not grow with the window.
 */
final class SortedTimes {
  private final long[] nanos;
  private int size;

  /** The sum of all; it overflows after 146 years in total. */
  private long sum;

  // The sum of all squares: 128 bits, of which the lower 64 are unsigned. Exact, because the
  // variance is a small difference of great numbers.
  private long squaresHigh;
  private long squaresLow;

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
    long low = rttNanos * rttNanos;
    squaresLow += low;
    squaresHigh += Math.multiplyHigh(rttNanos, rttNanos) + carry(squaresLow, low);
  }

  void remove(long rttNanos) {
    int at = Arrays.binarySearch(nanos, 0, size, rttNanos);
    checkState(at >= 0, "%s is not in the window", rttNanos);
    size--;
    System.arraycopy(nanos, at + 1, nanos, at, size - at);
    sum -= rttNanos;
    long low = rttNanos * rttNanos;
    squaresHigh -= Math.multiplyHigh(rttNanos, rttNanos) + carry(squaresLow, low);
    squaresLow -= low;
  }

  /** The figures; null if there is no time. */
  @Nullable RoundTripSummary summary() {
    if (size == 0) {
      return null;
    }
    return new RoundTripSummary(
        (2 * sum + size) / (2L * size),
        standardDeviation(),
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

  /** From n times the sum of squares less the square of the sum: n squared times the variance. */
  private long standardDeviation() {
    BigInteger squares =
        BigInteger.valueOf(squaresHigh)
            .shiftLeft(Long.SIZE)
            .add(UnsignedLong.fromLongBits(squaresLow).bigIntegerValue());
    BigInteger scaledVariance =
        squares.multiply(BigInteger.valueOf(size)).subtract(BigInteger.valueOf(sum).pow(2));
    // Twice the root, plus n, over twice n: in whole numbers that is rounding to the nearest.
    return scaledVariance
        .shiftLeft(2)
        .sqrt()
        .add(BigInteger.valueOf(size))
        .divide(BigInteger.valueOf(2L * size))
        .longValueExact();
  }

  /** One if, unsigned, the sum is the lower: an addition has wrapped, or a borrow is due. */
  private static long carry(long sum, long low) {
    return Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
  }
}

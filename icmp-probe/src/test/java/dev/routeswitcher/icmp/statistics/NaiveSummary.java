package dev.routeswitcher.icmp.statistics;

import static java.math.RoundingMode.HALF_UP;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The figures of round-trip times by their definitions, in exact arithmetic. */
public final class NaiveSummary {
  private static final MathContext DIGITS = new MathContext(40);

  public static @Nullable RoundTripSummary of(long[] rttNanos) {
    if (rttNanos.length == 0) {
      return null;
    }
    long[] sorted = rttNanos.clone();
    Arrays.sort(sorted);
    BigDecimal count = BigDecimal.valueOf(sorted.length);
    BigInteger sum = sumOf(Arrays.stream(sorted), 1);
    BigInteger squares = sumOf(Arrays.stream(sorted), 2);
    BigDecimal mean = new BigDecimal(sum).divide(count, DIGITS);
    // n * sum of squares - square of the sum is n squared times the variance, and an integer.
    BigInteger scaledVariance =
        squares.multiply(BigInteger.valueOf(sorted.length)).subtract(sum.multiply(sum));
    BigDecimal deviation = new BigDecimal(scaledVariance).sqrt(DIGITS).divide(count, DIGITS);
    return new RoundTripSummary(
        mean.setScale(0, HALF_UP).longValueExact(),
        deviation.setScale(0, HALF_UP).longValueExact(),
        sorted[0],
        sorted[sorted.length - 1],
        percentile(sorted, 50),
        percentile(sorted, 99));
  }

  private static BigInteger sumOf(LongStream values, int power) {
    return values
        .mapToObj(value -> BigInteger.valueOf(value).pow(power))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** The smallest value that at least so many per cent of all do not exceed. */
  private static long percentile(long[] sorted, int percent) {
    int notExceeding = 1;
    while (100L * notExceeding < (long) percent * sorted.length) {
      notExceeding++;
    }
    return sorted[notExceeding - 1];
  }

  private NaiveSummary() {}
}

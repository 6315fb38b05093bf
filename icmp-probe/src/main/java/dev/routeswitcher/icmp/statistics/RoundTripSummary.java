package dev.routeswitcher.icmp.statistics;

/**
 * The round-trip times of the replies of a window, in nanoseconds.
 *
 * @param meanNanos the mean, rounded to the nearest nanosecond
 * @param standardDeviationNanos the standard deviation of the population, rounded to the nearest
 *     nanosecond
 * @param minNanos the shortest
 * @param maxNanos the longest
 * @param medianNanos the 50th percentile by nearest rank: of an even number of replies the lower of
 *     the two in the middle
 * @param p99Nanos the 99th percentile by nearest rank: of fewer than 100 replies the longest
 */
public record RoundTripSummary(
    long meanNanos,
    long standardDeviationNanos,
    long minNanos,
    long maxNanos,
    long medianNanos,
    long p99Nanos) {}

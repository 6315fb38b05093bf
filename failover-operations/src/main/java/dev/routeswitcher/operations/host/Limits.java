package dev.routeswitcher.operations.host;

/**
 * Java and what it is given.
 *
 * @param javaFeature the version, as 17
 * @param javaVersion all of it: {@code 17.0.11}
 * @param heapBytes what the heap may grow to
 * @param memoryBytes what the control group lets the process have, or else the host's memory
 * @param openFiles how many files it may have open ({@code RLIMIT_NOFILE}); {@link Long#MAX_VALUE}
 *     for no limit
 * @param tasks how many threads its control groups may have; {@link Long#MAX_VALUE} for no limit
 */
public record Limits(
    int javaFeature,
    String javaVersion,
    long heapBytes,
    long memoryBytes,
    Reading<Long> openFiles,
    Reading<Long> tasks) {}

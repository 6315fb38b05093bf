package dev.routeswitcher.engine.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The times and counts that drive the decisions.
 *
 * @param interval from one round on an uplink to the next, {@link #SHORTEST} to {@link #LONGEST}
 * @param timeout how long a probe may take at most, {@link #SHORTEST} to {@link #LONGEST}
 * @param deadline whether a probe may always take as long as the timeout
 * @param failureInterval from one round to the next on every uplink while the active one fails,
 *     {@link #SHORTEST} to {@code interval}; null for {@code interval}
 * @param quorum how many targets must reply for a round to succeed, 1 to the number of targets
 * @param failureThreshold failed rounds in a row that make an uplink down, 1 to 1000
 * @param recoveryThreshold successes in a row that a later forced switch asks for, 1 to 1000
 * @param failbackDelay unbroken success that a return to a better uplink needs, 0 to {@link
 *     #LONGEST}
 * @param maxFailbackDelay where the doubling of the hold after each early relapse ends; at least
 *     {@code failbackDelay}, which switches damping off, and at most {@link #LONGEST_DAMPING}
 * @param flapWindow how long an uplink must stay active after a return to be forgiven, and how long
 *     a forced switch makes the next one more careful, 0 to {@link #LONGEST_DAMPING}
 * @param bootWindow how long the first decision may wait for an answer, 0 to {@link #LONGEST}
 * @param addressGrace how long a lost address may be missing before the link counts as lost, 0 to
 *     {@link #LONGEST}
 */
public record Timing(
    Duration interval,
    Duration timeout,
    Deadline deadline,
    @Nullable Duration failureInterval,
    int quorum,
    int failureThreshold,
    int recoveryThreshold,
    Duration failbackDelay,
    Duration maxFailbackDelay,
    Duration flapWindow,
    Duration bootWindow,
    Duration addressGrace) {

  /** The shortest interval and timeout. */
  public static final Duration SHORTEST = Duration.ofMillis(50);

  /** The longest of every duration but {@code flapWindow} and {@code maxFailbackDelay}. */
  public static final Duration LONGEST = Duration.ofHours(1);

  /** The longest {@code flapWindow} and {@code maxFailbackDelay}. */
  public static final Duration LONGEST_DAMPING = Duration.ofHours(24);

  private static final long SHORTEST_ADAPTIVE_NANOS = 200_000_000;

  /** Rounds in a row after which a failed uplink is left for any other that responds. */
  public static final int HOPELESS_ROUNDS = 30;

  /** A round a second, three failures, sixty seconds of stability: what the options default to. */
  public static Timing defaults() {
    return new Timing(
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Deadline.ADAPTIVE,
        null,
        1,
        3,
        3,
        Duration.ofSeconds(60),
        Duration.ofMinutes(15),
        Duration.ofMinutes(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1));
  }

  /** Begins a timing that differs from this one. */
  public TimingBuilder toBuilder() {
    return new TimingBuilder(this);
  }

  /** How long a probe may take at least, whatever the estimate. */
  public long shortestReplyTimeoutNanos() {
    return deadline == Deadline.FIXED
        ? timeout.toNanos()
        : Math.min(SHORTEST_ADAPTIVE_NANOS, timeout.toNanos());
  }

  /** From one round to the next while the active uplink fails. */
  public long failureIntervalNanos() {
    return failureInterval == null ? interval.toNanos() : failureInterval.toNanos();
  }
}

package dev.routeswitcher.engine.config;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Changes some of the values of a {@link Timing}; the others stay. Not safe for several threads.
 */
public final class TimingBuilder {

  private Duration interval;
  private Duration timeout;
  private Deadline deadline;
  private @Nullable Duration failureInterval;
  private int quorum;
  private int failureThreshold;
  private int recoveryThreshold;
  private Duration failbackDelay;
  private Duration maxFailbackDelay;
  private Duration flapWindow;
  private Duration bootWindow;
  private Duration addressGrace;

  TimingBuilder(Timing timing) {
    interval = timing.interval();
    timeout = timing.timeout();
    deadline = timing.deadline();
    failureInterval = timing.failureInterval();
    quorum = timing.quorum();
    failureThreshold = timing.failureThreshold();
    recoveryThreshold = timing.recoveryThreshold();
    failbackDelay = timing.failbackDelay();
    maxFailbackDelay = timing.maxFailbackDelay();
    flapWindow = timing.flapWindow();
    bootWindow = timing.bootWindow();
    addressGrace = timing.addressGrace();
  }

  /** The time from one round to the next. */
  @CanIgnoreReturnValue
  public TimingBuilder interval(Duration value) {
    interval = value;
    return this;
  }

  /** How long a probe may take at most. */
  @CanIgnoreReturnValue
  public TimingBuilder timeout(Duration value) {
    timeout = value;
    return this;
  }

  /** Whether a probe may always take as long as the timeout. */
  @CanIgnoreReturnValue
  public TimingBuilder deadline(Deadline value) {
    deadline = value;
    return this;
  }

  /** The time from one round to the next while the active uplink fails. */
  @CanIgnoreReturnValue
  public TimingBuilder failureInterval(Duration value) {
    failureInterval = value;
    return this;
  }

  /** How many targets must reply. */
  @CanIgnoreReturnValue
  public TimingBuilder quorum(int value) {
    quorum = value;
    return this;
  }

  /** Failed rounds in a row that make an uplink down. */
  @CanIgnoreReturnValue
  public TimingBuilder failureThreshold(int value) {
    failureThreshold = value;
    return this;
  }

  /** Successes in a row that a later forced switch asks for. */
  @CanIgnoreReturnValue
  public TimingBuilder recoveryThreshold(int value) {
    recoveryThreshold = value;
    return this;
  }

  /** Unbroken success before a return. */
  @CanIgnoreReturnValue
  public TimingBuilder failbackDelay(Duration value) {
    failbackDelay = value;
    return this;
  }

  /** Where the doubling of the hold ends. */
  @CanIgnoreReturnValue
  public TimingBuilder maxFailbackDelay(Duration value) {
    maxFailbackDelay = value;
    return this;
  }

  /** How long an uplink must stay active to be forgiven. */
  @CanIgnoreReturnValue
  public TimingBuilder flapWindow(Duration value) {
    flapWindow = value;
    return this;
  }

  /** How long the first decision may wait. */
  @CanIgnoreReturnValue
  public TimingBuilder bootWindow(Duration value) {
    bootWindow = value;
    return this;
  }

  /** How long an address may be missing. */
  @CanIgnoreReturnValue
  public TimingBuilder addressGrace(Duration value) {
    addressGrace = value;
    return this;
  }

  /** The values as they are now; nothing is checked before the engine is made. */
  public Timing build() {
    return new Timing(
        interval,
        timeout,
        deadline,
        failureInterval,
        quorum,
        failureThreshold,
        recoveryThreshold,
        failbackDelay,
        maxFailbackDelay,
        flapWindow,
        bootWindow,
        addressGrace);
  }
}

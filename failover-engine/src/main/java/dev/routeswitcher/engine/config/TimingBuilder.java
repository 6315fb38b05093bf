package dev.routeswitcher.engine.config;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Changes some of the values of a {@link Timing}, which says what each is and its range; the others
 * stay. Not safe for several threads.
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

  @CanIgnoreReturnValue
  public TimingBuilder interval(Duration value) {
    interval = value;
    return this;
  }

  @CanIgnoreReturnValue
  public TimingBuilder timeout(Duration value) {
    timeout = value;
    return this;
  }

  @CanIgnoreReturnValue
  public TimingBuilder deadline(Deadline value) {
    deadline = value;
    return this;
  }

  @CanIgnoreReturnValue
  public TimingBuilder failureInterval(Duration value) {
    failureInterval = value;
    return this;
  }

  @CanIgnoreReturnValue
  public TimingBuilder quorum(int value) {
    quorum = value;
    return this;
  }

  @CanIgnoreReturnValue
  public TimingBuilder failureThreshold(int value) {
    failureThreshold = value;
    return this;
  }

  @CanIgnoreReturnValue
  public TimingBuilder recoveryThreshold(int value) {
    recoveryThreshold = value;
    return this;
  }

  @CanIgnoreReturnValue
  public TimingBuilder failbackDelay(Duration value) {
    failbackDelay = value;
    return this;
  }

  @CanIgnoreReturnValue
  public TimingBuilder maxFailbackDelay(Duration value) {
    maxFailbackDelay = value;
    return this;
  }

  @CanIgnoreReturnValue
  public TimingBuilder flapWindow(Duration value) {
    flapWindow = value;
    return this;
  }

  @CanIgnoreReturnValue
  public TimingBuilder bootWindow(Duration value) {
    bootWindow = value;
    return this;
  }

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

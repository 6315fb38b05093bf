package dev.routeswitcher.icmp.periodic;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.Prober;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;

/**
 * Probes any number of (interface, target) pairs at one interval each, on the thread of the prober
 * it is built on.
 *
 * <p>A series starts at once. Series that start together stay together and share wake-ups, which
 * costs least; with a jitter, or started at different times, their probes spread out, which loads
 * the path least.
 *
 * <p>Safe for use by many threads.
 */
public final class PeriodicProber implements AutoCloseable {

  /** The time to wait for the reply to the next probe of a path. */
  @FunctionalInterface
  public interface Timeout {
    /** Called before each probe, on the prober's thread; greater than zero. */
    Duration of(String interfaceName, InetAddress target);
  }

  private final Prober prober;
  private final long intervalNanos;
  private final long jitterNanos;
  private final Timeout timeout;
  private final ProbeOptions options;
  private final Random random;
  private volatile boolean closed;

  private PeriodicProber(Builder builder) {
    checkArgument(
        builder.jitter.compareTo(builder.interval) <= 0,
        "jitter %s exceeds the interval %s",
        builder.jitter,
        builder.interval);
    prober = builder.prober;
    intervalNanos = builder.interval.toNanos();
    jitterNanos = builder.jitter.toNanos();
    timeout = builder.timeout;
    options = builder.options;
    random = builder.random;
  }

  /** Starts the configuration of a periodic prober, which does not close the prober. */
  public static Builder builder(Prober prober) {
    return new Builder(prober);
  }

  /**
   * Starts to probe a path; the first probe is sent at once, or after its jitter.
   *
   * @param listener called for every probe, as by {@link Prober#probe}
   * @return the series, which {@link Series#close} ends
   */
  public Series start(String interfaceName, InetAddress target, ProbeListener listener) {
    Series series = new Series(interfaceName, target, listener);
    series.scheduleNext();
    return series;
  }

  /** Ends all series, each as by {@link Series#close}. */
  @Override
  public void close() {
    closed = true;
  }

  /** The probes to one target through one interface, one after the other. */
  public final class Series implements AutoCloseable {
    private final String interfaceName;
    private final InetAddress target;
    private final ProbeListener listener;
    private volatile boolean ended;

    // Used by the thread that starts the series first, then by the prober's thread only.
    private long gridNanos = prober.nanoTime();
    private long dueNanos;

    private Series(String interfaceName, InetAddress target, ProbeListener listener) {
      this.interfaceName = requireNonNull(interfaceName, "interfaceName");
      this.target = requireNonNull(target, "target");
      this.listener = requireNonNull(listener, "listener");
    }

    /**
     * Ends the series: no further probe is queued, except one that another thread is just queueing.
     * Probes in flight still get their outcome.
     */
    @Override
    public void close() {
      ended = true;
    }

    private void scheduleNext() {
      dueNanos = gridNanos + (jitterNanos == 0 ? 0 : random.nextLong(jitterNanos + 1));
      prober.schedule(dueNanos, this::tick);
    }

    private void tick() {
      if (ended || closed) {
        return;
      }
      long now = prober.nanoTime();
      long missed = (now - dueNanos) / intervalNanos;
      gridNanos += (missed + 1) * intervalNanos;
      scheduleNext();
      long deadline = now + timeout.of(interfaceName, target).toNanos();
      prober.probe(new ProbeRequest(interfaceName, target, deadline, options), listener);
    }
  }

  /** Configures a periodic prober. */
  public static final class Builder {
    private static final Duration MIN_INTERVAL = Duration.ofMillis(1);

    private final Prober prober;
    private Duration interval = Duration.ofSeconds(1);
    private Duration jitter = Duration.ZERO;
    private Timeout timeout = (interfaceName, target) -> Duration.ofSeconds(1);
    private ProbeOptions options = ProbeOptions.DEFAULTS;
    private Random random = new Random();

    private Builder(Prober prober) {
      this.prober = requireNonNull(prober, "prober");
    }

    /** From one tick of a series to the next, a millisecond or more; a second if not set. */
    public Builder interval(Duration newInterval) {
      checkArgument(newInterval.compareTo(MIN_INTERVAL) >= 0, "interval %s", newInterval);
      interval = newInterval;
      return this;
    }

    /**
     * The most a probe is sent after its tick, drawn from a uniform distribution for each; zero to
     * the interval, zero if not set.
     */
    public Builder jitter(Duration maxJitter) {
      checkArgument(!maxJitter.isNegative(), "jitter %s", maxJitter);
      jitter = maxJitter;
      return this;
    }

    /** How long to wait for a reply, greater than zero; a second if not set. */
    public Builder timeout(Duration fixed) {
      checkArgument(!fixed.isNegative() && !fixed.isZero(), "timeout %s", fixed);
      return timeout((interfaceName, target) -> fixed);
    }

    /**
     * Sets a function that gives the time to wait before each probe, for example from an estimate.
     */
    public Builder timeout(Timeout newTimeout) {
      timeout = requireNonNull(newTimeout, "timeout");
      return this;
    }

    /** Size and IP header of the probes; {@link ProbeOptions#DEFAULTS} if not set. */
    public Builder options(ProbeOptions newOptions) {
      options = requireNonNull(newOptions, "options");
      return this;
    }

    /** The source of the jitter, for reproducible tests. */
    public Builder random(Random source) {
      random = requireNonNull(source, "source");
      return this;
    }

    /**
     * Builds it; nothing is probed yet.
     *
     * @throws IllegalArgumentException if the jitter exceeds the interval
     */
    public PeriodicProber build() {
      return new PeriodicProber(this);
    }
  }
}

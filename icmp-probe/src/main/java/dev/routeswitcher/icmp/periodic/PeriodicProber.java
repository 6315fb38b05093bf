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
 * <p>A series begins at once. Those that begin together stay together and share wake-ups, which is
 * what costs least; with a jitter, or by beginning at different moments, their probes spread out,
 * which is what strains the path least.
 *
 * <p>Safe for use by many threads.
 */
public final class PeriodicProber implements AutoCloseable {

  /** Says how long to wait for the reply to the next probe of a path. */
  @FunctionalInterface
  public interface Timeout {
    /** Asked before each probe, on the prober's thread; greater than zero. */
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

  /** Starts the description of a periodic prober; the prober remains the caller's to close. */
  public static Builder builder(Prober prober) {
    return new Builder(prober);
  }

  /**
   * Begins to probe a path; the first probe leaves at once, or after its jitter.
   *
   * @param listener told of every probe, as {@link Prober#probe} says
   * @return ends this series; see {@link Series#close}
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

    // Touched by the starter first, and from then on by the prober's thread only.
    private long gridNanos = prober.nanoTime();
    private long dueNanos;

    private Series(String interfaceName, InetAddress target, ProbeListener listener) {
      this.interfaceName = requireNonNull(interfaceName, "interfaceName");
      this.target = requireNonNull(target, "target");
      this.listener = requireNonNull(listener, "listener");
    }

    /**
     * Ends the series: no probe is handed over after the one that may be under way in another
     * thread. Probes in flight still get their outcome.
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

  /** Describes a periodic prober. */
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
    public Builder interval(Duration time) {
      checkArgument(time.compareTo(MIN_INTERVAL) >= 0, "interval %s", time);
      interval = time;
      return this;
    }

    /**
     * How much later than its tick a probe may leave, drawn evenly for each; zero to the interval,
     * zero if not set.
     */
    public Builder jitter(Duration most) {
      checkArgument(!most.isNegative(), "jitter %s", most);
      jitter = most;
      return this;
    }

    /** How long to wait for a reply, greater than zero; a second if not set. */
    public Builder timeout(Duration time) {
      checkArgument(!time.isNegative() && !time.isZero(), "timeout %s", time);
      return timeout((interfaceName, target) -> time);
    }

    /** Has the time to wait for a reply asked for before each probe, for example of an estimate. */
    public Builder timeout(Timeout asked) {
      timeout = requireNonNull(asked, "asked");
      return this;
    }

    /** Size and IP header of the probes; {@link ProbeOptions#DEFAULTS} if not set. */
    public Builder options(ProbeOptions all) {
      options = requireNonNull(all, "all");
      return this;
    }

    /** What the jitter is drawn from, for tests that are to repeat. */
    public Builder random(Random source) {
      random = requireNonNull(source, "source");
      return this;
    }

    /**
     * Makes it; nothing is probed yet.
     *
     * @throws IllegalArgumentException if the jitter exceeds the interval
     */
    public PeriodicProber build() {
      return new PeriodicProber(this);
    }
  }
}

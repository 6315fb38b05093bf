package dev.routeswitcher.icmp;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.routeswitcher.icmp.linux.LinuxEchoNetwork;
import dev.routeswitcher.icmp.loop.EchoNetwork;
import dev.routeswitcher.icmp.loop.ProbeLoop;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends ICMP echo requests through named interfaces and reports the outcome of each.
 *
 * <p>One thread serves any number of (interface, target) pairs, over one socket for each interface
 * and IP version (a further one for each source address requested, and for every 49,152 probes in
 * flight): an unprivileged ICMP socket (SOCK_DGRAM) where {@code net.ipv4.ping_group_range} permits
 * it, which holds for IPv6 too, else a raw one, which takes CAP_NET_RAW. Thread and sockets belong
 * to the network namespace of the thread that called {@link Builder#open}.
 *
 * <p>An interface's socket is opened by the first probe through it, replaced when the interface was
 * deleted, renamed or re-created, and kept until the prober is closed.
 *
 * <p>Safe for use by many threads.
 */
public final class IcmpProber implements Prober, AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(IcmpProber.class);

  private final ProbeLoop loop;
  private final Thread thread;

  private IcmpProber(Builder builder, EchoNetwork network) {
    loop = new ProbeLoop(network, builder.queueCapacity);
    thread = new Thread(null, loop::run, builder.threadName, 0, false);
    thread.setDaemon(true);
  }

  /**
   * Opens a prober with the defaults of {@link Builder}.
   *
   * @throws IcmpSocketException as {@link Builder#open}
   */
  public static IcmpProber open() throws IcmpSocketException {
    return builder().open();
  }

  /** Starts the configuration of a prober. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public void probe(ProbeRequest request, ProbeListener listener) {
    loop.probe(requireNonNull(request, "request"), requireNonNull(listener, "listener"));
  }

  @Override
  public void schedule(long atNanos, Runnable task) {
    loop.schedule(atNanos, requireNonNull(task, "task"));
  }

  /** The counters so far; cheap to call, and not all of the same moment. */
  public ProberCounters counters() {
    return loop.counters();
  }

  /**
   * Closes the sockets and ends the thread.
   *
   * <p>Every open probe gets its outcome first: {@link ProbeOutcome.Lost} or its ICMP error if it
   * was sent, {@link ProbeOutcome.NotSent} if it was not. Waits until that is done, at most 5
   * seconds (a listener might block); does not wait when called by a listener. Further calls have
   * no effect.
   */
  @Override
  public void close() {
    loop.stop();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_LIMIT.toMillis());
      if (thread.isAlive()) {
        log.warn("prober still busy after close, is a listener blocking? thread={}", thread);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Configures a prober. */
  public static final class Builder {
    private String threadName = "icmp-prober";
    private int queueCapacity = 4_096;
    private boolean transmitStamps = true;

    private Builder() {}

    /** Names the prober's thread, a daemon; {@code icmp-prober} if not set. */
    public Builder threadName(String name) {
      threadName = requireNonNull(name, "name");
      return this;
    }

    /** How many probes may wait to be sent, at least 1; 4,096 if not set. */
    public Builder queueCapacity(int probes) {
      checkArgument(probes >= 1, "queue capacity %s", probes);
      queueCapacity = probes;
      return this;
    }

    /**
     * Whether to request a transmit stamp of each probe, so that the round-trip time excludes this
     * process and the kernel's upper layers, and the wait in the interface's queue is known ({@link
     * RttClock#KERNEL_STAMPS}); true if not set. Each stamp is one more packet to read from the
     * error queue.
     *
     * <p>Without them the time counts from the send call. Of 16 or more probes that wait together,
     * eight share a call, and the time of each includes the sending of those before it.
     */
    public Builder transmitStamps(boolean wanted) {
      transmitStamps = wanted;
      return this;
    }

    /**
     * Opens the prober and starts its thread.
     *
     * @throws IcmpSocketException if this process may open no ICMP socket; the message says what to
     *     grant
     * @throws UnsupportedOperationException on anything but 64-bit Linux
     */
    public IcmpProber open() throws IcmpSocketException {
      return open(LinuxEchoNetwork.open(transmitStamps));
    }

    IcmpProber open(EchoNetwork network) {
      IcmpProber prober = new IcmpProber(this, network);
      try {
        prober.thread.start();
      } catch (OutOfMemoryError noThread) {
        network.close();
        throw noThread;
      }
      return prober;
    }
  }
}

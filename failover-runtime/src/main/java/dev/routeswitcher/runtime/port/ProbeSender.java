package dev.routeswitcher.runtime.port;

import dev.routeswitcher.engine.EngineEvent.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.util.function.Consumer;

/** Sends probes through interfaces. */
public interface ProbeSender {

  /**
   * Makes ready to send.
   *
   * @param failure receives the cause, on any thread, if probing broke off for good though nobody
   *     closed this
   */
  void open(Consumer<IOException> failure) throws IOException;

  /**
   * Sends one probe, bound to the interface, and returns at once.
   *
   * @param interfaceName the interface it must leave by
   * @param target whom it asks
   * @param deadlineNanos when it counts as lost, by {@link HostClock#nanoTime}; later by as much as
   *     it has to wait before it leaves
   * @param report called exactly once with what became of it, on any thread
   */
  void probe(String interfaceName, InetAddress target, long deadlineNanos, Report report);

  /**
   * Whether the thread that receives replies has taken a turn since this was asked last, which has
   * made it take one; yes, the first time.
   */
  boolean isTurning();

  /** Stops probing; does nothing if it is not open. */
  void close();

  /** Receives the outcome of a probe. */
  @FunctionalInterface
  interface Report {
    /**
     * The probe's outcome.
     *
     * @param verdict what became of it
     * @param rttNanos its round-trip time as the traffic of this host has it, the wait in the queue
     *     of the interface included; -1 if there was no reply
     * @param detail an error in words, or empty
     */
    void finished(Verdict verdict, long rttNanos, String detail);

    /**
     * The probe was answered after another outcome was reported; at most once, on any thread.
     *
     * @param rttNanos its round-trip time, likewise
     */
    default void cameLate(long rttNanos) {}
  }
}

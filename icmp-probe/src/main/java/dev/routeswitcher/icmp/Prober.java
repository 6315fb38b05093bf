package dev.routeswitcher.icmp;

import java.util.concurrent.CompletableFuture;

/**
 * Sends probes and reports their outcomes; {@link IcmpProber} does so on the network.
 *
 * <p>A program that depends on this interface can be tested without a network, with {@code
 * dev.routeswitcher.icmp.testkit.ScriptedProber}.
 */
public interface Prober {

  /**
   * Queues one probe, to be sent at once, and returns without waiting.
   *
   * <p>The listener is called exactly once with the outcome, on the prober's thread, with two
   * exceptions that are delivered by the calling thread before this method returns: {@link
   * ProbeOutcome.NotSent} because the queue is full, and because the prober is closed. (For a probe
   * that is queued while another thread closes the prober, it may be either thread.)
   *
   * <p>A fault of the network or of this host is an outcome, never an exception.
   */
  void probe(ProbeRequest request, ProbeListener listener);

  /**
   * Queues one probe and returns its outcome as a future, which never fails; late replies are not
   * reported.
   *
   * <p>The future is completed on the prober's thread: a dependent action that blocks delays all
   * other probes.
   */
  default CompletableFuture<ProbeOutcome> probe(ProbeRequest request) {
    CompletableFuture<ProbeOutcome> result = new CompletableFuture<>();
    probe(request, (same, outcome) -> result.complete(outcome));
    return result;
  }

  /**
   * Runs a task on the prober's thread at an instant, or about a millisecond after: tasks due
   * within a millisecond share one wake-up, and the probes they queue are sent together.
   *
   * <p>The task is subject to the rules of {@link ProbeListener}: it queues probes or further
   * tasks, and returns. A task that is not due when the prober is closed never runs.
   *
   * @param atNanos on the clock of {@link #nanoTime}; in the past means at once
   */
  void schedule(long atNanos, Runnable task);

  /**
   * The current time of the clock of deadlines and tasks: {@link System#nanoTime}, except in test
   * doubles. Instants are compared by subtraction.
   */
  default long nanoTime() {
    return System.nanoTime();
  }
}

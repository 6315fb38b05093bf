package dev.routeswitcher.icmp;

import java.util.concurrent.CompletableFuture;

/**
 * What sends probes and tells what became of them; {@link IcmpProber} does so on the network.
 *
 * <p>Whoever only probes depends on this, and can be tested without a network: with {@code
 * dev.routeswitcher.icmp.testkit.ScriptedProber}.
 */
public interface Prober {

  /**
   * Hands one probe over, to be sent at once, and returns without waiting for anything.
   *
   * <p>The listener is called exactly once with the outcome, on the prober's thread, with two
   * exceptions that are delivered by the calling thread before this method returns: {@link
   * ProbeOutcome.NotSent} because the queue is full, and because the prober is closed. (A probe
   * that was handed over while another thread closed the prober may be told by either.)
   *
   * <p>A fault of the network or of this host is an outcome, never an exception.
   */
  void probe(ProbeRequest request, ProbeListener listener);

  /**
   * Hands one probe over and gives its outcome as a future, which never fails; a late reply is not
   * told.
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
   * within a millisecond share one wake-up, and the probes they hand over leave together.
   *
   * <p>The task is subject to the rules of {@link ProbeListener}: it hands over probes or further
   * tasks, and returns. A task that is not due when the prober is closed never runs.
   *
   * @param atNanos on the clock of {@link #nanoTime}; in the past means at once
   */
  void schedule(long atNanos, Runnable task);

  /**
   * The present instant of the clock that deadlines and tasks go by: {@link System#nanoTime},
   * unless a stand-in for tests says otherwise. Instants are compared by subtraction.
   */
  default long nanoTime() {
    return System.nanoTime();
  }
}

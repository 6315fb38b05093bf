package dev.routeswitcher.icmp;

/**
 * Receives the outcome of a probe.
 *
 * <p>Called on the prober's thread, which serves every interface and every target: an
 * implementation passes the outcome on and returns; one that blocks delays all other probes. What
 * it throws is logged and counted, and does not affect other probes.
 */
@FunctionalInterface
public interface ProbeListener {

  /** Called exactly once for each probe. */
  void onOutcome(ProbeRequest request, ProbeOutcome outcome);

  /**
   * Called at most once for each probe, after {@link #onOutcome}, when a valid reply arrives
   * although the outcome was another: after the deadline. The outcome is not changed.
   *
   * <p>The prober remembers a probe for this at least 10 seconds beyond its deadline, less only if
   * 65,536 younger probes went out by the same interface. The round-trip time may lie within the
   * deadline: when the reply had reached the kernel in time but was not yet readable when the
   * outcome was decided.
   */
  default void onLateReply(ProbeRequest request, ProbeOutcome.Replied reply) {}
}

package dev.routeswitcher.engine.config;

/** How long a probe may take before it counts as lost. */
public enum Deadline {
  /**
   * As long as replies of the target through the uplink usually take and four times their
   * variation, as RFC 6298 reckons a retransmission timeout; at least 200 ms and at most the
   * timeout.
   */
  ADAPTIVE,
  /** Always as long as the timeout. */
  FIXED
}

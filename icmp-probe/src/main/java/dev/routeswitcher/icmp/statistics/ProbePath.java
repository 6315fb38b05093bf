package dev.routeswitcher.icmp.statistics;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * What statistics are kept by: the interface probed through, and the address probed.
 *
 * @param interfaceName as in {@link dev.routeswitcher.icmp.ProbeRequest}
 * @param target as in {@link dev.routeswitcher.icmp.ProbeRequest}
 */
public record ProbePath(String interfaceName, InetAddress target) {
  /** Refuses null. */
  public ProbePath {
    requireNonNull(interfaceName, "interfaceName");
    requireNonNull(target, "target");
  }
}

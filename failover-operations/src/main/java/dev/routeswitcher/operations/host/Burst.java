package dev.routeswitcher.operations.host;

import java.net.InetAddress;

/**
 * What came of some probes to one address through one interface.
 *
 * @param interfaceName the interface they were bound to
 * @param sent how many left the host
 * @param answered how many were answered in time, 0 to {@code sent}
 * @param minNanos the shortest round trip; 0 if none was answered, as the following
 * @param meanNanos the mean round trip
 * @param maxNanos the longest round trip
 * @param fault why the last one that was not answered was not, if the kernel or a router said so:
 *     {@code EPERM: Operation not permitted}; else empty
 */
public record Burst(
    String interfaceName,
    InetAddress target,
    int sent,
    int answered,
    long minNanos,
    long meanNanos,
    long maxNanos,
    String fault) {

  /** Whether all were answered. */
  public boolean isWhole() {
    return sent > 0 && answered == sent;
  }
}

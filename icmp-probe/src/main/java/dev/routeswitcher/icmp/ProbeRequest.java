package dev.routeswitcher.icmp;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * One echo request to be sent: by which interface, to whom, and until when a reply is in time.
 *
 * @param interfaceName the interface's name as {@code ip link} shows it; one that does not exist
 *     when the probe is sent gives {@link ProbeOutcome.NotSent} with ENODEV
 * @param target the address to probe; IPv4 for now, any other gives {@link ProbeOutcome.NotSent}
 *     with EAFNOSUPPORT
 * @param deadlineNanos the instant, on the clock of {@link System#nanoTime}, up to which a reply
 *     counts as in time; less than 292 years away, where that clock overflows
 */
public record ProbeRequest(String interfaceName, InetAddress target, long deadlineNanos) {

  /** Refuses null; whether the interface exists is found out when the probe is sent. */
  public ProbeRequest {
    requireNonNull(interfaceName, "interfaceName");
    requireNonNull(target, "target");
  }
}

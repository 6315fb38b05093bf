package dev.routeswitcher.icmp;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * One echo request to be sent: interface, target, deadline and options.
 *
 * @param interfaceName the interface's name as {@code ip link} shows it; one that does not exist
 *     when the probe is sent gives {@link ProbeOutcome.NotSent} with ENODEV
 * @param target the IPv4 or IPv6 address to probe; the interface is the scope of a link-local one,
 *     whether the address names a scope or not
 * @param deadlineNanos the instant, on the clock of {@link Prober#nanoTime}, up to which a reply
 *     counts as in time; if the prober is late to send the probe, it moves by as much. Less than
 *     292 years away, where that clock overflows
 * @param options size and IP header of the request
 */
public record ProbeRequest(
    String interfaceName, InetAddress target, long deadlineNanos, ProbeOptions options) {

  /** Refuses null; whether the interface exists is found out when the probe is sent. */
  public ProbeRequest {
    requireNonNull(interfaceName, "interfaceName");
    requireNonNull(target, "target");
    requireNonNull(options, "options");
  }

  /** A request with {@link ProbeOptions#DEFAULTS}. */
  public ProbeRequest(String interfaceName, InetAddress target, long deadlineNanos) {
    this(interfaceName, target, deadlineNanos, ProbeOptions.DEFAULTS);
  }
}

/**
 * IP addresses and prefixes as values. Stable API.
 *
 * <p>{@link java.net.InetAddress} is not used for kernel addresses: it turns {@code
 * ::ffff:192.0.2.1} into an IPv4 address, and its text methods may ask a name server. An {@link
 * dev.routeswitcher.netlink.ip.IpAddress} keeps its family and parses literals only.
 *
 * <pre>{@code
 * IpAddress gateway = IpAddress.parse("192.0.2.1");
 * IpPrefix net = IpPrefix.parse("192.0.2.0/24");
 * net.contains(gateway);            // true
 * IpAddress.parse("::ffff:192.0.2.1").isIpv6(); // true
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.ip;

import org.jspecify.annotations.NullMarked;

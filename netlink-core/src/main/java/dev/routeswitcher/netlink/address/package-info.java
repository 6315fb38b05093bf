/**
 * Addresses of interfaces as the kernel reports them ({@code struct ifaddrmsg} and {@code IFA_*} of
 * {@code linux/if_addr.h}). Addresses and prefixes as plain values are in {@link
 * dev.routeswitcher.netlink.ip}. Stable API.
 *
 * <pre>{@code
 * AddressMessage own = AddressMessage.builder(IpPrefix.parse("192.0.2.2/24"), 3).build();
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.address;

import org.jspecify.annotations.NullMarked;

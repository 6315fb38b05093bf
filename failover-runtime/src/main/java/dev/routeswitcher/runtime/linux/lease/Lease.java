package dev.routeswitcher.runtime.linux.lease;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.Optional;

/**
 * A lease as a client wrote it down.
 *
 * @param interfaceName the interface it is of; empty if only its file's name says so
 * @param address the address that was leased
 * @param gateway the gateway, by {@link Routers}
 * @param expiry when it ends; {@link Instant#MAX} if never
 */
record Lease(
    Optional<String> interfaceName,
    Inet4Address address,
    Optional<Inet4Address> gateway,
    Instant expiry) {

  /** Whether it is of the interface, as far as it says. */
  boolean isOf(String name) {
    return interfaceName.isEmpty() || interfaceName.get().equals(name);
  }
}

package dev.routeswitcher.runtime.port;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * The gateways of IPv4 that the host's DHCP clients have written down. What a client learned need
 * not become a route: the kernel refuses a second default route of the same metric.
 */
@FunctionalInterface
public interface LeasedGateways {

  /**
   * The gateway in the newest lease of the interface that is valid now. What cannot be read, or not
   * understood, is no lease.
   *
   * @param index the interface's index
   * @param addresses the addresses that it has; a lease of another address is of the past
   */
  Optional<InetAddress> gateway(String interfaceName, int index, Set<InetAddress> addresses);
}

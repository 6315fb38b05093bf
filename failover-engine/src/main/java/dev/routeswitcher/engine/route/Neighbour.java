package dev.routeswitcher.engine.route;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;

/**
 * A host on the link of an interface, such as a router.
 *
 * @param interfaceName the interface that it is reached by
 * @param address its address, a link-local one perhaps
 */
public record Neighbour(String interfaceName, InetAddress address) {

  /** The neighbour in the usual notation: {@code 192.0.2.1 dev eth0}. */
  @Override
  public String toString() {
    return InetAddresses.toAddrString(address) + " dev " + interfaceName;
  }
}

package dev.routeswitcher.engine;

/**
 * Names one uplink: an interface towards the internet, for one address family.
 *
 * @param family the family it carries
 * @param interfaceName the interface as it is configured, by any of its names: {@code eth0}
 */
public record UplinkKey(IpFamily family, String interfaceName) {

  /** The interface's name, and the family unless it is IPv4. */
  @Override
  public String toString() {
    return family == IpFamily.IPV4 ? interfaceName : interfaceName + "/ipv6";
  }
}

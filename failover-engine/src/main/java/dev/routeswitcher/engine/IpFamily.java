package dev.routeswitcher.engine;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The two families of internet addresses; each has uplinks, targets and a decision of its own. */
public enum IpFamily {
  /** Internet Protocol version 4 (RFC 791). */
  IPV4,
  /** Internet Protocol version 6 (RFC 8200). */
  IPV6;

  /** The family {@code address} belongs to. */
  public static IpFamily of(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }
}

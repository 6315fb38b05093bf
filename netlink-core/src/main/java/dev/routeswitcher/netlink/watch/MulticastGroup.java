package dev.routeswitcher.netlink.watch;

import com.google.common.collect.ImmutableMap;

/**
 * A multicast group of rtnetlink ({@code RTNLGRP_*}).
 *
 * @param number 1 or above
 */
public record MulticastGroup(int number) {
  /** Links. */
  public static final MulticastGroup LINK = new MulticastGroup(1);

  /** Neighbours. */
  public static final MulticastGroup NEIGHBOUR = new MulticastGroup(3);

  /** IPv4 addresses. */
  public static final MulticastGroup IPV4_ADDRESS = new MulticastGroup(5);

  /** IPv4 routes. */
  public static final MulticastGroup IPV4_ROUTE = new MulticastGroup(7);

  /** IPv4 rules. */
  public static final MulticastGroup IPV4_RULE = new MulticastGroup(8);

  /** IPv6 addresses. */
  public static final MulticastGroup IPV6_ADDRESS = new MulticastGroup(9);

  /** IPv6 routes. */
  public static final MulticastGroup IPV6_ROUTE = new MulticastGroup(11);

  /** IPv6 rules. */
  public static final MulticastGroup IPV6_RULE = new MulticastGroup(19);

  /** Next hop objects. */
  public static final MulticastGroup NEXT_HOP = new MulticastGroup(32);

  private static final ImmutableMap<MulticastGroup, String> NAMES =
      ImmutableMap.<MulticastGroup, String>builder()
          .put(LINK, "link")
          .put(NEIGHBOUR, "neigh")
          .put(IPV4_ADDRESS, "ipv4-ifaddr")
          .put(IPV4_ROUTE, "ipv4-route")
          .put(IPV4_RULE, "ipv4-rule")
          .put(IPV6_ADDRESS, "ipv6-ifaddr")
          .put(IPV6_ROUTE, "ipv6-route")
          .put(IPV6_RULE, "ipv6-rule")
          .put(NEXT_HOP, "nexthop")
          .buildOrThrow();

  public MulticastGroup {
    if (number < 1) {
      throw new IllegalArgumentException("multicast group must be 1 or above, is " + number);
    }
  }

  /** The name, such as {@code ipv4-route}, or {@code group} and the number. */
  @Override
  public String toString() {
    return NAMES.getOrDefault(this, "group " + number);
  }
}

package dev.routeswitcher.netlink.watch;

import dev.routeswitcher.netlink.codec.Names;

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

  private static final Names NAMES =
      Names.from(1, "link")
          .and(3, "neigh")
          .and(5, "ipv4-ifaddr")
          .and(7, "ipv4-route", "ipv4-rule", "ipv6-ifaddr")
          .and(11, "ipv6-route")
          .and(19, "ipv6-rule")
          .and(32, "nexthop");

  public MulticastGroup {
    if (number < 1) {
      throw new IllegalArgumentException("multicast group must be 1 or above, is " + number);
    }
  }

  /** The name, such as {@code ipv4-route}, or {@code group} and the number. */
  @Override
  public String toString() {
    return NAMES.of(number, "group ");
  }
}

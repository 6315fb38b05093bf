package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.message.Names;

/** Names of IP protocols that {@code ip} prints by name ({@code IPPROTO_*}). */
final class IpProtocols {
  private static final Names NAMES =
      Names.from(1, "icmp", "igmp")
          .and(4, "ipencap")
          .and(6, "tcp")
          .and(17, "udp")
          .and(33, "dccp")
          .and(41, "ipv6")
          .and(47, "gre")
          .and(50, "esp", "ah")
          .and(58, "ipv6-icmp")
          .and(132, "sctp")
          .and(136, "udplite");

  private IpProtocols() {}

  static String name(int protocol) {
    return NAMES.of(protocol);
  }
}

package dev.routeswitcher.netlink.rule;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.message.Names;

/** Names of IP protocols that {@code ip} prints by name ({@code IPPROTO_*}). */
final class IpProtocols {
  private static final ImmutableMap<Integer, String> NAMES =
      ImmutableMap.<Integer, String>builder()
          .put(1, "icmp")
          .put(2, "igmp")
          .put(4, "ipencap")
          .put(6, "tcp")
          .put(17, "udp")
          .put(33, "dccp")
          .put(41, "ipv6")
          .put(47, "gre")
          .put(50, "esp")
          .put(51, "ah")
          .put(58, "ipv6-icmp")
          .put(132, "sctp")
          .put(136, "udplite")
          .buildOrThrow();

  private IpProtocols() {}

  static String name(int protocol) {
    return Names.of(NAMES, protocol);
  }
}

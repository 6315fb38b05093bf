package dev.routeswitcher.icmp;

import dev.routeswitcher.icmp.packet.Icmpv4;
import dev.routeswitcher.icmp.packet.Icmpv6;
import java.net.Inet4Address;
import java.net.InetAddress;

/** The two IP versions, in the numbers that an ICMP socket knows them by. */
enum Family {
  IPV4("AF_INET", 2, "IPPROTO_ICMP", 1, Icmpv4.ECHO_REQUEST, Icmpv4.ECHO_REPLY),
  IPV6("AF_INET6", 10, "IPPROTO_ICMPV6", 58, Icmpv6.ECHO_REQUEST, Icmpv6.ECHO_REPLY);

  final String domainName;
  final int domain;
  final String protocolName;
  final int protocol;
  final int echoRequest;
  final int echoReply;

  Family(
      String domainName,
      int domain,
      String protocolName,
      int protocol,
      int echoRequest,
      int echoReply) {
    this.domainName = domainName;
    this.domain = domain;
    this.protocolName = protocolName;
    this.protocol = protocol;
    this.echoRequest = echoRequest;
    this.echoReply = echoReply;
  }

  static Family of(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }

  /** Whether an ICMP error of this type ends a probe; redirects and quenches are advice. */
  boolean isFinalError(int type) {
    return switch (this) {
      case IPV4 ->
          type == Icmpv4.DESTINATION_UNREACHABLE
              || type == Icmpv4.TIME_EXCEEDED
              || type == Icmpv4.PARAMETER_PROBLEM;
      case IPV6 ->
          type == Icmpv6.DESTINATION_UNREACHABLE
              || type == Icmpv6.PACKET_TOO_BIG
              || type == Icmpv6.TIME_EXCEEDED
              || type == Icmpv6.PARAMETER_PROBLEM;
    };
  }
}

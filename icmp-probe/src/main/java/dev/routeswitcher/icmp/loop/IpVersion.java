package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.packet.Icmpv4;
import dev.routeswitcher.icmp.packet.Icmpv6;
import java.net.Inet4Address;
import java.net.InetAddress;

/** The two IP versions, with their protocol number and types of ICMP. */
public enum IpVersion {
  /** IPv4 and ICMP (RFC 792). */
  IPV4(1, Icmpv4.ECHO_REQUEST, Icmpv4.ECHO_REPLY),
  /** IPv6 and ICMPv6 (RFC 4443). */
  IPV6(Icmpv6.PROTOCOL, Icmpv6.ECHO_REQUEST, Icmpv6.ECHO_REPLY);

  final int protocol;
  final int echoRequest;
  private final int echoReply;

  IpVersion(int protocol, int echoRequest, int echoReply) {
    this.protocol = protocol;
    this.echoRequest = echoRequest;
    this.echoReply = echoReply;
  }

  public static IpVersion of(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }

  public int echoReply() {
    return echoReply;
  }

  /** Whether an ICMP error of this type ends a probe; redirect and source quench do not. */
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

package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.loop.IpVersion;
import dev.routeswitcher.icmp.packet.Icmpv6;

/**
 * An IP version in the numbers and options of Linux sockets (socket(7), ip(7), ipv6(7)).
 *
 * @param domain the number of the address family
 * @param protocol the number of ICMP for this version
 * @param receiveErrors enables the error queue, and is the type of its ancillary data
 * @param receiveTimeToLive enables ancillary data of type {@code timeToLive}
 */
record SocketFamily(
    IpVersion version,
    String domainName,
    int domain,
    String protocolName,
    int protocol,
    SocketOption receiveErrors,
    SocketOption receiveTimeToLive,
    SocketOption timeToLive,
    SocketOption trafficClass,
    SocketOption mtuDiscovery) {

  static final SocketFamily IPV4 =
      new SocketFamily(
          IpVersion.IPV4,
          "AF_INET",
          2,
          "IPPROTO_ICMP",
          1,
          SocketOption.IP_RECVERR,
          SocketOption.IP_RECVTTL,
          SocketOption.IP_TTL,
          SocketOption.IP_TOS,
          SocketOption.IP_MTU_DISCOVER);

  static final SocketFamily IPV6 =
      new SocketFamily(
          IpVersion.IPV6,
          "AF_INET6",
          10,
          "IPPROTO_ICMPV6",
          Icmpv6.PROTOCOL,
          SocketOption.IPV6_RECVERR,
          SocketOption.IPV6_RECVHOPLIMIT,
          SocketOption.IPV6_HOPLIMIT,
          SocketOption.IPV6_TCLASS,
          SocketOption.IPV6_MTU_DISCOVER);

  static SocketFamily of(IpVersion version) {
    return version == IpVersion.IPV4 ? IPV4 : IPV6;
  }
}

package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.loop.IpVersion;

/** The two IP versions, in the numbers and options of Linux sockets (socket(7), ip(7), ipv6(7)). */
enum SocketFamily {
  IPV4(
      IpVersion.IPV4,
      "AF_INET",
      2,
      "IPPROTO_ICMP",
      1,
      SocketOption.IP_RECVERR,
      SocketOption.IP_RECVTTL,
      SocketOption.IP_TTL,
      SocketOption.IP_TOS),
  IPV6(
      IpVersion.IPV6,
      "AF_INET6",
      10,
      "IPPROTO_ICMPV6",
      58,
      SocketOption.IPV6_RECVERR,
      SocketOption.IPV6_RECVHOPLIMIT,
      SocketOption.IPV6_HOPLIMIT,
      SocketOption.IPV6_TCLASS);

  final IpVersion version;
  final String domainName;
  final int domain;
  final String protocolName;
  final int protocol;
  final SocketOption receiveErrors;
  final SocketOption receiveTimeToLive;
  final SocketOption timeToLive;
  final SocketOption trafficClass;

  SocketFamily(
      IpVersion version,
      String domainName,
      int domain,
      String protocolName,
      int protocol,
      SocketOption receiveErrors,
      SocketOption receiveTimeToLive,
      SocketOption timeToLive,
      SocketOption trafficClass) {
    this.version = version;
    this.domainName = domainName;
    this.domain = domain;
    this.protocolName = protocolName;
    this.protocol = protocol;
    this.receiveErrors = receiveErrors;
    this.receiveTimeToLive = receiveTimeToLive;
    this.timeToLive = timeToLive;
    this.trafficClass = trafficClass;
  }

  static SocketFamily of(IpVersion version) {
    return version == IpVersion.IPV4 ? IPV4 : IPV6;
  }
}

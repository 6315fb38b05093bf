package dev.routeswitcher.icmp;

/**
 * Levels, options and control messages of Linux (asm-generic/socket.h, linux/in.h, linux/in6.h).
 */
final class SocketOption {
  static final int SOL_IP = 0;
  static final int IP_TOS = 1;
  static final int IP_TTL = 2;
  static final int IP_MTU_DISCOVER = 10;
  static final int IP_RECVERR = 11;
  static final int IP_RECVTTL = 12;
  static final int IP_PMTUDISC_DO = 2;

  static final int SOL_IPV6 = 41;
  static final int IPV6_RECVERR = 25;
  static final int IPV6_RECVHOPLIMIT = 51;
  static final int IPV6_HOPLIMIT = 52;
  static final int IPV6_DONTFRAG = 62;
  static final int IPV6_TCLASS = 67;

  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_BINDTODEVICE = 25;
  static final int SO_ATTACH_FILTER = 26;
  static final int SO_RCVBUFFORCE = 33;
  static final int SO_TIMESTAMPNS = 35;
  static final int SO_MARK = 36;
  static final int SO_TIMESTAMPING = 37;

  /** linux/net_tstamp.h: stamps by software, of what is sent and what is received. */
  static final int TIMESTAMPING_SOFTWARE = 1 << 1 | 1 << 3 | 1 << 4;

  static final int SOL_RAW = 255;
  static final int ICMP_FILTER = 1;
  static final int SOL_ICMPV6 = 58;
  static final int ICMPV6_FILTER = 1;

  private SocketOption() {}
}

package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.packet.Icmpv6;

/**
 * The socket options and types of ancillary data in use (asm-generic/socket.h, linux/in.h,
 * linux/in6.h, linux/icmp.h, linux/icmpv6.h).
 */
enum SocketOption {
  IP_TOS(Level.SOL_IP, 1),
  IP_TTL(Level.SOL_IP, 2),
  IP_MTU_DISCOVER(Level.SOL_IP, 10),
  IP_RECVERR(Level.SOL_IP, 11),
  IP_RECVTTL(Level.SOL_IP, 12),

  IPV6_MTU_DISCOVER(Level.SOL_IPV6, 23),
  IPV6_RECVERR(Level.SOL_IPV6, 25),
  IPV6_RECVHOPLIMIT(Level.SOL_IPV6, 51),
  IPV6_HOPLIMIT(Level.SOL_IPV6, 52),
  IPV6_DONTFRAG(Level.SOL_IPV6, 62),
  IPV6_TCLASS(Level.SOL_IPV6, 67),

  SO_SNDBUF(Level.SOL_SOCKET, 7),
  SO_RCVBUF(Level.SOL_SOCKET, 8),
  SO_BINDTODEVICE(Level.SOL_SOCKET, 25),
  SO_ATTACH_FILTER(Level.SOL_SOCKET, 26),
  SO_RCVBUFFORCE(Level.SOL_SOCKET, 33),
  SO_TIMESTAMPNS(Level.SOL_SOCKET, 35),
  SO_MARK(Level.SOL_SOCKET, 36),
  SO_TIMESTAMPING(Level.SOL_SOCKET, 37),
  SO_BINDTOIFINDEX(Level.SOL_SOCKET, 62),

  ICMP_FILTER(Level.SOL_RAW, 1),
  ICMPV6_FILTER(Level.SOL_ICMPV6, 1);

  private static final class Level {
    static final int SOL_IP = 0;
    static final int SOL_SOCKET = 1;
    static final int SOL_IPV6 = 41;
    static final int SOL_ICMPV6 = Icmpv6.PROTOCOL;
    static final int SOL_RAW = 255;
  }

  final int level;
  final int number;

  SocketOption(int level, int number) {
    this.level = level;
    this.number = number;
  }

  /** Whether ancillary data of this level and type are of this kind. */
  boolean is(int otherLevel, int type) {
    return level == otherLevel && number == type;
  }
}

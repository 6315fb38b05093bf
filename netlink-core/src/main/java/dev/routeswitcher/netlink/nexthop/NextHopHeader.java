package dev.routeswitcher.netlink.nexthop;

/** Where the fields of {@code struct nhmsg} are, the family at 0. */
final class NextHopHeader {
  static final int SIZE = 8;

  /** How far the gateway is (u8). */
  static final int SCOPE = 1;

  /** Who installed it (u8). */
  static final int PROTOCOL = 2;

  /** Without a meaning (u8). */
  static final int RESERVED = 3;

  /** {@code RTNH_F_*} (u32). */
  static final int FLAGS = 4;

  private NextHopHeader() {}
}

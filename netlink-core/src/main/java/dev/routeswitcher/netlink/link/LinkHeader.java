package dev.routeswitcher.netlink.link;

/** Where the fields of {@code struct ifinfomsg} are, the family at 0. */
final class LinkHeader {
  static final int SIZE = 16;

  /** {@code ARPHRD_*} (u16). */
  static final int HARDWARE_TYPE = 2;

  /** The index (s32). */
  static final int INDEX = 4;

  /** {@link LinkFlags} (u32). */
  static final int FLAGS = 8;

  /** The flags to change, or that changed (u32). */
  static final int CHANGE = 12;

  private LinkHeader() {}
}

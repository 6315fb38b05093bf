package dev.routeswitcher.netlink.address;

/** Where the fields of {@code struct ifaddrmsg} are, the family at 0. */
final class AddressHeader {
  static final int SIZE = 8;

  /** The prefix length (u8). */
  static final int PREFIX_LENGTH = 1;

  /** The low byte of {@link AddressFlags} (u8). */
  static final int FLAGS = 2;

  /** How far it is valid (u8). */
  static final int SCOPE = 3;

  /** The index of the interface (u32). */
  static final int INDEX = 4;

  private AddressHeader() {}
}

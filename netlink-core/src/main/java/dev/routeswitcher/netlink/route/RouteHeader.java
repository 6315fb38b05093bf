package dev.routeswitcher.netlink.route;

/** Where the fields of {@code struct rtmsg} are, the family at 0. */
final class RouteHeader {
  static final int SIZE = 12;

  /** The prefix length of the destination (u8). */
  static final int DESTINATION_LENGTH = 1;

  /** The prefix length of the source (u8). */
  static final int SOURCE_LENGTH = 2;

  /** Type of service (u8). */
  static final int TOS = 3;

  /** The table (u8); {@link RouteTable#COMPAT} if it is above 255. */
  static final int TABLE = 4;

  /** {@link RouteProtocol} (u8). */
  static final int PROTOCOL = 5;

  /** {@link RouteScope} (u8). */
  static final int SCOPE = 6;

  /** {@link RouteType} (u8). */
  static final int TYPE = 7;

  /** {@link RouteFlags} (u32). */
  static final int FLAGS = 8;

  private RouteHeader() {}
}

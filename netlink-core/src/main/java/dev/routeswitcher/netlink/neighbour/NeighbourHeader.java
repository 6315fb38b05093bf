package dev.routeswitcher.netlink.neighbour;

/** Where the fields of {@code struct ndmsg} are, the family at 0. */
final class NeighbourHeader {
  static final int SIZE = 12;

  /** The index of the interface (s32). */
  static final int INDEX = 4;

  /** {@link NeighbourState} (u16). */
  static final int STATE = 8;

  /** The low byte of {@link NeighbourFlags} (u8). */
  static final int FLAGS = 10;

  /** What a route to it would be (u8). */
  static final int TYPE = 11;

  private NeighbourHeader() {}
}

package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.codec.Unsigned;
import dev.routeswitcher.netlink.message.FlagNames;

/**
 * Whether a neighbour can be reached ({@code NUD_*}). The kernel sets one bit; a request may name
 * one.
 *
 * @param bits u16
 */
public record NeighbourState(int bits) {
  private static final FlagNames NAMES = new FlagNames();

  /** Nothing is known yet. */
  public static final NeighbourState NONE = new NeighbourState(0);

  /** Asked for, not answered yet. */
  public static final NeighbourState INCOMPLETE = of(0x01, "INCOMPLETE");

  /** Known to be reachable. */
  public static final NeighbourState REACHABLE = of(0x02, "REACHABLE");

  /** Was reachable; will be asked again when it is used. */
  public static final NeighbourState STALE = of(0x04, "STALE");

  /** In use, and about to be asked again. */
  public static final NeighbourState DELAY = of(0x08, "DELAY");

  /** Being asked again. */
  public static final NeighbourState PROBE = of(0x10, "PROBE");

  /** Did not answer. */
  public static final NeighbourState FAILED = of(0x20, "FAILED");

  /** Needs no resolution, such as a multicast address. */
  public static final NeighbourState NOARP = of(0x40, "NOARP");

  /** Set by the administrator: never asked for, never removed by itself. */
  public static final NeighbourState PERMANENT = of(0x80, "PERMANENT");

  public NeighbourState {
    Unsigned.requireU16("neighbour state", bits);
  }

  private static NeighbourState of(int bit, String name) {
    return new NeighbourState((int) NAMES.flag(bit, name));
  }

  /** The state with these bits. */
  public static NeighbourState of(int bits) {
    return new NeighbourState(bits);
  }

  /** True if every bit of that state is set. */
  public boolean has(NeighbourState state) {
    return (bits & state.bits) == state.bits;
  }

  /** The names {@code ip} uses, separated by blanks; {@code NONE} without a bit. */
  @Override
  public String toString() {
    return bits == 0 ? "NONE" : NAMES.text(bits);
  }
}

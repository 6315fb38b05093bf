package dev.routeswitcher.netlink.neighbour;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.message.Names;
import java.util.StringJoiner;

/**
 * Whether a neighbour can be reached ({@code NUD_*}). The kernel sets one bit; a request may name
 * one.
 *
 * @param bits u16
 */
public record NeighbourState(int bits) {
  /** Nothing is known yet. */
  public static final NeighbourState NONE = new NeighbourState(0);

  /** Asked for, not answered yet. */
  public static final NeighbourState INCOMPLETE = new NeighbourState(0x01);

  /** Known to be reachable. */
  public static final NeighbourState REACHABLE = new NeighbourState(0x02);

  /** Was reachable; will be asked again when it is used. */
  public static final NeighbourState STALE = new NeighbourState(0x04);

  /** In use, and about to be asked again. */
  public static final NeighbourState DELAY = new NeighbourState(0x08);

  /** Being asked again. */
  public static final NeighbourState PROBE = new NeighbourState(0x10);

  /** Did not answer. */
  public static final NeighbourState FAILED = new NeighbourState(0x20);

  /** Needs no resolution, such as a multicast address. */
  public static final NeighbourState NOARP = new NeighbourState(0x40);

  /** Set by the administrator: never asked for, never removed by itself. */
  public static final NeighbourState PERMANENT = new NeighbourState(0x80);

  private static final ImmutableMap<Long, String> NAMES =
      ImmutableMap.<Long, String>builder()
          .put(0x01L, "INCOMPLETE")
          .put(0x02L, "REACHABLE")
          .put(0x04L, "STALE")
          .put(0x08L, "DELAY")
          .put(0x10L, "PROBE")
          .put(0x20L, "FAILED")
          .put(0x40L, "NOARP")
          .put(0x80L, "PERMANENT")
          .buildOrThrow();

  public NeighbourState {
    if (bits >>> 16 != 0) {
      throw new IllegalArgumentException("neighbour state must be a u16, is " + bits);
    }
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
    return bits == 0 ? "NONE" : Names.flags(NAMES, bits, new StringJoiner(" ")).toString();
  }
}

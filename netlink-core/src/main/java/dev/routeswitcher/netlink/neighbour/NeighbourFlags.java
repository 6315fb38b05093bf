package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.message.FlagNames;
import dev.routeswitcher.netlink.message.Flags;

/**
 * Flags of a neighbour: {@code NTF_*} of the header in the low byte, {@code NTF_EXT_*} of {@code
 * NDA_FLAGS_EXT} in the 32 bits above it.
 *
 * @param bits 40 bits
 */
public record NeighbourFlags(long bits) implements Flags<NeighbourFlags> {
  private static final FlagNames NAMES = new FlagNames();

  /** No flag. */
  public static final NeighbourFlags NONE = new NeighbourFlags(0);

  /** {@code NTF_USE}: in a request, resolve it now. */
  public static final long USE = NAMES.flag(0x01, "use");

  /** {@code NTF_SELF}: the entry is the link's own, not its bridge's. */
  public static final long SELF = NAMES.flag(0x02, "self");

  /** {@code NTF_MASTER}: the entry is the bridge's. */
  public static final long MASTER = NAMES.flag(0x04, "master");

  /** {@code NTF_ROUTER}: an IPv6 router. */
  public static final long ROUTER = NAMES.flag(0x80, "router");

  /** {@code NTF_PROXY}: this host answers for it. */
  public static final long PROXY = NAMES.flag(0x08, "proxy");

  /** {@code NTF_EXT_MANAGED}: the kernel keeps it resolved for a control plane. */
  public static final long MANAGED = NAMES.flag(0x100, "managed");

  /** {@code NTF_EXT_LEARNED}: learnt by a control plane, and removed by it alone. */
  public static final long EXTERNALLY_LEARNED = NAMES.flag(0x10, "extern_learn");

  /** {@code NTF_OFFLOADED}: hardware has it. */
  public static final long OFFLOADED = NAMES.flag(0x20, "offload");

  /** {@code NTF_EXT_EXT_VALIDATED}: a control plane vouches for it. */
  public static final long EXTERNALLY_VALIDATED = NAMES.flag(0x400, "extern_valid");

  /** {@code NTF_STICKY}: a bridge's entry that does not move to another port. */
  public static final long STICKY = NAMES.flag(0x40, "sticky");

  /** {@code NTF_EXT_LOCKED}: behind a locked port of a bridge, to be authenticated. */
  public static final long LOCKED = NAMES.flag(0x200, "locked");

  public NeighbourFlags {
    if (bits >>> 40 != 0) {
      throw new IllegalArgumentException("neighbour flags have 40 bits: " + bits);
    }
  }

  @Override
  public NeighbourFlags withBits(long newBits) {
    return new NeighbourFlags(newBits);
  }

  /** The low byte, which is in the header. */
  int inHeader() {
    return (int) (bits & 0xff);
  }

  /** The bits of {@code NDA_FLAGS_EXT}. */
  long extended() {
    return bits >>> 8;
  }

  /** The names {@code ip} uses, separated by blanks; unknown bits in hexadecimal. */
  @Override
  public String toString() {
    return NAMES.text(bits);
  }
}

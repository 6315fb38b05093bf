package dev.routeswitcher.netlink.neighbour;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.message.Names;
import java.util.StringJoiner;

/**
 * Flags of a neighbour: {@code NTF_*} of the header in the low byte, {@code NTF_EXT_*} of {@code
 * NDA_FLAGS_EXT} in the 32 bits above it.
 *
 * @param bits 40 bits
 */
public record NeighbourFlags(long bits) {
  /** No flag. */
  public static final NeighbourFlags NONE = new NeighbourFlags(0);

  /** {@code NTF_USE}: in a request, resolve it now. */
  public static final long USE = 0x01;

  /** {@code NTF_SELF}: the entry is the link's own, not its bridge's. */
  public static final long SELF = 0x02;

  /** {@code NTF_MASTER}: the entry is the bridge's. */
  public static final long MASTER = 0x04;

  /** {@code NTF_PROXY}: this host answers for it. */
  public static final long PROXY = 0x08;

  /** {@code NTF_EXT_LEARNED}: learnt by a control plane, and removed by it alone. */
  public static final long EXTERNALLY_LEARNED = 0x10;

  /** {@code NTF_OFFLOADED}: hardware has it. */
  public static final long OFFLOADED = 0x20;

  /** {@code NTF_STICKY}: a bridge's entry that does not move to another port. */
  public static final long STICKY = 0x40;

  /** {@code NTF_ROUTER}: an IPv6 router. */
  public static final long ROUTER = 0x80;

  /** {@code NTF_EXT_MANAGED}: the kernel keeps it resolved for a control plane. */
  public static final long MANAGED = 0x100;

  /** {@code NTF_EXT_LOCKED}: behind a locked port of a bridge, to be authenticated. */
  public static final long LOCKED = 0x200;

  /** {@code NTF_EXT_EXT_VALIDATED}: a control plane vouches for it. */
  public static final long EXTERNALLY_VALIDATED = 0x400;

  private static final ImmutableMap<Long, String> NAMES =
      ImmutableMap.<Long, String>builder()
          .put(USE, "use")
          .put(SELF, "self")
          .put(MASTER, "master")
          .put(ROUTER, "router")
          .put(PROXY, "proxy")
          .put(MANAGED, "managed")
          .put(EXTERNALLY_LEARNED, "extern_learn")
          .put(OFFLOADED, "offload")
          .put(EXTERNALLY_VALIDATED, "extern_valid")
          .put(STICKY, "sticky")
          .put(LOCKED, "locked")
          .buildOrThrow();

  public NeighbourFlags {
    if (bits >>> 40 != 0) {
      throw new IllegalArgumentException("neighbour flags have 40 bits: " + bits);
    }
  }

  /** The flags with these bits. */
  public static NeighbourFlags of(long bits) {
    return bits == 0 ? NONE : new NeighbourFlags(bits);
  }

  /** The low byte, which is in the header. */
  int inHeader() {
    return (int) (bits & 0xff);
  }

  /** The bits of {@code NDA_FLAGS_EXT}. */
  long extended() {
    return bits >>> 8;
  }

  /** True if every one of these bits is set. */
  public boolean has(long flag) {
    return (bits & flag) == flag;
  }

  /** These flags and those. */
  public NeighbourFlags with(long flag) {
    return of(bits | flag);
  }

  /** These flags without those. */
  public NeighbourFlags without(long flag) {
    return of(bits & ~flag);
  }

  /** The names {@code ip} uses, separated by blanks; unknown bits in hexadecimal. */
  @Override
  public String toString() {
    return Names.flags(NAMES, bits, new StringJoiner(" ")).toString();
  }
}

package dev.routeswitcher.netlink.message;

/**
 * A set of flag bits as a value. The constants of its kinds are bits, to be combined: {@code
 * RouteFlags.NONE.with(RouteFlags.ONLINK | RouteFlags.PERVASIVE)}.
 *
 * @param <F> the kind of flags
 */
public interface Flags<F extends Flags<F>> {
  /** All bits, unknown ones too. */
  long bits();

  /** Flags of the same kind with these bits. */
  F withBits(long bits);

  /** True if no bit is set. */
  default boolean isEmpty() {
    return bits() == 0;
  }

  /** True if every one of these bits is set. */
  default boolean has(long flags) {
    return (bits() & flags) == flags;
  }

  /** These flags and those. */
  default F with(long flags) {
    return withBits(bits() | flags);
  }

  /** These flags without those. */
  default F without(long flags) {
    return withBits(bits() & ~flags);
  }
}

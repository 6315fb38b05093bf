package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Unsigned;
import dev.routeswitcher.netlink.message.FlagNames;
import dev.routeswitcher.netlink.message.Flags;

/**
 * Flags of a route or of one of its next hops: {@code RTNH_F_*} in the low byte, {@code RTM_F_*}
 * above.
 *
 * @param bits u32
 */
public record RouteFlags(long bits) implements Flags<RouteFlags> {
  private static final FlagNames NAMES = new FlagNames();

  /** No flag. */
  public static final RouteFlags NONE = new RouteFlags(0);

  /** {@code RTNH_F_DEAD}: the next hop cannot be used; set by the kernel. */
  public static final long DEAD = NAMES.flag(0x1, "dead");

  /** {@code RTNH_F_ONLINK}: the gateway is taken to be on the link, whatever its address. */
  public static final long ONLINK = NAMES.flag(0x4, "onlink");

  /** {@code RTNH_F_PERVASIVE}: the gateway is looked up recursively. */
  public static final long PERVASIVE = NAMES.flag(0x2, "pervasive");

  /** {@code RTNH_F_OFFLOAD}: hardware forwards it. */
  public static final long OFFLOAD = NAMES.flag(0x8, "offload");

  /** {@code RTNH_F_TRAP}: hardware hands its packets to the kernel. */
  public static final long TRAP = NAMES.flag(0x40, "trap");

  /** {@code RTM_F_NOTIFY}: send events of changes. */
  public static final long NOTIFY = NAMES.flag(0x100, "notify");

  /** {@code RTNH_F_LINKDOWN}: the link has no carrier; set by the kernel. */
  public static final long LINKDOWN = NAMES.flag(0x10, "linkdown");

  /** {@code RTNH_F_UNRESOLVED}: a multicast entry waits for its daemon. */
  public static final long UNRESOLVED = NAMES.flag(0x20, "unresolved");

  /** {@code RTM_F_OFFLOAD}: hardware has the route. */
  public static final long ROUTE_OFFLOAD = NAMES.flag(0x4000, "rt_offload");

  /** {@code RTM_F_TRAP}: hardware hands the route's packets to the kernel. */
  public static final long ROUTE_TRAP = NAMES.flag(0x8000, "rt_trap");

  /** {@code RTM_F_OFFLOAD_FAILED}: hardware did not take the route. */
  public static final long OFFLOAD_FAILED = NAMES.flag(0x20000000L, "rt_offload_failed");

  /** {@code RTM_F_CLONED}: made from another route, such as a path MTU exception. */
  public static final long CLONED = NAMES.flag(0x200, "cache");

  /** {@code RTM_F_EQUALIZE}: unused. */
  public static final long EQUALIZE = NAMES.flag(0x400, "equalize");

  /** {@code RTM_F_PREFIX}: learnt from a router advertisement's prefix. */
  public static final long PREFIX = NAMES.flag(0x800, "prefix");

  /** {@code RTM_F_LOOKUP_TABLE}: in a lookup, report the table that answered. */
  public static final long LOOKUP_TABLE = NAMES.flag(0x1000, "lookup_table");

  /** {@code RTM_F_FIB_MATCH}: in a lookup, report the route that matched. */
  public static final long FIB_MATCH = NAMES.flag(0x2000, "fib_match");

  public RouteFlags {
    Unsigned.requireU32("route flags", bits);
  }

  @Override
  public RouteFlags withBits(long newBits) {
    return new RouteFlags(newBits);
  }

  /** The names {@code ip} uses, separated by blanks; unknown bits in hexadecimal. */
  @Override
  public String toString() {
    return NAMES.text(bits);
  }
}

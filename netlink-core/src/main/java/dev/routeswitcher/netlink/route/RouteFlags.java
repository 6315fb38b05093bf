package dev.routeswitcher.netlink.route;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.message.Names;
import java.util.StringJoiner;

/**
 * Flags of a route or of one of its next hops: {@code RTNH_F_*} in the low byte, {@code RTM_F_*}
 * above.
 *
 * @param bits u32
 */
public record RouteFlags(long bits) {
  /** No flag. */
  public static final RouteFlags NONE = new RouteFlags(0);

  /** {@code RTNH_F_DEAD}: the next hop cannot be used; set by the kernel. */
  public static final long DEAD = 0x1;

  /** {@code RTNH_F_PERVASIVE}: the gateway is looked up recursively. */
  public static final long PERVASIVE = 0x2;

  /** {@code RTNH_F_ONLINK}: the gateway is taken to be on the link, whatever its address. */
  public static final long ONLINK = 0x4;

  /** {@code RTNH_F_OFFLOAD}: hardware forwards it. */
  public static final long OFFLOAD = 0x8;

  /** {@code RTNH_F_LINKDOWN}: the link has no carrier; set by the kernel. */
  public static final long LINKDOWN = 0x10;

  /** {@code RTNH_F_UNRESOLVED}: a multicast entry waits for its daemon. */
  public static final long UNRESOLVED = 0x20;

  /** {@code RTNH_F_TRAP}: hardware hands its packets to the kernel. */
  public static final long TRAP = 0x40;

  /** {@code RTM_F_NOTIFY}: tell of changes. */
  public static final long NOTIFY = 0x100;

  /** {@code RTM_F_CLONED}: made from another route, such as a path MTU exception. */
  public static final long CLONED = 0x200;

  /** {@code RTM_F_EQUALIZE}: unused. */
  public static final long EQUALIZE = 0x400;

  /** {@code RTM_F_PREFIX}: learnt from a router advertisement's prefix. */
  public static final long PREFIX = 0x800;

  /** {@code RTM_F_LOOKUP_TABLE}: in a lookup, tell the table that answered. */
  public static final long LOOKUP_TABLE = 0x1000;

  /** {@code RTM_F_FIB_MATCH}: in a lookup, tell the route that matched. */
  public static final long FIB_MATCH = 0x2000;

  /** {@code RTM_F_OFFLOAD}: hardware has the route. */
  public static final long ROUTE_OFFLOAD = 0x4000;

  /** {@code RTM_F_TRAP}: hardware hands the route's packets to the kernel. */
  public static final long ROUTE_TRAP = 0x8000;

  /** {@code RTM_F_OFFLOAD_FAILED}: hardware did not take the route. */
  public static final long OFFLOAD_FAILED = 0x20000000L;

  private static final ImmutableMap<Long, String> NAMES =
      ImmutableMap.<Long, String>builder()
          .put(DEAD, "dead")
          .put(ONLINK, "onlink")
          .put(PERVASIVE, "pervasive")
          .put(OFFLOAD, "offload")
          .put(TRAP, "trap")
          .put(NOTIFY, "notify")
          .put(LINKDOWN, "linkdown")
          .put(UNRESOLVED, "unresolved")
          .put(ROUTE_OFFLOAD, "rt_offload")
          .put(ROUTE_TRAP, "rt_trap")
          .put(OFFLOAD_FAILED, "rt_offload_failed")
          .put(CLONED, "cache")
          .put(EQUALIZE, "equalize")
          .put(PREFIX, "prefix")
          .put(LOOKUP_TABLE, "lookup_table")
          .put(FIB_MATCH, "fib_match")
          .buildOrThrow();

  public RouteFlags {
    Names.requireU32("route flags", bits);
  }

  /** The flags with these bits. */
  public static RouteFlags of(long bits) {
    return bits == 0 ? NONE : new RouteFlags(bits);
  }

  /** True if every one of these bits is set. */
  public boolean has(long flag) {
    return (bits & flag) == flag;
  }

  /** These flags and those. */
  public RouteFlags with(long flag) {
    return of(bits | flag);
  }

  /** These flags without those. */
  public RouteFlags without(long flag) {
    return of(bits & ~flag);
  }

  /** The names {@code ip} uses, separated by blanks; unknown bits in hexadecimal. */
  @Override
  public String toString() {
    return Names.flags(NAMES, bits, new StringJoiner(" ")).toString();
  }
}

package dev.routeswitcher.netlink.link;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.message.Names;
import java.util.StringJoiner;

/**
 * Flags of a link ({@code IFF_*} of {@code linux/if.h}).
 *
 * @param bits u32
 */
public record LinkFlags(long bits) {
  /** No flag. */
  public static final LinkFlags NONE = new LinkFlags(0);

  /** {@code IFF_UP}: set up by the administrator. */
  public static final long UP = 0x1;

  /** {@code IFF_BROADCAST}: has a broadcast address. */
  public static final long BROADCAST = 0x2;

  /** {@code IFF_DEBUG}: debugging is on. */
  public static final long DEBUG = 0x4;

  /** {@code IFF_LOOPBACK}: is a loopback. */
  public static final long LOOPBACK = 0x8;

  /** {@code IFF_POINTOPOINT}: has one peer only. */
  public static final long POINTOPOINT = 0x10;

  /** {@code IFF_NOTRAILERS}: unused. */
  public static final long NOTRAILERS = 0x20;

  /** {@code IFF_RUNNING}: operational state is up (or unknown). */
  public static final long RUNNING = 0x40;

  /** {@code IFF_NOARP}: has no neighbour resolution. */
  public static final long NOARP = 0x80;

  /** {@code IFF_PROMISC}: takes every packet. */
  public static final long PROMISC = 0x100;

  /** {@code IFF_ALLMULTI}: takes every multicast packet. */
  public static final long ALLMULTI = 0x200;

  /** {@code IFF_MASTER}: balances load over others. */
  public static final long MASTER = 0x400;

  /** {@code IFF_SLAVE}: is balanced by another. */
  public static final long SLAVE = 0x800;

  /** {@code IFF_MULTICAST}: supports multicast. */
  public static final long MULTICAST = 0x1000;

  /** {@code IFF_PORTSEL}: can choose its medium. */
  public static final long PORTSEL = 0x2000;

  /** {@code IFF_AUTOMEDIA}: chooses its medium. */
  public static final long AUTOMEDIA = 0x4000;

  /** {@code IFF_DYNAMIC}: is a dial-up link. */
  public static final long DYNAMIC = 0x8000;

  /** {@code IFF_LOWER_UP}: has carrier. */
  public static final long LOWER_UP = 0x10000;

  /** {@code IFF_DORMANT}: waits for something. */
  public static final long DORMANT = 0x20000;

  /** {@code IFF_ECHO}: echoes what is sent. */
  public static final long ECHO = 0x40000;

  private static final ImmutableMap<Long, String> NAMES =
      ImmutableMap.<Long, String>builder()
          .put(LOOPBACK, "LOOPBACK")
          .put(BROADCAST, "BROADCAST")
          .put(POINTOPOINT, "POINTOPOINT")
          .put(MULTICAST, "MULTICAST")
          .put(NOARP, "NOARP")
          .put(ALLMULTI, "ALLMULTI")
          .put(PROMISC, "PROMISC")
          .put(MASTER, "MASTER")
          .put(SLAVE, "SLAVE")
          .put(DEBUG, "DEBUG")
          .put(DYNAMIC, "DYNAMIC")
          .put(AUTOMEDIA, "AUTOMEDIA")
          .put(PORTSEL, "PORTSEL")
          .put(NOTRAILERS, "NOTRAILERS")
          .put(UP, "UP")
          .put(LOWER_UP, "LOWER_UP")
          .put(DORMANT, "DORMANT")
          .put(ECHO, "ECHO")
          .buildOrThrow();

  public LinkFlags {
    Names.requireU32("link flags", bits);
  }

  /** The flags with these bits. */
  public static LinkFlags of(long bits) {
    return bits == 0 ? NONE : new LinkFlags(bits);
  }

  /** True if every one of these bits is set. */
  public boolean has(long flag) {
    return (bits & flag) == flag;
  }

  /** These flags and those. */
  public LinkFlags with(long flag) {
    return of(bits | flag);
  }

  /** These flags without those. */
  public LinkFlags without(long flag) {
    return of(bits & ~flag);
  }

  /**
   * {@code <NAME,NAME>} as {@code ip} prints them: {@link #RUNNING} is told by its absence, {@code
   * NO-CARRIER}, of a link that is up; unknown bits in hexadecimal.
   */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",", "<", ">");
    if (has(UP) && !has(RUNNING)) {
      text.add("NO-CARRIER");
    }
    return Names.flags(NAMES, bits & ~RUNNING, text).toString();
  }
}

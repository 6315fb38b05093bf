package dev.routeswitcher.netlink.link;

import dev.routeswitcher.netlink.codec.Unsigned;
import dev.routeswitcher.netlink.message.FlagNames;
import dev.routeswitcher.netlink.message.Flags;
import java.util.StringJoiner;

/**
 * Flags of a link ({@code IFF_*} of {@code linux/if.h}).
 *
 * @param bits u32
 */
public record LinkFlags(long bits) implements Flags<LinkFlags> {
  private static final FlagNames NAMES = new FlagNames();

  /** No flag. */
  public static final LinkFlags NONE = new LinkFlags(0);

  /** {@code IFF_LOOPBACK}: is a loopback. */
  public static final long LOOPBACK = NAMES.flag(0x8, "LOOPBACK");

  /** {@code IFF_BROADCAST}: has a broadcast address. */
  public static final long BROADCAST = NAMES.flag(0x2, "BROADCAST");

  /** {@code IFF_POINTOPOINT}: has one peer only. */
  public static final long POINTOPOINT = NAMES.flag(0x10, "POINTOPOINT");

  /** {@code IFF_MULTICAST}: supports multicast. */
  public static final long MULTICAST = NAMES.flag(0x1000, "MULTICAST");

  /** {@code IFF_NOARP}: has no neighbour resolution. */
  public static final long NOARP = NAMES.flag(0x80, "NOARP");

  /** {@code IFF_ALLMULTI}: takes every multicast packet. */
  public static final long ALLMULTI = NAMES.flag(0x200, "ALLMULTI");

  /** {@code IFF_PROMISC}: takes every packet. */
  public static final long PROMISC = NAMES.flag(0x100, "PROMISC");

  /** {@code IFF_MASTER}: balances load over others. */
  public static final long MASTER = NAMES.flag(0x400, "MASTER");

  /** {@code IFF_SLAVE}: is balanced by another. */
  public static final long SLAVE = NAMES.flag(0x800, "SLAVE");

  /** {@code IFF_DEBUG}: debugging is on. */
  public static final long DEBUG = NAMES.flag(0x4, "DEBUG");

  /** {@code IFF_DYNAMIC}: is a dial-up link. */
  public static final long DYNAMIC = NAMES.flag(0x8000, "DYNAMIC");

  /** {@code IFF_AUTOMEDIA}: chooses its medium. */
  public static final long AUTOMEDIA = NAMES.flag(0x4000, "AUTOMEDIA");

  /** {@code IFF_PORTSEL}: can choose its medium. */
  public static final long PORTSEL = NAMES.flag(0x2000, "PORTSEL");

  /** {@code IFF_NOTRAILERS}: unused. */
  public static final long NOTRAILERS = NAMES.flag(0x20, "NOTRAILERS");

  /** {@code IFF_UP}: set up by the administrator. */
  public static final long UP = NAMES.flag(0x1, "UP");

  /** {@code IFF_LOWER_UP}: has carrier. */
  public static final long LOWER_UP = NAMES.flag(0x10000, "LOWER_UP");

  /** {@code IFF_DORMANT}: waits for something. */
  public static final long DORMANT = NAMES.flag(0x20000, "DORMANT");

  /** {@code IFF_ECHO}: echoes what is sent. */
  public static final long ECHO = NAMES.flag(0x40000, "ECHO");

  /** {@code IFF_RUNNING}: operational state is up (or unknown). */
  public static final long RUNNING = 0x40;

  public LinkFlags {
    Unsigned.requireU32("link flags", bits);
  }

  @Override
  public LinkFlags withBits(long newBits) {
    return new LinkFlags(newBits);
  }

  /**
   * {@code <NAME,NAME>} as {@code ip} prints them: {@link #RUNNING} is shown by its absence, {@code
   * NO-CARRIER}, of a link that is up; unknown bits in hexadecimal.
   */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",", "<", ">");
    if (has(UP) && !has(RUNNING)) {
      text.add("NO-CARRIER");
    }
    return NAMES.addTo(text, bits & ~RUNNING).toString();
  }
}

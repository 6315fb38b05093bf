package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Unsigned;

/**
 * A routing table ({@code RT_TABLE_*}).
 *
 * @param id u32; 0 is no table (in a request, any)
 */
public record RouteTable(long id) {
  /** No table. */
  public static final RouteTable UNSPEC = new RouteTable(0);

  /** What the header's u8 says where only an attribute has room for the number. */
  static final int COMPAT = 252;

  /** {@code default}: looked up last, usually empty. */
  public static final RouteTable DEFAULT = new RouteTable(253);

  /** {@code main}: where routes go unless another table is named. */
  public static final RouteTable MAIN = new RouteTable(254);

  /** {@code local}: the kernel's routes to addresses of its own. */
  public static final RouteTable LOCAL = new RouteTable(255);

  public RouteTable {
    Unsigned.requireU32("routing table", id);
  }

  /** The table with this number. */
  public static RouteTable of(long id) {
    return id == MAIN.id ? MAIN : new RouteTable(id);
  }

  /** True if the u8 of a message's fixed part has room for the number. */
  public boolean fitsHeader() {
    return id <= 255;
  }

  /** What that u8 says: the number, or 252 if there is no room for it. */
  public int inHeader() {
    return fitsHeader() ? (int) id : COMPAT;
  }

  /** The name {@code ip} uses without its configuration, such as {@code main}, or the number. */
  @Override
  public String toString() {
    if (id == 0) {
      return "unspec";
    }
    if (id == 253) {
      return "default";
    }
    if (id == 254) {
      return "main";
    }
    return id == 255 ? "local" : Long.toString(id);
  }
}

package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.message.Names;

/**
 * A routing table ({@code RT_TABLE_*}).
 *
 * @param id u32; 0 is no table (in a request, any)
 */
public record RouteTable(long id) {
  /** No table. */
  public static final RouteTable UNSPEC = new RouteTable(0);

  /** What {@code rtm_table} says where the number is above 255 and only RTA_TABLE has it. */
  public static final int COMPAT = 252;

  /** {@code default}: looked up last, usually empty. */
  public static final RouteTable DEFAULT = new RouteTable(253);

  /** {@code main}: where routes go unless another table is named. */
  public static final RouteTable MAIN = new RouteTable(254);

  /** {@code local}: the kernel's routes to addresses of its own. */
  public static final RouteTable LOCAL = new RouteTable(255);

  public RouteTable {
    Names.requireU32("routing table", id);
  }

  /** The table with this number. */
  public static RouteTable of(long id) {
    return id == MAIN.id ? MAIN : new RouteTable(id);
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

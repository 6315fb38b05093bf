package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.Names;

/**
 * Message types of ctnetlink: the subsystem {@code NFNL_SUBSYS_CTNETLINK} in the upper byte, {@code
 * IPCTNL_MSG_CT_*} in the lower one.
 */
public final class ConntrackType {
  private static final int SUBSYSTEM = 0x100;

  /** {@code IPCTNL_MSG_CT_NEW}: an entry, in answers and events too. */
  public static final int NEW = SUBSYSTEM;

  /** {@code IPCTNL_MSG_CT_GET}. */
  public static final int GET = SUBSYSTEM + 1;

  /**
   * {@code IPCTNL_MSG_CT_DELETE}. A request without a tuple deletes <em>every</em> entry of its
   * family.
   */
  public static final int DELETE = SUBSYSTEM + 2;

  /** {@code IPCTNL_MSG_CT_GET_STATS}: how many entries there are. */
  public static final int GET_STATS = SUBSYSTEM + 5;

  private static final Names NAMES =
      Names.from(NEW, "NEW", "GET", "DELETE", "GET_CTRZERO", "GET_STATS_CPU", "GET_STATS")
          .and(SUBSYSTEM + 6, "GET_DYING", "GET_UNCONFIRMED");

  private ConntrackType() {}

  /** True for the types of this subsystem. Those of rtnetlink are all below. */
  public static boolean isConntrack(int type) {
    return (type & 0xff00) == SUBSYSTEM;
  }

  /** The name, such as {@code IPCTNL_MSG_CT_DELETE}, or the prefix and the number. */
  public static String name(int type) {
    return "IPCTNL_MSG_CT_" + NAMES.of(type);
  }
}

package dev.routeswitcher.netlink.rtnetlink;

import dev.routeswitcher.netlink.codec.NetlinkHeader;

/**
 * Message types of rtnetlink ({@code RTM_*}). They come in fours per kind of object: new, delete,
 * get, set.
 */
public final class RtnetlinkType {
  /** {@code RTM_NEWLINK}. */
  public static final int NEWLINK = 16;

  /** {@code RTM_DELLINK}. */
  public static final int DELLINK = 17;

  /** {@code RTM_GETLINK}. */
  public static final int GETLINK = 18;

  /** {@code RTM_SETLINK}. */
  public static final int SETLINK = 19;

  /** {@code RTM_NEWADDR}. */
  public static final int NEWADDR = 20;

  /** {@code RTM_DELADDR}. */
  public static final int DELADDR = 21;

  /** {@code RTM_GETADDR}. */
  public static final int GETADDR = 22;

  /** {@code RTM_NEWROUTE}. */
  public static final int NEWROUTE = 24;

  /** {@code RTM_DELROUTE}. */
  public static final int DELROUTE = 25;

  /** {@code RTM_GETROUTE}. */
  public static final int GETROUTE = 26;

  /** {@code RTM_NEWNEIGH}. */
  public static final int NEWNEIGH = 28;

  /** {@code RTM_DELNEIGH}. */
  public static final int DELNEIGH = 29;

  /** {@code RTM_GETNEIGH}. */
  public static final int GETNEIGH = 30;

  /** {@code RTM_NEWRULE}. */
  public static final int NEWRULE = 32;

  /** {@code RTM_DELRULE}. */
  public static final int DELRULE = 33;

  /** {@code RTM_GETRULE}. */
  public static final int GETRULE = 34;

  /** {@code RTM_NEWMULTICAST}: a group was joined; reported as an address. */
  public static final int NEWMULTICAST = 56;

  /** {@code RTM_NEWANYCAST}: reported as an address. */
  public static final int NEWANYCAST = 60;

  /** {@code RTM_NEWNEXTHOP}. */
  public static final int NEWNEXTHOP = 104;

  /** {@code RTM_DELNEXTHOP}. */
  public static final int DELNEXTHOP = 105;

  /** {@code RTM_GETNEXTHOP}. */
  public static final int GETNEXTHOP = 106;

  private static final String[] VERBS = {"NEW", "DEL", "GET", "SET"};

  /** The kinds of objects, in the order of their types. */
  private static final String[] KINDS =
      ("LINK ADDR ROUTE NEIGH RULE QDISC TCLASS TFILTER ACTION PREFIX MULTICAST ANYCAST NEIGHTBL"
              + " NDUSEROPT ADDRLABEL DCB NETCONF MDB NSID STATS CACHEREPORT CHAIN NEXTHOP LINKPROP"
              + " VLAN NEXTHOPBUCKET TUNNEL")
          .split(" ", -1);

  private RtnetlinkType() {}

  /** The type of the "new" message of the same kind of object; 0 for netlink's control types. */
  public static int newTypeOf(int type) {
    return type < NetlinkHeader.MIN_PROTOCOL_TYPE ? 0 : type & ~3;
  }

  /** True for a "delete" message. */
  public static boolean isDelete(int type) {
    return type >= NetlinkHeader.MIN_PROTOCOL_TYPE && (type & 3) == 1;
  }

  /** True for a "get" message: a question. */
  public static boolean isGet(int type) {
    return type >= NetlinkHeader.MIN_PROTOCOL_TYPE && (type & 3) == 2;
  }

  /** The name, such as {@code RTM_NEWROUTE}, or {@code RTM_} and the number. */
  public static String name(int type) {
    int kind = (type - NetlinkHeader.MIN_PROTOCOL_TYPE) >> 2;
    boolean known = kind >= 0 && kind < KINDS.length;
    return "RTM_" + (known ? VERBS[type & 3] + KINDS[kind] : Integer.toString(type));
  }
}

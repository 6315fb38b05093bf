package dev.routeswitcher.netlink.rtnetlink;

import com.google.common.collect.ImmutableMap;

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

  private static final int BASE = 16;

  private static final String[] VERBS = {"NEW", "DEL", "GET", "SET"};

  /** Kinds by the type of their "new" message. */
  private static final ImmutableMap<Integer, String> KINDS =
      ImmutableMap.<Integer, String>builder()
          .put(16, "LINK")
          .put(20, "ADDR")
          .put(24, "ROUTE")
          .put(28, "NEIGH")
          .put(32, "RULE")
          .put(36, "QDISC")
          .put(40, "TCLASS")
          .put(44, "TFILTER")
          .put(48, "ACTION")
          .put(52, "PREFIX")
          .put(56, "MULTICAST")
          .put(60, "ANYCAST")
          .put(64, "NEIGHTBL")
          .put(68, "NDUSEROPT")
          .put(72, "ADDRLABEL")
          .put(76, "DCB")
          .put(80, "NETCONF")
          .put(84, "MDB")
          .put(88, "NSID")
          .put(92, "STATS")
          .put(96, "CACHEREPORT")
          .put(100, "CHAIN")
          .put(104, "NEXTHOP")
          .put(108, "LINKPROP")
          .put(112, "VLAN")
          .put(116, "NEXTHOPBUCKET")
          .put(120, "TUNNEL")
          .buildOrThrow();

  private RtnetlinkType() {}

  /** The type of the "new" message of the same kind of object; 0 for netlink's control types. */
  public static int familyOf(int type) {
    return type < BASE ? 0 : type & ~3;
  }

  /** True for a "delete" message. */
  public static boolean isDelete(int type) {
    return type >= BASE && (type & 3) == 1;
  }

  /** The name, such as {@code RTM_NEWROUTE}, or {@code RTM_} and the number. */
  public static String name(int type) {
    String kind = KINDS.get(familyOf(type));
    return "RTM_" + (kind == null ? Integer.toString(type) : VERBS[type & 3] + kind);
  }
}

package dev.routeswitcher.netlink.link;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.message.AttributeText;

/**
 * Names of what is particular to some kinds of links, and to the ports of some masters ({@code
 * linux/if_link.h}, {@code if_tunnel.h}). Values are taken as they are.
 */
final class LinkKinds {
  private static final AttributeSchema MACVLAN =
      named(
          "IFLA_MACVLAN_",
          "MODE FLAGS MACADDR_MODE MACADDR MACADDR_DATA MACADDR_COUNT BC_QUEUE_LEN"
              + " BC_QUEUE_LEN_USED BC_CUTOFF");

  private static final AttributeSchema IPVLAN = named("IFLA_IPVLAN_", "MODE FLAGS");

  private static final AttributeSchema IP_TUNNEL =
      named(
          "IFLA_IPTUN_",
          "LINK LOCAL REMOTE TTL TOS ENCAP_LIMIT FLOWINFO FLAGS PROTO PMTUDISC 6RD_PREFIX"
              + " 6RD_RELAY_PREFIX 6RD_PREFIXLEN 6RD_RELAY_PREFIXLEN ENCAP_TYPE ENCAP_FLAGS"
              + " ENCAP_SPORT ENCAP_DPORT COLLECT_METADATA FWMARK");

  private static final AttributeSchema GRE =
      named(
          "IFLA_GRE_",
          "LINK IFLAGS OFLAGS IKEY OKEY LOCAL REMOTE TTL TOS PMTUDISC ENCAP_LIMIT FLOWINFO FLAGS"
              + " ENCAP_TYPE ENCAP_FLAGS ENCAP_SPORT ENCAP_DPORT COLLECT_METADATA IGNORE_DF FWMARK"
              + " ERSPAN_INDEX ERSPAN_VER ERSPAN_DIR ERSPAN_HWID");

  private static final ImmutableMap<String, AttributeSchema> DATA =
      ImmutableMap.<String, AttributeSchema>builder()
          .put("vlan", named("IFLA_VLAN_", "ID FLAGS EGRESS_QOS INGRESS_QOS PROTOCOL"))
          .put("vrf", named("IFLA_VRF_", "TABLE"))
          .put("veth", named("VETH_INFO_", "PEER"))
          .put("macvlan", MACVLAN)
          .put("macvtap", MACVLAN)
          .put("ipvlan", IPVLAN)
          .put("ipvtap", IPVLAN)
          .put("ipip", IP_TUNNEL)
          .put("sit", IP_TUNNEL)
          .put("ip6tnl", IP_TUNNEL)
          .put("gre", GRE)
          .put("gretap", GRE)
          .put("ip6gre", GRE)
          .put("ip6gretap", GRE)
          .put("erspan", GRE)
          .put("ip6erspan", GRE)
          .put("xfrm", named("IFLA_XFRM_", "LINK IF_ID COLLECT_METADATA"))
          .put(
              "tun",
              named(
                  "IFLA_TUN_",
                  "OWNER GROUP TYPE PI VNET_HDR PERSIST MULTI_QUEUE NUM_QUEUES"
                      + " NUM_DISABLED_QUEUES"))
          .put(
              "vxlan",
              named(
                  "IFLA_VXLAN_",
                  "ID GROUP LINK LOCAL TTL TOS LEARNING AGEING LIMIT PORT_RANGE PROXY RSC L2MISS"
                      + " L3MISS PORT GROUP6 LOCAL6 UDP_CSUM UDP_ZERO_CSUM6_TX UDP_ZERO_CSUM6_RX"
                      + " REMCSUM_TX REMCSUM_RX GBP REMCSUM_NOPARTIAL COLLECT_METADATA LABEL GPE"
                      + " TTL_INHERIT DF VNIFILTER LOCALBYPASS LABEL_POLICY RESERVED_BITS"
                      + " MC_ROUTE"))
          .put(
              "geneve",
              named(
                  "IFLA_GENEVE_",
                  "ID REMOTE TTL TOS PORT COLLECT_METADATA REMOTE6 UDP_CSUM UDP_ZERO_CSUM6_TX"
                      + " UDP_ZERO_CSUM6_RX LABEL TTL_INHERIT DF INNER_PROTO_INHERIT PORT_RANGE"
                      + " GRO_HINT LOCAL LOCAL6"))
          .put(
              "bridge",
              named(
                  "IFLA_BR_",
                  "FORWARD_DELAY HELLO_TIME MAX_AGE AGEING_TIME STP_STATE PRIORITY VLAN_FILTERING"
                      + " VLAN_PROTOCOL GROUP_FWD_MASK ROOT_ID BRIDGE_ID ROOT_PORT ROOT_PATH_COST"
                      + " TOPOLOGY_CHANGE TOPOLOGY_CHANGE_DETECTED HELLO_TIMER TCN_TIMER"
                      + " TOPOLOGY_CHANGE_TIMER GC_TIMER GROUP_ADDR FDB_FLUSH MCAST_ROUTER"
                      + " MCAST_SNOOPING MCAST_QUERY_USE_IFADDR MCAST_QUERIER"
                      + " MCAST_HASH_ELASTICITY MCAST_HASH_MAX MCAST_LAST_MEMBER_CNT"
                      + " MCAST_STARTUP_QUERY_CNT MCAST_LAST_MEMBER_INTVL MCAST_MEMBERSHIP_INTVL"
                      + " MCAST_QUERIER_INTVL MCAST_QUERY_INTVL MCAST_QUERY_RESPONSE_INTVL"
                      + " MCAST_STARTUP_QUERY_INTVL NF_CALL_IPTABLES NF_CALL_IP6TABLES"
                      + " NF_CALL_ARPTABLES VLAN_DEFAULT_PVID PAD VLAN_STATS_ENABLED"
                      + " MCAST_STATS_ENABLED MCAST_IGMP_VERSION MCAST_MLD_VERSION"
                      + " VLAN_STATS_PER_PORT MULTI_BOOLOPT MCAST_QUERIER_STATE FDB_N_LEARNED"
                      + " FDB_MAX_LEARNED STP_MODE"))
          .put(
              "bond",
              named(
                  "IFLA_BOND_",
                  "MODE ACTIVE_SLAVE MIIMON UPDELAY DOWNDELAY USE_CARRIER ARP_INTERVAL"
                      + " ARP_IP_TARGET ARP_VALIDATE ARP_ALL_TARGETS PRIMARY PRIMARY_RESELECT"
                      + " FAIL_OVER_MAC XMIT_HASH_POLICY RESEND_IGMP NUM_PEER_NOTIF"
                      + " ALL_SLAVES_ACTIVE MIN_LINKS LP_INTERVAL PACKETS_PER_SLAVE AD_LACP_RATE"
                      + " AD_SELECT AD_INFO AD_ACTOR_SYS_PRIO AD_USER_PORT_KEY AD_ACTOR_SYSTEM"
                      + " TLB_DYNAMIC_LB PEER_NOTIF_DELAY AD_LACP_ACTIVE MISSED_MAX"
                      + " NS_IP6_TARGET COUPLED_CONTROL BROADCAST_NEIGH LACP_STRICT"))
          .buildOrThrow();

  private static final ImmutableMap<String, AttributeSchema> PORT_DATA =
      ImmutableMap.<String, AttributeSchema>builder()
          .put("vrf", named("IFLA_VRF_PORT_", "TABLE"))
          .put(
              "bridge",
              named(
                  "IFLA_BRPORT_",
                  "STATE PRIORITY COST MODE GUARD PROTECT FAST_LEAVE LEARNING UNICAST_FLOOD"
                      + " PROXYARP LEARNING_SYNC PROXYARP_WIFI ROOT_ID BRIDGE_ID DESIGNATED_PORT"
                      + " DESIGNATED_COST ID NO TOPOLOGY_CHANGE_ACK CONFIG_PENDING"
                      + " MESSAGE_AGE_TIMER FORWARD_DELAY_TIMER HOLD_TIMER FLUSH MULTICAST_ROUTER"
                      + " PAD MCAST_FLOOD MCAST_TO_UCAST VLAN_TUNNEL BCAST_FLOOD GROUP_FWD_MASK"
                      + " NEIGH_SUPPRESS ISOLATED BACKUP_PORT MRP_RING_OPEN MRP_IN_OPEN"
                      + " MCAST_EHT_HOSTS_LIMIT MCAST_EHT_HOSTS_CNT LOCKED MAB MCAST_N_GROUPS"
                      + " MCAST_MAX_GROUPS NEIGH_VLAN_SUPPRESS BACKUP_NHID NEIGH_FORWARD_GRAT"))
          .put(
              "bond",
              named(
                  "IFLA_BOND_SLAVE_",
                  "STATE MII_STATUS LINK_FAILURE_COUNT PERM_HWADDR QUEUE_ID AD_AGGREGATOR_ID"
                      + " AD_ACTOR_OPER_PORT_STATE AD_PARTNER_OPER_PORT_STATE PRIO"
                      + " ACTOR_PORT_PRIO AD_CHURN_ACTOR_STATE AD_CHURN_PARTNER_STATE"))
          .buildOrThrow();

  /** {@code IFLA_AF_SPEC}: by address family, what the family has to say of a link. */
  static final AttributeSchema FAMILIES =
      AttributeSchema.of(
          "AF_",
          families -> {
            families.nested(2, "INET", named("IFLA_INET_", "CONF"));
            families.nested(
                10,
                "INET6",
                named(
                    "IFLA_INET6_",
                    "FLAGS CONF STATS MCAST CACHEINFO ICMP6STATS TOKEN ADDR_GEN_MODE RA_MTU"));
            families.opaque(28, "MPLS");
          });

  private LinkKinds() {}

  /** The schema of {@code IFLA_INFO_DATA}, by the attributes it is among. */
  static AttributeSchema data(Attributes info) {
    return named(DATA, info, LinkInfo.KIND);
  }

  /** The schema of {@code IFLA_INFO_SLAVE_DATA}, by the attributes it is among. */
  static AttributeSchema portData(Attributes info) {
    return named(PORT_DATA, info, LinkInfo.PORT_KIND);
  }

  private static AttributeSchema named(
      ImmutableMap<String, AttributeSchema> kinds, Attributes info, AttributeType.Of<String> kind) {
    return AttributeText.find(info, kind)
        .map(kind.form()::read)
        .map(kinds::get)
        .orElse(AttributeSchema.NONE);
  }

  /** The types from 1 on, by names that are separated by blanks. */
  private static AttributeSchema named(String prefix, String names) {
    return AttributeSchema.of(prefix, schema -> schema.opaque(1, names.split(" ", -1)));
  }
}

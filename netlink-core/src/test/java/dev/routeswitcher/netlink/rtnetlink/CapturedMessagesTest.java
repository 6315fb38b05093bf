package dev.routeswitcher.netlink.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.Captures;
import dev.routeswitcher.netlink.Captures.Capture;
import dev.routeswitcher.netlink.address.AddressFlags;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.encapsulation.IpEncapsulation;
import dev.routeswitcher.netlink.encapsulation.Seg6Encapsulation;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.link.OperationalState;
import dev.routeswitcher.netlink.neighbour.NeighbourAttributes;
import dev.routeswitcher.netlink.neighbour.NeighbourFlags;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourState;
import dev.routeswitcher.netlink.nexthop.NextHopAttributes;
import dev.routeswitcher.netlink.nexthop.NextHopGroupMember;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteType;
import dev.routeswitcher.netlink.rule.PortRange;
import dev.routeswitcher.netlink.rule.RuleAttributes;
import dev.routeswitcher.netlink.rule.RuleFlags;
import dev.routeswitcher.netlink.rule.RuleMessage;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CapturedMessagesTest {

  static List<Capture> captures() {
    return Captures.all().toList();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void a_message_is_written_as_the_very_bytes_it_was_read_from(Capture capture) {
    NetlinkWriter writer = new NetlinkWriter(capture.cursor().order());
    int start = writer.beginMessage(capture.cursor().header());
    capture.message().writeTo(writer);

    assertThat(writer.endMessage(start).toBytes()).isEqualTo(capture.bytes());
  }

  @ParameterizedTest
  @MethodSource("captures")
  void a_message_reads_like_the_output_of_ip_and_has_no_problems(Capture capture) {
    assertThat(capture.message()).hasToString(capture.text());
    assertThat(capture.message().problems()).isEmpty();
  }

  @Test
  void a_default_route_has_no_destination_attribute() {
    RouteMessage route = route("ip route add default");

    assertThat(route.isDefault()).isTrue();
    assertThat(route.destination()).isEmpty();
    assertThat(route.table()).isEqualTo(RouteTable.MAIN);
    assertThat(route.protocol()).isEqualTo(RouteProtocol.of(157));
    assertThat(route.scope()).isEqualTo(RouteScope.UNIVERSE);
    assertThat(route.type()).isEqualTo(RouteType.UNICAST);
    assertThat(route.gateway()).hasValue(IpAddress.parse("192.0.2.1"));
    assertThat(route.outputInterface()).hasValue(10);
    assertThat(route.priority()).hasValue(5);
    assertThat(route.preferredSource()).hasValue(IpAddress.parse("192.0.2.2"));
    assertThat(route.metrics().orElseThrow().mtu()).hasValue(1400);
    assertThat(route.flags().has(RouteFlags.LINKDOWN)).isTrue();
    assertThat(route.flags().has(RouteFlags.DEAD)).isFalse();
    assertThat(route.nextHops()).isEmpty();
  }

  @Test
  void a_host_route_to_the_zero_address_is_no_default_route() {
    RouteMessage route = route("ip route add 0.0.0.0/32");

    assertThat(route.isDefault()).isFalse();
    assertThat(route.destination()).hasValue(IpPrefix.parse("0.0.0.0/32"));
    assertThat(route.priority()).isEmpty();
    assertThat(route.gateway()).isEmpty();
  }

  @Test
  void a_table_above_255_is_read_from_its_attribute() {
    RouteMessage route = route("ip route add 203.0.113.0/24 table 4711");

    assertThat(route.table()).isEqualTo(RouteTable.of(4711));
    assertThat(route.fixedPart().toArray()[4] & 0xff).isEqualTo(252);
  }

  @Test
  void metrics_have_values_locks_and_the_algorithm() {
    RouteMetrics metrics = route("ip route add 203.0.113.0/24 table 4711").metrics().orElseThrow();

    assertThat(metrics.values())
        .containsEntry(RouteMetrics.MTU, 1300L)
        .containsEntry(RouteMetrics.LOCK, 1L << RouteMetrics.MTU)
        .containsEntry(RouteMetrics.INITCWND, 20L)
        .doesNotContainKey(RouteMetrics.CC_ALGO);
    assertThat(metrics.isLocked(RouteMetrics.MTU)).isTrue();
    assertThat(metrics.isLocked(RouteMetrics.RTT)).isFalse();
    assertThat(metrics.congestionAlgorithm()).hasValue("cubic");
  }

  @Test
  void each_next_hop_of_a_multipath_route_has_gateway_weight_and_flags() {
    List<NextHop> hops = route("ip route add 203.0.113.64/26").nextHops();

    assertThat(hops).extracting(NextHop::weight).containsExactly(3, 256);
    assertThat(hops).extracting(NextHop::outputInterface).containsExactly(10, 10);
    assertThat(hops.get(1).gateway()).hasValue(IpAddress.parse("192.0.2.9"));
    assertThat(hops.get(0).flags().has(RouteFlags.ONLINK)).isFalse();
    assertThat(hops.get(1).flags().has(RouteFlags.ONLINK)).isTrue();
  }

  @Test
  void a_gateway_of_the_other_family_is_a_via() {
    RouteMessage route = route("ip route add 203.0.113.128/25 via inet6");

    assertThat(route.gateway()).isEmpty();
    assertThat(route.via().orElseThrow().ipAddress()).hasValue(IpAddress.parse("2001:db8::1"));
  }

  @Test
  void a_mapped_destination_stays_ipv6() {
    assertThat(route("ip -6 route add ::ffff").destination())
        .hasValue(IpPrefix.parse("::ffff:192.0.2.0/120"));
  }

  @Test
  void type_of_service_and_the_largest_metric_are_read_unsigned() {
    RouteMessage route = route("ip route add blackhole");

    assertThat(route.type()).isEqualTo(RouteType.BLACKHOLE);
    assertThat(route.tos()).isEqualTo(0x10);
    assertThat(route.priority()).hasValue(4_294_967_295L);
    assertThat(route.outputInterface()).isEmpty();
  }

  @Test
  void the_lifetime_of_an_ipv6_route_is_in_its_cache_info() {
    RouteMessage route = route("ip -6 route add 2001:db8:1::/48");

    assertThat(route.cacheInfo().orElseThrow().expires()).isBetween(1, 50_000);
    assertThat(route.priority()).hasValue(1024);
  }

  @Test
  void a_link_has_state_peer_and_names() {
    LinkMessage link = (LinkMessage) Captures.madeBy("ip link add uplink0");

    assertThat(link.index()).isEqualTo(10);
    assertThat(link.name()).hasValue("uplink0");
    assertThat(link.alternativeNames()).containsExactly("wan");
    assertThat(link.kind()).hasValue("veth");
    assertThat(link.mtu()).hasValue(1500);
    assertThat(link.link()).hasValue(21);
    assertThat(link.link()).hasValue(21);
    assertThat(link.address().orElseThrow()).hasToString("02:00:5e:10:00:0a");
    assertThat(link.isUp()).isTrue();
    assertThat(link.isLowerUp()).isFalse();
    assertThat(link.carrier()).hasValue(0);
    assertThat(link.operationalState()).hasValue(OperationalState.LOWER_LAYER_DOWN);
    assertThat(link.master()).isEmpty();
  }

  @Test
  void a_link_that_is_set_down_names_its_bridge() {
    LinkMessage link = (LinkMessage) Captures.madeBy("ip link set far0 master");

    assertThat(link.isUp()).isFalse();
    assertThat(link.master()).hasValue(30);
    assertThat(link.operationalState()).hasValue(OperationalState.DOWN);
  }

  @Test
  void an_address_has_prefix_scope_and_flags() {
    AddressMessage address = (AddressMessage) Captures.madeBy("ip addr add 192.0.2.2/24");

    assertThat(address.family()).isEqualTo(AddressFamily.INET);
    assertThat(address.prefix()).hasValue(IpPrefix.parse("192.0.2.2/24"));
    assertThat(address.broadcast()).hasValue(IpAddress.parse("192.0.2.255"));
    assertThat(address.scope()).isEqualTo(RouteScope.UNIVERSE);
    assertThat(address.flags().has(AddressFlags.PERMANENT)).isTrue();
    assertThat(address.label()).hasValue("uplink0");
    assertThat(address.interfaceIndex()).isEqualTo(10);
    assertThat(address.peer()).isEmpty();
  }

  @Test
  void a_peer_is_distinguished_from_the_own_address() {
    AddressMessage address = (AddressMessage) Captures.madeBy("ip addr add 198.51.100.2 peer");

    assertThat(address.own()).hasValue(IpAddress.parse("198.51.100.2"));
    assertThat(address.peer()).hasValue(IpAddress.parse("198.51.100.1"));
    assertThat(address.cacheInfo().orElseThrow().validSeconds()).isEqualTo(300);
    assertThat(address.cacheInfo().orElseThrow().preferredSeconds()).isEqualTo(200);
  }

  @Test
  void an_ipv6_address_without_a_local_attribute_is_its_own() {
    AddressMessage address = (AddressMessage) Captures.madeBy("(made by the kernel)");

    assertThat(address.local()).isEmpty();
    assertThat(address.own()).isPresent();
    assertThat(address.scope()).isEqualTo(RouteScope.LINK);
    assertThat(address.flags().has(AddressFlags.TENTATIVE)).isTrue();
  }

  @Test
  void an_encapsulation_has_its_segments() {
    Seg6Encapsulation encapsulation =
        (Seg6Encapsulation) route("ip -6 route add 2001:db8:5::/48").encapsulation().orElseThrow();

    assertThat(encapsulation.mode()).isEqualTo(Seg6Encapsulation.ENCAP);
    assertThat(encapsulation.segments())
        .containsExactly(IpAddress.parse("2001:db8::a"), IpAddress.parse("2001:db8::b"));
    assertThat(
            Seg6Encapsulation.of(
                    Seg6Encapsulation.ENCAP, encapsulation.segments(), ByteOrder.LITTLE_ENDIAN)
                .attributes())
        .isEqualTo(encapsulation.attributes());
  }

  @Test
  void an_encapsulation_in_ipv6_has_key_and_far_end() {
    IpEncapsulation encapsulation =
        (IpEncapsulation) route("ip -6 route add 2001:db8:7::/48").encapsulation().orElseThrow();

    assertThat(encapsulation.type()).isEqualTo(Encapsulation.IP6);
    assertThat(encapsulation.id()).hasValue(7);
    assertThat(encapsulation.destination()).hasValue(IpAddress.parse("2001:db8::c"));
    assertThat(encapsulation.hopLimit()).hasValue(0);
  }

  @Test
  void a_neighbour_has_address_state_and_age() {
    NeighbourMessage neighbour = (NeighbourMessage) Captures.madeBy("ip neigh add 2001:db8::9");

    assertThat(neighbour.destination()).hasValue(IpAddress.parse("2001:db8::9"));
    assertThat(neighbour.linkLayerAddress()).hasValue(LinkAddress.parse("02:00:5e:10:00:09"));
    assertThat(neighbour.state()).isEqualTo(NeighbourState.STALE);
    assertThat(neighbour.flags().has(NeighbourFlags.ROUTER)).isTrue();
    assertThat(neighbour.type()).isEqualTo(RouteType.UNICAST);
    assertThat(neighbour.attributes().get(NeighbourAttributes.PROBES)).isPresent();
    assertThat(neighbour.cacheInfo().orElseThrow().references()).isZero();
    assertThat(((NeighbourMessage) Captures.madeBy("ip neigh add 192.0.2.11")).flags())
        .isEqualTo(new NeighbourFlags(NeighbourFlags.MANAGED));
  }

  @Test
  void a_forwarding_entry_of_a_bridge_names_its_bridge() {
    NeighbourMessage entry = (NeighbourMessage) Captures.madeBy("bridge fdb add 02:00:5e:10:00:0c");

    assertThat(entry.family()).isEqualTo(AddressFamily.BRIDGE);
    assertThat(entry.master()).hasValue(30);
    assertThat(entry.destination()).isEmpty();
  }

  @Test
  void a_rule_has_selector_and_table() {
    RuleMessage rule = (RuleMessage) Captures.madeBy("ip rule add pref 100");

    assertThat(rule.isInverted()).isTrue();
    assertThat(rule.source()).hasValue(IpPrefix.parse("192.0.2.0/24"));
    assertThat(rule.destination()).hasValue(IpPrefix.parse("203.0.113.7/32"));
    assertThat(rule.mark()).hasValue(1);
    assertThat(rule.attributes().get(RuleAttributes.FWMASK)).hasValue(0xff);
    assertThat(rule.table()).isEqualTo(RouteTable.of(4711));
    assertThat(rule.suppressedPrefixLength()).isEmpty();
    RuleMessage ports = (RuleMessage) Captures.madeBy("ip rule add pref 101");
    assertThat(ports.outputInterface()).hasValue("gone0");
    assertThat(ports.flags().has(RuleFlags.OIF_DETACHED)).isTrue();
    assertThat(ports.attributes().get(RuleAttributes.DPORT_RANGE)).hasValue(new PortRange(80, 90));
    RuleMessage vrf = (RuleMessage) Captures.madeBy("ip rule add pref 103");
    assertThat(vrf.isVrfTable()).isTrue();
    assertThat(vrf.table()).isEqualTo(RouteTable.UNSPEC);
  }

  @Test
  void a_next_hop_object_has_a_gateway_or_members() {
    NextHopMessage way = (NextHopMessage) Captures.madeBy("ip nexthop add id 1");
    NextHopMessage group = (NextHopMessage) Captures.madeBy("ip nexthop add id 3");
    NextHopMessage resilient = (NextHopMessage) Captures.madeBy("ip nexthop add id 4");

    assertThat(way.gateway()).hasValue(IpAddress.parse("192.0.2.1"));
    assertThat(way.outputInterface()).hasValue(10);
    assertThat(way.protocol()).isEqualTo(RouteProtocol.of(157));
    assertThat(group.group())
        .containsExactly(new NextHopGroupMember(1, 3), new NextHopGroupMember(2, 1));
    assertThat(resilient.resilientGroup().orElseThrow().idleTimer()).hasValue(500);
    assertThat(((NextHopMessage) Captures.madeBy("ip nexthop add id 5")).isBlackhole()).isTrue();
    assertThat(
            ((NextHopMessage) Captures.madeBy("ip nexthop add id 6"))
                .attributes()
                .has(NextHopAttributes.FDB))
        .isTrue();
    assertThat(((NextHopMessage) Captures.madeBy("ip -6 nexthop add id 8")).encapsulation())
        .isPresent();
  }

  private static RouteMessage route(String command) {
    return (RouteMessage) Captures.madeBy(command);
  }
}

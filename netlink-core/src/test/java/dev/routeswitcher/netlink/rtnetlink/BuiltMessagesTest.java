package dev.routeswitcher.netlink.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.encapsulation.MplsEncapsulation;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourAttributes;
import dev.routeswitcher.netlink.neighbour.NeighbourBuilder;
import dev.routeswitcher.netlink.neighbour.NeighbourFlags;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourState;
import dev.routeswitcher.netlink.nexthop.NextHopAttributes;
import dev.routeswitcher.netlink.nexthop.NextHopBuilder;
import dev.routeswitcher.netlink.nexthop.NextHopGroupMember;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.Realms;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.rule.PortRange;
import dev.routeswitcher.netlink.rule.RuleAction;
import dev.routeswitcher.netlink.rule.RuleAttributes;
import dev.routeswitcher.netlink.rule.RuleBuilder;
import dev.routeswitcher.netlink.rule.RuleMessage;
import dev.routeswitcher.netlink.rule.UserRange;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltMessagesTest {

  static Stream<ByteOrder> orders() {
    return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  }

  /** What is read back from the bytes of a message. */
  @SuppressWarnings("unchecked")
  private static <T extends RtnetlinkMessage> T readBack(int type, T message) {
    ByteOrder order = message.attributes().order();
    NetlinkWriter writer = new NetlinkWriter(order);
    int start = writer.beginMessage(new NetlinkHeader(type, 0, 1, 0));
    message.writeTo(writer);
    Bytes bytes = writer.endMessage(start).toBytes();
    MessageCursor cursor = new MessageCursor(order).over(bytes.asBuffer());
    cursor.next();
    RtnetlinkMessage read = RtnetlinkMessages.read(cursor);
    assertThat(read).isEqualTo(message).hasToString(message.toString());
    assertThat(read.problems()).isEmpty();
    return (T) read;
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_neighbour_is_read_back(ByteOrder order) {
    NeighbourMessage neighbour =
        readBack(
            RtnetlinkType.NEWNEIGH,
            NeighbourMessage.builder(AddressFamily.INET, order)
                .interfaceIndex(3)
                .destination(IpAddress.parse("192.0.2.9"))
                .linkLayerAddress(LinkAddress.parse("02:00:5e:10:00:09"))
                .state(NeighbourState.REACHABLE)
                .flags(new NeighbourFlags(NeighbourFlags.ROUTER | NeighbourFlags.MANAGED))
                .protocol(RouteProtocol.of(157))
                .build());

    assertThat(neighbour.destination()).hasValue(IpAddress.parse("192.0.2.9"));
    assertThat(neighbour.interfaceIndex()).isEqualTo(3);
    assertThat(neighbour.flags().has(NeighbourFlags.MANAGED)).isTrue();
    assertThat(neighbour.fixedPart().toArray()[10] & 0xff).isEqualTo(0x80);
    assertThat(neighbour.protocol()).hasValue(RouteProtocol.of(157));
    assertThat(neighbour.cacheInfo()).isEmpty();
    assertThat(neighbour)
        .hasToString(
            "192.0.2.9 dev if3 lladdr 02:00:5e:10:00:09 router managed REACHABLE proto 157");
    assertThat(neighbour.toBuilder().build()).isEqualTo(neighbour);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void an_entry_of_a_bridge_may_have_a_far_end_of_either_family(ByteOrder order) {
    NeighbourBuilder entry =
        NeighbourMessage.builder(AddressFamily.BRIDGE, order)
            .interfaceIndex(4)
            .linkLayerAddress(LinkAddress.parse("02:00:5e:10:00:0a"))
            .set(NeighbourAttributes.VLAN, 7)
            .flags(new NeighbourFlags(NeighbourFlags.SELF));

    for (String end : List.of("192.0.2.9", "2001:db8::9")) {
      NeighbourMessage read =
          readBack(RtnetlinkType.NEWNEIGH, entry.destination(IpAddress.parse(end)).build());
      assertThat(read.destination()).hasValue(IpAddress.parse(end));
      assertThat(read.attributes().get(NeighbourAttributes.VLAN)).hasValue(7);
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_rule_is_read_back(ByteOrder order) {
    RuleMessage rule =
        readBack(
            RtnetlinkType.NEWRULE,
            RuleMessage.builder(AddressFamily.INET, order)
                .priority(1000)
                .inverted()
                .source(IpPrefix.parse("192.0.2.0/24"))
                .destination(IpPrefix.parse("203.0.113.7/32"))
                .mark(0x10, 0xff)
                .inputInterface("eth0")
                .outputInterface("eth1")
                .set(RuleAttributes.UID_RANGE, new UserRange(1000, 1999))
                .set(RuleAttributes.IP_PROTO, 6)
                .set(RuleAttributes.SPORT_RANGE, new PortRange(1024, 65535))
                .set(RuleAttributes.DPORT_RANGE, PortRange.of(443))
                .set(RuleAttributes.DPORT_MASK, 0xfff0)
                .set(RuleAttributes.TUN_ID, -1)
                .lookup(RouteTable.of(4711))
                .suppressPrefixLength(0)
                .realms(new Realms(5, 7))
                .protocol(RouteProtocol.STATIC)
                .set(RuleAttributes.DSCP, 46)
                .set(RuleAttributes.DSCP_MASK, 0x3e)
                .build());

    assertThat(rule)
        .hasToString(
            "1000: not from 192.0.2.0/24 to 203.0.113.7 fwmark 0x10/0xff iif eth0 oif eth1"
                + " uidrange 1000-1999 ipproto tcp sport 1024-65535 dport 0x1bb/0xfff0"
                + " tun_id 18446744073709551615 lookup 4711 suppress_prefixlength 0 realms 5/7"
                + " proto static dscp 0x2e/0x3e");
    assertThat(rule.table()).isEqualTo(RouteTable.of(4711));
    assertThat(rule.source()).hasValue(IpPrefix.parse("192.0.2.0/24"));
    assertThat(rule.attributes().get(RuleAttributes.UID_RANGE)).hasValue(new UserRange(1000, 1999));
    assertThat(rule.suppressedPrefixLength()).hasValue(0);
    assertThat(rule.suppressedInterfaceGroup()).isEmpty();
    assertThat(rule.attributes().get(RuleAttributes.TUN_ID)).hasValue(-1);
    assertThat(rule.realms()).hasValue(new Realms(5, 7));
    assertThat(rule.toBuilder().build()).isEqualTo(rule);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_flow_label_is_in_network_order_in_either_byte_order(ByteOrder order) {
    RuleMessage rule =
        readBack(
            RtnetlinkType.NEWRULE,
            RuleMessage.builder(AddressFamily.INET6, order)
                .set(RuleAttributes.FLOWLABEL, 0x12345)
                .set(RuleAttributes.FLOWLABEL_MASK, 0xfff00)
                .build());

    assertThat(rule.attributes().get(RuleAttributes.FLOWLABEL)).hasValue(0x12345);
    assertThat(rule.attributes().find(RuleAttributes.FLOWLABEL).orElseThrow().bytes())
        .hasToString("00012345");
    assertThat(rule).hasToString("0: from all lookup main flowlabel 0x12345/0xfff00");
  }

  @Test
  void a_rule_that_looks_up_a_table_again_goes_to_no_other_rule() {
    RuleMessage rule =
        RuleMessage.builder(AddressFamily.INET).goTo(50).lookup(RouteTable.of(7)).build();

    assertThat(rule).hasToString("0: from all lookup 7");
    assertThat(rule.attributes().has(RuleAttributes.GOTO)).isFalse();
  }

  @Test
  void the_prefix_of_every_address_has_no_attribute() {
    IpPrefix every = IpPrefix.parse("::/0");
    RouteMessage route =
        RouteMessage.builder(AddressFamily.INET6).destination(every).source(every).build();
    RuleMessage rule =
        RuleMessage.builder(AddressFamily.INET6).destination(every).source(every).build();

    assertThat(route.attributes().has(RouteAttributes.DST)).isFalse();
    assertThat(route.attributes().has(RouteAttributes.SRC)).isFalse();
    assertThat(rule.attributes().has(RuleAttributes.DST)).isFalse();
    assertThat(rule.attributes().has(RuleAttributes.SRC)).isFalse();
  }

  @Test
  void the_congestion_control_algorithm_is_no_number() {
    assertThatThrownBy(() -> RouteMetrics.of(Map.of(RouteMetrics.CC_ALGO, 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is text");
  }

  @Test
  void a_rule_without_a_table_says_what_it_does() {
    RuleBuilder rule = RuleMessage.builder(AddressFamily.INET6).priority(9);

    assertThat(rule.action(RuleAction.PROHIBIT).build()).hasToString("9: from all prohibit");
    assertThat(rule.goTo(50).build()).hasToString("9: from all goto 50");
    assertThat(rule.lookupVrfTable().build())
        .hasToString("9: from all lookup [l3mdev-table]")
        .returns(RouteTable.UNSPEC, RuleMessage::table);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_next_hop_is_read_back(ByteOrder order) {
    NextHopMessage nextHop =
        readBack(
            RtnetlinkType.NEWNEXTHOP,
            NextHopMessage.builder(AddressFamily.INET6, order)
                .id(4_000_000_000L)
                .gateway(IpAddress.parse("2001:db8::1"))
                .outputInterface(3)
                .onLink()
                .build());

    assertThat(nextHop.id()).hasValue(4_000_000_000L);
    assertThat(nextHop).hasToString("id 4000000000 via 2001:db8::1 dev if3 onlink");
    assertThat(nextHop.group()).isEmpty();
    assertThat(nextHop.toBuilder().build()).isEqualTo(nextHop);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_group_has_its_members_and_their_weights(ByteOrder order) {
    List<NextHopGroupMember> members =
        List.of(
            NextHopGroupMember.of(1),
            new NextHopGroupMember(2, 256),
            new NextHopGroupMember(3, 65536));
    NextHopMessage group =
        readBack(
            RtnetlinkType.NEWNEXTHOP,
            NextHopMessage.builder(AddressFamily.UNSPEC, order).id(9).group(members).build());

    assertThat(group.group()).isEqualTo(members);
    assertThat(group).hasToString("id 9 group 1/2,256/3,65536");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_weight_has_a_high_byte_only_where_the_kernel_says_so(ByteOrder order) {
    NextHopBuilder answer =
        NextHopMessage.builder(AddressFamily.UNSPEC, order)
            .id(9)
            .group(List.of(new NextHopGroupMember(3, 258)))
            .attribute(NextHopAttributes.GROUP_TYPE.number(), w -> w.u16(0));

    assertThat(answer.build().group()).containsExactly(new NextHopGroupMember(3, 2));

    answer.attribute(NextHopAttributes.OP_FLAGS.number(), w -> w.u32(0x8000_0000L));
    assertThat(answer.build().group()).containsExactly(new NextHopGroupMember(3, 258));
    assertThat(answer.build().toBuilder().build().attributes().find(NextHopAttributes.OP_FLAGS))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_resilient_group_has_buckets_and_timers(ByteOrder order) {
    NextHopMessage group =
        readBack(
            RtnetlinkType.NEWNEXTHOP,
            NextHopMessage.builder(AddressFamily.UNSPEC, order)
                .id(9)
                .resilientGroup(List.of(NextHopGroupMember.of(1)), 32, 12050, 100)
                .build());

    assertThat(group.resilientGroup().orElseThrow().buckets()).hasValue(32);
    assertThat(group)
        .hasToString("id 9 group 1 type resilient buckets 32 idle_timer 120.5 unbalanced_timer 1");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void each_next_hop_of_a_multipath_route_may_have_attributes_of_its_own(ByteOrder order) {
    NextHop plain = NextHop.device(AddressFamily.INET, 3, order);
    RouteMessage route =
        readBack(
            RtnetlinkType.NEWROUTE,
            RouteMessage.builder(AddressFamily.INET, order)
                .nextHops(
                    List.of(
                        plain.withGateway(IpAddress.parse("192.0.2.1")).withWeight(7),
                        plain
                            .withGateway(IpAddress.parse("2001:db8::1"))
                            .withFlags(new RouteFlags(RouteFlags.ONLINK)),
                        plain.withEncapsulation(MplsEncapsulation.of(order, 100, 200)),
                        plain.with(run -> run.set(RouteAttributes.FLOW, new Realms(0, 7)))))
                .build());

    assertThat(route)
        .hasToString(
            "default nexthop via 192.0.2.1 dev if3 weight 7"
                + " nexthop via inet6 2001:db8::1 dev if3 weight 1 onlink"
                + " nexthop encap mpls 100/200 dev if3 weight 1"
                + " nexthop realm 7 dev if3 weight 1");
    assertThat(route.nextHops().get(2).encapsulation())
        .hasValue(MplsEncapsulation.of(order, 100, 200));
  }

  @Test
  void what_does_not_fit_is_refused() {
    assertThatThrownBy(() -> new NextHopGroupMember(1, 0)).hasMessageContaining("weight");
    assertThatThrownBy(
            () ->
                NextHopMessage.builder(AddressFamily.INET).gateway(IpAddress.parse("2001:db8::1")))
        .hasMessage("2001:db8::1 is not of family inet");
    assertThatThrownBy(
            () -> RuleMessage.builder(AddressFamily.INET).source(IpPrefix.parse("2001:db8::/32")))
        .hasMessage("2001:db8::/32 is not of family inet");
    assertThatThrownBy(() -> new PortRange(0, 65536)).hasMessage("port must be a u16, is 65536");
  }
}

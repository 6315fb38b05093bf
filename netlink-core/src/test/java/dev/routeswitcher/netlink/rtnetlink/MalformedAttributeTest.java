package dev.routeswitcher.netlink.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.netlink.codec.AttributeCursor;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.encapsulation.MplsEncapsulation;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkFlags;
import dev.routeswitcher.netlink.link.OperationalState;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteType;
import dev.routeswitcher.netlink.route.RouteView;
import dev.routeswitcher.netlink.route.Via;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedAttributeTest {

  private static RouteMessage route(AttributeType type, Consumer<NetlinkWriter> payload) {
    return RouteMessage.builder(AddressFamily.INET6, ByteOrder.LITTLE_ENDIAN)
        .outputInterface(3)
        .attribute(type.number(), payload)
        .build();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 12, 15, 17})
  void an_address_of_the_wrong_length_is_not_invented(int length) {
    RouteMessage route = route(RouteAttributes.GATEWAY, w -> w.bytes(new byte[length]));

    assertThatThrownBy(route::gateway)
        .isInstanceOf(MalformedAttributeException.class)
        .hasMessage(
            "RTA_GATEWAY at offset 36: expected 16 bytes of address, found " + length + " bytes");
    assertThat(route.outputInterface()).hasValue(3);
    assertThat(route.problems()).hasSize(1);
    assertThat(route.toString()).startsWith("default via ?");
  }

  @Test
  void a_prefix_longer_than_its_address_is_malformed() {
    RouteMessage whole = route(RouteAttributes.DST, w -> w.bytes(new byte[16]));
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.LITTLE_ENDIAN);
    int start = writer.beginMessage(new NetlinkHeader(RtnetlinkType.NEWROUTE, 0, 0, 0));
    whole.writeTo(writer);
    byte[] bytes = writer.endMessage(start).toBytes().toArray();
    bytes[NetlinkHeader.LENGTH + 1] = (byte) 129;
    MessageCursor cursor = new MessageCursor(ByteOrder.LITTLE_ENDIAN).over(ByteBuffer.wrap(bytes));
    assertThat(cursor.next()).isTrue();
    RouteMessage broken = RouteMessage.read(cursor);

    assertThatThrownBy(broken::destination).hasMessageContaining("at most 128 bits");
    assertThat(broken.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem).hasMessageContaining("at most 128 bits"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 17, 0xffff})
  void a_next_hop_whose_length_cannot_be_is_an_error_of_the_multipath_attribute(int length) {
    RouteMessage route =
        route(RouteAttributes.MULTIPATH, w -> w.u16(length).u8(0).u8(0).s32(3).u32(0).u32(0));

    assertThatThrownBy(route::nextHops)
        .isInstanceOf(MalformedAttributeException.class)
        .hasMessageContaining("RTA_MULTIPATH at offset 40")
        .hasMessageContaining("found " + length);
    assertThat(route.problems()).hasSize(1);
  }

  @Test
  void a_fault_inside_a_next_hop_is_named_with_its_path() {
    RouteMessage route =
        route(
            RouteAttributes.MULTIPATH,
            w -> {
              w.u16(8).u8(0).u8(0).s32(3);
              w.u16(16).u8(0).u8(0).s32(3);
              w.attribute(RouteAttributes.GATEWAY.number(), new byte[4]);
            });

    assertThat(route.nextHops()).hasSize(2);
    assertThat(route.problems())
        .extracting(Throwable::getMessage)
        .containsExactly("RTA_GATEWAY at offset 56: expected 16 bytes of address, found 4 bytes");
    assertThat(route.attributes().pathAt(56)).hasValue("RTA_MULTIPATH[1]/RTA_GATEWAY");
  }

  @Test
  void next_hops_within_next_hops_are_not_followed() {
    NetlinkWriter nest = new NetlinkWriter(ByteOrder.LITTLE_ENDIAN);
    int depth = 4000;
    for (int i = depth; i > 0; i--) {
      nest.u16(12 * i).u16(RouteAttributes.MULTIPATH.number()).u16(12 * i - 4).u8(0).u8(0).s32(1);
    }
    byte[] inner = nest.toBytes().toArray();
    RouteMessage route =
        route(RouteAttributes.MULTIPATH, w -> w.u16(8 + inner.length).u16(0).s32(1).bytes(inner));

    assertThat(route.nextHops()).hasSize(1);
    assertThat(route.problems()).isEmpty();
    assertThat(route.toString()).contains("nexthop dev if1");
    assertThat(route.attributes().pathAt(inner.length)).isPresent();
  }

  @Test
  void an_expiry_has_four_or_eight_bytes() {
    assertThat(route(RouteAttributes.EXPIRES, w -> w.u32(0xffff_ffffL)).expires())
        .hasValue(4_294_967_295L);
    assertThat(route(RouteAttributes.EXPIRES, w -> w.u64(1L << 40)).expires()).hasValue(1L << 40);
    assertThatThrownBy(() -> route(RouteAttributes.EXPIRES, w -> w.u16(1)).expires())
        .hasMessageContaining("4 or 8 bytes");
  }

  @Test
  void an_encapsulation_may_come_before_its_type() {
    RouteMessage route =
        RouteMessage.builder(AddressFamily.INET, ByteOrder.LITTLE_ENDIAN)
            .attribute(
                RouteAttributes.ENCAP.number() | AttributeCursor.NESTED_FLAG,
                w -> w.attribute(1, new byte[] {0, 6, 0x41, 0}))
            .attribute(RouteAttributes.ENCAP_TYPE.number(), w -> w.u16(Encapsulation.MPLS))
            .build();

    assertThat(route.problems()).isEmpty();
    assertThat(route.encapsulation()).hasValue(MplsEncapsulation.of(ByteOrder.LITTLE_ENDIAN, 100));
    assertThat(route).hasToString("default encap mpls 100 scope link");
  }

  @Test
  void an_mpls_label_is_no_ip_address_though_it_has_four_bytes() {
    RouteMessage route =
        RouteMessage.builder(AddressFamily.MPLS)
            .attribute(RouteAttributes.DST.number(), w -> w.bytes(new byte[] {0, 6, 0x41, 0}))
            .build();

    assertThat(route.problems()).isEmpty();
    assertThatThrownBy(route::destination).hasMessageContaining("not of family mpls");
  }

  @Test
  void a_via_of_an_ip_family_but_another_length_is_no_address() {
    Via via = new Via(AddressFamily.INET6, Bytes.of((byte) 1));

    assertThat(via.ipAddress()).isEmpty();
    assertThat(via).hasToString("inet6 01");
    assertThat(Via.of(IpAddress.parse("2001:db8::1"))).hasToString("inet6 2001:db8::1");
  }

  @Test
  void an_unknown_constant_survives_as_its_number() {
    assertThat(RouteProtocol.of(157)).hasToString("157");
    assertThat(RouteType.of(77)).hasToString("77");
    assertThat(RouteScope.of(100)).hasToString("100");
    assertThat(OperationalState.of(9)).hasToString("9");
    assertThat(AddressFamily.of(200)).hasToString("200");
    assertThat(new LinkFlags(LinkFlags.UP | 1L << 31)).hasToString("<NO-CARRIER,UP,0x80000000>");
    assertThat(RtnetlinkType.name(29)).isEqualTo("RTM_DELNEIGH");
    assertThat(RtnetlinkType.name(4000)).isEqualTo("RTM_4000");
  }

  @Test
  void scraps_behind_the_attributes_of_a_route_leave_all_accessors_in_order() {
    MessageCursor cursor =
        cursor(
            "26000000180002000000000000000000"
                + "021800000003000100000000"
                + "08000f00fd000000"
                + "0000");
    RouteMessage route = RouteMessage.read(cursor);
    assertThat(route.table()).isEqualTo(RouteTable.of(253));
    assertThat(route.gateway()).isEmpty();
    assertThat(route.priority()).isEmpty();
    assertThat(route.problems()).hasSize(1);
    RouteView view = new RouteView().over(cursor);
    assertThat(view.table()).isEqualTo(253);
    assertThat(view.priority(0)).isZero();
  }

  /** A dump as programs ask for it that know the family alone. */
  @Test
  void a_request_of_one_byte_is_read() {
    MessageCursor cursor = cursor("14000000120001036120f2650000000000000000");
    assertThat(RtnetlinkMessages.read(cursor)).hasToString("RTM_GETLINK 00000000");
  }

  private static MessageCursor cursor(String hex) {
    MessageCursor cursor =
        new MessageCursor(ByteOrder.LITTLE_ENDIAN).over(Bytes.parseHex(hex).asBuffer());
    assertThat(cursor.next()).isTrue();
    return cursor;
  }
}

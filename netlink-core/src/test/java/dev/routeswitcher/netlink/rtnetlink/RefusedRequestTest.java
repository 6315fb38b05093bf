package dev.routeswitcher.netlink.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeCursor;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.encapsulation.MplsEncapsulation;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkAttributes;
import dev.routeswitcher.netlink.link.LinkInfo;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What an acknowledgement says, in terms of the request that it is about. */
class RefusedRequestTest {
  private static final ByteOrder ORDER = ByteOrder.BIG_ENDIAN;

  private static final AttributeType.Of<String> MSG = new AttributeType.Of<>(1, "", Form.TEXT);
  private static final int OFFS = 2;
  private static final int COOKIE = 3;
  private static final int POLICY = 4;
  private static final int MISS_TYPE = 5;
  private static final int MISS_NEST = 6;

  private final RouteMessage route =
      RouteMessage.builder(AddressFamily.INET, ORDER)
          .outputInterface(3)
          .metrics(RouteMetrics.of(Map.of(RouteMetrics.MTU, 1400L), ORDER))
          .nextHops(
              List.of(
                  NextHop.via(IpAddress.parse("192.0.2.1"), 3, ORDER),
                  NextHop.via(IpAddress.parse("192.0.2.2"), 3, ORDER)))
          .encapsulation(MplsEncapsulation.of(ORDER, 100))
          .attribute(4000 | 0x8000, w -> w.u32Attribute(5, 6))
          .build();

  private final LinkMessage link =
      LinkMessage.builder(ORDER).name("vx0").kind("vxlan", w -> w.u32Attribute(1, 7)).build();

  private static Acknowledgement verdict(int error, Consumer<AttributesBuilder> extended) {
    AttributesBuilder attributes = new AttributesBuilder(ORDER);
    extended.accept(attributes);
    NetlinkWriter writer = new NetlinkWriter(ORDER);
    int flags = NetlinkHeader.CAPPED | NetlinkHeader.ACK_ATTRIBUTES;
    int start = writer.beginMessage(new NetlinkHeader(NetlinkHeader.ERROR, flags, 9, 0));
    writer.s32(-error).u32(16).u16(RtnetlinkType.NEWROUTE).u16(0).u32(9).u32(0);
    attributes.build().writeTo(writer);
    Bytes message = writer.endMessage(start).toBytes();
    MessageCursor cursor = new MessageCursor(ORDER).over(message.asBuffer());
    cursor.next();
    return Acknowledgement.read(cursor);
  }

  private static Acknowledgement at(long offset) {
    return verdict(22, extended -> extended.set(OFFS, w -> w.u32(offset)));
  }

  /** How far an attribute is from the header of its message. */
  private static long offset(Attributes attributes, int... path) {
    Attributes run = attributes;
    long offset = 0;
    for (int type : path) {
      Attribute found = run.find(type).orElseThrow();
      offset = found.messageOffset();
      run = found.attributes();
    }
    return offset;
  }

  @Test
  void the_offset_of_each_attribute_is_its_name() {
    Attributes sent = route.attributes();
    for (Attribute attribute : sent) {
      assertThat(at(attribute.messageOffset()).attributeIn(sent)).hasValue(attribute.name());
    }
    assertThat(
            at(offset(sent, RouteAttributes.METRICS.number(), RouteMetrics.MTU)).attributeIn(sent))
        .hasValue("RTA_METRICS/RTAX_MTU");
    assertThat(at(offset(sent, RouteAttributes.ENCAP.number(), 1)).attributeIn(sent))
        .hasValue("RTA_ENCAP/MPLS_IPTUNNEL_DST");
  }

  @Test
  void a_next_hop_of_a_multipath_route_is_named_by_its_place() {
    Attributes sent = route.attributes();
    Attribute multipath = sent.find(RouteAttributes.MULTIPATH).orElseThrow();
    long second =
        multipath.inside().get(1).find(RouteAttributes.GATEWAY).orElseThrow().messageOffset();

    assertThat(at(second).attributeIn(sent)).hasValue("RTA_MULTIPATH[1]/RTA_GATEWAY");
  }

  @Test
  void what_is_particular_to_a_kind_of_link_is_named_by_the_kind() {
    Attributes sent = link.attributes();
    long id = offset(sent, LinkAttributes.LINKINFO.number(), LinkInfo.DATA.number(), 1);

    assertThat(at(id).attributeIn(sent)).hasValue("IFLA_LINKINFO/IFLA_INFO_DATA/IFLA_VXLAN_ID");
  }

  @Test
  void an_unknown_attribute_is_named_by_its_number_and_followed_inwards() {
    Attributes sent = route.attributes();

    assertThat(at(offset(sent, 4000, 5)).attributeIn(sent)).hasValue("RTA_4000/attribute 5");
  }

  @Test
  void an_offset_in_the_header_or_beyond_the_end_names_nothing() {
    assertThat(at(17).attributeIn(route.attributes())).isEmpty();
    assertThat(at(0xffff_ffffL).attributeIn(route.attributes())).isEmpty();
    assertThat(verdict(22, extended -> {}).attributeIn(route.attributes())).isEmpty();
  }

  @Test
  void a_missing_attribute_is_named_where_it_should_be() {
    Acknowledgement ofRequest =
        verdict(
            22, extended -> extended.set(MISS_TYPE, w -> w.u32(RouteAttributes.GATEWAY.number())));
    Attributes sent = link.attributes();
    Acknowledgement ofNest =
        verdict(
            22,
            extended ->
                extended
                    .set(MISS_TYPE, w -> w.u32(2))
                    .set(MISS_NEST, w -> w.u32(offset(sent, LinkAttributes.LINKINFO.number()))));

    assertThat(ofRequest.attributeIn(route.attributes())).hasValue("RTA_GATEWAY");
    assertThat(ofNest.attributeIn(sent)).hasValue("IFLA_LINKINFO/IFLA_INFO_DATA");
    assertThat(ofNest.missingType()).hasValue(2);
  }

  @Test
  void success_may_come_with_a_warning_and_a_cookie() {
    Acknowledgement done =
        verdict(0, extended -> extended.set(MSG, "deprecated").set(COOKIE, w -> w.u8(7)));

    assertThat(done.isSuccess()).isTrue();
    assertThat(done.warning()).hasValue("deprecated");
    assertThat(done.cookie()).hasValue(Bytes.of((byte) 7));
    assertThat(verdict(22, extended -> extended.set(MSG, "no")).warning()).isEmpty();
  }

  @Test
  void a_policy_says_what_is_allowed() {
    assertThat(policy(p -> p.set(1, w -> w.u32(2)).set(4, w -> w.u64(1)).set(5, w -> w.u64(252))))
        .isEqualTo("u8 from 1 to 252");
    assertThat(policy(p -> p.set(1, w -> w.u32(8)).set(2, w -> w.u64(-1)).set(3, w -> w.u64(5))))
        .isEqualTo("s32 from -1 to 5");
    assertThat(policy(p -> p.set(1, w -> w.u32(10)).set(6, w -> w.u32(4)).set(7, w -> w.u32(16))))
        .isEqualTo("binary of at least 4 bytes of at most 16 bytes");
    assertThat(policy(p -> p.set(1, w -> w.u32(15)).set(10, w -> w.u32(3))))
        .isEqualTo("bitfield32 of bits 0x3");
    assertThat(policy(p -> p.set(1, w -> w.u32(4)).set(12, w -> w.u64(0xf0))))
        .isEqualTo("u32 of bits 0xf0");
    assertThat(policy(p -> p.set(1, w -> w.u32(99)))).isEqualTo("type 99");
    assertThat(policy(p -> p.set(1, w -> w.u16(4)))).contains("NL_POLICY_TYPE_ATTR_TYPE=0004");
  }

  private static String policy(Consumer<AttributesBuilder> policy) {
    AttributesBuilder attributes = new AttributesBuilder(ORDER);
    policy.accept(attributes);
    return verdict(
            34,
            extended ->
                extended.set(
                    POLICY | AttributeCursor.NESTED_FLAG, w -> attributes.build().writeTo(w)))
        .policy()
        .orElseThrow()
        .toString();
  }

  @Test
  void its_text_says_everything() {
    Acknowledgement refused =
        verdict(
            34,
            extended ->
                extended
                    .set(MSG, "bad")
                    .set(OFFS, w -> w.u32(36))
                    .set(POLICY | AttributeCursor.NESTED_FLAG, w -> w.u32Attribute(1, 4)));

    assertThat(refused.error()).isEqualTo(new Errno(34));
    assertThat(refused).hasToString("ERANGE: bad at offset 36 (u32)");
    assertThat(verdict(22, extended -> extended.set(OFFS, w -> w.u16(1))))
        .hasToString("EINVAL (NLMSGERR_ATTR_OFFS at offset 36: expected 4 bytes, found 2 bytes)");
  }
}

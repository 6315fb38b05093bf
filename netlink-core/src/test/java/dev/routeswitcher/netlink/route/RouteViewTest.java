package dev.routeswitcher.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.netlink.Captures;
import dev.routeswitcher.netlink.Captures.Capture;
import dev.routeswitcher.netlink.codec.AttributeCursor;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.AttributeType.LongForm;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouteViewTest {
  private final RouteView view = new RouteView();

  static List<Capture> routes() {
    return Captures.all().filter(c -> c.cursor().type() == RtnetlinkType.NEWROUTE).toList();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void it_says_what_the_message_says(Capture capture) {
    RouteMessage message = (RouteMessage) capture.message();

    view.over(capture.cursor());

    assertThat(view.toMessage()).isEqualTo(message);
    assertThat(view).hasToString(message.toString());
    assertThat(view.family()).isEqualTo(message.family());
    assertThat(view.isDefault()).isEqualTo(message.isDefault());
    assertThat(view.table()).isEqualTo(message.table().id());
    assertThat(view.protocol()).isEqualTo(message.protocol().value());
    assertThat(view.scope()).isEqualTo(message.scope().value());
    assertThat(view.type()).isEqualTo(message.type().value());
    assertThat(view.tos()).isEqualTo(message.tos());
    assertThat(view.flags()).isEqualTo(message.flags().bits());
    assertThat(view.outputInterface(-1)).isEqualTo(message.outputInterface().orElse(-1));
    assertThat(view.priority(-1)).isEqualTo(message.priority().orElse(-1));
    assertThat(view.has(RouteAttributes.GATEWAY)).isEqualTo(message.gateway().isPresent());
    message
        .gateway()
        .ifPresent(gateway -> assertThat(address(RouteAttributes.GATEWAY)).isEqualTo(gateway));
    message
        .destination()
        .ifPresent(to -> assertThat(address(RouteAttributes.DST)).isEqualTo(to.address()));
    assertThat(hops()).isEqualTo(message.nextHops().stream().map(RouteViewTest::hop).toList());
  }

  private IpAddress address(AttributeType.Of<IpAddress> type) {
    return new IpAddress(view.family(), view.addressHigh(type), view.addressLow(type));
  }

  private List<String> hops() {
    List<String> hops = new ArrayList<>();
    NextHopCursor hop = view.nextHops();
    while (hop.next()) {
      String gateway =
          hop.hasGateway()
              ? new IpAddress(view.family(), hop.gatewayHigh(), hop.gatewayLow()).toString()
              : "none";
      hops.add(gateway + " " + hop.outputInterface() + " " + hop.weight() + " " + hop.flags());
    }
    return hops;
  }

  private static String hop(NextHop hop) {
    return hop.gateway().map(IpAddress::toString).orElse("none")
        + (" " + hop.outputInterface() + " " + hop.weight() + " " + hop.flags().bits());
  }

  @Test
  void an_absent_value_is_distinguished_from_zero() {
    view.over(route(w -> w.u32Attribute(RouteAttributes.PRIORITY.number(), 0)));

    assertThat(view.has(RouteAttributes.PRIORITY)).isTrue();
    assertThat(view.priority(7)).isZero();
    assertThat(view.has(RouteAttributes.OIF)).isFalse();
    assertThat(view.outputInterface(7)).isEqualTo(7);
    assertThatThrownBy(() -> view.addressLow(RouteAttributes.DST))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("no RTA_DST");
  }

  @Test
  void of_an_attribute_that_stands_twice_the_last_counts() {
    view.over(
        route(
            w ->
                w.u32Attribute(RouteAttributes.PRIORITY.number(), 1)
                    .u32Attribute(RouteAttributes.PRIORITY.number(), 2)));

    assertThat(view.priority(0)).isEqualTo(2);
  }

  @Test
  void an_attribute_beyond_those_it_knows_is_found_too() {
    view.over(route(w -> w.u32Attribute(4000, 9)));

    assertThat(view.get(new AttributeType.OfLong(4000, "4000", LongForm.U32), 0)).isEqualTo(9);
    assertThat(view.has(new AttributeType.OfLong(4001, "4001", LongForm.U32))).isFalse();
  }

  @Test
  void a_malformed_attribute_costs_that_attribute_alone() {
    view.over(
        route(
            w ->
                w.attribute(RouteAttributes.GATEWAY.number(), new byte[3])
                    .u32Attribute(RouteAttributes.OIF.number(), 3)));

    assertThat(view.outputInterface(0)).isEqualTo(3);
    assertThatThrownBy(() -> view.addressLow(RouteAttributes.GATEWAY))
        .isInstanceOf(MalformedAttributeException.class)
        .hasMessage("RTA_GATEWAY at offset 28: expected 4 bytes of address, found 3 bytes");
  }

  @Test
  void after_a_broken_end_what_came_before_is_read_and_the_rest_is_not_called_absent() {
    view.over(route(w -> w.u32Attribute(RouteAttributes.OIF.number(), 3).u16(3).u16(5)));

    assertThat(view.outputInterface(0)).isEqualTo(3);
    assertThatThrownBy(() -> view.has(RouteAttributes.GATEWAY))
        .isInstanceOf(MalformedAttributeException.class)
        .hasMessageContaining("RTA_GATEWAY at offset 36");
  }

  @Test
  void it_serves_one_route_after_the_other() {
    view.over(route(w -> w.u32Attribute(RouteAttributes.OIF.number(), 3).u16(3).u16(5)));
    assertThat(view.outputInterface(0)).isEqualTo(3);

    view.over(route(w -> w.u32Attribute(RouteAttributes.PRIORITY.number(), 4)));

    assertThat(view.outputInterface(0)).isZero();
    assertThat(view.priority(0)).isEqualTo(4);
    assertThat(view.has(RouteAttributes.GATEWAY)).isFalse();
  }

  @Test
  void a_route_without_a_whole_header_is_refused() {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.BIG_ENDIAN);
    writer.endMessage(writer.beginMessage(header()));
    MessageCursor cursor = cursor(writer);

    assertThatThrownBy(() -> view.over(cursor))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("rtmsg of 12 bytes");
    assertThat(new RouteView()).hasToString("no route");
  }

  @Test
  void its_attributes_can_be_stepped_over() {
    view.over(route(w -> w.u32Attribute(RouteAttributes.OIF.number(), 3)));
    AttributeCursor attributes = view.attributes(new AttributeCursor());

    assertThat(attributes.next()).isTrue();
    assertThat(attributes.type()).isEqualTo(RouteAttributes.OIF.number());
    assertThat(attributes.next()).isFalse();
  }

  private static MessageCursor route(Consumer<NetlinkWriter> attributes) {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.BIG_ENDIAN);
    int start = writer.beginMessage(header());
    writer.u8(AddressFamily.INET.value()).u8(0).u16(0).u32(0).u32(0);
    attributes.accept(writer);
    writer.endMessage(start);
    return cursor(writer);
  }

  private static NetlinkHeader header() {
    return new NetlinkHeader(RtnetlinkType.NEWROUTE, 0, 0, 0);
  }

  private static MessageCursor cursor(NetlinkWriter writer) {
    MessageCursor cursor =
        new MessageCursor(ByteOrder.BIG_ENDIAN).over(writer.toBytes().asBuffer());
    cursor.next();
    return cursor;
  }
}

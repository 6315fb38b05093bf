package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.rtnetlink.RawMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.testkit.ScriptedKernel;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListTest extends ScriptedClient {
  @Test
  void a_list_is_what_came_in_several_datagrams_before_done() throws Exception {
    expectDump()
        .part(RtnetlinkType.NEWROUTE, route(1))
        .part(RtnetlinkType.NEWROUTE, route(2))
        .done();

    assertThat(client.routes().list(IPV4)).containsExactly(route(1), route(2));
    assertThat(lastHeader().has(NetlinkHeader.REQUEST | NetlinkHeader.DUMP)).isTrue();
  }

  @Test
  void a_message_of_another_kind_is_not_taken_for_a_route() throws Exception {
    RawMessage noop = new RawMessage(NetlinkHeader.NOOP, Bytes.EMPTY, ByteOrder.nativeOrder());
    RawMessage rule =
        new RawMessage(RtnetlinkType.NEWRULE, Bytes.of(new byte[12]), ByteOrder.nativeOrder());
    expectDump()
        .part(NetlinkHeader.NOOP, noop)
        .part(RtnetlinkType.NEWRULE, rule)
        .part(RtnetlinkType.NEWROUTE, route(1))
        .done();

    assertThat(client.routes().list(IPV4)).containsExactly(route(1));
  }

  @Test
  void an_empty_list_is_a_done_alone() throws Exception {
    expectDump().done();

    assertThat(client.routes().list(IPV4)).isEmpty();
  }

  @Test
  void a_strict_kernel_is_asked_to_filter_and_its_answer_is_filtered_again() throws Exception {
    RouteMessage other = route(2).toBuilder().protocol(RouteProtocol.STATIC).build();
    RouteMessage cloned = route(3).toBuilder().flags(new RouteFlags(RouteFlags.CLONED)).build();
    expectDump()
        .part(RtnetlinkType.NEWROUTE, route(1))
        .part(RtnetlinkType.NEWROUTE, other)
        .part(RtnetlinkType.NEWROUTE, cloned)
        .part(RtnetlinkType.NEWROUTE, route(4).toBuilder().outputInterface(9).build())
        .part(RtnetlinkType.NEWROUTE, route(5).toBuilder().table(RouteTable.of(1000)).build())
        .done();

    List<RouteMessage> routes =
        client
            .routes()
            .list(IPV4.table(RouteTable.MAIN).protocol(RouteProtocol.of(157)).outputInterface(3));

    assertThat(routes).containsExactly(route(1));
    RouteMessage request = (RouteMessage) lastMessage();
    assertThat(request.table()).isEqualTo(RouteTable.MAIN);
    assertThat(request.protocol()).isEqualTo(RouteProtocol.of(157));
    assertThat(request.outputInterface()).hasValue(3);
    assertThat(request.isDefault()).isTrue();
    assertThat(request.flags()).isEqualTo(RouteFlags.NONE);
  }

  @Test
  void an_old_kernel_is_asked_for_everything_of_the_family() throws Exception {
    ScriptedKernel old = new ScriptedKernel(ByteOrder.nativeOrder(), false);
    old.expect(RtnetlinkType.GETROUTE).part(RtnetlinkType.NEWROUTE, route(1)).done();
    try (RtnetlinkClient asked =
        RtnetlinkClient.over(old.transport(), RtnetlinkClient.DEFAULT_TIMEOUT)) {
      assertThat(asked.routes().list(IPV4.table(RouteTable.of(99)).outputInterface(3))).isEmpty();
    }
    RouteMessage request = (RouteMessage) old.requests().get(0).message();
    assertThat(request.table()).isEqualTo(RouteTable.UNSPEC);
    assertThat(request.outputInterface()).isEmpty();
  }

  @Test
  void a_multipath_route_belongs_to_each_of_its_interfaces() throws Exception {
    RouteMessage multipath =
        RouteMessage.builder(AddressFamily.INET)
            .nextHops(
                List.of(
                    NextHop.via(IpAddress.parse("192.0.2.1"), 3),
                    NextHop.via(IpAddress.parse("198.51.100.1"), 4)))
            .build();
    expectDump().part(RtnetlinkType.NEWROUTE, multipath).done();
    expectDump().part(RtnetlinkType.NEWROUTE, multipath).done();

    assertThat(client.routes().list(IPV4.outputInterface(4))).hasSize(1);
    assertThat(client.routes().list(IPV4.outputInterface(5))).isEmpty();
  }

  @Test
  void a_malformed_attribute_costs_neither_the_list_nor_its_route() throws Exception {
    RouteMessage broken =
        route(2).toBuilder().attribute(RouteAttributes.TABLE.number(), w -> w.u16(1)).build();
    expectDump()
        .part(RtnetlinkType.NEWROUTE, route(1))
        .part(RtnetlinkType.NEWROUTE, broken)
        .part(RtnetlinkType.NEWROUTE, route(3))
        .done();

    List<RouteMessage> routes = client.routes().list(IPV4.table(RouteTable.MAIN));

    assertThat(routes).hasSize(3);
    assertThat(routes.get(1).problems())
        .extracting(Throwable::getMessage)
        .containsExactly("RTA_TABLE at offset 52: expected 4 bytes, found 2 bytes");
  }

  @Test
  void a_table_that_does_not_exist_has_no_routes() throws Exception {
    expectDump().doneWithError(Errno.ENOENT, "ipv4: FIB table does not exist");

    assertThat(client.routes().list(IPV4.table(RouteTable.of(4711)))).isEmpty();
  }

  @Test
  void a_dump_refused_by_done_fails_with_the_words_of_the_kernel() {
    expectDump().doneWithError(Errno.EINVAL, "Invalid values in header for FIB dump request");

    NetlinkException e = failure(() -> client.routes().list(IPV4));

    assertThat(e.is(Errno.EINVAL)).isTrue();
    assertThat(e.kernelMessage()).hasValue("Invalid values in header for FIB dump request");
    assertThat(e.operation()).isEqualTo("list routes");
    assertThat(e.object()).isEqualTo("inet");
  }

  @Test
  void a_dump_refused_by_an_error_fails_too() {
    expectDump().error(Errno.EOPNOTSUPP);

    assertThat(failure(() -> client.routes().list(IPV4)).is(Errno.EOPNOTSUPP)).isTrue();
  }

  @Test
  void an_interrupted_dump_is_made_again() throws Exception {
    expectDump().interrupted().part(RtnetlinkType.NEWROUTE, route(1)).done();
    expectDump()
        .part(RtnetlinkType.NEWROUTE, route(1))
        .part(RtnetlinkType.NEWROUTE, route(2))
        .done();

    assertThat(client.routes().list(IPV4)).containsExactly(route(1), route(2));
  }

  @Test
  void a_dump_interrupted_at_its_very_end_is_made_again() throws Exception {
    expectDump().part(RtnetlinkType.NEWROUTE, route(1)).interrupted().done();
    expectDump().part(RtnetlinkType.NEWROUTE, route(2)).done();

    assertThat(client.routes().list(IPV4)).containsExactly(route(2));
  }

  @Test
  void a_dump_interrupted_again_and_again_fails_with_what_the_last_one_returned() {
    for (int i = 1; i <= Exchange.DUMP_ATTEMPTS; i++) {
      expectDump().interrupted().part(RtnetlinkType.NEWROUTE, route(i)).done();
    }

    DumpInterruptedException e =
        catchThrowableOfType(DumpInterruptedException.class, () -> client.routes().list(IPV4));

    assertThat(e.partial()).containsExactly(route(Exchange.DUMP_ATTEMPTS));
  }

  @Test
  void a_busy_socket_is_read_empty_and_asked_again() throws Exception {
    expectDump()
        .error(Errno.EBUSY)
        .staleBy(1)
        .part(RtnetlinkType.NEWROUTE, route(8))
        .part(RtnetlinkType.NEWROUTE, route(9));
    expectDump().part(RtnetlinkType.NEWROUTE, route(1)).done();

    assertThat(client.routes().list(IPV4)).containsExactly(route(1));
  }

  @Test
  void a_socket_that_stays_busy_is_an_error() {
    for (int i = 0; i < Exchange.BUSY_ATTEMPTS; i++) {
      expectDump().error(Errno.EBUSY);
    }

    assertThat(failure(() -> client.routes().list(IPV4)).is(Errno.EBUSY)).isTrue();
  }

  @Test
  void a_truncated_answer_is_an_error_and_not_a_shorter_list() {
    expectDump().part(RtnetlinkType.NEWROUTE, route(1)).truncated(Bytes.of(new byte[65536]));

    assertThat(failure(() -> client.routes().list(IPV4))).hasMessageContaining("cut off");
  }

  @Test
  void a_malformed_frame_is_an_error_with_the_offset() {
    expectDump().datagram(Bytes.of(new byte[20]));

    assertThat(failure(() -> client.routes().list(IPV4)))
        .hasMessageContaining("malformed answer")
        .hasMessageContaining("offset 0")
        .hasMessageContaining("found 0");
  }

  @Test
  void links_and_addresses_are_listed() throws Exception {
    ByteOrder order = ByteOrder.nativeOrder();
    LinkMessage link = LinkMessage.builder(order).index(3).up().name("eth0").build();
    AddressMessage address =
        AddressMessage.builder(IpPrefix.parse("192.0.2.2/24"), 3, order).build();
    kernel.expect(RtnetlinkType.GETLINK).part(RtnetlinkType.NEWLINK, link).done();
    kernel.expect(RtnetlinkType.GETLINK).message(RtnetlinkType.NEWLINK, link).ack();
    kernel.expect(RtnetlinkType.GETADDR).part(RtnetlinkType.NEWADDR, address).done();
    kernel.expect(RtnetlinkType.GETADDR).part(RtnetlinkType.NEWADDR, address).done();

    assertThat(client.links().list()).containsExactly(link);
    assertThat(client.links().get("eth0")).isEqualTo(link);
    assertThat(client.addresses().list(AddressFamily.INET, 3)).containsExactly(address);
    assertThat(client.addresses().list(AddressFamily.INET, 4)).isEmpty();
  }
}

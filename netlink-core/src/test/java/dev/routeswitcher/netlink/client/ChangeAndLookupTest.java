package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.testkit.ScriptedKernel;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ChangeAndLookupTest extends ScriptedClient {
  @Test
  void a_change_asks_for_an_acknowledgement_and_returns_when_it_came() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE).ack();

    client.routes().add(route(5));

    assertThat(lastMessage()).isEqualTo(route(5));
    assertThat(lastHeader().flags())
        .isEqualTo(
            NetlinkHeader.REQUEST
                | NetlinkHeader.ACK
                | NetlinkHeader.CREATE
                | NetlinkHeader.EXCLUSIVE);
  }

  @Test
  void each_verb_sends_the_flags_of_ip() throws Exception {
    int base = NetlinkHeader.REQUEST | NetlinkHeader.ACK;
    for (int i = 0; i < 3; i++) {
      kernel.expect(RtnetlinkType.NEWROUTE).ack();
    }
    kernel.expect(RtnetlinkType.DELROUTE).ack();

    client.routes().replace(route(5));
    client.routes().change(route(5));
    client.routes().append(route(5));
    client.routes().delete(route(5));

    assertThat(kernel.requests())
        .extracting(request -> request.header().flags() & ~base)
        .containsExactly(
            NetlinkHeader.CREATE | NetlinkHeader.REPLACE,
            NetlinkHeader.REPLACE,
            NetlinkHeader.CREATE | NetlinkHeader.APPEND,
            0);
    assertThat(kernel.requests()).extracting(r -> r.header().sequence()).doesNotHaveDuplicates();
  }

  @Test
  void a_warning_on_success_is_no_error() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE).ackWithWarning("deprecated");

    client.routes().add(route(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 17, 19, 22, 100, 101, 105, 200})
  void a_refused_change_has_its_errno(int number) {
    kernel.expect(RtnetlinkType.NEWROUTE).error(new Errno(number));

    NetlinkException e = failure(() -> client.routes().add(route(5)));

    assertThat(e.errno()).hasValue(new Errno(number));
    assertThat(e.is(new Errno(number))).isTrue();
    assertThat(e)
        .hasMessageStartingWith("add route default via 192.0.2.1 dev if3 proto 157 metric 5: ")
        .hasMessageContaining(new Errno(number).name());
  }

  @Test
  void a_missing_privilege_is_named() {
    kernel.expect(RtnetlinkType.NEWROUTE).error(Errno.EPERM);

    assertThat(failure(() -> client.routes().add(route(5))))
        .hasMessageEndingWith("EPERM: CAP_NET_ADMIN is needed");
  }

  @Test
  void the_place_of_a_fault_becomes_the_name_of_its_attribute() {
    RouteMessage route =
        route(5).toBuilder().metrics(RouteMetrics.of(Map.of(RouteMetrics.MTU, 1L))).build();
    // 16 netlink header, 12 rtmsg, gateway, oif, priority of 8 each, then the nest's header of 4
    kernel.expect(RtnetlinkType.NEWROUTE).error(Errno.EINVAL, "Invalid attribute in metrics", 56);

    NetlinkException e = failure(() -> client.routes().add(route));

    assertThat(e.offset()).hasValue(56);
    assertThat(e.attribute()).hasValue("RTA_METRICS/RTAX_MTU");
    assertThat(e)
        .hasMessageEndingWith("EINVAL: Invalid attribute in metrics (RTA_METRICS/RTAX_MTU)");
  }

  @Test
  void an_offset_that_is_no_attribute_leaves_the_name_out() {
    kernel.expect(RtnetlinkType.NEWROUTE).error(Errno.EINVAL, "no", 20);

    NetlinkException e = failure(() -> client.routes().add(route(5)));

    assertThat(e.attribute()).isEmpty();
    assertThat(e.offset()).hasValue(20);
  }

  @Test
  void a_lost_acknowledgement_is_a_timeout_and_the_next_request_is_not_confused() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE).silence();
    kernel.expect(RtnetlinkType.NEWROUTE).staleBy(1).error(Errno.EEXIST).staleBy(0).ack();

    assertThat(failure(() -> client.routes().add(route(5))))
        .isInstanceOf(NetlinkTimeoutException.class)
        .hasMessageContaining("no answer in");
    client.routes().add(route(6));
  }

  @Test
  void what_a_program_sends_is_no_answer() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE).fromPort(77).error(Errno.EEXIST).fromPort(0).ack();

    client.routes().add(route(5));
  }

  @Test
  void an_answer_lost_by_overrun_is_enobufs() {
    kernel.expect(RtnetlinkType.NEWROUTE).overrun();

    assertThat(failure(() -> client.routes().add(route(5))).is(Errno.ENOBUFS)).isTrue();
  }

  @Test
  void a_lookup_asks_for_one_host_and_returns_its_route() throws Exception {
    RouteMessage way = route(0).toBuilder().destination(IpPrefix.parse("203.0.113.8/32")).build();
    kernel.expect(RtnetlinkType.GETROUTE).message(RtnetlinkType.NEWROUTE, way).ack();

    assertThat(client.routes().get(IpAddress.parse("203.0.113.8"))).isEqualTo(way);

    RouteMessage request = (RouteMessage) lastMessage();
    assertThat(request.destination()).hasValue(IpPrefix.parse("203.0.113.8/32"));
    assertThat(request.outputInterface()).isEmpty();
    assertThat(lastHeader().flags()).isEqualTo(NetlinkHeader.REQUEST | NetlinkHeader.ACK);
  }

  @Test
  void a_lookup_may_name_source_interface_and_mark() throws Exception {
    kernel.expect(RtnetlinkType.GETROUTE).message(RtnetlinkType.NEWROUTE, route(0)).ack();

    client
        .routes()
        .get(
            RouteLookup.to(IpAddress.parse("203.0.113.8"))
                .from(IpAddress.parse("192.0.2.2"))
                .outputInterface(3)
                .mark(0xffff_ffffL));

    RouteMessage request = (RouteMessage) lastMessage();
    assertThat(request.source()).hasValue(IpPrefix.parse("192.0.2.2/32"));
    assertThat(request.outputInterface()).hasValue(3);
    assertThat(request.attributes().get(RouteAttributes.MARK)).hasValue(0xffff_ffffL);
  }

  @Test
  void a_lookup_without_a_route_is_an_error() {
    kernel.expect(RtnetlinkType.GETROUTE).error(Errno.ENETUNREACH);
    kernel.expect(RtnetlinkType.GETROUTE).ack();

    IpAddress target = IpAddress.parse("203.0.113.8");
    assertThat(failure(() -> client.routes().get(target)).is(Errno.ENETUNREACH)).isTrue();
    assertThat(failure(() -> client.routes().get(target))).hasMessageContaining("no object");
  }

  @Test
  void a_kernel_of_the_other_byte_order_is_understood() throws Exception {
    ScriptedKernel big = new ScriptedKernel(ByteOrder.BIG_ENDIAN, true);
    RouteMessage route =
        RouteMessage.builder(AddressFamily.INET, ByteOrder.BIG_ENDIAN).priority(5).build();
    big.expect(RtnetlinkType.GETROUTE).part(RtnetlinkType.NEWROUTE, route).done();
    big.expect(RtnetlinkType.NEWROUTE).error(Errno.EEXIST, "there", 28);
    big.expect(RtnetlinkType.GETROUTE).message(RtnetlinkType.NEWROUTE, route).ack();
    try (RtnetlinkClient asked =
        RtnetlinkClient.over(big.transport(), RtnetlinkClient.DEFAULT_TIMEOUT)) {
      assertThat(asked.routes().list(IPV4).get(0).priority()).hasValue(5);
      assertThat(failure(() -> asked.routes().add(route)).attribute()).hasValue("RTA_PRIORITY");
      assertThat(asked.routes().get(IpAddress.parse("192.0.2.1"))).isEqualTo(route);
    }
    big.verify();
  }
}

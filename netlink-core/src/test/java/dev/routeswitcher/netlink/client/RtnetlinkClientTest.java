package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.routeswitcher.netlink.address.AddressFamily;
import dev.routeswitcher.netlink.address.IpAddress;
import dev.routeswitcher.netlink.address.IpPrefix;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.rtnetlink.AddressHeader;
import dev.routeswitcher.netlink.rtnetlink.AddressMessage;
import dev.routeswitcher.netlink.rtnetlink.LinkFlags;
import dev.routeswitcher.netlink.rtnetlink.LinkHeader;
import dev.routeswitcher.netlink.rtnetlink.LinkMessage;
import dev.routeswitcher.netlink.rtnetlink.NextHop;
import dev.routeswitcher.netlink.rtnetlink.RouteAttributes;
import dev.routeswitcher.netlink.rtnetlink.RouteFlags;
import dev.routeswitcher.netlink.rtnetlink.RouteMessage;
import dev.routeswitcher.netlink.rtnetlink.RouteMetrics;
import dev.routeswitcher.netlink.rtnetlink.RouteProtocol;
import dev.routeswitcher.netlink.rtnetlink.RouteScope;
import dev.routeswitcher.netlink.rtnetlink.RouteTable;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.testkit.ReceivedRequest;
import dev.routeswitcher.netlink.testkit.ScriptedAnswer;
import dev.routeswitcher.netlink.testkit.ScriptedKernel;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RtnetlinkClientTest {
  private static final RouteFilter IPV4 = RouteFilter.of(AddressFamily.INET);

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final RtnetlinkClient client =
      RtnetlinkClient.over(kernel.transport(), Duration.ofSeconds(30));

  @AfterEach
  void every_request_was_expected() {
    kernel.verify();
    client.close();
  }

  private static RouteMessage route(long priority) {
    return RouteMessage.builder(AddressFamily.INET)
        .gateway(IpAddress.parse("192.0.2.1"))
        .outputInterface(3)
        .priority(priority)
        .protocol(RouteProtocol.of(157))
        .build();
  }

  private ScriptedAnswer expectDump() {
    return kernel.expect(RtnetlinkType.GETROUTE);
  }

  private NetlinkHeader lastHeader() {
    List<ReceivedRequest> requests = kernel.requests();
    return requests.get(requests.size() - 1).header();
  }

  private RtnetlinkMessage lastMessage() {
    List<ReceivedRequest> requests = kernel.requests();
    return requests.get(requests.size() - 1).message();
  }

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
  void an_empty_list_is_a_done_alone() throws Exception {
    expectDump().done();

    assertThat(client.routes().list(IPV4)).isEmpty();
  }

  @Test
  void a_strict_kernel_is_asked_to_filter_and_its_answer_is_filtered_again() throws Exception {
    RouteMessage other = route(2).toBuilder().protocol(RouteProtocol.STATIC).build();
    RouteMessage cloned = route(3).toBuilder().flags(RouteFlags.of(RouteFlags.CLONED)).build();
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
        route(2).toBuilder().attribute(RouteAttributes.TABLE, w -> w.u16(1)).build();
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
  void a_dump_interrupted_again_and_again_fails_with_what_the_last_one_told() {
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
  void a_refused_change_tells_its_errno(int number) {
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
  void a_truncated_answer_is_an_error_and_not_a_shorter_list() {
    expectDump().part(RtnetlinkType.NEWROUTE, route(1)).truncated(Bytes.of(new byte[65536]));

    assertThat(failure(() -> client.routes().list(IPV4))).hasMessageContaining("cut off");
  }

  @Test
  void a_malformed_frame_is_an_error_that_tells_where() {
    expectDump().datagram(Bytes.of(new byte[20]));

    assertThat(failure(() -> client.routes().list(IPV4)))
        .hasMessageContaining("malformed answer")
        .hasMessageContaining("offset 0")
        .hasMessageContaining("found 0");
  }

  @Test
  void an_answer_lost_by_overrun_is_enobufs() {
    kernel.expect(RtnetlinkType.NEWROUTE).overrun();

    assertThat(failure(() -> client.routes().add(route(5))).is(Errno.ENOBUFS)).isTrue();
  }

  @Test
  void a_lookup_asks_for_one_host_and_returns_its_way() throws Exception {
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
    assertThat(request.attributes().u32(RouteAttributes.MARK)).hasValue(0xffff_ffffL);
  }

  @Test
  void a_lookup_without_a_way_is_an_error() {
    kernel.expect(RtnetlinkType.GETROUTE).error(Errno.ENETUNREACH);
    kernel.expect(RtnetlinkType.GETROUTE).ack();

    IpAddress target = IpAddress.parse("203.0.113.8");
    assertThat(failure(() -> client.routes().get(target)).is(Errno.ENETUNREACH)).isTrue();
    assertThat(failure(() -> client.routes().get(target))).hasMessageContaining("no route");
  }

  @Test
  void links_and_addresses_are_listed() throws Exception {
    ByteOrder order = ByteOrder.nativeOrder();
    LinkHeader linkHeader =
        new LinkHeader(AddressFamily.UNSPEC, 0, 1, 3, LinkFlags.of(1), LinkFlags.NONE);
    LinkMessage link = LinkMessage.of(linkHeader, new AttributesBuilder(order).text(3, "eth0"));
    AddressHeader addressHeader =
        new AddressHeader(AddressFamily.INET, 24, 0, RouteScope.UNIVERSE, 3);
    AddressMessage address =
        AddressMessage.of(
            addressHeader, new AttributesBuilder(order).address(2, IpAddress.parse("192.0.2.2")));
    kernel.expect(RtnetlinkType.GETLINK).part(RtnetlinkType.NEWLINK, link).done();
    kernel.expect(RtnetlinkType.GETLINK).message(RtnetlinkType.NEWLINK, link).ack();
    kernel.expect(RtnetlinkType.GETADDR).part(RtnetlinkType.NEWADDR, address).done();
    kernel.expect(RtnetlinkType.GETADDR).part(RtnetlinkType.NEWADDR, address).done();

    assertThat(client.links().list()).containsExactly(link);
    assertThat(client.links().get("eth0")).isEqualTo(link);
    assertThat(client.addresses().list(AddressFamily.INET, 3)).containsExactly(address);
    assertThat(client.addresses().list(AddressFamily.INET, 4)).isEmpty();
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

  @Test
  void closing_ends_a_waiting_request() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE);
    CompletableFuture<Void> waiting = inBackground(() -> client.routes().add(route(5)));
    awaitRequests(1);

    client.close();

    assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NetlinkClosedException.class);
    assertThat(failure(() -> client.routes().add(route(5))))
        .isInstanceOf(NetlinkClosedException.class);
  }

  @Test
  void an_interrupt_ends_a_waiting_request_and_is_kept() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE);
    CompletableFuture<Boolean> stillSet = new CompletableFuture<>();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              thrown.complete(failure(() -> client.routes().add(route(5))));
              stillSet.complete(Thread.currentThread().isInterrupted());
            });
    thread.start();
    awaitRequests(1);

    thread.interrupt();

    assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(NetlinkInterruptedException.class);
    assertThat(stillSet.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_interrupted_thread_sends_nothing() {
    Thread.currentThread().interrupt();
    try {
      assertThat(failure(() -> client.routes().add(route(5))))
          .isInstanceOf(NetlinkInterruptedException.class);
      assertThat(kernel.requests()).isEmpty();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void requests_of_several_threads_take_turns() throws Exception {
    int threads = 8;
    for (int i = 0; i < threads; i++) {
      kernel.expect(RtnetlinkType.NEWROUTE).ack();
    }

    List<CompletableFuture<Void>> all =
        IntStream.range(0, threads)
            .mapToObj(i -> inBackground(() -> client.routes().add(route(i))))
            .toList();

    for (CompletableFuture<Void> one : all) {
      assertThat(one.get(30, TimeUnit.SECONDS)).isNull();
    }
    assertThat(kernel.requests()).hasSize(threads);
  }

  private interface Call {
    void run() throws NetlinkException;
  }

  private static NetlinkException failure(Call call) {
    return catchThrowableOfType(NetlinkException.class, call::run);
  }

  private static CompletableFuture<Void> inBackground(Call call) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                call.run();
                done.complete(null);
              } catch (NetlinkException | RuntimeException e) {
                done.completeExceptionally(e);
              }
            })
        .start();
    return done;
  }

  private void awaitRequests(int count) {
    long start = System.nanoTime();
    while (kernel.requests().size() < count) {
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
      Thread.onSpinWait();
    }
  }
}

package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteView;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.testkit.ScriptedKernel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VisitTest extends ScriptedClient {
  /** Keeps what it is given, and how often it was restarted. */
  private static final class Recorder implements RouteVisitor {
    private final List<RouteMessage> routes = new ArrayList<>();
    private int restarts;

    @Override
    public void route(RouteView route) {
      routes.add(route.toMessage());
    }

    @Override
    public void restart() {
      routes.clear();
      restarts++;
    }
  }

  private final Recorder recorder = new Recorder();

  @Test
  void a_visitor_is_given_the_routes_of_the_filter_alone() throws Exception {
    RouteMessage other = route(2).toBuilder().protocol(RouteProtocol.STATIC).build();
    expectDump()
        .part(RtnetlinkType.NEWROUTE, route(1))
        .part(RtnetlinkType.NEWROUTE, other)
        .part(RtnetlinkType.NEWROUTE, route(3))
        .done();

    client.routes().visit(IPV4.protocol(RouteProtocol.of(157)), recorder);

    assertThat(recorder.routes).containsExactly(route(1), route(3));
    assertThat(recorder.restarts).isZero();
  }

  @Test
  void an_interrupted_dump_restarts_the_visitor_and_starts_again() throws Exception {
    expectDump().interrupted().part(RtnetlinkType.NEWROUTE, route(1)).done();
    expectDump().part(RtnetlinkType.NEWROUTE, route(2)).done();

    client.routes().visit(IPV4, recorder);

    assertThat(recorder.routes).containsExactly(route(2));
    assertThat(recorder.restarts).isEqualTo(1);
  }

  @Test
  void a_dump_that_is_interrupted_again_and_again_fails_after_a_bounded_number_of_attempts() {
    for (int i = 1; i <= Exchange.DUMP_ATTEMPTS; i++) {
      expectDump().interrupted().part(RtnetlinkType.NEWROUTE, route(i)).done();
    }

    assertThatThrownBy(() -> client.routes().visit(IPV4, recorder))
        .isInstanceOf(DumpInterruptedException.class);
    assertThat(recorder.routes).containsExactly(route(Exchange.DUMP_ATTEMPTS));
  }

  @Test
  void a_table_that_does_not_exist_has_no_routes() throws Exception {
    expectDump().doneWithError(Errno.ENOENT, "ipv4: FIB table does not exist");

    client.routes().visit(IPV4.table(RouteTable.of(4711)), recorder);

    assertThat(recorder.routes).isEmpty();
  }

  @Test
  void what_a_visitor_throws_ends_the_listing_and_the_next_one_reads_its_remains()
      throws Exception {
    expectDump()
        .part(RtnetlinkType.NEWROUTE, route(1))
        .part(RtnetlinkType.NEWROUTE, route(2))
        .done();
    assertThatThrownBy(
            () ->
                client
                    .routes()
                    .visit(
                        IPV4,
                        route -> {
                          throw new IllegalStateException("enough");
                        }))
        .hasMessage("enough");

    expectDump().error(Errno.EBUSY);
    expectDump().part(RtnetlinkType.NEWROUTE, route(3)).done();
    client.routes().visit(IPV4, recorder);

    assertThat(recorder.routes).containsExactly(route(3));
  }

  @Test
  void a_visitor_must_not_list() {
    expectDump().part(RtnetlinkType.NEWROUTE, route(1)).done();

    assertThatThrownBy(() -> client.routes().visit(IPV4, route -> list()))
        .hasMessageContaining("own listing is under way");
  }

  private void list() {
    try {
      client.routes().list(IPV4);
    } catch (NetlinkException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_visitor_may_change_routes_because_listings_have_a_socket_of_their_own() throws Exception {
    ScriptedKernel listed = new ScriptedKernel();
    listed
        .expect(RtnetlinkType.GETROUTE)
        .part(RtnetlinkType.NEWROUTE, route(1))
        .part(RtnetlinkType.NEWROUTE, route(2))
        .done();
    kernel.expect(RtnetlinkType.DELROUTE).ack();
    kernel.expect(RtnetlinkType.DELROUTE).ack();
    try (RtnetlinkClient both =
        RtnetlinkClient.over(
            kernel.transport(), listed.transport(), RtnetlinkClient.DEFAULT_TIMEOUT)) {
      both.routes().visit(IPV4, route -> delete(both, route.toMessage()));
    }
    assertThat(kernel.requests()).extracting(r -> r.message()).containsExactly(route(1), route(2));
    listed.verify();
  }

  private static void delete(RtnetlinkClient client, RouteMessage route) {
    try {
      client.routes().delete(route);
    } catch (NetlinkException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_datagram_that_ends_in_the_middle_of_a_message_is_an_error_with_the_offset() {
    Bytes whole = Bytes.parseHex("3c00000018000200010000006712000002000000fe030001");
    expectDump().part(RtnetlinkType.NEWROUTE, route(1)).datagram(whole);

    assertThatThrownBy(() -> client.routes().visit(IPV4, recorder))
        .isInstanceOf(NetlinkException.class)
        .hasMessageContaining("malformed answer")
        .hasMessageContaining("16 to 24");
    assertThat(recorder.routes).containsExactly(route(1));
  }
}

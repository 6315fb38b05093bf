package dev.routeswitcher.netlink.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.client.NetlinkClosedException;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkFlags;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.testkit.ScriptedAnswer;
import dev.routeswitcher.netlink.testkit.ScriptedKernel;
import dev.routeswitcher.netlink.watch.ObjectChanged.Change;
import dev.routeswitcher.netlink.watch.WatchEvent.Snapshot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RtnetlinkWatchTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** The kernel as the monitor's socket sees it, and as the client's does. */
  private final ScriptedKernel events = new ScriptedKernel();

  private final ScriptedKernel answers = new ScriptedKernel();
  private final RtnetlinkWatch routes = watch(Watched.IPV4_ROUTES);

  private RtnetlinkWatch watch(Watched... watched) {
    try {
      return RtnetlinkWatch.over(
          RtnetlinkMonitor.over(events.transport(), RtnetlinkWatch.groups(List.of(watched))),
          RtnetlinkClient.over(answers.transport(), LONG),
          List.of(watched));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void every_request_was_expected() {
    answers.verify();
    routes.close();
  }

  private static RouteMessage route(long priority) {
    return RouteMessage.builder(AddressFamily.INET).outputInterface(3).priority(priority).build();
  }

  private static LinkMessage link(boolean up) {
    return link(up, up);
  }

  private static LinkMessage link(boolean carrier, boolean running) {
    return LinkMessage.builder()
        .index(3)
        .name("eth0")
        .flag(LinkFlags.UP, true)
        .flag(LinkFlags.LOWER_UP, carrier)
        .flag(LinkFlags.RUNNING, running)
        .build();
  }

  private ScriptedAnswer expectListing(RouteMessage... listed) {
    answers.expect(RtnetlinkType.GETLINK).part(RtnetlinkType.NEWLINK, link(true)).done();
    ScriptedAnswer answer = answers.expect(RtnetlinkType.GETROUTE);
    for (RouteMessage route : listed) {
      answer.part(RtnetlinkType.NEWROUTE, route);
    }
    return answer.done();
  }

  private Snapshot snapshot() throws NetlinkException {
    return (Snapshot) routes.next(LONG).orElseThrow();
  }

  private RtnetlinkMessage changed() throws NetlinkException {
    return ((ObjectChanged) routes.next(LONG).orElseThrow()).object();
  }

  @Test
  void every_multicast_group_that_reports_changes_is_joined() {
    assertThat(events.groups()).containsExactlyInAnyOrder(1, 5, 7);
  }

  @Test
  void first_comes_a_snapshot_and_then_what_changes() throws Exception {
    expectListing(route(1), route(2));

    Snapshot first = snapshot();
    events.event(RtnetlinkType.DELROUTE, route(1));
    events.event(RtnetlinkType.NEWROUTE, route(3));

    assertThat(first.reason()).isEqualTo("start");
    assertThat(first.objects()).containsExactly(route(1), route(2));
    assertThat(routes.next(LONG).orElseThrow())
        .isInstanceOfSatisfying(
            ObjectChanged.class,
            event -> {
              assertThat(event.change()).isEqualTo(Change.DELETED);
              assertThat(event.object()).isEqualTo(route(1));
            });
    assertThat(changed()).isEqualTo(route(3));
    assertThat(routes.next(Duration.ZERO)).isEmpty();
  }

  @Test
  void an_overrun_in_mid_watch_is_a_new_snapshot_and_what_was_queued_before_it_is_void()
      throws Exception {
    expectListing(route(1));
    snapshot();
    events.event(RtnetlinkType.NEWROUTE, route(8));
    events.overrun();
    expectListing(route(1), route(9));

    Snapshot second = snapshot();

    assertThat(second.reason()).isEqualTo("receive buffer overrun");
    assertThat(second.objects()).containsExactly(route(1), route(9));
    events.event(RtnetlinkType.DELROUTE, route(9));
    assertThat(changed()).isEqualTo(route(9));
  }

  @Test
  void what_happened_before_the_listing_is_not_reported_again() throws Exception {
    events.event(RtnetlinkType.NEWROUTE, route(1));
    expectListing(route(1));

    assertThat(snapshot().objects()).containsExactly(route(1));
    assertThat(routes.next(Duration.ZERO)).isEmpty();
  }

  @Test
  void what_happens_during_the_listing_is_in_the_snapshot() throws Exception {
    answers.expect(RtnetlinkType.GETLINK).part(RtnetlinkType.NEWLINK, link(true)).done();
    answers
        .expect(RtnetlinkType.GETROUTE)
        .part(RtnetlinkType.NEWROUTE, route(1))
        .part(RtnetlinkType.NEWROUTE, route(2))
        .meanwhile(() -> events.event(RtnetlinkType.DELROUTE, route(1)))
        .meanwhile(() -> events.event(RtnetlinkType.NEWROUTE, route(3)))
        .done();

    assertThat(snapshot().objects()).containsExactly(route(2), route(3));
    assertThat(routes.next(Duration.ZERO)).isEmpty();
  }

  @Test
  void an_overrun_during_the_listing_makes_it_start_again() throws Exception {
    answers.expect(RtnetlinkType.GETLINK).done();
    answers.expect(RtnetlinkType.GETROUTE).meanwhile(events::overrun).done();
    expectListing(route(2));

    assertThat(snapshot().objects()).containsExactly(route(2));
  }

  @Test
  void objects_that_do_not_hold_still_give_no_snapshot_in_time_and_the_next_call_tries_again()
      throws Exception {
    answers.expect(RtnetlinkType.GETLINK).done();
    answers.expect(RtnetlinkType.GETROUTE).meanwhile(events::overrun).done();

    assertThat(routes.next(Duration.ZERO)).hasValue(new WatchEvent.Stale("start"));

    expectListing(route(2));
    assertThat(snapshot().objects()).containsExactly(route(2));
  }

  @Test
  void a_listing_that_fails_is_reported_and_the_next_call_begins_with_a_snapshot()
      throws Exception {
    answers.expect(RtnetlinkType.GETLINK).error(Errno.ENOBUFS);
    assertThatThrownBy(() -> routes.next(LONG)).isInstanceOf(NetlinkException.class);

    expectListing(route(2));
    assertThat(snapshot().objects()).containsExactly(route(2));
  }

  @Test
  void a_link_that_loses_its_carrier_is_a_new_snapshot_because_its_routes_change_silently()
      throws Exception {
    expectListing(route(1));
    snapshot();
    events.event(RtnetlinkType.NEWLINK, link(true));
    assertThat(routes.next(Duration.ZERO)).isEmpty();

    events.event(RtnetlinkType.NEWLINK, link(false));
    expectListing();

    Snapshot second = snapshot();
    assertThat(second.reason()).isEqualTo("link eth0 changed");
    assertThat(second.objects()).isEmpty();
  }

  @Test
  void a_carrier_that_was_lost_at_the_listing_but_is_reported_later_is_a_new_snapshot()
      throws Exception {
    answers.expect(RtnetlinkType.GETLINK).part(RtnetlinkType.NEWLINK, link(false, true)).done();
    answers.expect(RtnetlinkType.GETROUTE).part(RtnetlinkType.NEWROUTE, route(1)).done();
    snapshot();

    events.event(RtnetlinkType.NEWLINK, link(false, false));
    expectListing(route(2));

    assertThat(snapshot().objects()).containsExactly(route(2));
  }

  @Test
  void an_address_that_goes_is_a_new_snapshot_and_one_that_comes_is_not() throws Exception {
    AddressMessage address = AddressMessage.builder(IpPrefix.parse("192.0.2.2/24"), 3).build();
    expectListing(route(1));
    snapshot();
    events.event(RtnetlinkType.NEWADDR, address);
    assertThat(routes.next(Duration.ZERO)).isEmpty();

    events.event(RtnetlinkType.DELADDR, address);
    expectListing(route(1));

    assertThat(snapshot().reason()).isEqualTo("address 192.0.2.2 went");
  }

  @Test
  void a_truncated_datagram_is_a_new_snapshot() throws Exception {
    expectListing(route(1));
    snapshot();
    events.truncatedDatagram(Bytes.of(new byte[32]));
    expectListing(route(2));

    assertThat(snapshot().objects()).containsExactly(route(2));
  }

  @Test
  void closing_ends_a_waiting_reader() throws Exception {
    expectListing();
    snapshot();
    Thread closer = new Thread(routes::close);
    closer.start();

    assertThatThrownBy(() -> routes.next(LONG)).isInstanceOf(NetlinkClosedException.class);
    closer.join();
  }
}

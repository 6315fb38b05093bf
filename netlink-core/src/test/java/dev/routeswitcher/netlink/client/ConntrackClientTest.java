package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.conntrack.ConntrackAttributes;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackStatistics;
import dev.routeswitcher.netlink.conntrack.ConntrackStatus;
import dev.routeswitcher.netlink.conntrack.ConntrackTuple;
import dev.routeswitcher.netlink.conntrack.ConntrackType;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.testkit.ReceivedRequest;
import dev.routeswitcher.netlink.testkit.ScriptedKernel;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConntrackClientTest {
  private static final IpAddress UPLINK = IpAddress.parse("198.51.100.2");
  private static final ConntrackFilter IPV4 = ConntrackFilter.of(AddressFamily.INET);

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final ConntrackClient client =
      ConntrackClient.over(kernel.transport(), kernel.transport(), Duration.ofSeconds(30));

  @AfterEach
  void every_request_was_expected() {
    kernel.verify();
    client.close();
  }

  /** A flow of a client, translated to an address. */
  private static ConntrackMessage flow(int port, String translatedTo) {
    IpAddress client = IpAddress.parse("192.0.2.9");
    IpAddress server = IpAddress.parse("203.0.113.8");
    return ConntrackMessage.builder(AddressFamily.INET)
        .original(
            ConntrackTuple.builder()
                .source(client)
                .destination(server)
                .protocol(17)
                .ports(port, 53)
                .build())
        .reply(
            ConntrackTuple.builder()
                .source(server)
                .destination(IpAddress.parse(translatedTo))
                .protocol(17)
                .ports(53, port)
                .build())
        .status(ConntrackStatus.CONFIRMED | ConntrackStatus.SOURCE_NAT)
        .mark(9)
        .id(port)
        .build();
  }

  private ReceivedRequest lastRequest() {
    List<ReceivedRequest> requests = kernel.requests();
    return requests.get(requests.size() - 1);
  }

  private ConntrackMessage lastMessage() {
    return (ConntrackMessage) lastRequest().message();
  }

  @Test
  void the_kernel_is_asked_for_what_the_filter_says() throws Exception {
    kernel.expect(ConntrackType.GET).part(ConntrackType.NEW, flow(1, "198.51.100.2")).done();

    List<ConntrackMessage> entries =
        client.list(IPV4.replyDestination(UPLINK).status(ConntrackStatus.SOURCE_NAT).mark(9));

    assertThat(entries).containsExactly(flow(1, "198.51.100.2"));
    assertThat(lastRequest().header().has(NetlinkHeader.DUMP)).isTrue();
    ConntrackMessage question = lastMessage();
    assertThat(question.family()).isEqualTo(AddressFamily.INET);
    assertThat(question.reply().destination()).hasValue(UPLINK);
    assertThat(question.reply().source()).isEmpty();
    assertThat(question.attributes().find(ConntrackAttributes.TUPLE_ORIG)).isEmpty();
    assertThat(question.status().bits()).isEqualTo(ConntrackStatus.SOURCE_NAT);
    assertThat(question.mark()).hasValue(9);
    assertThat(question.attributes().get(ConntrackAttributes.FILTER).orElseThrow().toList())
        .hasSize(1);
  }

  @Test
  void what_an_old_kernel_does_not_filter_is_filtered_here() throws Exception {
    kernel
        .expect(ConntrackType.GET)
        .part(ConntrackType.NEW, flow(1, "192.0.2.1"))
        .part(ConntrackType.NEW, flow(2, "198.51.100.2"))
        .done();
    assertThat(client.list(IPV4.replyDestination(UPLINK))).containsExactly(flow(2, "198.51.100.2"));

    kernel.expect(ConntrackType.GET).part(ConntrackType.NEW, flow(1, "192.0.2.1")).done();
    assertThat(client.list(IPV4.status(ConntrackStatus.ASSURED))).isEmpty();

    kernel.expect(ConntrackType.GET).part(ConntrackType.NEW, flow(1, "192.0.2.1")).done();
    assertThat(client.list(IPV4.mark(10))).isEmpty();

    kernel.expect(ConntrackType.GET).part(ConntrackType.NEW, flow(1, "192.0.2.1")).done();
    assertThat(client.list(IPV4.originalSource(UPLINK).replySource(UPLINK))).isEmpty();
  }

  @Test
  void addresses_of_ipv6_are_filtered_here_because_linux_returns_all_others() throws Exception {
    kernel.expect(ConntrackType.GET).part(ConntrackType.NEW, flow(1, "192.0.2.1")).done();
    ConntrackFilter filter =
        ConntrackFilter.of(AddressFamily.INET6).replyDestination(IpAddress.parse("2001:db8::1"));

    assertThat(client.list(filter)).isEmpty();

    assertThat(lastMessage().attributes().toList()).isEmpty();
  }

  @Test
  void all_entries_of_a_family_are_asked_for_without_a_filter() throws Exception {
    kernel.expect(ConntrackType.GET).part(ConntrackType.NEW, flow(1, "192.0.2.1")).done();

    assertThat(client.list(IPV4)).hasSize(1);
    assertThat(lastMessage().attributes().toList()).isEmpty();
  }

  @Test
  void a_visitor_may_delete_what_it_is_given() throws Exception {
    ScriptedKernel other = new ScriptedKernel();
    kernel
        .expect(ConntrackType.GET)
        .part(ConntrackType.NEW, flow(1, "198.51.100.2"))
        .part(ConntrackType.NEW, flow(2, "198.51.100.2"))
        .done();
    other.expect(ConntrackType.DELETE).ack();
    other.expect(ConntrackType.DELETE).error(Errno.ENOENT);
    List<Boolean> deleted = new ArrayList<>();

    try (ConntrackClient both =
        ConntrackClient.over(other.transport(), kernel.transport(), Duration.ofSeconds(30))) {
      both.visit(IPV4, entry -> deleted.add(deletes(both, entry)));
    }

    assertThat(deleted).containsExactly(true, false);
    other.verify();
  }

  private static boolean deletes(ConntrackClient client, ConntrackMessage entry) {
    try {
      return client.deleteIfPresent(entry);
    } catch (NetlinkException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_request_to_delete_names_one_entry() throws Exception {
    kernel.expect(ConntrackType.DELETE).ack();

    assertThat(client.deleteIfPresent(flow(7, "198.51.100.2"))).isTrue();

    assertThat(lastMessage()).isEqualTo(flow(7, "198.51.100.2").key());
    assertThat(lastRequest().header().flags()).isEqualTo(NetlinkHeader.REQUEST | NetlinkHeader.ACK);
  }

  @Test
  void nothing_is_sent_for_an_entry_that_the_request_would_not_name() {
    ConntrackMessage everything = ConntrackMessage.builder(AddressFamily.INET).build();

    assertThatThrownBy(() -> client.deleteIfPresent(everything))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client.deleteAll(List.of(everything)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(kernel.requests()).isEmpty();
  }

  @Test
  void a_refusal_says_which_entry_and_why() {
    kernel.expect(ConntrackType.DELETE).error(Errno.EPERM);

    assertThatThrownBy(() -> client.deleteIfPresent(flow(7, "198.51.100.2")))
        .isInstanceOf(NetlinkException.class)
        .hasMessageStartingWith("delete connection udp src=192.0.2.9 dst=203.0.113.8 sport=7")
        .hasMessageEndingWith("EPERM: CAP_NET_ADMIN is needed");
  }

  @Test
  void many_are_deleted_at_a_time_and_those_that_were_gone_are_reported() throws Exception {
    kernel.expect(ConntrackType.DELETE).ack();
    kernel.expect(ConntrackType.DELETE).error(Errno.ENOENT);
    kernel.expect(ConntrackType.DELETE).ack();

    BatchResult result =
        client.deleteAll(List.of(flow(1, "192.0.2.1"), flow(2, "192.0.2.1"), flow(3, "192.0.2.1")));

    assertThat(result.applied()).isEqualTo(2);
    assertThat(result.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.reason().is(Errno.ENOENT)).isTrue());
    assertThat(result.failures().get(0).operation())
        .asString()
        .startsWith("delete connection udp src=192.0.2.9");
  }

  @Test
  void statistics_show_how_full_the_tracker_is() throws Exception {
    kernel
        .expect(ConntrackType.GET_STATS)
        .message(
            ConntrackType.GET_STATS, ConntrackStatistics.of(3, 262_144, ByteOrder.nativeOrder()))
        .ack();

    ConntrackStatistics statistics = client.statistics();

    assertThat(statistics.entries()).hasValue(3);
    assertThat(statistics.maxEntries()).hasValue(262_144);
    assertThat(statistics.problems()).isEmpty();
  }

  @Test
  void a_kernel_that_tracks_nothing_refuses() {
    kernel.expect(ConntrackType.GET_STATS).error(Errno.EINVAL);

    assertThatThrownBy(client::statistics)
        .isInstanceOf(NetlinkException.class)
        .hasMessage("count connections: EINVAL");
  }

  @Test
  void a_filter_prints_as_arguments_of_conntrack() {
    assertThat(IPV4.replyDestination(UPLINK).status(0x10).mark(9))
        .hasToString("-f ipv4 --reply-dst 198.51.100.2 --status 0x10 --mark 9");
    assertThat(
            ConntrackFilter.of(AddressFamily.INET6)
                .originalSource(IpAddress.parse("2001:db8::1"))
                .originalDestination(IpAddress.parse("2001:db8::2"))
                .replySource(IpAddress.parse("2001:db8::3")))
        .hasToString(
            "-f ipv6 --orig-src 2001:db8::1 --orig-dst 2001:db8::2 --reply-src 2001:db8::3");
    assertThatThrownBy(() -> ConntrackFilter.of(AddressFamily.UNSPEC))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

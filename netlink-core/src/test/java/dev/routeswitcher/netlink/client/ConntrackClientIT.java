package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackStatus;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that translates the addresses of one of its own to those of its uplink. */
@Timeout(60)
class ConntrackClientIT {
  private static final ConntrackFilter IPV4 = ConntrackFilter.of(AddressFamily.INET);
  private static final ConntrackFilter IPV6 = ConntrackFilter.of(AddressFamily.INET6);
  private static final IpAddress UPLINK = IpAddress.parse("198.51.100.2");
  private static final IpAddress UPLINK6 = IpAddress.parse("2001:db8:1::2");

  private final TestNamespace host = TestNamespace.create();
  private final ConntrackClient client = host.call(() -> ConntrackClient.open());

  @BeforeEach
  void two_translated_addresses_and_one_that_is_not() {
    host.run(
        "ip link add up0 type veth peer name up1",
        "ip address add 198.51.100.2/24 dev up0",
        "ip address add 192.0.2.9/32 dev lo",
        "ip address add 2001:db8:1::2/64 dev up0 nodad",
        "ip address add 2001:db8:2::9/128 dev lo",
        "ip link set up1 up",
        "ip link set up0 up",
        "ip neighbour add 198.51.100.1 lladdr 02:00:00:00:00:01 dev up0",
        "ip route add default via 198.51.100.1",
        "ip -6 route add default dev up0");
    host.nft(
        """
        table inet nat {
          chain zones {
            type filter hook output priority -300;
            udp dport 5300 ct zone set 7;
            udp dport 5301 ct original zone set 8;
          }
          chain marks {
            type filter hook output priority 0;
            udp dport 5302 ct mark set 9;
          }
          chain translation {
            type nat hook postrouting priority 100;
            ip saddr 192.0.2.9 snat ip to 198.51.100.2;
            ip6 saddr 2001:db8:2::9 snat ip6 to 2001:db8:1::2;
          }
        }
        """);
  }

  @AfterEach
  void close() {
    client.close();
    host.close();
  }

  private void send(String source, int sourcePort, String destination, int port) {
    host.call(
        () -> {
          try (DatagramSocket socket =
              new DatagramSocket(sourcePort, IpAddress.parse(source).toInetAddress())) {
            InetAddress to = IpAddress.parse(destination).toInetAddress();
            socket.send(new DatagramPacket(new byte[1], 1, to, port));
          }
          return 0;
        });
  }

  private void send(int sourcePort, int port) {
    send("192.0.2.9", sourcePort, "203.0.113.8", port);
  }

  private static Set<Integer> ports(List<ConntrackMessage> entries) {
    return entries.stream()
        .map(entry -> entry.original().sourcePort().orElseThrow())
        .collect(Collectors.toSet());
  }

  @Test
  void entries_read_as_proc_has_them() throws Exception {
    send(40001, 53);
    send("198.51.100.2", 40002, "203.0.113.9", 53);
    send("2001:db8:2::9", 40003, "2001:db8:ffff::8", 53);

    String proc = host.run("cat /proc/net/nf_conntrack");
    for (ConntrackMessage entry : client.list(IPV4)) {
      assertThat(proc)
          .contains(
              entry.original()
                  + " [UNREPLIED] "
                  + entry.reply()
                  + " mark="
                  + entry.mark().orElseThrow());
    }
    assertThat(ports(client.list(IPV4))).contains(40001, 40002).doesNotContain(40003);
    assertThat(client.list(IPV6))
        .filteredOn(entry -> entry.original().sourcePort().isPresent())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.original().source()).hasValue(IpAddress.parse("2001:db8:2::9"));
              assertThat(entry.reply().destination()).hasValue(UPLINK6);
            });
    assertThat(client.statistics().entries().orElseThrow()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void filters_leave_what_they_say() throws Exception {
    send(40001, 53);
    send("198.51.100.2", 40002, "203.0.113.9", 53);
    send(40003, 5302);

    assertThat(ports(client.list(IPV4.originalSource(IpAddress.parse("192.0.2.9")))))
        .containsExactlyInAnyOrder(40001, 40003);
    assertThat(ports(client.list(IPV4.replyDestination(UPLINK))))
        .containsExactlyInAnyOrder(40001, 40002, 40003);
    assertThat(ports(client.list(IPV4.replyDestination(UPLINK).status(ConntrackStatus.SOURCE_NAT))))
        .containsExactlyInAnyOrder(40001, 40003);
    assertThat(ports(client.list(IPV4.originalDestination(IpAddress.parse("203.0.113.9")))))
        .containsExactly(40002);
    assertThat(client.list(IPV4.replyDestination(IpAddress.parse("203.0.113.99")))).isEmpty();
    assertThat(ports(client.list(IPV4.mark(9)))).containsExactly(40003);
    assertThat(client.list(IPV4.mark(9)).get(0).mark()).isEqualTo(OptionalLong.of(9));
  }

  /** Linux 6.18 returns just the others when it is asked for those of an IPv6 address. */
  @Test
  void filters_of_ipv6_leave_what_they_say() throws Exception {
    send("2001:db8:2::9", 40004, "2001:db8:ffff::8", 53);
    send("2001:db8:1::2", 40005, "2001:db8:ffff::8", 53);

    assertThat(ports(client.list(IPV6.replyDestination(UPLINK6))))
        .containsExactlyInAnyOrder(40004, 40005);
    assertThat(ports(client.list(IPV6.originalSource(UPLINK6)))).containsExactly(40005);
    assertThat(client.list(IPV6.replyDestination(IpAddress.parse("2001:db8:1::99")))).isEmpty();
    assertThat(
            ports(client.list(IPV6.replyDestination(UPLINK6).status(ConntrackStatus.SOURCE_NAT))))
        .containsExactly(40004);
  }

  @Test
  void an_entry_is_deleted_and_no_other() throws Exception {
    send(40001, 53);
    send(40002, 53);
    ConntrackMessage first = client.list(IPV4.replyDestination(UPLINK)).get(0);

    assertThat(client.deleteIfPresent(first)).isTrue();
    assertThat(client.deleteIfPresent(first)).isFalse();

    assertThat(client.list(IPV4.replyDestination(UPLINK)))
        .singleElement()
        .satisfies(left -> assertThat(left.id()).isNotEqualTo(first.id()));
  }

  @Test
  void an_entry_of_another_id_is_left() throws Exception {
    send(40001, 53);
    ConntrackMessage entry = client.list(IPV4.replyDestination(UPLINK)).get(0);
    long otherId = (entry.id().orElseThrow() + 1) & 0xffff_ffffL;
    ConntrackMessage other =
        ConntrackMessage.builder(AddressFamily.INET).original(entry.original()).id(otherId).build();

    assertThat(client.deleteIfPresent(other)).isFalse();
    assertThat(client.deleteIfPresent(entry)).isTrue();
  }

  @Test
  void entries_of_every_zone_and_family_are_deleted() throws Exception {
    send(40001, 5300);
    send(40002, 5301);
    send(40003, 53);
    send("2001:db8:2::9", 40004, "2001:db8:ffff::8", 53);
    List<ConntrackMessage> ipv4 = client.list(IPV4.replyDestination(UPLINK));
    List<ConntrackMessage> ipv6 = client.list(IPV6.replyDestination(UPLINK6));
    assertThat(ports(ipv4)).containsExactlyInAnyOrder(40001, 40002, 40003);
    assertThat(ports(ipv6)).containsExactly(40004);

    assertThat(client.deleteAll(ipv4).applied()).isEqualTo(3);
    assertThat(client.deleteAll(ipv6).applied()).isEqualTo(1);

    assertThat(client.list(IPV4.replyDestination(UPLINK))).isEmpty();
    assertThat(client.list(IPV6.replyDestination(UPLINK6))).isEmpty();
  }

  @Test
  void thousands_are_deleted_while_they_are_listed() throws Exception {
    host.call(
        () -> {
          try (DatagramSocket socket =
              new DatagramSocket(40001, IpAddress.parse("192.0.2.9").toInetAddress())) {
            InetAddress to = IpAddress.parse("203.0.113.8").toInetAddress();
            for (int port = 1; port <= 3_000; port++) {
              socket.send(new DatagramPacket(new byte[1], 1, to, port));
            }
          }
          return 0;
        });
    int[] deleted = new int[1];

    client.visit(
        IPV4.replyDestination(UPLINK),
        entry -> {
          try {
            deleted[0] += client.deleteIfPresent(entry) ? 1 : 0;
          } catch (NetlinkException e) {
            throw new AssertionError(e);
          }
        });

    assertThat(deleted[0]).isEqualTo(3_000);
    assertThat(client.list(IPV4.replyDestination(UPLINK))).isEmpty();
  }

  @Test
  void without_the_capability_nothing_is_listed_or_deleted() throws Exception {
    send(40001, 53);
    ConntrackMessage entry = client.list(IPV4.replyDestination(UPLINK)).get(0);
    host.dropCapabilities();
    try (ConntrackClient powerless = host.call(() -> ConntrackClient.open())) {
      for (ConntrackCall call :
          List.<ConntrackCall>of(
              () -> powerless.list(IPV4),
              powerless::statistics,
              () -> powerless.deleteIfPresent(entry))) {
        assertThat(catchThrowableOfType(NetlinkException.class, call::run).is(Errno.EPERM))
            .isTrue();
      }
    }
  }

  interface ConntrackCall {
    void run() throws NetlinkException;
  }
}

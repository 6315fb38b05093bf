package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A client in the LAN whose address the host translates to that of the uplink in use (SNAT), and
 * one long UDP flow of it to a server that tells where each packet comes from.
 */
class ConnectionsIT {

  private static final String BY_PRIMARY = "from=192.0.2.2 ";
  private static final String BY_SECONDARY = "from=198.51.100.2 ";
  private static final Pattern PACKET = Pattern.compile("packet=(\\d+) ");

  /** One packet every 20 ms, numbered. */
  private static final String CLIENT =
      """
      use Socket;
      socket(my $s, PF_INET, SOCK_DGRAM, 0) or die;
      bind($s, sockaddr_in(40000, INADDR_ANY)) or die;
      $| = 1;
      for (my $packet = 1; ; $packet++) {
        send($s, $packet, 0, sockaddr_in(5000, inet_aton("203.0.113.8")));
        print "sent=$packet \\n";
        select(undef, undef, undef, 0.02);
      }
      """;

  private static final String SERVER =
      """
      use Socket;
      socket(my $s, PF_INET, SOCK_DGRAM, 0) or die;
      bind($s, sockaddr_in(5000, INADDR_ANY)) or die;
      $| = 1;
      print "listening\\n";
      while (my $from = recv($s, my $packet, 100, 0)) {
        my ($port, $address) = sockaddr_in($from);
        print "packet=$packet from=", inet_ntoa($address), " port=$port\\n";
      }
      """;

  private final Lab lab = Lab.up();
  private final Background server = lab.start("exec", "inet", "--", "perl", "-e", SERVER);

  @AfterEach
  void takeLabDown() {
    lab.close();
  }

  /** A namespace beside the host's, the rules that everybody writes for two uplinks, a flow. */
  private Background startFlow() {
    server.await("listening");
    Background home =
        lab.startOnHost(List.of("unshare", "--net", "sh", "-c", "echo pid=$$.; exec sleep 600"));
    String pid = home.await("pid=").replaceAll("\\D", "");
    lab.host(
        "sh",
        "-ec",
        """
        echo 1 >/proc/sys/net/ipv4/ip_forward
        ip link add lan0 type veth peer name client0
        ip link set client0 netns PID
        ip address add 203.0.113.129/25 dev lan0
        ip link set lan0 up
        nsenter --net=/proc/PID/ns/net -- sh -ec '
          ip link set lo up
          ip address add 203.0.113.130/25 dev client0
          ip link set client0 up
          ip route add default via 203.0.113.129'
        nft add table ip nat
        nft 'add chain ip nat translation { type nat hook postrouting priority 100; }'
        nft add rule ip nat translation oifname eth0 ip saddr 203.0.113.128/25 snat to 192.0.2.2
        nft add rule ip nat translation oifname eth1 ip saddr 203.0.113.128/25 snat to 198.51.100.2
        """
            .replace("PID", pid));
    Background flow =
        lab.startOnHost(List.of("nsenter", "--net=/proc/" + pid + "/ns/net", "perl", "-e", CLIENT));
    server.await(BY_PRIMARY);
    return flow;
  }

  private static int packet(String line) {
    Matcher number = PACKET.matcher(line);
    assertThat(number.find()).as(line).isTrue();
    return Integer.parseInt(number.group(1));
  }

  private int lastPacket(String way) {
    List<String> lines = server.lines(way);
    return packet(lines.get(lines.size() - 1));
  }

  @Test
  void with_flush_conntrack_the_flow_goes_on_by_the_right_uplink_after_failover_and_failback() {
    Background switcher = lab.startSwitcher("--flush-conntrack");
    switcher.await(" start family=ipv4 to=");
    startFlow();

    lab.inject("silent", "primary");
    switcher.await(" failover ");
    assertThat(switcher.await(" flush family=ipv4 left=eth0 ")).contains(" flushed_connections=1 ");
    int first = packet(server.await(BY_SECONDARY));

    lab.heal("silent", "primary");
    switcher.await(" failback ");
    switcher.await(" flush family=ipv4 left=eth1 flushed_connections=1 ");
    int back = packet(server.await(BY_PRIMARY, server.lines(BY_PRIMARY).size() + 1));

    assertThat(back).isGreaterThan(first);
    server.await("packet=" + (back + 50) + " ");
    assertThat(lastPacket(BY_SECONDARY)).isLessThan(back);
    assertThat(
            server.lines("packet=.* ").stream().map(ConnectionsIT::packet).filter(n -> n > first))
        .as("no packet is lost over the failback")
        .startsWith(first + 1)
        .isSorted()
        .hasSizeGreaterThanOrEqualTo(back + 50 - first);
  }

  @Test
  void without_it_the_flow_keeps_the_address_of_the_uplink_that_was_left() {
    Background switcher = lab.startSwitcher();
    switcher.await(" start family=ipv4 to=");
    Background flow = startFlow();

    lab.inject("silent", "primary");
    switcher.await(" failover ");
    int sent = flow.lines("sent=").size();
    flow.await("sent=" + (sent + 50) + " ");

    assertThat(server.lines(BY_SECONDARY)).isEmpty();
    assertThat(lab.host("cat", "/proc/net/nf_conntrack"))
        .anyMatch(entry -> entry.contains("sport=5000") && entry.contains("dst=192.0.2.2"));
  }

  @Test
  void while_both_are_down_no_connection_is_deleted() {
    Background switcher = lab.startSwitcher("--flush-conntrack");
    switcher.await("interface=eth1 health=responsive");
    startFlow();
    lab.inject("silent", "secondary");
    switcher.await("interface=eth1 health=down");
    lab.inject("silent", "primary");
    switcher.await("alarm=no-uplink");
    assertThat(lab.host("cat", "/proc/net/nf_conntrack"))
        .anyMatch(entry -> entry.contains("sport=5000") && entry.contains("dst=192.0.2.2"));
    int heard = server.lines(BY_PRIMARY).size();
    lab.heal("silent", "primary");
    server.await(BY_PRIMARY, heard + 10);
    assertThat(switcher.lines(" flush .* left=eth0 | failover ")).isEmpty();
  }

  @Test
  void the_connections_of_others_stay() {
    Background switcher = lab.startSwitcher("--flush-conntrack");
    switcher.await(" start family=ipv4 to=");
    startFlow();
    udp("192.0.2.2", 41001); // the host's own, by the address of the uplink that is left
    udp("198.51.100.2", 41002);
    udp("203.0.113.129", 41003); // translated too
    lab.inject("silent", "primary");
    assertThat(switcher.await(" flush family=ipv4 left=eth0 ")).contains(" flushed_connections=2 ");
    List<String> entries = lab.host("cat", "/proc/net/nf_conntrack");
    assertThat(entries).anyMatch(entry -> entry.contains("sport=41001 "));
    assertThat(entries).anyMatch(entry -> entry.contains("sport=41002 "));
    assertThat(entries).noneMatch(entry -> entry.contains("sport=41003 "));
  }

  private void udp(String source, int port) {
    lab.host(
        "perl",
        "-MSocket",
        "-e",
        "socket(S, PF_INET, SOCK_DGRAM, 0); bind(S, sockaddr_in($ARGV[1], inet_aton($ARGV[0])))"
            + " or die; send(S, 1, 0, sockaddr_in(5001, inet_aton('203.0.113.9'))) or die",
        source,
        Integer.toString(port));
  }

  /** The host translates an address of its own here, as it would one of the LAN. */
  @Test
  void of_ipv6_they_are_flushed_too() {
    try (Lab both = Lab.up("--ipv6")) {
      both.host(
          "sh",
          "-ec",
          """
          ip address add 2001:db8:9::9/128 dev lo nodad
          nft add table ip6 nat
          nft 'add chain ip6 nat translation { type nat hook postrouting priority 100; }'
          nft add rule ip6 nat translation oifname eth0 ip6 saddr 2001:db8:9::9 snat to 2001:db8:1::2
          nft add rule ip6 nat translation oifname eth1 ip6 saddr 2001:db8:9::9 snat to 2001:db8:2::2
          """);
      Background switcher =
          both.startSwitcherWith(
              "--primary-gateway",
              Lab.LINK_GATEWAY6,
              "--secondary-gateway",
              Lab.LINK_GATEWAY6,
              "--ping-target",
              Lab.TARGET6,
              "--flush-conntrack");
      switcher.await("family=ipv6 .* interface=eth1 health=responsive");
      Background pings =
          both.startOnHost(List.of("ping", "-i", "0.1", "-I", "2001:db8:9::9", Lab.TARGET6));
      pings.await("icmp_seq=3 ");

      both.inject("silent", "primary");
      assertThat(switcher.await(" flush family=ipv6 left=eth0 "))
          .contains(" flushed_connections=1 ");
      int answered = pings.lines("icmp_seq=").size();
      pings.await("icmp_seq=", answered + 10);
      both.heal("silent", "primary");
      assertThat(switcher.await(" flush family=ipv6 left=eth1 flushed_connections=1 "))
          .doesNotContain("error=");
      pings.await("icmp_seq=", pings.lines("icmp_seq=").size() + 10);
    }
  }
}

package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host that masquerades its LAN and forwards a port to it, behind providers that drop what has
 * not an address of theirs.
 */
class FirewallMarksIT {

  private static final String MARKS = "--firewall-marks=0x1000000/0xff000000";
  private static final String BY_PRIMARY = "192.0.2.2";
  private static final String BY_SECONDARY = "198.51.100.2";

  /** Says to each line where it comes from. */
  private static final String SERVER =
      """
      use IO::Select;
      $| = 1;
      $SIG{PIPE} = 'IGNORE';
      my $server = IO::Socket::INET->new(Listen => 9, LocalPort => 8080, ReuseAddr => 1) or die $!;
      my ($all, %from) = IO::Select->new($server);
      print "listening\\n";
      while (my @ready = $all->can_read) {
        for my $one (@ready) {
          if ($one == $server) {
            my $client = $server->accept or next;
            $from{$client} = $client->peerhost;
            $all->add($client);
          } elsif (sysread $one, my $line, 100) {
            syswrite $one, "$from{$one}\\n";
          } else {
            $all->remove($one);
            close $one;
          }
        }
      }
      """;

  /** A connection on which a line is said every 50 ms, and what becomes of it. */
  private static final String TALK =
      """
      $| = 1;
      my $s = IO::Socket::INET->new(PeerAddr => '203.0.113.8', PeerPort => 8080, Timeout => 2)
          or die "refused\\n";
      while (1) {
        print $s "x\\n";
        my $answer = <$s>;
        if (!defined $answer) { print "lost\\n"; exit }
        print "heard as $answer";
        select undef, undef, undef, 0.05;
      }
      """;

  private static final String ASK =
      """
      $SIG{ALRM} = sub { print "is silent\\n"; exit };
      alarm 2;
      my $s = IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => 8080);
      print $s "x\\n" if $s;
      print $s && defined <$s> ? "answers\\n" : "is silent\\n";
      """;

  private static final class Router implements AutoCloseable {
    final Lab lab;
    final String pid;
    final Background server;

    Router(String... options) {
      lab = Lab.up(options);
      String home = "echo pid=$$.; exec sleep 600";
      pid =
          lab.startOnHost(List.of("unshare", "--net", "sh", "-c", home))
              .await("pid=")
              .replaceAll("\\D", "");
      lab.host(
          "sh",
          "-ec",
          """
          echo 1 >/proc/sys/net/ipv4/ip_forward
          ip link add lan0 type veth peer name client0
          ip link set client0 netns PID
          ip address add 10.5.0.1/24 dev lan0
          ip link set lan0 up
          nsenter --net=/proc/PID/ns/net -- sh -ec '
            ip link set lo up
            ip address add 10.5.0.2/24 dev client0
            ip link set client0 up
            ip route add default via 10.5.0.1'
          nft -f - <<END
          table ip nat {
            chain pre {
              type nat hook prerouting priority dstnat;
              iifname { "eth0", "eth1" } tcp dport 8080 dnat to 10.5.0.2
            }
            chain post {
              type nat hook postrouting priority srcnat;
              oifname { "eth0", "eth1" } ip saddr 10.5.0.0/24 masquerade
            }
          }
          END
          """
              .replace("PID", pid));
      for (int i = 1; i <= 2; i++) {
        lab.on(
            "isp" + i,
            "sh",
            "-ec",
            """
            nft add table ip bcp38
            nft 'add chain ip bcp38 customers { type filter hook forward priority 0; }'
            nft add rule ip bcp38 customers iifname cust0 ip saddr != NET drop
            """
                .replace("NET", i == 1 ? "192.0.2.0/24" : "198.51.100.0/24"));
      }
      server = lab.start("exec", "inet", "--", "perl", "-MIO::Socket::INET", "-e", SERVER);
      server.await("listening");
      lab.startOnHost(atHome("perl", "-MIO::Socket::INET", "-e", SERVER)).await("listening");
    }

    private List<String> atHome(String... words) {
      return ImmutableList.<String>builder()
          .add("nsenter", "--net=/proc/" + pid + "/ns/net")
          .add(words)
          .build();
    }

    void loadRuleSet() {
      lab.host("sh", "-ec", "bin/route-switcher nftables " + MARKS + " | nft -f -");
    }

    Background start(String... options) {
      Background switcher = lab.startSwitcher(options);
      switcher.await("interface=eth0 health=responsive");
      switcher.await("interface=eth1 health=responsive");
      return switcher;
    }

    Background talk() {
      return lab.startOnHost(atHome("perl", "-MIO::Socket::INET", "-e", TALK));
    }

    /** What somebody outside learns of the port that is forwarded from the address. */
    List<String> ask(String address) {
      return lab.on("inet", "perl", "-MIO::Socket::INET", "-e", ASK, address);
    }

    void assertAnswers(String... addresses) {
      for (String address : addresses) {
        assertThat(ask(address)).as(address).containsExactly("answers");
      }
    }

    @Override
    public void close() {
      lab.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void a_forwarded_port_answers_on_every_uplink_whichever_is_in_use(String filter) {
    try (Router router = new Router("--rp-filter", filter)) {
      router.loadRuleSet();
      router.lab.host("sysctl", "-w", "net.ipv4.conf.all.src_valid_mark=1");
      Background switcher = router.start(MARKS, "--failback-delay", "6s");
      router.assertAnswers(BY_PRIMARY, BY_SECONDARY);
      router.lab.inject("silent", "primary");
      switcher.await(" failover ");
      router.assertAnswers(BY_SECONDARY);
      router.lab.heal("silent", "primary");
      switcher.await("interface=eth0 health=responsive", 2);
      router.assertAnswers(BY_PRIMARY, BY_SECONDARY);
      assertThat(switcher.lines(" failback ")).isEmpty();
      switcher.await(" failback ");
      router.assertAnswers(BY_PRIMARY, BY_SECONDARY);
      assertThat(switcher.lines("rp-filter")).isEmpty();
    }
  }

  @Test
  void connections_of_the_lan_move_at_a_failover_and_stay_at_a_failback() {
    try (Router router = new Router()) {
      router.loadRuleSet();
      Background switcher = router.start(MARKS);
      Background first = router.talk();
      first.await("heard as " + BY_PRIMARY);
      router.lab.inject("silent", "primary");
      switcher.await(" failover ");
      // Masquerading gives it another address, and the server does not know it by that.
      first.await("lost");
      Background second = router.talk();
      second.await("heard as " + BY_SECONDARY);
      router.lab.heal("silent", "primary");
      switcher.await(" failback ");
      router.talk().await("heard as " + BY_PRIMARY);
      second.await("heard as", second.lines("heard as").size() + 40);
      assertThat(second.lines("lost|heard as " + BY_PRIMARY)).isEmpty();
      assertThat(switcher.terminate()).isZero();
      assertThat(TablesIT.rules(router.lab)).hasSize(3);
    }
  }

  /**
   * What the documents say of a host without the option; the providers and the test are the same.
   */
  @Test
  void without_it_a_forwarded_port_answers_by_the_uplink_in_use_and_a_failback_ends_connections() {
    try (Router router = new Router()) {
      Background switcher = router.start();
      router.assertAnswers(BY_PRIMARY);
      assertThat(router.ask(BY_SECONDARY)).containsExactly("is silent");
      router.lab.inject("silent", "primary");
      switcher.await(" failover ");
      router.assertAnswers(BY_SECONDARY);
      Background talk = router.talk();
      talk.await("heard as " + BY_SECONDARY);
      router.lab.heal("silent", "primary");
      switcher.await(" failback ");
      talk.await("lost");
    }
  }

  @Test
  void while_a_strict_filter_does_not_go_by_marks_an_alarm_says_so() {
    try (Lab lab = Lab.up("--rp-filter", "1")) {
      Background switcher = lab.startSwitcher(MARKS);
      switcher.await(
          " alarm=rp-filter .*eth1.*remedy=\"sysctl -w net.ipv4.conf.eth1.rp_filter=2\"");
    }
  }

  /** A fixed address of the provider's is right only there: the mark brings the flow back to it. */
  @Test
  void with_flush_conntrack_a_failback_deletes_nothing() {
    try (Router router = new Router()) {
      router.loadRuleSet();
      router.lab.host(
          "sh",
          "-ec",
          """
          nft flush chain ip nat post
          nft add rule ip nat post oifname eth0 ip saddr 10.5.0.0/24 snat to 192.0.2.2
          nft add rule ip nat post oifname eth1 ip saddr 10.5.0.0/24 snat to 198.51.100.2
          """);
      Background switcher = router.start(MARKS, "--flush-conntrack");
      router.lab.inject("silent", "primary");
      switcher.await(" flush family=ipv4 left=eth0 ");
      Background talk = router.talk();
      talk.await("heard as " + BY_SECONDARY);
      router.lab.heal("silent", "primary");
      switcher.await(" failback ");
      talk.await("heard as", talk.lines("heard as").size() + 40);
      assertThat(talk.lines("lost")).isEmpty();
      assertThat(switcher.lines(" flush .*left=eth1")).isEmpty();
    }
  }
}

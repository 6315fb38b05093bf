package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host whose traffic goes into a tunnel: a tun device with the routes that VPNs make. */
class TunnelIT {

  /** What leads all traffic into the tunnel. */
  enum Kind {
    /** wg-quick, with Table=auto. */
    WG_QUICK(
        "ip route add default dev tun0 table 51820",
        "ip rule add not fwmark 51820 table 51820",
        "ip rule add table main suppress_prefixlength 0"),
    TAILSCALE(
        "ip route add default dev tun0 table 52",
        "ip rule add fwmark 0x80000/0xff0000 lookup main pref 5210",
        "ip rule add lookup 52 pref 5270"),
    /** OpenVPN, redirect-gateway def1. */
    DEF1("ip route add 0.0.0.0/1 dev tun0", "ip route add 128.0.0.0/1 dev tun0"),
    NETWORK_MANAGER("ip route add default dev tun0 proto static metric 50"),
    METRIC_0("ip route add default dev tun0");

    private final List<String> commands;

    Kind(String... commands) {
      this.commands = List.of(commands);
    }
  }

  private Lab lab;

  @BeforeEach
  void up() {
    lab = Lab.up("--defaults");
  }

  @AfterEach
  void down() {
    lab.close();
  }

  private Background tunnel(Kind kind) {
    Background tunnel = lab.start("tunnel", "tun0");
    tunnel.await("is there");
    lab.ip("link set tun0 up");
    lab.ip("address add 203.0.113.130/32 dev tun0");
    kind.commands.forEach(command -> lab.host(command.split(" ")));
    return tunnel;
  }

  private Background startSwitcher(String... options) {
    Background switcher = lab.startSwitcher(options);
    switcher.await("interface=eth0 health=responsive");
    switcher.await("interface=eth1 health=responsive");
    return switcher;
  }

  /** By which interface a packet of any program leaves; of the tunnel's own with its mark. */
  private String wayOf(String... mark) {
    List<String> words = new ArrayList<>(List.of("ip", "route", "get", "203.0.113.9"));
    words.addAll(List.of(mark));
    return lab.host(words.toArray(String[]::new)).get(0).replaceAll(".* dev (\\w+) .*", "$1");
  }

  @ParameterizedTest
  @EnumSource
  void what_leaves_by_the_uplinks_is_switched_and_that_is_in_force(Kind kind) {
    tunnel(kind);
    Background switcher = startSwitcher();
    switcher.await(" start ");
    switcher.await("alarm=(tunnel|foreign-default) ");
    lab.inject("silent", "primary");
    switcher.await(" failover ");
    assertThat(wayOf()).isEqualTo("tun0");
    if (kind == Kind.WG_QUICK) {
      assertThat(wayOf("mark", "51820")).isEqualTo("eth1");
    } else if (kind == Kind.TAILSCALE) {
      assertThat(wayOf("mark", "0x80000")).isEqualTo("eth1");
    }
    lab.heal("silent", "primary");
    switcher.await(" failback ");
    assertThat(wayOf()).isEqualTo("tun0");
    assertThat(switcher.lines("alarm=ineffective|decided")).isEmpty();
    assertThat(switcher.lines("alarm=(tunnel|foreign-default) ")).hasSize(1);
  }

  @Test
  void a_default_of_a_vpn_that_comes_later_gets_the_traffic_and_gives_it_back_when_it_ends() {
    Background switcher = startSwitcher();
    switcher.await(" start ");
    Background events = lab.startRouteEvents();
    Background tunnel = tunnel(Kind.NETWORK_MANAGER);
    switcher.await("WARN  alarm=foreign-default .*use --override-foreign-defaults");
    events.await("^Deleted default via 192.0.2.1 dev eth0 proto 157 metric 10");
    assertThat(lab.defaults())
        .startsWith(
            "default dev tun0 proto static scope link metric 50",
            "default via 192.0.2.1 dev eth0 proto 157 metric 60",
            "default via 198.51.100.1 dev eth1 proto 157 metric 70")
        .hasSize(5);
    assertThat(wayOf()).isEqualTo("tun0");
    tunnel.terminate();
    switcher.await("cleared alarm=foreign-default");
    events.await("^Deleted default via 192.0.2.1 dev eth0 proto 157 metric 60");
    assertThat(lab.defaults()).startsWith(Lab.PRIMARY_BASE, Lab.SECONDARY_BASE).hasSize(4);
    assertThat(wayOf()).isEqualTo("eth0");
  }

  @Test
  void asked_to_the_switcher_leads_the_traffic_past_the_vpn() {
    tunnel(Kind.NETWORK_MANAGER);
    Background switcher = startSwitcher("--override-foreign-defaults");
    switcher.await(" start ");
    assertThat(wayOf()).isEqualTo("eth0");
    assertThat(switcher.lines("alarm=(foreign-default|ineffective)")).isEmpty();
  }
}

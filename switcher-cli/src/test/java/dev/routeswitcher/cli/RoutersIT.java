package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several routers on the link of one uplink; those of IPv6 are real radvds. */
class RoutersIT {

  /** The router that every lab has, on cust0. */
  private static final String FIRST = "fe80::1";

  /** Another one, with a link-layer address of its own, on cust0b. */
  private static final String SECOND = "fe80::2";

  private static final String[] TARGETS = {"--ping-target", Lab.TARGET6};

  @TempDir private Path folder;

  private static Lab up(String... options) {
    Lab lab = Lab.up(options);
    lab.on(
        "isp1",
        "sh",
        "-ec",
        "ip link add link cust0 name cust0b type macvlan mode bridge\n"
            + "cd /proc/sys/net\n"
            + "echo 1 >ipv4/conf/all/arp_ignore\n"
            + "echo 1 >ipv4/conf/cust0b/arp_notify\n"
            + "echo 0 >ipv6/conf/cust0b/accept_dad\n"
            + "echo 1 >ipv6/conf/cust0b/keep_addr_on_down\n"
            + "ip address add 192.0.2.3/24 dev cust0b\n"
            + "ip address add fe80::2/64 dev cust0b nodad\n"
            + "ip link set cust0b up");
    return lab;
  }

  /** Of IPv6, with what the secondary's only router advertises. */
  private static Lab upWithIpv6() {
    Lab lab = up("--ipv6");
    lab.host("sh", "-c", "echo 1 >/proc/sys/net/ipv6/conf/eth0/accept_ra");
    lab.run("advertise", "secondary");
    return lab;
  }

  private void configure(String link, String address, String preference) throws IOException {
    Files.writeString(
        folder.resolve(link + ".conf"),
        "interface "
            + link
            + " { AdvSendAdvert on; MinRtrAdvInterval 3; MaxRtrAdvInterval 4;"
            + " AdvDefaultLifetime 60; AdvDefaultPreference "
            + preference
            + "; AdvRASrcAddress { "
            + address
            + "; }; };\n");
  }

  /** Returns when the host has its route. */
  private void advertise(Lab lab, String link, String address, String preference)
      throws IOException {
    configure(link, address, preference);
    lab.startOn(
        "isp1",
        Lab.with(
            "radvd",
            List.of(
                "radvd",
                "--nodaemon",
                "--logmethod=stderr",
                "--config=" + folder.resolve(link + ".conf"),
                "--pidfile=" + folder.resolve(link + ".pid"))));
    lab.host(
        "sh",
        "-ec",
        "for i in $(seq 200); do"
            + " ip -6 route show default via "
            + address
            + " dev eth0 | grep -q . && exit; sleep 0.1; done; exit 1");
  }

  /** Changes the preference without taking the router back in between. */
  private void change(Lab lab, String link, String address, String preference) throws IOException {
    configure(link, address, preference);
    String process = Files.readString(folder.resolve(link + ".pid")).strip();
    lab.on("isp1", "kill", "-HUP", process);
  }

  /** Drops what the router on a link should forward; it answers its neighbours all the same. */
  private static void leadNowhere(Lab lab, String link) {
    lab.on(
        "isp1",
        "nft",
        "add table ip6 nowhere; add chain ip6 nowhere in { type filter hook prerouting priority 0; };"
            + " add rule ip6 nowhere in iifname "
            + link
            + " ip6 daddr 2001:db8:ff::/64 drop");
  }

  private static void awaitBase(Background events, String gateway) {
    events.await("^default via " + gateway + " dev eth0 proto 157 metric 10 ");
  }

  private static Background baseEvents(Lab lab) {
    return lab.startOnHost(List.of("ip", "monitor", "route"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"the preferred one first", "the preferred one last"})
  void of_two_routers_the_preferred_one_is_used_in_whatever_order_they_come(String order)
      throws Exception {
    try (Lab lab = upWithIpv6()) {
      leadNowhere(lab, "cust0");
      if (order.endsWith("first")) {
        advertise(lab, "cust0b", SECOND, "high");
        advertise(lab, "cust0", FIRST, "medium");
      } else {
        advertise(lab, "cust0", FIRST, "low");
        advertise(lab, "cust0b", SECOND, "medium");
      }
      Background switcher = lab.startSwitcherWith(TARGETS);
      switcher.await(" start family=ipv6 to=primary/eth0 ");
      switcher.await("family=ipv6 .* interface=eth1 health=responsive");
      assertThat(lab.defaults6())
          .first()
          .asString()
          .startsWith("default via fe80::2 dev eth0 proto 157 metric 10 ");
    }
  }

  @Test
  void a_preferred_router_that_comes_later_is_followed_and_so_is_a_changed_preference()
      throws Exception {
    try (Lab lab = upWithIpv6()) {
      advertise(lab, "cust0", FIRST, "medium");
      Background switcher = lab.startSwitcherWith(TARGETS);
      switcher.await(" start family=ipv6 to=primary/eth0 ");
      Background events = baseEvents(lab);
      advertise(lab, "cust0b", SECOND, "high");
      awaitBase(events, SECOND);
      change(lab, "cust0b", SECOND, "low");
      awaitBase(events, FIRST);
    }
  }

  @Test
  void of_two_equal_routers_the_other_takes_over_when_the_one_in_use_dies() throws Exception {
    try (Lab lab = upWithIpv6()) {
      advertise(lab, "cust0b", SECOND, "medium");
      advertise(lab, "cust0", FIRST, "medium");
      // Rounds that a busy machine can keep, and time for the kernel to ask.
      Background switcher =
          lab.startOnHost(
              List.of(
                  "bin/route-switcher",
                  "--ping-target",
                  Lab.TARGET6,
                  "--interval",
                  "500ms",
                  "--failure-threshold",
                  "8"));
      switcher.await(" start family=ipv6 to=primary/eth0 ");
      assertThat(lab.defaults6())
          .first()
          .asString()
          .startsWith("default via fe80::2 dev eth0 proto 157 metric 10 ");
      Background events = baseEvents(lab);
      Background stream = lab.start("stream", "--ipv6", "--seconds", "60");
      lab.on("isp1", "ip", "link", "set", "cust0b", "down");
      awaitBase(events, FIRST);
      lab.on("isp1", "ip", "link", "set", "cust0b", "up");
      lab.host(
          "sh",
          "-ec",
          "for i in $(seq 200); do"
              + " ip -6 neigh show fe80::2 dev eth0 | grep -q lladdr && exit; sleep 0.1; done; exit 1");
      stream.terminate();
      Map<String, String> figures = Lab.figures(stream);
      assertThat(figures).containsEntry("outages", "1").containsEntry("refused", "0");
      assertThat(Double.parseDouble(figures.get("outage_ms"))).isLessThan(5000);
      assertThat(switcher.lines("health=down|failover ")).isEmpty();
      // Equal ones are not exchanged while they answer.
      assertThat(lab.defaults6())
          .first()
          .asString()
          .startsWith("default via fe80::1 dev eth0 proto 157 metric 10 ");
    }
  }

  @Test
  void the_other_gateway_of_ipv4_is_used_for_as_long_as_the_better_one_does_not_answer() {
    try (Lab lab = up()) {
      lab.on("isp1", "ip", "link", "set", "cust0b", "down");
      lab.ip("route add default via 192.0.2.3 dev eth0 metric 100 proto dhcp");
      lab.ip("route add default via 192.0.2.1 dev eth0 metric 150 proto dhcp");
      lab.ip("route add default via 198.51.100.1 dev eth1 metric 200 proto dhcp");
      Background events = baseEvents(lab);
      Background switcher = lab.startSwitcherWith("--ping-target", Lab.TARGET);
      // Only by their answers to probes base routes come.
      events.await("^default via 192.0.2.3 dev eth0 table 15701 proto 157 ");
      awaitBase(events, "192.0.2.1");
      switcher.await("(start|failback) family=ipv4 .*to=primary/eth0 ");
      // It announces itself, as routers do.
      lab.on("isp1", "ip", "link", "set", "cust0b", "up");
      awaitBase(events, "192.0.2.3");
      lab.on("isp1", "ip", "link", "set", "cust0b", "down");
      events.await("^default via 192.0.2.1 dev eth0 proto 157 metric 10 ", 2);
    }
  }
}

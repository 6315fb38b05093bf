package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A LAN with a prefix that the primary's provider has delegated, behind providers that drop what is
 * not of theirs.
 */
class LanPrefixIT {

  private static final String TARGET6 = "2001:db8:ff::8";

  private static Background home(Lab lab) {
    Background home =
        lab.startOnHost(List.of("unshare", "--net", "sh", "-c", "echo pid=$$.; exec sleep 600"));
    String pid = home.await("pid=").replaceAll("\\D", "");
    lab.host(
        "sh",
        "-ec",
        """
        echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
        ip link add lan0 type veth peer name client0
        ip link set client0 netns PID
        ip address add 2001:db8:100::1/64 dev lan0 nodad
        ip link set lan0 up
        ip route add unreachable 2001:db8:200::/56
        nsenter --net=/proc/PID/ns/net -- sh -ec '
          ip link set lo up
          ip address add 2001:db8:100::5/64 dev client0 nodad
          ip link set client0 up
          ip route add default via 2001:db8:100::1'
        """
            .replace("PID", pid));
    for (int i = 1; i <= 2; i++) {
      String delegated = "2001:db8:" + i + "00::/56";
      lab.on(
          "isp" + i,
          "ip",
          "route",
          "add",
          delegated,
          "via",
          "2001:db8:" + i + "::2",
          "dev",
          "cust0");
      lab.on("inet", "ip", "route", "add", delegated, "via", "2001:db8:f" + i + "::1");
      lab.on("isp" + i, "nft", "add table ip6 bcp38");
      lab.on(
          "isp" + i,
          "nft",
          "add chain ip6 bcp38 customers { type filter hook forward priority 0; }");
      lab.on(
          "isp" + i,
          "nft",
          "add rule ip6 bcp38 customers iifname cust0 ip6 saddr != { 2001:db8:"
              + i
              + "::/64, "
              + delegated
              + " } drop");
    }
    return home;
  }

  private static String pid(Background home) {
    return home.await("pid=").replaceAll("\\D", "");
  }

  /** Whether the LAN hears from the internet. */
  private static boolean isOnline(Lab lab, Background home) {
    String ping = "nsenter --net=/proc/%s/ns/net -- ping -c 1 -W 2 %s >&2 && echo online || :";
    return lab.host("sh", "-c", String.format(ping, pid(home), TARGET6)).contains("online");
  }

  @Test
  void the_translation_that_the_manual_shows_keeps_the_lan_online_in_both_states()
      throws IOException {
    String manual = Files.readString(Lab.ROOT.resolve("docs/operating.md"));
    int start = manual.indexOf("table ip6 lan_prefix {");
    String ruleSet = manual.substring(start, manual.indexOf("```", start));
    try (Lab lab = Lab.up("--ipv6")) {
      Background home = home(lab);
      Background switcher =
          lab.startSwitcherWith(
              "--uplink=name=fibre,interface=eth0,gateway=fe80::1",
              "--uplink=name=cable,interface=eth1,gateway=fe80::1",
              "--ping-target=" + TARGET6);
      switcher.await("interface=eth1 health=responsive");
      assertThat(isOnline(lab, home)).as("by the primary").isTrue();
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv6 ");
      assertThat(isOnline(lab, home)).as("by the secondary, untranslated").isFalse();
      lab.host("sh", "-c", "printf '%s' \"$0\" | nft -f -", ruleSet);
      assertThat(isOnline(lab, home)).as("by the secondary").isTrue();
      lab.heal("silent", "primary");
      switcher.await(" failback family=ipv6 ");
      assertThat(isOnline(lab, home)).as("by the primary again").isTrue();
    }
  }
}

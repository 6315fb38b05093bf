package dev.routeswitcher.cli;

import static dev.routeswitcher.cli.DoctorRun.TARGET;
import static dev.routeswitcher.cli.DoctorRun.doctor;
import static dev.routeswitcher.cli.DoctorRun.doctorBesideFiles;
import static dev.routeswitcher.cli.DoctorRun.doctorBy;
import static dev.routeswitcher.cli.DoctorRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.gson.JsonObject;
import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults are made on a real host, seen, and gone once the remedy that was printed is typed. */
class DoctorIT {

  private static final String OTHER_ADDRESS = "192.0.2.77";

  /** Types a command in a shell of the host. */
  private static void type(Lab lab, String command) {
    lab.host("sh", "-ec", command);
  }

  /** What the host has of everything that a switcher would change. */
  private static List<String> state(Lab lab) {
    return lab.host(
        "sh",
        "-ec",
        "ip -d link; ip address; ip route show table all; ip -6 route show table all;"
            + " ip rule; ip -6 rule; sysctl -a 2>&1 | grep -E '^net.ipv[46].conf' | sort");
  }

  @Test
  void routes_filters_and_packet_lengths() {
    try (Lab lab = Lab.up("--defaults", "--ipv6", "--rp-filter", "1")) {
      lab.ip("link set eth1 mtu 1400");
      lab.ip("route replace default via 192.0.2.1 dev eth0 proto dhcp");
      lab.ip("route add 0.0.0.0/1 via 192.0.2.1 dev eth0");
      lab.ip("route add default via 192.0.2.1 dev eth0 proto static metric 20");
      String[] options = with("--probe-routing", "main");
      List<String> before = state(lab);
      DoctorRun ill = doctor(lab, options);
      assertThat(state(lab)).isEqualTo(before);
      assertThat(ill.status()).isEqualTo(1);
      type(lab, ill.remedy("rp-filter", "eth0"));
      type(lab, ill.remedy("rp-filter", "eth1"));
      type(lab, ill.remedy("mtu", "eth0"));
      type(lab, ill.remedy("conflict", "eth0"));
      for (JsonObject each : ill.findings()) {
        if (DoctorRun.text(each, "code").equals("ineffective")) {
          type(lab, Splitter.on("; ").split(DoctorRun.text(each, "remedy")).iterator().next());
        }
      }
      DoctorRun well = doctor(lab, options);
      assertThat(well.troubles()).isEmpty();
      assertThat(well.status()).isZero();
    }
  }

  @Test
  void rules_tables_addresses_translation_and_prefixes() {
    try (Lab lab = Lab.up("--defaults", "--ipv6", "--open-ping")) {
      lab.ip("route add default via 192.0.2.1 dev eth0 table 15701 proto static");
      lab.ip("rule add pref 15701 from " + OTHER_ADDRESS + " lookup 77");
      lab.ip("rule add pref 5270 lookup 52");
      lab.ip("-6 rule add not fwmark 0xca6c lookup 51820 pref 5271");
      lab.ip("address add 192.0.2.2/32 dev eth1");
      lab.ip("link add lan0 type veth peer name lan1");
      lab.ip("link set lan0 up");
      lab.ip("-6 address add 2001:db8:100::1/64 dev lan0 nodad");
      lab.ip("-6 route del default dev eth1");
      type(lab, "sysctl -qw net.ipv6.conf.eth1.forwarding=1 net.ipv6.conf.eth1.accept_ra=1");
      lab.ip("address add " + OTHER_ADDRESS + "/32 dev eth0");
      type(
          lab,
          "nft add table t; nft add chain t c '{ type nat hook postrouting priority 100; }';"
              + " nft add rule t c ip daddr 203.0.113.9 snat to "
              + OTHER_ADDRESS
              + "; ping -qc 1 203.0.113.9");
      String[] both = with("--ping-target", Lab.TARGET6);
      DoctorRun ill = doctor(lab, both);
      type(lab, ill.remedy("table-clash", "table 15701"));
      type(lab, ill.remedy("vpn-rules", "rule 5270"));
      type(lab, ill.remedy("vpn-rules", "rule 5271"));
      type(lab, ill.remedy("router-advertisements", "eth1"));
      assertThat(ill.remedy("shared-address", "192.0.2.2"))
          .startsWith("give one of the links another subnet");
      lab.ip("address del 192.0.2.2/32 dev eth1");
      assertThat(ill.remedy("no-gateway", "eth1/ipv6")).startsWith("give --secondary-gateway");
      DoctorRun better =
          doctor(lab, with("--ping-target", Lab.TARGET6, "--secondary-gateway=fe80::1"));
      assertThat(better.troubles())
          .containsExactlyInAnyOrder(
              "preference-clash rule 15701",
              "nat " + OTHER_ADDRESS,
              "lan-prefix lan0",
              "not-probeable 2001:db8:ff::8 by eth1");
      type(lab, better.remedy("not-probeable", "2001:db8:ff::8 by eth1"));
      type(
          lab,
          better.remedy("lan-prefix", "lan0", 1).replace("ADDRESS/LENGTH", "2001:db8:200::1/64"));
      List<String> last = new ArrayList<>(List.of(both));
      last.addAll(Splitter.on(' ').splitToList(better.remedy("preference-clash", "rule 15701")));
      last.add(better.remedy("nat", OTHER_ADDRESS).replaceFirst("of SNAT: ", ""));
      assertThat(doctor(lab, last.toArray(String[]::new)).troubles()).isEmpty();
    }
  }

  @Test
  void interfaces_carriers_and_addresses() {
    try (Lab lab = Lab.up("--defaults", "--ipv6")) {
      lab.inject("carrier", "primary");
      lab.ip("link set eth1 down");
      type(lab, "sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1");
      DoctorRun ill = doctor(lab, with("--ping-target", Lab.TARGET6));
      assertThat(ill.troubles()).contains("no-carrier eth0");
      lab.heal("carrier", "primary"); // see to its cable
      type(lab, ill.remedy("admin-down", "eth1"));
      type(lab, ill.remedy("ipv6-disabled", "eth0"));
      DoctorRun up = doctor(lab, TARGET);
      assertThat(up.remedy("no-gateway", "eth1"))
          .isEqualTo("give --secondary-gateway, or a default route on the interface");
      String route =
          up.remedy("not-probeable", "203.0.113.8 by eth1")
              .replace("GATEWAY", Lab.SECONDARY_GATEWAY);
      type(lab, route);
      lab.ip("address flush dev eth1");
      DoctorRun bare = doctor(lab, with("--secondary-gateway", Lab.SECONDARY_GATEWAY));
      String address = bare.remedy("no-address", "eth1", 1);
      type(lab, address.replace("ADDRESS/LENGTH", "198.51.100.2/24") + "; " + route);
      assertThat(doctor(lab, TARGET).troubles()).isEmpty();

      lab.ip("link property add dev eth1 altname fibre");
      DoctorRun wrong =
          doctor(
              lab,
              with(
                  "--uplink", "interface=eth1",
                  "--uplink", "interface=fibre",
                  "--uplink", "interface=eth9"));
      assertThat(wrong.remedy("same-interface", "eth1"))
          .isEqualTo("every uplink needs an interface of its own: give another for fibre");
      assertThat(wrong.remedy("no-interface", "eth9", 1)).isEqualTo("if it is another, give that");
      DoctorRun right =
          doctor(lab, with("--primary-interface", "eth0", "--secondary-interface", "fibre"));
      assertThat(right.troubles()).isEmpty();
    }
  }

  @Test
  void gateways_and_targets() {
    try (Lab lab = Lab.up("--defaults")) {
      lab.inject("dead-gateway", "secondary");
      type(
          lab,
          "nft add table t; nft add chain t out '{ type filter hook output priority 0; }'; nft add"
              + " rule t out oifname eth0 ip daddr 203.0.113.8 drop");
      DoctorRun ill = doctor(lab, TARGET);
      assertThat(ill.remedy("gateway-silent", "eth1"))
          .isEqualTo("see to the line and to that router");
      type(lab, ill.remedy("gateway-silent", "eth1", 1));
      assertThat(ill.remedy("no-reply", "203.0.113.8 by eth1")).isEqualTo("see to that line");
      assertThat(ill.remedy("no-reply", "203.0.113.8 by eth0"))
          .startsWith("let echo requests out by eth0");
      lab.heal("dead-gateway", "secondary");
      type(
          lab,
          "nft flush chain t out; nft add chain t in '{ type filter hook input priority 0; }'; nft"
              + " add rule t in iifname eth1 ip saddr 203.0.113.8 icmp type echo-reply numgen inc mod 2 0 drop");
      DoctorRun lossy = doctor(lab, TARGET);
      assertThat(lossy.troubles()).containsExactly("lossy 203.0.113.8 by eth1");
      assertThat(lossy.status()).isZero();
      type(lab, lossy.remedy("lossy", "203.0.113.8 by eth1", 1).replace("-c 20", "-i 0.01 -c 4"));
      type(lab, "nft delete table t");
      DoctorRun offLink =
          doctor(lab, with("--ping-target", "192.0.2.2", "--secondary-gateway", "203.0.113.99"));
      assertThat(offLink.remedy("target-local", "192.0.2.2"))
          .isEqualTo("name another --ping-target, or take the address away");
      assertThat(offLink.remedy("off-link-gateway", "eth1", 1))
          .isEqualTo("if they are right give --secondary-onlink");
      assertThat(
              doctor(lab, with("--secondary-gateway", "203.0.113.99", "--secondary-onlink"))
                  .troubles())
          .doesNotContain("off-link-gateway eth1");
      assertThat(doctor(lab, TARGET).troubles()).isEmpty();
    }
  }

  @Test
  void privileges_limits_a_vpn_the_unit_and_resolvers() {
    try (Lab lab = Lab.up("--defaults")) {
      DoctorRun without =
          doctorBy(
              lab,
              List.of(
                  "setpriv",
                  "--bounding-set=-all",
                  "--inh-caps=-all",
                  "--ambient-caps=-all",
                  "sh",
                  "-c",
                  "ulimit -n 128; exec \"$@\"",
                  "sh"),
              TARGET);
      assertThat(without.troubles())
          .contains("privileges user", "ping-sockets user", "unreadable connections", "java files");
      assertThat(without.remedy("unreadable", "connections")).isEqualTo("run doctor as root");
      assertThat(without.remedy("privileges", "user")).isEqualTo("run it as root");
      type(lab, without.remedy("ping-sockets", "user"));
      DoctorRun pinging =
          doctorBy(
              lab,
              List.of(
                  "sh",
                  "-c",
                  without.remedy("java", "files") + "; exec \"$@\"",
                  "sh",
                  "setpriv",
                  "--bounding-set=-all",
                  "--inh-caps=-all",
                  "--ambient-caps=-all"),
              TARGET);
      assertThat(pinging.troubles()).containsExactly("unreadable connections", "privileges user");

      Background tunnel = lab.start("tunnel", "tun0");
      tunnel.await("tun0");
      lab.ip("link set tun0 up");
      lab.ip("route add default dev tun0 metric 50");
      lab.run(
          "host",
          "--",
          "sh",
          "-ec",
          "mkdir -p /run/systemd/system; echo nameserver 192.0.2.1 > /etc/resolv.conf");
      DoctorRun ill = doctorBesideFiles(lab, TARGET);
      assertThat(ill.troubles())
          .containsExactlyInAnyOrder("unit systemd", "foreign-default tun0", "resolver 192.0.2.1");
      assertThat(ill.remedy("foreign-default", "tun0", 1))
          .isEqualTo("to lead the traffic past it use --override-foreign-defaults");
      assertThat(ill.remedy("unit", "systemd"))
          .isEqualTo(
              "write /etc/systemd/system/route-switcher.service, with ExecStart= and"
                  + " Restart=on-failure");
      assertThat(ill.remedy("resolver", "192.0.2.1"))
          .isEqualTo("name one in /etc/resolv.conf that answers by every uplink");
      lab.run(
          "host",
          "--",
          "sh",
          "-ec",
          "mkdir -p /etc/systemd/system; printf '[Service]\\nExecStart=/usr/bin/route-switcher\\n"
              + "Restart=on-failure\\n' > /etc/systemd/system/route-switcher.service;"
              + " echo nameserver 203.0.113.9 > /etc/resolv.conf");
      assertThat(doctorBesideFiles(lab, with("--override-foreign-defaults")).troubles()).isEmpty();
    }
  }

  @Test
  void a_rule_in_the_place_of_the_bypass_and_translation_to_an_address_of_no_uplink() {
    try (Lab lab = Lab.up("--defaults")) {
      lab.ip("rule add pref 32764 from " + OTHER_ADDRESS + " lookup 77");
      type(
          lab,
          "nft add table t; nft add chain t c '{ type nat hook postrouting priority 100; }';"
              + " nft add rule t c ip daddr 203.0.113.9 snat to "
              + OTHER_ADDRESS
              + "; ping -c 1 -W 1 203.0.113.9 || true");
      DoctorRun ill = doctor(lab, with("--override-foreign-defaults", "--flush-conntrack"));
      assertThat(ill.troubles())
          .containsExactlyInAnyOrder("preference-clash rule 32764", "nat " + OTHER_ADDRESS);
      type(lab, ill.remedy("preference-clash", "rule 32764"));
      assertThat(ill.remedy("nat", OTHER_ADDRESS))
          .isEqualTo("give the address to the uplink that it belongs to");
      type(lab, ill.remedy("nat", OTHER_ADDRESS, 1).replace("INTERFACE", "eth0"));
      DoctorRun well = doctor(lab, with("--override-foreign-defaults", "--flush-conntrack"));
      assertThat(well.troubles()).isEmpty();
      assertThat(lab.host("ip", "rule")).anyMatch(rule -> rule.contains(OTHER_ADDRESS));
    }
  }
}

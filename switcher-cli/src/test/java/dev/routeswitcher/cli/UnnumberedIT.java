package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import org.junit.jupiter.api.Test;

/** Uplinks without an address of their own, which send from one of another interface. */
class UnnumberedIT {

  private static final String[] UPLINKS = {
    "--uplink=name=fibre,interface=eth0", "--uplink=name=cable,interface=eth1"
  };

  private static Background start(Lab lab, String... targets) {
    String[] options = new String[targets.length + 2];
    System.arraycopy(UPLINKS, 0, options, 0, 2);
    for (int i = 0; i < targets.length; i++) {
      options[i + 2] = "--ping-target=" + targets[i];
    }
    return lab.startSwitcherWith(options);
  }

  private static void on(Lab lab, String node, String command) {
    lab.on(node, Splitter.on(' ').splitToList(command).toArray(String[]::new));
  }

  /** A network of its own on the LAN, routed to the host by one provider, and back to it. */
  private static void delegate(Lab lab, String isp, String prefix, String link, int core) {
    String own = lab.host("ip", "-6", "-o", "address", "show", "dev", link, "scope", "link").get(0);
    String linkLocal = own.replaceFirst(".* inet6 ", "").replaceFirst("/.*", "");
    on(lab, isp, "ip -6 route add " + prefix + "::/64 via " + linkLocal + " dev cust0");
    on(lab, "inet", "ip -6 route add " + prefix + "::/64 via 2001:db8:f" + core + "::1");
    lab.ip("-6 address add " + prefix + "::1/64 dev lan0 nodad");
  }

  private static void lan(Lab lab) {
    lab.ip("link add lan0 type veth peer name lan1");
    lab.ip("link set lan0 up");
    lab.ip("link set lan1 up");
  }

  private static void assertAnswers(Lab lab, String target) {
    lab.host("ping", "-q", "-n", "-c", "3", "-i", "0.2", "-W", "1", target);
  }

  @Test
  void uplinks_with_link_local_addresses_only_send_from_delegated_prefixes() {
    try (Lab lab = Lab.up("--ipv6")) {
      lab.ip("-6 address flush dev eth0 scope global");
      lab.ip("-6 address flush dev eth1 scope global");
      lan(lab);
      delegate(lab, "isp1", "2001:db8:a", "eth0", 1);
      delegate(lab, "isp2", "2001:db8:b", "eth1", 2);
      lab.ip("-6 route add default via fe80::1 dev eth0 src 2001:db8:a::1 metric 1024");
      lab.ip("-6 route add default via fe80::1 dev eth1 src 2001:db8:b::1 metric 2048");
      assertAnswers(lab, Lab.TARGET6);
      Background switcher = start(lab, Lab.TARGET6);
      switcher.await(" start family=ipv6 to=fibre/eth0");
      switcher.await("name=cable interface=eth1 health=responsive");
      assertAnswers(lab, Lab.TARGET6);
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv6 from=fibre/eth0 to=cable/eth1");
      assertAnswers(lab, Lab.TARGET6);
      lab.heal("silent", "primary");
      switcher.await(" failback family=ipv6 from=cable/eth1 to=fibre/eth0");
      assertAnswers(lab, Lab.TARGET6);
      assertThat(switcher.lines("no-address|no-gateway")).isEmpty();
      assertThat(switcher.terminate()).isZero();
      assertAnswers(lab, Lab.TARGET6);
    }
  }

  @Test
  void an_uplink_without_an_address_and_one_with_its_own_stand_in_for_each_other() {
    try (Lab lab = Lab.up("--ipv6", "--defaults")) {
      lab.ip("-6 address flush dev eth0 scope global");
      lan(lab);
      delegate(lab, "isp1", "2001:db8:a", "eth0", 1);
      lab.ip("-6 route replace default via fe80::1 dev eth0 proto ra src 2001:db8:a::1 metric 100");
      Background switcher = start(lab, Lab.TARGET6);
      switcher.await(" start family=ipv6 to=fibre/eth0");
      switcher.await("name=cable interface=eth1 health=responsive");
      assertAnswers(lab, Lab.TARGET6);
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv6 from=fibre/eth0 to=cable/eth1");
      assertAnswers(lab, Lab.TARGET6);
    }
  }

  /** The public address is on lo; the kernel takes it as no other interface has one before it. */
  @Test
  void an_unnumbered_uplink_of_ipv4_sends_from_the_address_on_lo() {
    try (Lab lab = Lab.up()) {
      lab.ip("address flush dev eth0");
      lab.ip("address add 203.0.113.66/32 dev lo");
      on(lab, "isp1", "ip route add 203.0.113.66/32 dev cust0");
      on(lab, "inet", "ip route add 203.0.113.66/32 via 203.0.113.241");
      lab.ip("route add default via 192.0.2.1 dev eth0 onlink metric 100");
      lab.ip("route add default via 198.51.100.1 dev eth1 metric 200");
      assertThat(lookUp(lab)).contains(" src 203.0.113.66 ");
      Background switcher = start(lab, Lab.TARGET);
      switcher.await(" start family=ipv4 to=fibre/eth0");
      switcher.await("name=cable interface=eth1 health=responsive");
      assertAnswers(lab, Lab.TARGET);
      assertThat(lab.host("ip", "rule", "show", "pref", "15701"))
          .anyMatch(rule -> rule.contains("oif eth0 lookup 15701"));
      assertThat(lab.host("ip", "rule", "show", "pref", "15702"))
          .allMatch(rule -> rule.contains("from 198.51.100.2 lookup 15702"));
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv4 from=fibre/eth0 to=cable/eth1");
      assertAnswers(lab, Lab.TARGET);
      lab.heal("silent", "primary");
      switcher.await(" failback family=ipv4 from=cable/eth1 to=fibre/eth0");
      assertThat(switcher.lines("no-address|no-gateway")).isEmpty();
    }
  }

  private static String lookUp(Lab lab) {
    return lab.host("ip", "route", "get", Lab.TARGET, "oif", "eth0").get(0);
  }

  /** A lease that is gone is no unnumbered uplink, whatever other addresses the host has. */
  @Test
  void an_uplink_that_lost_its_own_address_is_down_all_the_same() {
    try (Lab lab = Lab.up()) {
      lan(lab);
      lab.ip("address add 203.0.113.66/32 dev lo");
      Background switcher = lab.startSwitcher();
      switcher.await(" start family=ipv4 to=primary/eth0");
      switcher.await("interface=eth1 health=responsive");
      lab.ip("address del 192.0.2.2/24 dev eth0");
      switcher.await(" failover family=ipv4 from=primary/eth0 to=secondary/eth1");
      switcher.await("name=primary interface=eth0 health=down condition=no-address");
    }
  }
}

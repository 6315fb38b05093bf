package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Interfaces by the names that a host gives them, on the real kernel. */
class NamesIT {

  private static final String ALTNAME = "fibre-to-the-home";

  private static Background start(Lab lab, String primary, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "--uplink=name=fibre,interface=" + primary + ",gateway=192.0.2.1";
    all[1] = "--uplink=name=cable,interface=eth1,gateway=198.51.100.1";
    all[2] = "--ping-target=" + Lab.TARGET;
    System.arraycopy(options, 0, all, 3, options.length);
    return lab.startSwitcherWith(all);
  }

  private static void rename(Lab lab, String from, String to) {
    lab.ip("link set dev " + from + " down");
    lab.ip("link set dev " + from + " name " + to);
    lab.ip("link set dev " + to + " up");
  }

  private static List<String> rules(Lab lab) {
    return lab.host("ip", "rule", "show", "pref", "15701").stream().map(String::strip).toList();
  }

  /** An alternative name may be longer than a name, and does not change with it. */
  @Test
  void an_alternative_name_works_from_start_to_stop_also_over_a_rename() {
    try (Lab lab = Lab.up()) {
      lab.ip("link property add dev eth0 altname " + ALTNAME);
      Background switcher = start(lab, ALTNAME, "--kernel-linkdown");
      switcher.await(" start family=ipv4 to=fibre/" + ALTNAME);
      switcher.await("name=cable interface=eth1 health=responsive");
      assertThat(lab.defaults()).contains("default via 192.0.2.1 dev eth0 proto 157 metric 10");
      assertThat(rules(lab)).anyMatch(rule -> rule.contains("oif eth0 lookup 15701"));
      assertThat(linkdown(lab, "eth0")).isEqualTo("1");
      lab.inject("silent", "primary");
      switcher.await(" failover family=ipv4 from=fibre/" + ALTNAME + " to=cable/eth1");
      lab.heal("silent", "primary");
      switcher.await(" failback family=ipv4 from=cable/eth1 to=fibre/" + ALTNAME);

      rename(lab, "eth0", "wan9");
      switcher.await(" failback family=ipv4 from=cable/eth1 to=fibre/" + ALTNAME, 2);
      assertThat(switcher.lines("no-interface")).isEmpty();
      assertThat(lab.defaults()).contains("default via 192.0.2.1 dev wan9 proto 157 metric 10");
      assertThat(rules(lab))
          .anyMatch(rule -> rule.contains("oif wan9 lookup 15701"))
          .noneMatch(rule -> rule.contains("eth0"));
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults()).isEmpty();
      assertThat(rules(lab)).isEmpty();
      assertThat(linkdown(lab, "wan9")).isEqualTo("0");
    }
  }

  private static String linkdown(Lab lab, String name) {
    String file = "/proc/sys/net/ipv4/conf/" + name + "/ignore_routes_with_linkdown";
    return lab.host("cat", file).get(0);
  }

  @Test
  void an_alternative_name_that_is_given_later_is_picked_up() {
    try (Lab lab = Lab.up()) {
      Background switcher = start(lab, ALTNAME);
      switcher.await("alarm=no-interface family=ipv4 subject=\"" + ALTNAME);
      lab.ip("link property add dev eth0 altname " + ALTNAME);
      switcher.await("name=fibre interface=" + ALTNAME + " health=responsive");
      switcher.await("cleared alarm=no-interface");
    }
  }

  @Test
  void the_remedy_of_a_reverse_path_filter_names_the_interface_as_the_kernel_does() {
    try (Lab lab = Lab.up()) {
      lab.ip("link property add dev eth0 altname " + ALTNAME);
      lab.host("sysctl", "-qw", "net.ipv4.conf.eth0.rp_filter=1");
      Background switcher = start(lab, ALTNAME, "--probe-routing=main");
      String alarm = switcher.await("alarm=rp-filter family=ipv4 subject=\"" + ALTNAME);
      assertThat(remedy(alarm)).isEqualTo("sysctl -w net.ipv4.conf.eth0.rp_filter=2");
      run(lab, remedy(alarm));
      lab.ip("route add 203.0.113.77/32 dev lo"); // an event, as the kernel tells of no sysctl
      switcher.await("cleared alarm=rp-filter");
    }
  }

  private static String remedy(String line) {
    return line.replaceFirst(".* remedy=\"", "").replaceFirst("\".*", "");
  }

  private static void run(Lab lab, String command) {
    lab.host(Splitter.on(' ').splitToList(command).toArray(String[]::new));
  }

  @Test
  void a_comma_in_a_name_is_refused_with_a_remedy_that_works() {
    try (Lab lab = Lab.up()) {
      rename(lab, "eth0", "a,b");
      Background refused = start(lab, "a,b");
      assertThat(refused.exitStatus()).isEqualTo(2);
      String line = refused.lines().get(0);
      String remedy = "ip link property add dev 'a,b' altname NAME";
      assertThat(line).endsWith("call 'a,b' otherwise: " + remedy);
      run(lab, remedy.replace("'", "").replace("NAME", "ab"));
      Background switcher = start(lab, "ab");
      switcher.await(" start family=ipv4 to=fibre/ab");
      assertThat(lab.defaults()).contains("default via 192.0.2.1 dev a,b proto 157 metric 10");
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults()).isEmpty();
    }
  }

  /** The kernel takes all but blanks, slashes and colons. */
  @Test
  void a_name_that_would_clear_a_terminal_is_written_so_that_it_does_not() {
    try (Lab lab = Lab.up()) {
      rename(lab, "eth0", "e\u001bc");
      Background switcher = start(lab, "e\u001bc", "--log-level=debug");
      switcher.await(" start family=ipv4 to=fibre/e\\\\x1bc ");
      assertThat(lab.defaults().get(0)).contains(" proto 157 metric 10");
      assertThat(switcher.terminate()).isZero();
      assertThat(switcher.lines()).noneMatch(line -> line.contains("\u001b"));
    }
  }

  @Test
  void two_names_of_one_interface_are_refused() {
    try (Lab lab = Lab.up()) {
      lab.ip("link property add dev eth1 altname " + ALTNAME);
      Background switcher = start(lab, ALTNAME);
      assertThat(switcher.exitStatus()).isEqualTo(1);
      assertThat(switcher.lines())
          .containsExactly(
              "route-switcher: cannot start: "
                  + ALTNAME
                  + " and eth1 are names of the same interface; every uplink needs an interface of"
                  + " its own");
      assertThat(lab.defaults()).isEmpty();
    }
  }
}

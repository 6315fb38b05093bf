package dev.routeswitcher.operations.doctor;

import static dev.routeswitcher.operations.doctor.MadeUpHost.ip;
import static dev.routeswitcher.operations.doctor.MadeUpHost.link;
import static dev.routeswitcher.operations.doctor.MadeUpHost.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FirewallMark;
import dev.routeswitcher.engine.route.Encapsulation;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RouterPreference;
import dev.routeswitcher.engine.route.Subnet;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.operations.host.Host;
import dev.routeswitcher.operations.host.HostFacts;
import dev.routeswitcher.operations.host.HostInterface;
import dev.routeswitcher.operations.host.HostRouting;
import dev.routeswitcher.operations.host.HostRule;
import dev.routeswitcher.operations.host.Limits;
import dev.routeswitcher.operations.host.Manager;
import dev.routeswitcher.operations.host.Privileges;
import dev.routeswitcher.operations.host.Reading;
import dev.routeswitcher.operations.host.Resolvers;
import dev.routeswitcher.operations.host.Translations;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingNames;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of finding, over facts of a host that does not exist. */
class DoctorTest {

  private final MadeUpHost host = new MadeUpHost();
  private final Configuration configuration = new Configuration();

  DoctorTest() {
    configuration.add(Settings.PING_TARGET, MadeUpHost.TARGET);
  }

  private Report report() {
    assertThat(configuration.faults(FaultWords.naming(SettingNames.PLAIN))).isEmpty();
    return Doctor.judge(Question.of(configuration, SettingNames.OPTIONS), host.facts());
  }

  /** Everything that is not as it should be. */
  private List<Finding> troubles() {
    return report().findings().stream()
        .filter(finding -> finding.severity() != Severity.OK)
        .toList();
  }

  private Finding trouble() {
    assertThat(troubles()).hasSize(1);
    return troubles().get(0);
  }

  private void assertFound(Severity severity, Kind kind, String subject, String remedy) {
    Finding found = trouble();
    assertThat(found.severity()).isEqualTo(severity);
    assertThat(found.kind()).isEqualTo(kind);
    assertThat(found.subject()).isEqualTo(subject);
    assertThat(found.remedy()).isEqualTo(remedy);
  }

  private List<Finding> found(Kind kind) {
    return report().findings().stream().filter(finding -> finding.kind() == kind).toList();
  }

  private void hasIpv6() {
    configuration.add(Settings.PING_TARGET, "2001:db8:ff::8");
    for (int i = 0; i < 2; i++) {
      String name = "eth" + i;
      host.interfaces.put(
          name,
          link(
              2 + i,
              name,
              (i == 0 ? "192.0.2" : "198.51.100") + ".2/24",
              "2001:db8:" + i + "::2/64"));
      host.defaults6.add(route(IpFamily.IPV6, "fe80::1", name, 9, 1024, null));
      host.neighbours.put(new Neighbour(name, ip("fe80::1")), true);
      host.answers(name, "2001:db8:ff::8", 5);
    }
  }

  @Test
  void a_host_that_is_well_has_no_trouble_and_a_finding_for_everything() {
    assertThat(troubles()).isEmpty();
    assertThat(report().hasFault()).isFalse();
    assertThat(report().findings())
        .extracting(Finding::kind)
        .contains(
            Kind.PRIVILEGES,
            Kind.PING_SOCKETS,
            Kind.KERNEL,
            Kind.JAVA,
            Kind.UNIT,
            Kind.INTERFACE,
            Kind.MANAGER,
            Kind.GATEWAY,
            Kind.TARGET,
            Kind.DEFAULT_ROUTES,
            Kind.RP_FILTER,
            Kind.NAT,
            Kind.RESOLVER);
  }

  @Test
  void a_burst_has_figures_in_words_and_in_numbers() {
    Finding first = found(Kind.TARGET).get(0);
    assertThat(first.subject()).isEqualTo("203.0.113.8 by eth0");
    assertThat(first.words()).isEqualTo("5 of 5 probes answered, in 1.50 to 3.00 ms, mean 1.50 ms");
    assertThat(first.figures())
        .containsEntry("sent", 5)
        .containsEntry("answered", 5)
        .containsEntry("min_seconds", 0.0015)
        .containsEntry("max_seconds", 0.003);
  }

  @Test
  void missing_capabilities_are_a_fault() {
    host.privileges =
        new Privileges(false, true, ImmutableSet.of(0L), host.privileges.pingGroups());
    assertFound(
        Severity.FAULT,
        Kind.PRIVILEGES,
        "user",
        "run it as root; or have its unit grant them: AmbientCapabilities=CAP_NET_ADMIN"
            + " CAP_NET_RAW");
    assertThat(trouble().words()).isEqualTo("lacks CAP_NET_ADMIN, which a run needs");
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "false, 2"})
  void closed_ping_sockets_are_a_fault_without_raw_ones(boolean raw, int troubles) {
    host.privileges =
        new Privileges(
            true, raw, ImmutableSet.of(1000L), Reading.of(new Privileges.PingGroups(1, 0)));
    assertThat(troubles()).hasSize(troubles);
    if (troubles > 0) {
      assertThat(troubles().get(1).remedy())
          .isEqualTo("sysctl -w net.ipv4.ping_group_range='0 2147483647'");
    }
  }

  @Test
  void a_kernel_without_policy_rules_is_said_with_what_does_without() {
    host.unreadableTables = Reading.failed("EOPNOTSUPP");
    assertFound(Severity.FAULT, Kind.KERNEL, "ipv4", "--probe-routing main needs none");
    configuration.set(Settings.PROBE_TABLES, false);
    assertThat(troubles()).isEmpty();
  }

  @Test
  void what_cannot_be_read_is_a_finding() {
    host.translated = Reading.failed("connections may not be listed (EPERM)");
    assertFound(Severity.ADVICE, Kind.UNREADABLE, "connections", "run doctor as root");
    assertThat(trouble().words())
        .isEqualTo("cannot be read, so they are not judged: connections may not be listed (EPERM)");
  }

  @Test
  void interfaces_that_cannot_be_read_are_no_exception() {
    host.unreadableInterfaces = "no socket";
    assertThat(troubles()).extracting(Finding::kind).contains(Kind.UNREADABLE);
  }

  @Test
  void little_memory_few_files_and_few_threads_are_said() {
    host.limits = new Limits(17, "17.0.15", 1 << 20, 48 << 20, Reading.of(64L), Reading.of(16L));
    assertThat(troubles())
        .extracting(Finding::remedy)
        .containsExactly(
            "give its control group 96 MB or more", "ulimit -n 1024", "give it 40 or more");
  }

  @Test
  void a_host_with_systemd_should_have_a_unit() {
    host.systemdRuns = true;
    assertThat(trouble().kind()).isEqualTo(Kind.UNIT);
    assertThat(trouble().remedy()).contains("/etc/systemd/system/route-switcher.service");
    host.hasUnit("Restart=on-failure");
    assertThat(troubles()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Restart=no, add to its [Service]: Restart=on-failure",
    "PrivateNetwork=yes, add to its [Service]: PrivateNetwork=no",
    "MemoryMax=64M, add to its [Service]: MemoryMax=128M",
    "TasksMax=16, add to its [Service]: TasksMax=64",
    "CapabilityBoundingSet=CAP_NET_ADMIN,"
        + " add to its [Service]: CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW",
    "CapabilityBoundingSet=~CAP_NET_RAW,"
        + " add to its [Service]: CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW",
    "User=switcher, add to its [Service]: AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW",
    "DynamicUser=yes, add to its [Service]: AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW"
  })
  void what_is_wrong_with_a_unit_is_said_and_its_remedy_mends_it(String line, String remedy) {
    host.hasUnit("Restart=on-failure", line);
    assertThat(trouble().kind()).isEqualTo(Kind.UNIT);
    assertThat(trouble().remedy()).isEqualTo(remedy);
    String added = remedy.substring(remedy.indexOf(": ") + 2);
    String reset = added.substring(0, added.indexOf('=') + 1);
    host.hasUnit("Restart=on-failure", line, reset, added);
    assertThat(troubles()).isEmpty();
    host.hasUnit("Restart=on-failure", line, added);
    assertThat(troubles()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW CAP_KILL",
    "CapabilityBoundingSet=~CAP_SYS_ADMIN",
    "MemoryMax=infinity",
    "MemoryMax=1G",
    "TasksMax=10%",
    "User=root"
  })
  void what_is_right_in_a_unit_is_no_trouble(String line) {
    host.hasUnit("Restart=always", line);
    assertThat(troubles()).isEmpty();
  }

  @Test
  void an_interface_that_is_not_there_is_said_with_those_that_are() {
    host.interfaces.remove("eth1");
    host.bursts.remove("eth1" + MadeUpHost.TARGET);
    assertFound(
        Severity.FAULT,
        Kind.NO_INTERFACE,
        "eth1",
        "it is picked up when it appears; if it is another, give that");
    assertThat(trouble().words()).isEqualTo("secondary interface does not exist; there are eth0");
  }

  @Test
  void two_names_of_one_interface_are_a_fault() {
    HostInterface eth1 = link(3, "eth1", "198.51.100.2/24");
    host.interfaces.put(
        "eth1",
        new HostInterface(
            3, "eth1", ImmutableSet.of("fibre"), "", null, true, true, 1500, eth1.addresses()));
    configuration.set(0, Settings.INTERFACE, "fibre");
    assertThat(troubles()).extracting(Finding::kind).contains(Kind.SAME_INTERFACE);
    assertThat(found(Kind.SAME_INTERFACE).get(0).words())
        .isEqualTo("fibre and eth1 are names of the same interface");
  }

  @Test
  void a_member_of_a_vrf_is_not_used() {
    HostInterface eth1 = link(3, "eth1", "198.51.100.2/24");
    host.interfaces.put(
        "eth1",
        new HostInterface(
            3, "eth1", ImmutableSet.of(), "", "blue", true, true, 1500, eth1.addresses()));
    assertFound(Severity.FAULT, Kind.IN_VRF, "eth1", "ip link set eth1 nomaster");
  }

  @Test
  void an_interface_that_is_set_down_is_set_up() {
    host.interfaces.put("eth1", link(3, "eth1", "", false, false, 1500, "198.51.100.2/24"));
    assertFound(Severity.FAULT, Kind.ADMIN_DOWN, "eth1", "ip link set eth1 up");
  }

  @Test
  void a_missing_carrier_is_a_fault() {
    host.interfaces.put("eth1", link(3, "eth1", "", true, false, 1500, "198.51.100.2/24"));
    assertFound(
        Severity.FAULT,
        Kind.NO_CARRIER,
        "eth1",
        "see to its cable, and to what is at the other end");
  }

  @Test
  void an_uplink_without_an_address_is_a_fault_unless_it_borrows_one() {
    host.interfaces.put("eth1", link(3, "eth1"));
    assertThat(troubles()).isEmpty(); // a default route by it, and addresses of others
    host.defaults.remove(1);
    assertThat(troubles())
        .extracting(Finding::kind)
        .containsExactly(Kind.NO_ADDRESS, Kind.NO_GATEWAY);
    assertThat(troubles().get(0).remedy())
        .isEqualTo("start its DHCP client, or give it one; ip address add ADDRESS/LENGTH dev eth1");
  }

  @Test
  void a_provider_without_ipv6_is_advice() {
    hasIpv6();
    assertThat(troubles()).isEmpty();
    host.interfaces.put("eth1", link(3, "eth1", "198.51.100.2/24"));
    host.defaults6.remove(1);
    host.bursts.remove("eth12001:db8:ff::8");
    assertThat(troubles())
        .extracting(Finding::kind)
        .containsExactly(Kind.NO_ADDRESS, Kind.NO_GATEWAY);
    assertThat(report().hasFault()).isFalse();
  }

  @Test
  void ipv6_that_nobody_asked_for_is_looked_at_where_it_exists_only() {
    Configuration anyTarget = new Configuration();
    host.answers("eth0", "8.8.8.8", 5);
    host.answers("eth1", "8.8.8.8", 5);
    Question question = Question.of(anyTarget, SettingNames.OPTIONS);
    assertThat(Doctor.judge(question, host.facts()).count(Severity.OK)).isPositive();
    assertThat(Doctor.judge(question, host.facts()).findings())
        .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.OK));
    host.defaults6.add(route(IpFamily.IPV6, "fe80::1", "eth0", 9, 1024, null));
    assertThat(Doctor.judge(question, host.facts()).count(Severity.OK)).isPositive();
    assertThat(Doctor.judge(question, host.facts()).findings())
        .extracting(Finding::kind)
        .contains(Kind.NO_ADDRESS);
  }

  @Test
  void ipv6_that_is_switched_off_is_switched_on() {
    hasIpv6();
    host.interfaces.put("eth1", link(3, "eth1", "198.51.100.2/24"));
    host.sysctls.put("net.ipv6.conf.eth1.disable_ipv6", "1");
    host.bursts.remove("eth12001:db8:ff::8");
    assertThat(found(Kind.IPV6_DISABLED)).hasSize(1);
    assertThat(found(Kind.IPV6_DISABLED).get(0).remedy())
        .isEqualTo("sysctl -w net.ipv6.conf.eth1.disable_ipv6=0");
    assertThat(found(Kind.NO_ADDRESS)).isEmpty();
  }

  @Test
  void an_address_on_two_uplinks_is_said_as_the_switcher_says_it() {
    host.interfaces.put("eth1", link(3, "eth1", "192.0.2.2/24", "198.51.100.2/24"));
    assertFound(
        Severity.ADVICE,
        Kind.SHARED_ADDRESS,
        "192.0.2.2",
        "give one of the links another subnet, where its addresses are assigned");
    assertThat(trouble().words()).startsWith("eth0 and eth1 have the same address");
  }

  @Test
  void different_packet_lengths_are_said() {
    host.interfaces.put("eth1", link(3, "eth1", "", true, true, 1400, "198.51.100.2/24"));
    assertFound(Severity.ADVICE, Kind.MTU, "eth0", "ip link set eth0 mtu 1400");
  }

  @ParameterizedTest
  @EnumSource(Manager.class)
  void each_manager_has_its_advice_where_its_metric_wins(Manager manager) {
    host.managers.put("eth0", manager);
    assertThat(troubles()).isEmpty();
    assertThat(found(Kind.MANAGER).get(0).words()).startsWith(manager + " configures it; it");
    host.defaults.set(0, route("192.0.2.1", "eth0", 16, 0));
    assertThat(found(Kind.MANAGER).get(0).severity()).isEqualTo(Severity.ADVICE);
    assertThat(found(Kind.MANAGER).get(0).remedy()).contains("100");
    configuration.set(Settings.OVERRIDE_FOREIGN_DEFAULTS, true);
    assertThat(troubles()).isEmpty();
  }

  @Test
  void a_missing_gateway_is_said_as_the_switcher_says_it() {
    host.defaults.remove(1);
    host.neighbours.clear();
    host.bursts.remove("eth1" + MadeUpHost.TARGET);
    assertThat(troubles())
        .extracting(Finding::kind)
        .containsExactly(Kind.NO_GATEWAY, Kind.NOT_PROBEABLE);
    assertThat(troubles().get(0).remedy())
        .isEqualTo("give --secondary-gateway, or a default route on the interface");
    assertThat(troubles().get(1).remedy())
        .startsWith("ip route add default via GATEWAY dev eth1 metric 101; ");
  }

  @Test
  void a_lease_tells_the_gateway() {
    host.defaults.remove(1);
    host.leased.put("eth1", ip("198.51.100.1"));
    assertThat(found(Kind.NO_GATEWAY)).isEmpty();
    assertThat(found(Kind.GATEWAY).get(1).words()).isEqualTo("198.51.100.1 answers");
  }

  @Test
  void a_default_route_that_cannot_be_copied_tells_none() {
    Hop sealed = new Hop("eth1", ip("198.51.100.1"), false, new Encapsulation(6, ""));
    Route route =
        new Route(
            Route.MAIN,
            Subnet.all(IpFamily.IPV4),
            200,
            16,
            ImmutableList.of(sealed),
            null,
            ImmutableSortedMap.of());
    assertThat(route.isSealed()).isTrue();
    host.defaults.set(1, route);
    assertThat(trouble().kind()).isEqualTo(Kind.NO_GATEWAY);
    assertThat(trouble().words()).contains("hands packets to a program");
  }

  @Test
  void a_gateway_off_the_link_is_not_used() {
    configuration.set(1, Settings.GATEWAY, ImmutableList.of("203.0.113.99"));
    assertThat(trouble().kind()).isEqualTo(Kind.OFF_LINK_GATEWAY);
    assertThat(trouble().remedy()).contains("--secondary-onlink");
    configuration.set(1, Settings.ONLINK, true);
    assertThat(troubles()).isEmpty();
  }

  @Test
  void a_silent_gateway_is_a_fault() {
    host.neighbours.put(new Neighbour("eth1", ip("198.51.100.1")), false);
    assertThat(trouble().kind()).isEqualTo(Kind.GATEWAY_SILENT);
    assertThat(trouble().remedy()).contains("ip neigh show 198.51.100.1 dev eth1");
  }

  @Test
  void several_routers_are_told_with_their_preferences() {
    hasIpv6();
    host.defaults6.add(route(IpFamily.IPV6, "fe80::2", "eth0", 9, 1024, RouterPreference.HIGH));
    host.neighbours.put(new Neighbour("eth0", ip("fe80::2")), true);
    assertThat(found(Kind.GATEWAY))
        .extracting(Finding::words)
        .contains(
            "fe80::2 answers; routers on the link: fe80::1 medium metric 1024, fe80::2 high metric"
                + " 1024");
  }

  @Test
  void a_host_that_forwards_takes_no_advertisements_by_itself() {
    hasIpv6();
    host.defaults6.remove(1);
    host.sysctls.put("net.ipv6.conf.eth1.forwarding", "1");
    host.sysctls.put("net.ipv6.conf.eth1.accept_ra", "1");
    assertThat(found(Kind.ROUTER_ADVERTISEMENTS).get(0).remedy())
        .isEqualTo("sysctl -w net.ipv6.conf.eth1.accept_ra=2");
    host.sysctls.put("net.ipv6.conf.eth1.accept_ra", "2");
    assertThat(found(Kind.ROUTER_ADVERTISEMENTS)).isEmpty();
  }

  @Test
  void lost_probes_are_advice_and_silence_is_a_fault() {
    host.answers("eth1", MadeUpHost.TARGET, 3);
    assertThat(trouble().kind()).isEqualTo(Kind.LOSSY);
    assertThat(trouble().words()).startsWith("3 of 5 probes answered, in ");
    host.answers("eth1", MadeUpHost.TARGET, 0);
    assertThat(trouble().kind()).isEqualTo(Kind.NO_REPLY);
    assertThat(trouble().severity()).isEqualTo(Severity.FAULT);
    assertThat(trouble().remedy()).endsWith("; ping -c 3 -I eth1 203.0.113.8");
  }

  @Test
  void a_silent_target_is_advice_while_another_answers() {
    configuration.add(Settings.PING_TARGET, "203.0.113.9");
    host.answers("eth0", "203.0.113.9", 5);
    host.answers("eth1", "203.0.113.9", 0);
    assertThat(trouble().severity()).isEqualTo(Severity.ADVICE);
    assertThat(trouble().words()).endsWith("; other targets answer");
  }

  @Test
  void probes_that_a_firewall_drops_are_said_to_be() {
    host.fails("eth1", MadeUpHost.TARGET, "EPERM: Operation not permitted");
    assertFound(
        Severity.FAULT,
        Kind.NO_REPLY,
        "203.0.113.8 by eth1",
        "let echo requests out by eth1: a rule of the firewall drops them");
  }

  @Test
  void a_strict_filter_is_not_taken_for_a_dead_line() {
    host.sysctls.put("net.ipv4.conf.all.rp_filter", "1");
    host.answers("eth1", MadeUpHost.TARGET, 0);
    host.pathsBack.put("eth1", new TargetPath(ip(MadeUpHost.TARGET), "eth0", 0));
    assertThat(trouble().kind()).isEqualTo(Kind.NOT_PROBEABLE);
    assertThat(trouble().severity()).isEqualTo(Severity.ADVICE);
    host.switcherRuns = true;
    assertThat(report().hasFault()).isTrue();
  }

  @Test
  void a_target_of_this_host_counts_for_nothing() {
    host.pathsBack.put("eth0", new TargetPath(ip(MadeUpHost.TARGET), "lo", 32, true));
    assertThat(found(Kind.TARGET_LOCAL)).hasSize(1);
    assertThat(found(Kind.TARGET)).isEmpty();
    assertThat(found(Kind.TARGET_LOCAL).get(0).remedy()).startsWith("name another --ping-target");
  }

  @Test
  void a_default_route_that_wins_is_said_with_who_made_it() {
    host.defaults.set(0, route("192.0.2.1", "eth0", 16, 0));
    Finding found = trouble();
    assertThat(found.kind()).isEqualTo(Kind.INEFFECTIVE);
    assertThat(found.severity()).isEqualTo(Severity.FAULT);
    assertThat(found.words()).endsWith("; made by a DHCP client");
    assertThat(found.remedy())
        .startsWith(
            "ip route add default via 192.0.2.1 dev eth0 proto 16 metric 100 && ip route del"
                + " default via 192.0.2.1 dev eth0 proto 16 metric 0; for good, ");
    configuration.set(Settings.OVERRIDE_FOREIGN_DEFAULTS, true);
    assertThat(troubles()).isEmpty();
  }

  @Test
  void a_route_in_the_place_of_ours_is_a_conflict() {
    host.defaults.set(1, route("198.51.100.99", "eth1", 4, 20));
    configuration.set(1, Settings.GATEWAY, ImmutableList.of("198.51.100.1"));
    assertThat(trouble().kind()).isEqualTo(Kind.CONFLICT);
    assertThat(trouble().words()).endsWith("; made by an administrator (proto static)");
  }

  @Test
  void a_vpns_default_keeps_the_traffic() {
    host.interfaces.put("tun0", link(9, "tun0"));
    host.defaults.add(route(null, "tun0", 4, 50));
    assertThat(trouble().kind()).isEqualTo(Kind.FOREIGN_DEFAULT);
    assertThat(trouble().subject()).isEqualTo("tun0");
    assertThat(trouble().remedy()).contains("--override-foreign-defaults");
  }

  @Test
  void halves_of_all_addresses_are_a_tunnels_or_in_the_way() {
    host.covering.add(new HostRouting.CoveringRoute("0.0.0.0/1", "tun0"));
    host.covering.add(new HostRouting.CoveringRoute("128.0.0.0/1", "tun0"));
    assertThat(troubles()).isEmpty();
    assertThat(found(Kind.TUNNEL).get(0).words()).endsWith(": 0.0.0.0/1 and 128.0.0.0/1");
    host.covering.clear();
    host.covering.add(new HostRouting.CoveringRoute("0.0.0.0/1", "eth0"));
    assertFound(Severity.FAULT, Kind.INEFFECTIVE, "eth0", "ip route del 0.0.0.0/1 dev eth0");
  }

  @Test
  void a_vpns_rule_before_ours_is_moved_behind_them() {
    host.rules.add(new HostRule(5270, 52, 0, true, -1, "from all lookup 52"));
    assertFound(
        Severity.ADVICE,
        Kind.VPN_RULES,
        "rule 5270",
        "ip rule add pref 16000 from all lookup 52 && ip rule del pref 5270 from all lookup 52");
    host.rules.set(0, new HostRule(16000, 52, 0, true, -1, "from all lookup 52"));
    assertThat(troubles()).isEmpty();
    assertThat(found(Kind.VPN_RULES)).hasSize(1);
  }

  @Test
  void rules_for_some_only_and_the_kernels_own_are_no_vpns() {
    host.rules.add(new HostRule(0, 255, 2, true, -1, "from all lookup local"));
    host.rules.add(new HostRule(100, 77, 0, false, -1, "from 192.0.2.77 lookup 77"));
    host.rules.add(new HostRule(101, 254, 0, true, 0, "from all lookup main"));
    host.rules.add(new HostRule(15701, 15701, 157, false, -1, "from all oif eth0 lookup 15701"));
    host.rules.add(new HostRule(32766, 254, 2, true, -1, "from all lookup main"));
    assertThat(troubles()).isEmpty();
    assertThat(found(Kind.VPN_RULES)).isEmpty();
  }

  @Test
  void a_rule_at_a_preference_of_ours_has_us_take_others() {
    host.rules.add(new HostRule(15701, 77, 0, false, -1, "from 192.0.2.77 lookup 77"));
    host.rules.add(new HostRule(15801, 77, 0, false, -1, "from 192.0.2.78 lookup 77"));
    assertFound(
        Severity.ADVICE, Kind.PREFERENCE_CLASH, "rule 15701", "--probe-rule-preference 15900");
    configuration.set(Settings.PROBE_RULE_PREFERENCE, 15900L);
    assertThat(troubles()).isEmpty();
  }

  @Test
  void a_rule_at_a_preference_of_the_bypass_is_moved() {
    host.rules.add(new HostRule(32764, 77, 0, false, -1, "from 192.0.2.77 lookup 77"));
    assertThat(troubles()).isEmpty();
    configuration.set(Settings.OVERRIDE_FOREIGN_DEFAULTS, true);
    assertFound(
        Severity.ADVICE,
        Kind.PREFERENCE_CLASH,
        "rule 32764",
        "ip rule add pref 16000 from 192.0.2.77 lookup 77 && ip rule del pref 32764 from"
            + " 192.0.2.77 lookup 77");
  }

  @Test
  void a_route_in_a_table_of_ours_is_a_clash() {
    Route own = route("192.0.2.1", "eth0", 4, 0);
    host.tables.add(
        new Route(15701, own.destination(), 0, 4, own.hops(), null, ImmutableSortedMap.of()));
    assertThat(trouble().kind()).isEqualTo(Kind.TABLE_CLASH);
    assertThat(trouble().remedy())
        .isEqualTo(
            "ip route del default via 192.0.2.1 dev eth0 table 15701 proto 4 metric 0; or choose"
                + " other tables with --probe-table");
  }

  @Test
  void a_strict_filter_matters_to_probes_by_the_main_table() {
    host.sysctls.put("net.ipv4.conf.eth1.rp_filter", "1");
    assertThat(troubles()).isEmpty();
    configuration.set(Settings.PROBE_TABLES, false);
    assertFound(Severity.FAULT, Kind.RP_FILTER, "eth1", "sysctl -w net.ipv4.conf.eth1.rp_filter=2");
    host.sysctls.put("net.ipv4.conf.all.rp_filter", "2");
    assertThat(troubles()).isEmpty();
  }

  @Test
  void with_marks_a_strict_filter_has_to_go_by_them() {
    host.sysctls.put("net.ipv4.conf.eth1.rp_filter", "1");
    configuration.set(Settings.FIREWALL_MARKS, new FirewallMark(0x1000000, 0xff000000L));
    assertThat(trouble().kind()).isEqualTo(Kind.RP_FILTER);
    host.sysctls.put("net.ipv4.conf.all.src_valid_mark", "1");
    assertThat(troubles()).isEmpty();
  }

  @Test
  void while_a_switcher_runs_a_way_back_elsewhere_is_a_fault() {
    host.sysctls.put("net.ipv4.conf.all.rp_filter", "1");
    host.pathsBack.put("eth1", new TargetPath(ip(MadeUpHost.TARGET), "wg0", 0));
    host.switcherRuns = true;
    assertThat(trouble().kind()).isEqualTo(Kind.RP_FILTER);
  }

  @Test
  void translated_connections_are_counted_with_what_becomes_of_them() {
    host.translated = Reading.of(new Translations(true, ImmutableMap.of(ip("192.0.2.2"), 17)));
    assertThat(trouble().kind()).isEqualTo(Kind.NAT);
    assertThat(trouble().words())
        .startsWith("connections have their source translated to it: 17, by masquerading or SNAT");
    assertThat(trouble().remedy()).startsWith("of SNAT: --flush-conntrack; of both: ");
    configuration.set(Settings.FLUSH_CONNTRACK, true);
    assertThat(troubles()).isEmpty();
    host.translated = Reading.of(new Translations(true, ImmutableMap.of(ip("203.0.113.77"), 1)));
    assertThat(trouble().words()).endsWith("no uplink has it, so no flush would find them");
  }

  @Test
  void a_kernel_that_tracks_no_connections_has_nothing_to_flush() {
    host.translated = Reading.of(Translations.UNTRACKED);
    assertThat(troubles()).isEmpty();
    configuration.set(Settings.FLUSH_CONNTRACK, true);
    assertFound(
        Severity.ADVICE,
        Kind.NAT,
        "connections",
        "leave out --flush-conntrack; or load nf_conntrack_netlink");
  }

  @Test
  void a_lan_with_the_prefix_of_one_provider_is_said() {
    hasIpv6();
    host.interfaces.put("lan0", link(8, "lan0", "2001:db8:100::1/64", "fd00::1/64"));
    assertThat(trouble().kind()).isEqualTo(Kind.LAN_PREFIX);
    assertThat(trouble().words()).startsWith("has 2001:db8:100::/64 for 2 uplinks");
    host.interfaces.put("lan0", link(8, "lan0", "2001:db8:100::1/64", "2001:db8:200::1/64"));
    assertThat(troubles()).isEmpty();
  }

  @Test
  void a_resolver_by_one_uplink_only_is_said() {
    host.resolvers =
        Reading.of(
            new Resolvers(
                Path.of("/etc/resolv.conf"), ImmutableList.of(ip("192.0.2.1"), ip("203.0.113.9"))));
    host.answers("eth0", "203.0.113.9", 5);
    host.answers("eth1", "203.0.113.9", 5);
    assertFound(
        Severity.ADVICE,
        Kind.RESOLVER,
        "192.0.2.1",
        "name one in /etc/resolv.conf that answers by every uplink");
    host.answers("eth1", "203.0.113.9", 0);
    assertThat(troubles())
        .extracting(Finding::words)
        .contains("answers by eth0 only: names may fail while another uplink is in use");
  }

  /** As the package shows it. */
  @Test
  void a_doctor_looks_once_and_judges_what_it_saw() {
    Host once =
        new Host() {
          @Override
          public HostFacts read(EngineConfig config) {
            assertThat(config).isEqualTo(configuration.engine());
            return host.facts();
          }

          @Override
          public HostFacts read() {
            throw new AssertionError("the host alone says nothing of targets");
          }
        };
    Question question = Question.of(configuration, SettingNames.OPTIONS);
    Report report = new Doctor(once).examine(question);
    assertThat(report.text())
        .endsWith("\n0 faults, 0 advice, " + report.count(Severity.OK) + " ok\n");
    assertThat(report.hasFault() ? 1 : 0).isZero();
  }

  @Test
  void there_is_no_trouble_without_a_remedy() {
    assertThatThrownBy(() -> Finding.fault(Kind.MTU, "eth0", "words", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Finding(Kind.MTU, Severity.OK, "eth0", "words", "x", ImmutableMap.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

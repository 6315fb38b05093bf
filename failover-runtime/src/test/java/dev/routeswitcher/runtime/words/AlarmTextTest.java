package dev.routeswitcher.runtime.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Alarm.Obstacle;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.DeadEnd;
import dev.routeswitcher.engine.route.Encapsulation;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.Subnet;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.model.MainRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator reads of an alarm. */
class AlarmTextTest {

  private static final UplinkKey ETH0 = new UplinkKey(IpFamily.IPV4, "eth0");
  private static final UplinkKey ETH1 = new UplinkKey(IpFamily.IPV4, "eth1");

  private final AlarmText text = new AlarmText(SettingNames.PLAIN);

  private static Route foreign(IpFamily family) {
    return MainRoutes.mainDefault(
        family,
        1,
        16,
        ImmutableList.of(new Hop("eth1", InetAddresses.forString("198.51.100.1"), false)),
        null,
        ImmutableSortedMap.of());
  }

  /** As dhclient and udhcpc write it unless they are told a metric. */
  private static Route withoutMetric() {
    return MainRoutes.mainDefault(
        IpFamily.IPV4,
        0,
        3,
        ImmutableList.of(new Hop("eth1", InetAddresses.forString("198.51.100.1"), false)),
        null,
        ImmutableSortedMap.of());
  }

  private static OperationResult refusal() {
    return new OperationResult(
        new RoutingOperation(RoutingOperation.Kind.ADD, foreign(IpFamily.IPV4)),
        Outcome.UNAVAILABLE,
        "EPERM");
  }

  private void assertReads(Alarm alarm, String problem, String remedy) {
    assertThat(text.problem(alarm)).isEqualTo(problem);
    assertThat(text.remedy(alarm)).isEqualTo(remedy);
  }

  @Test
  void every_alarm_has_its_sentences() {
    assertThat(text.problems.types())
        .containsExactlyInAnyOrderElementsOf(SealedTypes.of(Alarm.class));
  }

  @ParameterizedTest
  @EnumSource
  void the_manual_names_every_kind(Alarm.Kind kind) throws IOException {
    assertThat(Files.readString(Path.of("../docs/operating.md"))).contains("`" + kind + "`");
  }

  @Test
  void uplinks_that_do_not_carry_the_traffic() {
    assertReads(
        new Alarm.NoUplink(ETH0, "primary"), "no uplink answers; staying on primary eth0", "");
    assertReads(
        new Alarm.Held(
            ETH0,
            ImmutableList.of(
                new Obstacle(ETH1, Obstacle.Cause.OVERRIDE),
                new Obstacle(ETH1, Obstacle.Cause.REFUSED),
                new Obstacle(ETH1, Obstacle.Cause.UNTRUSTED))),
        "eth0 is down; eth1 answers but an operator wants it not to be used, eth1 answers but the"
            + " kernel refuses its route, eth1 answers but not often enough in a row yet",
        "");
    assertReads(
        new Alarm.OverrideWaits(ETH1, Condition.NO_REPLY),
        "an operator wants eth1 used; it cannot be yet, its condition is no-reply",
        "it is used as soon as it answers well");
    assertReads(
        new Alarm.TargetLocal(IpFamily.IPV4, InetAddresses.forString("192.0.2.2")),
        "target 192.0.2.2 is an address of this host, which answers itself; it counts for no uplink",
        "name another ping-target, or take the address away");
    assertReads(
        new Alarm.NotProbeable(ETH1),
        "a dry run cannot judge an uplink by whose gateway the kernel has no default route",
        "add a default route by it, of any metric, or run without dry-run");
    assertReads(
        new Alarm.TargetSilent(IpFamily.IPV4, InetAddresses.forString("203.0.113.8")),
        "target 203.0.113.8 answers on no uplink while others do; it is set aside until it answers",
        "name another ping-target if it stays silent");
  }

  @Test
  void interfaces_and_gateways() {
    assertReads(
        new Alarm.NoInterface(ETH0, "primary"),
        "primary interface does not exist",
        "it is picked up when it appears");
    assertReads(
        new Alarm.NoInterface(new UplinkKey(IpFamily.IPV4, "eth0.5@eth0"), "primary"),
        "primary interface does not exist",
        "it is picked up when it appears; if ip link lists eth0.5@eth0, give eth0.5");
    assertReads(
        new Alarm.InVrf(ETH1, "blue"),
        "interface is a member of VRF blue, where the main table does not lead; it is not used",
        "ip link set eth1 nomaster");
    assertReads(
        new Alarm.NoGateway(ETH0, "primary", null),
        "no gateway is configured, and the interface has no default route and no DHCP lease that"
            + " names one",
        "give primary-gateway, or a default route on the interface");
    assertReads(
        new Alarm.NoGateway(new UplinkKey(IpFamily.IPV6, "wwan0"), "lte", null),
        "no gateway is configured, and the interface has no default route",
        "give gateway= in uplink name=lte,..., or wait for a router advertisement");
    Route toProgram =
        MainRoutes.mainDefault(
            IpFamily.IPV4,
            100,
            3,
            ImmutableList.of(
                new Hop(
                    "eth0",
                    InetAddresses.forString("192.0.2.1"),
                    false,
                    new Encapsulation(Encapsulation.BPF, ""))),
            null,
            ImmutableSortedMap.of());
    assertReads(
        new Alarm.SealedDefault(ETH0, "primary", toProgram),
        "the default route on the interface hands packets to a program, which no route of ours can:"
            + " default encap bpf via 192.0.2.1 dev eth0 proto 3 metric 100",
        "give primary-gateway, if it does without the program");
    assertReads(
        new Alarm.NoGateway(ETH0, "primary", withoutMetric()),
        "no gateway is configured, and the interface has no default route: the kernel refuses a"
            + " second one without a metric (EEXIST) beside default via 198.51.100.1 dev eth1 proto"
            + " 3 metric 0",
        "give primary-gateway, or have its DHCP client set a metric (ifupdown with dhclient: metric"
            + " in the stanza of the interface; udhcpc: in its script)");
    assertReads(
        new Alarm.OffLinkGateway(ETH0, "primary", InetAddresses.forString("203.0.113.1")),
        "gateway 203.0.113.1 lies in no subnet of the link and the kernel has no default route by"
            + " it; it is not used",
        "check the gateway and the prefix length; if they are right give primary-onlink");
    assertReads(
        new Alarm.OffLinkGateway(
            new UplinkKey(IpFamily.IPV4, "wwan0"), "lte", InetAddresses.forString("203.0.113.1")),
        "gateway 203.0.113.1 lies in no subnet of the link and the kernel has no default route by"
            + " it; it is not used",
        "check the gateway and the prefix length; if they are right give onlink=true in uplink"
            + " name=lte,...");
    assertReads(
        new Alarm.ForeignDefault(IpFamily.IPV4, foreign(IpFamily.IPV4), 55),
        "a default route by an interface that is no uplink keeps the traffic: "
            + foreign(IpFamily.IPV4)
            + "; ours stand behind it, from metric 55 on",
        "a VPN is meant to be so; to lead the traffic past it use override-foreign-defaults");
    assertReads(
        new Alarm.Tunnel(IpFamily.IPV4, "tun0"),
        "traffic goes into tun0, which is no uplink; what leaves by the uplinks is switched",
        "");
    assertReads(
        new Alarm.StrictReversePath(new UplinkKey(IpFamily.IPV4, "fibre"), "eth1.100"),
        "strict reverse path filter drops replies that come in here, because the way back leads elsewhere",
        "sysctl -w net.ipv4.conf.eth1/100.rp_filter=2");
  }

  @Test
  void what_the_kernel_refuses() {
    String asked = "add default via 198.51.100.1 dev eth1 proto 16 metric 1: EPERM";
    assertReads(
        new Alarm.CannotSwitch(IpFamily.IPV4, refusal()),
        "no route can be changed: " + asked,
        "it is tried again at most 30 s apart");
    assertReads(
        new Alarm.RouteRefused(ETH1),
        "the kernel refuses its route",
        "check its address and gateway");
    assertReads(
        new Alarm.RulesRefused(IpFamily.IPV4, refusal()),
        asked,
        "it is tried again at most 30 s apart; see ip route show table 254");
  }

  @Test
  void what_other_programs_do() {
    String route = "default via 198.51.100.1 dev eth1 proto 16 metric 1";
    assertReads(
        new Alarm.Overruled(IpFamily.IPV4, foreign(IpFamily.IPV4), 20, 100),
        "route of another program decides where the traffic goes: " + route,
        "ip route add default via 198.51.100.1 dev eth1 proto 16 metric 100 && ip route del "
            + route
            + "; for good, give it a metric above 20 (systemd-networkd: RouteMetric= in [DHCPv4];"
            + " NetworkManager: ipv4.route-metric; dhcpcd: metric), or use"
            + " override-foreign-defaults");
    assertReads(
        new Alarm.SharedAddress(
            IpFamily.IPV4,
            InetAddresses.forString("192.0.2.100"),
            ImmutableList.of(ETH0, new UplinkKey(IpFamily.IPV4, "eth1"))),
        "eth0 and eth1 have the same address; connections from it go by the uplink in use",
        "give one of the links another subnet, where its addresses are assigned");
    assertReads(
        new Alarm.Misdirected(
            ETH0,
            ImmutableList.of(
                new TargetPath(InetAddresses.forString("203.0.113.8"), "eth1", 0),
                new TargetPath(InetAddresses.forString("203.0.113.9"), null, 0))),
        "traffic is to leave by eth0 but goes: 203.0.113.8 by eth1, 203.0.113.9 unreachable",
        "look for the route or rule that wins: ip route get, ip rule, ip route show table all");
    assertReads(
        new Alarm.Conflict(IpFamily.IPV6, foreign(IpFamily.IPV6), 101),
        "route of another program stands where a base route of ours would: " + route,
        "ip -6 route add default via 198.51.100.1 dev eth1 proto 16 metric 101 && ip -6 route del "
            + route
            + "; or choose another metric for the uplink");
    assertReads(
        new Alarm.Contended(IpFamily.IPV4),
        "another program keeps undoing our routes",
        "find it with `ip monitor route` and keep it off default routes with proto 157");
    assertReads(
        new Alarm.RulesContended(IpFamily.IPV4),
        "another program keeps undoing our rules or their tables",
        "find it with `ip monitor rule route` and keep it off what carries proto 157");
    assertReads(
        new Alarm.TableClash(IpFamily.IPV4, foreign(IpFamily.IPV4)),
        "a route of another program stands in a table of ours",
        "ip route del " + route + "; or choose other tables with probe-table");
  }

  private static Alarm.Overruled overruled(DeadEnd kind, long metric) {
    return new Alarm.Overruled(
        IpFamily.IPV6,
        new Route(
            Route.MAIN,
            Subnet.all(IpFamily.IPV6),
            metric,
            3,
            ImmutableList.of(),
            null,
            ImmutableSortedMap.of(),
            null,
            null,
            kind),
        20,
        100);
  }

  @Test
  void a_route_that_leads_nowhere_is_taken_away_and_only_a_throw_is_overridden() {
    assertReads(
        overruled(DeadEnd.BLACKHOLE, 7),
        "route of another program leads all traffic nowhere: blackhole default proto 3 metric 7",
        "ip -6 route del blackhole default proto 3 metric 7; for good, give it a metric above 20");
    assertReads(
        overruled(DeadEnd.THROW, 7),
        "route of another program leads all traffic nowhere: throw default proto 3 metric 7",
        "ip -6 route del throw default proto 3 metric 7; for good, give it a metric above 20, or use"
            + " override-foreign-defaults");
  }

  @Test
  void what_no_target_tells_the_best_default_does() {
    assertReads(
        new Alarm.Misdirected(ETH0, ImmutableList.of()),
        "traffic is to leave by eth0 but another default route is better",
        "look for the route or rule that wins: ip route get, ip rule, ip route show table all");
  }

  @Test
  void a_route_is_moved_before_it_goes_and_next_hops_stand_last_in_a_command() {
    Route route =
        MainRoutes.mainDefault(
            IpFamily.IPV4,
            0,
            3,
            ImmutableList.of(
                new Hop("eth0", InetAddresses.forString("192.0.2.1"), false),
                new Hop("eth1", InetAddresses.forString("198.51.100.1"), true)),
            null,
            ImmutableSortedMap.of());
    String hops = " nexthop via 192.0.2.1 dev eth0 nexthop via 198.51.100.1 dev eth1 onlink";
    assertThat(Remedies.move(IpFamily.IPV4, route, 100))
        .isEqualTo(
            "ip route add default proto 3 metric 100"
                + hops
                + " && ip route del default proto 3 metric 0"
                + hops);
    Route nowhere =
        MainRoutes.mainDefault(
            IpFamily.IPV4, 1, 4, ImmutableList.of(), null, ImmutableSortedMap.of());
    assertThat(Remedies.move(IpFamily.IPV4, nowhere, 100))
        .isEqualTo("ip route del default proto 4 metric 1");
  }

  @Test
  void a_route_without_a_metric_is_said_to_be_one() {
    assertThat(text.problem(new Alarm.Overruled(IpFamily.IPV4, withoutMetric(), 20, 100)))
        .endsWith(
            "default via 198.51.100.1 dev eth1 proto 3 metric 0 (made without a metric, which is"
                + " 0)");
  }

  @Test
  void a_command_has_its_options_named() {
    NoticeText command = NoticeText.naming(setting -> "--" + setting);
    assertThat(command.remedy(new Alarm.NoGateway(ETH0, "primary", null)))
        .isEqualTo("give --primary-gateway, or a default route on the interface");
    assertThat(command.remedy(new Alarm.NoGateway(ETH0, "lte", null)))
        .isEqualTo("give gateway= in --uplink name=lte,..., or a default route on the interface");
  }
}

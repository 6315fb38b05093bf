package dev.routeswitcher.runtime.words;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is wrong while an alarm lasts, and what to do about it. */
final class AlarmText {

  private final SettingNames settings;
  final Cases<Alarm, String> problems = new Cases<>();
  final Cases<Alarm, String> remedies = new Cases<>();

  AlarmText(SettingNames settings) {
    this.settings = settings;
    tellOfUplinks();
    tellOfRefusals();
    tellOfOtherPrograms();
  }

  String problem(Alarm alarm) {
    return problems.of(alarm);
  }

  /** What to do about it; empty if waiting is all. */
  String remedy(Alarm alarm) {
    return remedies.of(alarm);
  }

  private <A extends Alarm> void on(
      Class<A> type, Function<A, String> problem, Function<A, String> remedy) {
    problems.on(type, problem);
    remedies.on(type, remedy);
  }

  private void tellOfUplinks() {
    on(
        Alarm.NoUplink.class,
        alarm -> "no uplink answers; staying on " + alarm.activeName() + " " + alarm.active(),
        alarm -> "");
    on(Alarm.Held.class, AlarmText::held, alarm -> "");
    on(
        Alarm.OverrideWaits.class,
        alarm ->
            "an operator wants "
                + alarm.uplink()
                + " used; it cannot be yet, its condition is "
                + alarm.condition(),
        alarm -> "it is used as soon as it answers well");
    on(
        Alarm.TargetSilent.class,
        alarm ->
            "target "
                + alarm.subject()
                + " answers on no uplink while others do; it is set aside until it answers",
        alarm -> "name another " + named("ping-target") + " if it stays silent");
    on(
        Alarm.TargetLocal.class,
        alarm ->
            "target "
                + alarm.subject()
                + " is an address of this host, which answers itself; it counts for no uplink",
        alarm -> "name another " + named("ping-target") + ", or take the address away");
    on(
        Alarm.NotProbeable.class,
        alarm ->
            "a dry run cannot judge an uplink by whose gateway the kernel has no default route",
        alarm -> "add a default route by it, of any metric, or run without " + named("dry-run"));
    on(
        Alarm.SharedAddress.class,
        alarm ->
            names(alarm.uplinks())
                + " have the same address; connections from it go by the uplink in use",
        alarm -> "give one of the links another subnet, where its addresses are assigned");
    on(
        Alarm.NoInterface.class,
        alarm -> alarm.name() + " interface does not exist",
        AlarmText::awaitInterface);
    on(
        Alarm.InVrf.class,
        alarm ->
            "interface is a member of VRF "
                + alarm.vrf()
                + ", where the main table does not lead; it is not used",
        alarm -> "ip link set " + alarm.uplink().interfaceName() + " nomaster");
    on(Alarm.NoGateway.class, AlarmText::noGateway, this::giveGateway);
    on(
        Alarm.SealedDefault.class,
        alarm ->
            "the default route on the interface hands packets to a program, which no route of ours"
                + " can: "
                + alarm.route(),
        alarm -> "give " + gatewayOf(alarm.name()) + ", if it does without the program");
    on(
        Alarm.OffLinkGateway.class,
        alarm ->
            "gateway "
                + InetAddresses.toAddrString(alarm.gateway())
                + " lies in no subnet of the link and the kernel has no default route by it; it is"
                + " not used",
        alarm ->
            "check the gateway and the prefix length; if they are right give "
                + (SettingNames.THE_TWO.contains(alarm.name())
                    ? named(alarm.name() + "-onlink")
                    : "onlink=true in " + named("uplink") + " name=" + alarm.name() + ",..."));
  }

  private void tellOfRefusals() {
    on(
        Alarm.CannotSwitch.class,
        alarm -> "no route can be changed: " + alarm.cause().failure(),
        alarm -> "it is tried again at most 30 s apart");
    on(
        Alarm.RouteRefused.class,
        alarm -> "the kernel refuses its route",
        alarm -> "check its address and gateway");
    on(
        Alarm.RulesRefused.class,
        alarm -> alarm.cause().failure(),
        alarm -> "it is tried again at most 30 s apart; see " + show(alarm));
    on(
        Alarm.StrictReversePath.class,
        alarm ->
            "strict reverse path filter drops replies that come in here, because the way back leads"
                + " elsewhere",
        alarm ->
            "sysctl -w "
                + Remedies.sysctlName(IpFamily.IPV4, alarm.interfaceName(), "rp_filter")
                + "=2");
  }

  /** What shows the rules, or the table of the route, that was refused. */
  private static String show(Alarm.RulesRefused alarm) {
    String ip = Remedies.ip(alarm.family());
    return alarm.cause().operation().entry() instanceof Route route
        ? ip + " route show table " + route.table()
        : ip + " rule";
  }

  private static String names(List<UplinkKey> uplinks) {
    return uplinks.stream().map(UplinkKey::interfaceName).collect(Collectors.joining(" and "));
  }

  private void tellOfOtherPrograms() {
    on(
        Alarm.Overruled.class,
        alarm ->
            "route of another program "
                + (alarm.route().deadEnd() == null
                    ? "decides where the traffic goes: "
                    : "leads all traffic nowhere: ")
                + alarm.route()
                + (alarm.route().metric() == 0 ? " (made without a metric, which is 0)" : ""),
        this::raiseMetric);
    on(
        Alarm.Misdirected.class,
        alarm ->
            "traffic is to leave by "
                + alarm.subject()
                + " but "
                + (alarm.paths().isEmpty()
                    ? "another default route is better"
                    : alarm.paths().stream()
                        .map(TargetPath::toString)
                        .collect(Collectors.joining(", ", "goes: ", ""))),
        alarm ->
            "look for the route or rule that wins: ip route get, ip rule, ip route show table all");
    on(
        Alarm.ForeignDefault.class,
        alarm ->
            "a default route by an interface that is no uplink keeps the traffic: "
                + alarm.route()
                + "; ours stand behind it, from metric "
                + alarm.failoverMetric()
                + " on",
        alarm ->
            "a VPN is meant to be so; to lead the traffic past it use "
                + named("override-foreign-defaults"));
    on(
        Alarm.Tunnel.class,
        alarm ->
            "traffic goes into "
                + alarm.interfaceName()
                + ", which is no uplink; what leaves by the uplinks is switched",
        alarm -> "");
    on(
        Alarm.Conflict.class,
        alarm ->
            "route of another program stands where a base route of ours would: " + alarm.route(),
        alarm ->
            Remedies.move(alarm.family(), alarm.route(), alarm.freeMetric())
                + "; or choose another metric for the uplink");
    on(
        Alarm.Contended.class,
        alarm -> "another program keeps undoing our routes",
        alarm ->
            "find it with `ip monitor route` and keep it off default routes with proto "
                + Route.PROTOCOL);
    on(
        Alarm.RulesContended.class,
        alarm -> "another program keeps undoing our rules or their tables",
        alarm ->
            "find it with `ip monitor rule route` and keep it off what carries proto "
                + Route.PROTOCOL);
    on(
        Alarm.TableClash.class,
        alarm -> "a route of another program stands in a table of ours",
        alarm ->
            Remedies.delete(alarm.family(), alarm.route())
                + "; or choose other tables with "
                + named("probe-table"));
  }

  private String named(String setting) {
    return settings.of(setting);
  }

  private static String held(Alarm.Held alarm) {
    return alarm.active()
        + " is down; "
        + alarm.answering().stream()
            .map(other -> other.uplink() + " answers but " + words(other.cause()))
            .collect(Collectors.joining(", "));
  }

  private static String words(Alarm.Obstacle.Cause cause) {
    return switch (cause) {
      case OVERRIDE -> "an operator wants it not to be used";
      case REFUSED -> "the kernel refuses its route";
      case UNTRUSTED -> "not often enough in a row yet";
    };
  }

  private String raiseMetric(Alarm.Overruled alarm) {
    Route route = alarm.route();
    return Remedies.move(alarm.family(), route, alarm.freeMetric())
        + "; for good, give it a metric above "
        + alarm.highestMetric()
        + (route.deadEnd() == null
            ? " (" + ForeignAdvice.whereTheMetricIsSet(route, alarm.family()) + ")"
            : "")
        + (route.endsLookup() ? "" : ", or use " + named("override-foreign-defaults"));
  }

  private static String noGateway(Alarm.NoGateway alarm) {
    String problem = "no gateway is configured, and the interface has no default route";
    if (alarm.family() == IpFamily.IPV6) {
      return problem;
    }
    return alarm.inTheWay() == null
        ? problem + " and no DHCP lease that names one"
        : problem
            + ": the kernel refuses a second one without a metric (EEXIST) beside "
            + alarm.inTheWay();
  }

  /** With links below or peers elsewhere ip(8) lists more than the name: {@code eth0.5@eth0}. */
  private static String awaitInterface(Alarm.NoInterface alarm) {
    String given = alarm.subject();
    int at = given.lastIndexOf('@');
    return "it is picked up when it appears"
        + (at > 0 ? "; if ip link lists " + given + ", give " + given.substring(0, at) : "");
  }

  private String gatewayOf(String uplink) {
    return SettingNames.THE_TWO.contains(uplink)
        ? named(uplink + "-gateway")
        : "gateway= in " + named("uplink") + " name=" + uplink + ",...";
  }

  /** What else puts a default route on an interface depends on the family. */
  private String giveGateway(Alarm.NoGateway alarm) {
    String give = "give " + gatewayOf(alarm.name());
    if (alarm.family() == IpFamily.IPV6) {
      return give + ", or wait for a router advertisement";
    }
    return alarm.inTheWay() == null
        ? give + ", or a default route on the interface"
        : give
            + ", or have its DHCP client set a metric (ifupdown with dhclient: metric in the stanza"
            + " of the interface; udhcpc: in its script)";
  }
}

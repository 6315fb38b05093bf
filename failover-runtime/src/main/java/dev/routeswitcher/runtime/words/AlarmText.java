package dev.routeswitcher.runtime.words;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.stream.Collectors;

/** What is wrong while an alarm lasts, and what to do about it. */
final class AlarmText {

  /**
   * The sentences of one alarm.
   *
   * @param problem what is wrong
   * @param remedy what to do about it; empty if waiting is all
   */
  record Sentences(String problem, String remedy) {}

  private final SettingNames settings;

  final Cases<Alarm, Sentences> alarms =
      new Cases<Alarm, Sentences>()
          .on(
              Alarm.NoUplink.class,
              alarm ->
                  new Sentences(
                      "no uplink answers; staying on " + alarm.activeName() + " " + alarm.active(),
                      ""))
          .on(Alarm.Held.class, alarm -> new Sentences(held(alarm), ""))
          .on(
              Alarm.CannotSwitch.class,
              alarm ->
                  new Sentences(
                      "no route can be changed: " + alarm.cause().failure(),
                      "it is tried again at most 30 s apart"))
          .on(
              Alarm.RouteRefused.class,
              alarm ->
                  new Sentences("the kernel refuses its route", "check its address and gateway"))
          .on(Alarm.Overruled.class, this::overruled)
          .on(Alarm.Misdirected.class, AlarmText::misdirected)
          .on(
              Alarm.Conflict.class,
              alarm ->
                  new Sentences(
                      "route of another program stands where a base route of ours would: "
                          + alarm.route(),
                      delete(alarm) + "; or choose another metric for the uplink"))
          .on(
              Alarm.Contended.class,
              alarm ->
                  new Sentences(
                      "another program keeps undoing our routes",
                      "find it with `ip monitor route` and keep it off default routes with proto "
                          + Route.PROTOCOL))
          .on(
              Alarm.RulesRefused.class,
              alarm ->
                  new Sentences(
                      alarm.cause().failure(), "it is tried again at most 30 s apart; see ip rule"))
          .on(
              Alarm.RulesContended.class,
              alarm ->
                  new Sentences(
                      "another program keeps undoing our rules or their tables",
                      "find it with `ip monitor rule route` and keep it off what carries proto "
                          + Route.PROTOCOL))
          .on(
              Alarm.TableClash.class,
              alarm ->
                  new Sentences(
                      "a route of another program stands in a table of ours",
                      delete(alarm) + "; or choose other tables with " + named("probe-table")))
          .on(
              Alarm.StrictReversePath.class,
              alarm ->
                  new Sentences(
                      "strict reverse path filter drops replies on an uplink that is not in use",
                      "sysctl -w net.ipv4.conf."
                          + ForeignAdvice.sysctlName(alarm.uplink().interfaceName())
                          + ".rp_filter=2"))
          .on(
              Alarm.OffLinkGateway.class,
              alarm ->
                  new Sentences(
                      "gateway "
                          + InetAddresses.toAddrString(alarm.gateway())
                          + " lies in no connected subnet; its routes carry onlink",
                      "check the gateway and the prefix length if this is not intended"))
          .on(
              Alarm.NoInterface.class,
              alarm ->
                  new Sentences(
                      alarm.name() + " interface does not exist",
                      "it is picked up when it appears"))
          .on(Alarm.NoGateway.class, this::noGateway)
          .on(
              Alarm.TargetSilent.class,
              alarm ->
                  new Sentences(
                      "target "
                          + alarm.subject()
                          + " answers on no uplink while others do; it is set aside until it"
                          + " answers",
                      "name another " + named("ping-target") + " if it stays silent"))
          .on(
              Alarm.OverrideWaits.class,
              alarm ->
                  new Sentences(
                      "an operator wants "
                          + alarm.uplink()
                          + " used; it cannot be yet, its condition is "
                          + alarm.condition(),
                      "it is used as soon as it answers well"))
          .on(
              Alarm.NotProbeable.class,
              alarm ->
                  new Sentences(
                      "a dry run cannot judge an uplink without a route of its own",
                      "add a default route through it, of any metric, or run without "
                          + named("dry-run")));

  AlarmText(SettingNames settings) {
    this.settings = settings;
  }

  Sentences of(Alarm alarm) {
    return alarms.of(alarm);
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

  private Sentences overruled(Alarm.Overruled alarm) {
    return new Sentences(
        "route of another program decides where the traffic goes: " + alarm.route(),
        delete(alarm)
            + "; for good, give it a metric above "
            + alarm.highestMetric()
            + " ("
            + ForeignAdvice.whereTheMetricIsSet(alarm.route(), alarm.family())
            + "), or use "
            + named("override-foreign-defaults"));
  }

  private static String delete(Alarm.OfForeignRoute alarm) {
    return ip(alarm.family()) + " route del " + alarm.route();
  }

  private static Sentences misdirected(Alarm.Misdirected alarm) {
    return new Sentences(
        "traffic is to leave by "
            + alarm.subject()
            + " but goes: "
            + alarm.paths().stream().map(TargetPath::toString).collect(Collectors.joining(", ")),
        "look for the route or rule that wins: ip route get, ip rule, ip route show table all");
  }

  /** What puts a default route on an interface depends on the family. */
  private Sentences noGateway(Alarm.NoGateway alarm) {
    boolean ofItsOwn = alarm.name().equals("primary") || alarm.name().equals("secondary");
    String setting =
        ofItsOwn
            ? named(alarm.name() + "-gateway")
            : "gateway= in " + named("uplink") + " name=" + alarm.name() + ",...";
    String source = alarm.family() == IpFamily.IPV4 ? "DHCP" : "a router advertisement";
    return new Sentences(
        "no gateway is configured and the kernel has no default route on the interface",
        "give " + setting + ", or wait for " + source);
  }

  private static String ip(IpFamily family) {
    return family == IpFamily.IPV6 ? "ip -6" : "ip";
  }
}

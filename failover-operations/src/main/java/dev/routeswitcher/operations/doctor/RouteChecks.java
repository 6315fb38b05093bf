package dev.routeswitcher.operations.doctor;

import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.ForeignRoutes;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.operations.host.HostRouting.CoveringRoute;
import dev.routeswitcher.runtime.words.ForeignAdvice;
import dev.routeswitcher.runtime.words.Remedies;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Default routes of other programs, and those that stand in for one. */
final class RouteChecks {

  private RouteChecks() {}

  static Stream<Finding> defaults(Examination examined) {
    return examined.families().stream().flatMap(family -> defaults(examined, family));
  }

  private static Stream<Finding> defaults(Examination examined, FamilyConfig family) {
    PlanRequest plan = examined.plan(family);
    PrimitiveIterator.OfLong free = examined.freeMetrics(family);
    List<Finding> findings = new ArrayList<>();
    for (Route route : ImmutableSet.copyOf(ForeignRoutes.overruling(plan))) {
      Alarm alarm =
          new Alarm.Overruled(
              family.family(), route, Examination.highestMetric(family), free.nextLong());
      findings.add(finding(Kind.INEFFECTIVE, examined, route, alarm));
    }
    for (Route route : ImmutableSet.copyOf(ForeignRoutes.conflicting(plan))) {
      Alarm alarm = new Alarm.Conflict(family.family(), route, free.nextLong());
      findings.add(finding(Kind.CONFLICT, examined, route, alarm));
    }
    if (findings.isEmpty() && examined.routing(family.family()).defaults().value() != null) {
      String text =
          examined.defaults(family.family()).stream()
              .filter(route -> !route.isOurs())
              .map(RouteChecks::inShort)
              .collect(Collectors.joining(", "));
      String words =
          text.isEmpty() ? "there is none of other programs" : "none wins over ours: " + text;
      findings.add(Finding.ok(Kind.DEFAULT_ROUTES, Codes.of(family.family()), words));
    }
    return findings.stream();
  }

  private static Finding finding(Kind kind, Examination examined, Route route, Alarm alarm) {
    return Finding.fault(
        kind,
        subject(route),
        examined.alarms().problem(alarm) + "; made by " + ForeignAdvice.writer(route.protocol()),
        examined.alarms().remedy(alarm));
  }

  private static String subject(Route route) {
    return route.hops().isEmpty()
        ? "default"
        : route.hops().stream()
            .map(Hop::interfaceName)
            .distinct()
            .collect(Collectors.joining(" and "));
  }

  private static String inShort(Route route) {
    return subject(route)
        + " metric "
        + route.metric()
        + " by "
        + ForeignAdvice.writer(route.protocol());
  }

  static Stream<Finding> foreignDefault(Examination examined) {
    return examined.families().stream()
        .flatMap(
            family -> {
              PlanRequest plan = examined.plan(family);
              Route foreign = plan.yieldsTo();
              if (foreign == null) {
                return Stream.of();
              }
              Alarm alarm =
                  new Alarm.ForeignDefault(family.family(), foreign, plan.raisedFailoverMetric());
              return Stream.of(
                  Finding.advice(
                      Kind.FOREIGN_DEFAULT,
                      subject(foreign),
                      examined.alarms().problem(alarm)
                          + "; made by "
                          + ForeignAdvice.writer(foreign.protocol()),
                      examined.alarms().remedy(alarm)));
            });
  }

  /** By an uplink they are what a running switcher calls ineffective. */
  static Stream<Finding> covering(Examination examined) {
    return examined.families().stream()
        .flatMap(
            family ->
                examined.routing(family.family()).covering().stream()
                    .map(CoveringRoute::interfaceName)
                    .distinct()
                    .map(name -> covering(examined, family, name)));
  }

  private static Finding covering(Examination examined, FamilyConfig family, String name) {
    String routes =
        examined.routing(family.family()).covering().stream()
            .filter(route -> route.interfaceName().equals(name))
            .map(CoveringRoute::destination)
            .collect(Collectors.joining(" and "));
    if (!examined.isUplink(name)) {
      Alarm alarm = new Alarm.Tunnel(family.family(), name);
      return Finding.ok(Kind.TUNNEL, name, examined.alarms().problem(alarm) + ": " + routes);
    }
    return Finding.fault(
        Kind.INEFFECTIVE,
        name,
        "routes to " + routes + " keep the traffic on it, whatever default routes say",
        examined.routing(family.family()).covering().stream()
            .filter(route -> route.interfaceName().equals(name))
            .map(
                route ->
                    Remedies.ip(family.family())
                        + " route del "
                        + route.destination()
                        + " dev "
                        + name)
            .collect(Collectors.joining(" && ")));
  }
}

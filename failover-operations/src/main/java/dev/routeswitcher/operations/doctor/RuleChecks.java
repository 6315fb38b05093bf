package dev.routeswitcher.operations.doctor;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.ForeignRoutes;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.operations.host.HostRule;
import dev.routeswitcher.runtime.words.Remedies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Tables and policy rules of other programs. */
final class RuleChecks {

  /** How many preferences the rules of uplinks take. */
  private static final int OURS = 3;

  /** Where the manual puts rules of VPNs, behind ours at their usual place. */
  private static final long FIRST_BEHIND = 16000;

  /** The kernel's own tables: default, main and local. */
  private static final long FIRST_RESERVED = 253;

  private static final long LAST_RESERVED = 255;

  /** The preference of the kernel's rule for the main table. */
  private static final long MAIN_PREFERENCE = 32766;

  private RuleChecks() {}

  static Stream<Finding> tables(Examination examined) {
    return examined.families().stream()
        .flatMap(
            family ->
                ForeignRoutes.clashing(examined.plan(family)).stream()
                    .map(route -> clash(examined, family, route)));
  }

  private static Finding clash(Examination examined, FamilyConfig family, Route route) {
    Alarm alarm = new Alarm.TableClash(family.family(), route);
    return Finding.fault(
        Kind.TABLE_CLASH,
        "table " + route.table(),
        examined.alarms().problem(alarm) + ": " + route,
        examined.alarms().remedy(alarm));
  }

  static Stream<Finding> preferences(Examination examined) {
    return examined.families().stream().flatMap(family -> preferences(examined, family));
  }

  private static Stream<Finding> preferences(Examination examined, FamilyConfig family) {
    TableLayout layout = examined.layout();
    long first = layout.firstPreference();
    return foreign(examined, family).stream()
        .filter(
            rule ->
                layout.probeTables()
                        && rule.preference() >= first
                        && rule.preference() < first + OURS
                    || layout.overridesForeign()
                        && rule.preference() >= TableLayout.BYPASS_PREFERENCE
                        && rule.preference() < MAIN_PREFERENCE)
        .map(
            rule ->
                Finding.advice(
                    Kind.PREFERENCE_CLASH,
                    "rule " + rule.preference(),
                    "a rule of another program has a preference of ours: " + rule,
                    rule.preference() >= TableLayout.BYPASS_PREFERENCE
                        ? move(examined, family, rule)
                        : examined.named("probe-rule-preference")
                            + " "
                            + freePreferences(examined, first)));
  }

  private static List<HostRule> foreign(Examination examined, FamilyConfig family) {
    return examined.routing(family.family()).rules().orElse(ImmutableList.of()).stream()
        .filter(rule -> rule.protocol() != Route.PROTOCOL)
        .toList();
  }

  /** The first of three in a row, from {@code first} on by hundreds, that no rule has. */
  private static long freePreferences(Examination examined, long first) {
    Set<Long> taken =
        examined.families().stream()
            .flatMap(family -> foreign(examined, family).stream())
            .map(HostRule::preference)
            .collect(Collectors.toSet());
    return LongStream.iterate(first + 100, next -> next + 100)
        .filter(next -> LongStream.range(next, next + OURS).noneMatch(each -> taken.contains(each)))
        .findFirst()
        .orElseThrow();
  }

  /** VPNs take the traffic by a rule for everything that is not their own. */
  static Stream<Finding> vpns(Examination examined) {
    return examined.families().stream()
        .flatMap(
            family ->
                foreign(examined, family).stream()
                    .filter(RuleChecks::takesAll)
                    .map(rule -> vpn(examined, family, rule)));
  }

  private static boolean takesAll(HostRule rule) {
    return rule.forAll()
        && rule.preference() < MAIN_PREFERENCE
        && rule.table() != 0
        && (rule.table() < FIRST_RESERVED || rule.table() > LAST_RESERVED);
  }

  private static Finding vpn(Examination examined, FamilyConfig family, HostRule rule) {
    TableLayout layout = examined.layout();
    String subject = "rule " + rule.preference();
    if (!layout.probeTables() || rule.preference() >= layout.firstPreference() + OURS) {
      return Finding.ok(
          Kind.VPN_RULES,
          subject,
          "leads traffic to table " + rule.table() + ", as VPNs do; its own packets are switched");
    }
    return Finding.advice(
        Kind.VPN_RULES,
        subject,
        "stands before ours and leads what is sent from the uplinks' addresses to table "
            + rule.table()
            + " ("
            + Codes.of(family.family())
            + "): answers of services go into the tunnel, and a strict reverse path filter drops"
            + " probes",
        move(examined, family, rule));
  }

  private static String move(Examination examined, FamilyConfig family, HostRule rule) {
    Set<Long> taken =
        foreign(examined, family).stream().map(HostRule::preference).collect(Collectors.toSet());
    long behind =
        LongStream.iterate(
                Math.max(FIRST_BEHIND, examined.layout().firstPreference() + OURS),
                next -> next + 1)
            .filter(next -> !taken.contains(next))
            .findFirst()
            .orElseThrow();
    String ip = Remedies.ip(family.family());
    List<String> commands = new ArrayList<>();
    commands.add(ip + " rule add pref " + behind + " " + rule.selector());
    commands.add(ip + " rule del " + rule);
    return String.join(" && ", commands);
  }
}
